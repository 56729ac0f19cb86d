/* SPDX-License-Identifier: MIT */
/* What the metrics say of the drift of scores, see drift.h. */
#include <math.h>

#include "base/number.h"
#include "serve/metrics/metrics_format.h"

static double rounded(double x)
{
	return round(x * 1e6) / 1e6;
}

static void drift_labels(
	struct buffer *out, const char *name, const struct metrics_view *view, size_t i)
{
	buffer_printf(out, "%s{", name);
	metrics_label(out, "attribute", view->attributes[i]);
}

static void write_indices(struct buffer *out, const struct metrics_view *view)
{
	size_t i;

	metrics_family(out, "moderato_score_drift", "gauge",
		"Population stability index of the last 2000 scores or more against the reference: below "
		"0.1 nothing has changed, above 0.25 the scores are distributed differently. Absent until "
		"there are as many.");
	for (i = 0; i < view->n_attributes; i++) {
		const struct drift_attribute *a = &view->drift.attributes[i];

		if (!a->n)
			continue;
		drift_labels(out, "moderato_score_drift", view, i);
		buffer_printf(out, ",reference=\"%s\"}", *a->reference.source ? "card" : "first");
		metrics_end(out, rounded(a->index));
	}
	metrics_family(out, "moderato_score_reference_comments", "gauge",
		"Comments of the drift's reference: a file that the bundle's card has figures of, or the "
		"first that were scored with this bundle.");
	for (i = 0; i < view->n_attributes; i++) {
		const struct drift_reference *reference = &view->drift.attributes[i].reference;

		if (!reference->n)
			continue;
		drift_labels(out, "moderato_score_reference_comments", view, i);
		buffer_printf(out, ",reference=\"%s\",", *reference->source ? "card" : "first");
		metrics_label(out, "file", reference->source);
		buffer_printf(out, "} %zu\n", reference->n);
	}
}

static void write_share(struct buffer *out, const struct metrics_view *view, size_t i,
	const char *of, size_t end, double share)
{
	drift_labels(out, "moderato_score_share_above", view, i);
	buffer_printf(out, ",of=\"%s\",score=\"", of);
	buffer_add_double(out, (double)end / SCORE_BUCKETS);
	buffer_add_str(out, "\"}");
	metrics_end(out, rounded(share));
}

/* The thresholds that policies have, as numbers that need no explanation. */
static void write_shares(struct buffer *out, const struct metrics_view *view)
{
	static const size_t ends[] = {10, 14, 16, 18, 19};
	size_t i;
	size_t k;

	metrics_family(out, "moderato_score_share_above", "gauge",
		"Share of the comments with a higher score than this, of the drift's reference and of its "
		"last full window.");
	for (i = 0; i < view->n_attributes; i++) {
		const struct drift_attribute *a = &view->drift.attributes[i];

		for (k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
			const double known =
				a->reference.n ? drift_reference_above(&a->reference, ends[k]) : -1;

			if (known >= 0)
				write_share(out, view, i, "reference", ends[k], known);
			if (a->n)
				write_share(
					out, view, i, "window", ends[k], drift_counts_above(a->window, ends[k]));
		}
	}
}

void metrics_write_drift(struct buffer *out, const struct metrics_view *view)
{
	write_indices(out, view);
	write_shares(out, view);
}
