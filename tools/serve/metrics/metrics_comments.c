/* SPDX-License-Identifier: MIT */
/* What the metrics say of comments: their scores, decisions, and what a shadow makes of them. */
#include <inttypes.h>

#include "base/number.h"
#include "serve/feedback.h"
#include "serve/metrics/metrics_format.h"

/* ---- comments ---- */

static void write_score_of(
	struct buffer *out, const counter bucket[SCORE_BUCKETS], uint64_t sum, const char *attribute)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i <= SCORE_BUCKETS; i++) {
		buffer_add_str(out, "moderato_score_bucket{");
		metrics_label(out, "attribute", attribute);
		if (i < SCORE_BUCKETS) {
			n += counted(&bucket[i]);
			buffer_add_str(out, ",le=\"");
			buffer_add_double(out, (double)(i + 1) / SCORE_BUCKETS);
		} else {
			buffer_add_str(out, ",le=\"+Inf");
		}
		buffer_printf(out, "\"} %" PRIu64 "\n", n);
	}
	buffer_add_str(out, "moderato_score_sum{");
	metrics_label(out, "attribute", attribute);
	buffer_add_char(out, '}');
	metrics_end(out, (double)sum / 1e6);
	metrics_labelled(out, "moderato_score_count", "attribute", attribute, n);
}

void metrics_write_comments(struct buffer *out, const struct metrics_view *view)
{
	const struct counters *c = &view->counters;
	size_t i;

	metrics_plain(out, "moderato_comments_scored_total", "counter", "Comments that were scored.",
		counted(&c->comments));
	metrics_plain(out, "moderato_comments_failed_total", "counter",
		"Comments that could not be scored, as too long ones cannot.", counted(&c->failures));
	metrics_family(out, "moderato_decisions_total", "counter",
		"Decisions that clients were told; not all protocols ask for one.");
	for (i = 0; i < DECISIONS; i++)
		metrics_labelled(out, "moderato_decisions_total", "decision",
			moderato_decision_name((moderato_decision)i), counted(&c->decisions[i]));
	metrics_family(out, "moderato_score", "histogram", "Scores of comments, by attribute.");
	for (i = 0; i < view->n_attributes; i++)
		write_score_of(out, c->scores[i], counted(&c->score_millionths[i]), view->attributes[i]);
}

void metrics_write_feedback(struct buffer *out, const struct counters *c)
{
	static const char *const results[] = {
		[FEEDBACK_WRITTEN] = "written",
		[FEEDBACK_REPEATED] = "repeated",
		[FEEDBACK_FAILED] = "failed",
	};
	size_t i;

	metrics_family(out, "moderato_feedback_total", "counter",
		"Judgements of moderators that were to be kept; repeated: it was in the file already.");
	for (i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		metrics_labelled(
			out, "moderato_feedback_total", "result", results[i], counted(&c->feedback[i]));
}

/* ---- the shadow ---- */

static void write_shadow_decisions(struct buffer *out, const struct counters *c)
{
	size_t i;
	size_t k;

	metrics_family(out, "moderato_shadow_decisions_total", "counter",
		"Comments by the decision and by that of the shadow.");
	for (i = 0; i < DECISIONS; i++)
		for (k = 0; k < DECISIONS; k++)
			buffer_printf(out,
				"moderato_shadow_decisions_total{decision=\"%s\",shadow=\"%s\"} %" PRIu64 "\n",
				moderato_decision_name((moderato_decision)i),
				moderato_decision_name((moderato_decision)k), counted(&c->shadow_decisions[i][k]));
}

static void write_shadow_differences(struct buffer *out, const struct metrics_view *view)
{
	static const char name[] = "moderato_shadow_score_difference";
	const struct counters *c = &view->counters;
	size_t i;

	metrics_family(out, name, "summary",
		"Absolute differences between scores and the shadow's; sum / count is their mean.");
	for (i = 0; i < view->n_attributes; i++) {
		if (!counted(&c->shadow_compared[i]))
			continue;
		buffer_printf(out, "%s_sum{", name);
		metrics_label(out, "attribute", view->attributes[i]);
		buffer_add_char(out, '}');
		metrics_end(out, (double)counted(&c->shadow_millionths[i]) / 1e6);
		metrics_labelled(out, "moderato_shadow_score_difference_count", "attribute",
			view->attributes[i], counted(&c->shadow_compared[i]));
	}
}

/* Written as long as there is a shadow. */
void metrics_write_shadow(struct buffer *out, const struct metrics_view *view)
{
	static const char *const fates[SAMPLE_FATES] = {
		[SAMPLE_WRITTEN] = "written",
		[SAMPLE_SKIPPED] = "skipped",
		[SAMPLE_PRIVATE] = "private",
		[SAMPLE_FULL] = "full",
		[SAMPLE_FAILED] = "failed",
	};
	size_t i;

	if (!view->shadow.name)
		return;
	write_shadow_decisions(out, &view->counters);
	write_shadow_differences(out, view);
	metrics_plain(out, "moderato_shadow_failures_total", "counter",
		"Comments that only the shadow could not score.", counted(&view->counters.shadow_failures));
	metrics_family(out, "moderato_shadow_samples_total", "counter",
		"Comments that the shadow decides differently, by what became of their sample.");
	for (i = 0; i < SAMPLE_FATES; i++)
		metrics_labelled(out, "moderato_shadow_samples_total", "result", fates[i],
			counted(&view->counters.samples[i]));
}
