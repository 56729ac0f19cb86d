/* SPDX-License-Identifier: MIT */
/* Compares two lists of spans by the characters that they have in common. */
#include "measure/span_metrics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/rng.h"
#include "measure/metrics.h"

static size_t chars_between(moderato_str text, size_t begin, size_t end)
{
	size_t n = 0;
	size_t i;

	for (i = begin; i < end; i++)
		n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
	return n;
}

static size_t chars_of(moderato_str text, const moderato_span *spans, size_t n)
{
	size_t chars = 0;
	size_t i;

	for (i = 0; i < n; i++)
		chars += chars_between(text, spans[i].begin, spans[i].end);
	return chars;
}

static size_t chars_of_both(
	moderato_str text, const moderato_span *a, size_t n_a, const moderato_span *b, size_t n_b)
{
	size_t chars = 0;
	size_t i = 0;
	size_t k = 0;

	while (i < n_a && k < n_b) {
		const size_t begin = a[i].begin > b[k].begin ? a[i].begin : b[k].begin;
		const size_t end = a[i].end < b[k].end ? a[i].end : b[k].end;

		if (begin < end)
			chars += chars_between(text, begin, end);
		if (a[i].end < b[k].end)
			i++;
		else
			k++;
	}
	return chars;
}

double span_f1(moderato_str text, const moderato_span *marked, size_t n_marked,
	const moderato_span *found, size_t n_found)
{
	const size_t sum = chars_of(text, marked, n_marked) + chars_of(text, found, n_found);
	const size_t both = chars_of_both(text, marked, n_marked, found, n_found);

	return sum ? 2.0 * (double)both / (double)sum : 1.0;
}

void span_scores_dispose(struct span_scores *scores)
{
	free(scores->f1);
	*scores = (struct span_scores){NULL, 0, 0};
}

/* Are the spans sorted, disjoint, not empty and inside the text? */
static bool in_order(moderato_str text, const moderato_span *spans, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (spans[i].begin >= spans[i].end || spans[i].end > text.len ||
			(i && spans[i].begin < spans[i - 1].end))
			return false;
	return true;
}

moderato_status span_scores_add(struct span_scores *scores, const moderato_comment *comment,
	const moderato_span *found, size_t n_found, moderato_error *err)
{
	void *f1 = scores->f1;

	if (!comment->spans)
		return fail(err, MODERATO_EINVAL, "the comment has no spans to compare with");
	if (!in_order(comment->text, comment->spans, comment->n_spans) ||
		!in_order(comment->text, found, n_found))
		return fail(err, MODERATO_EINVAL, "expected spans sorted, disjoint and inside the text");
	if (!grow_array(&f1, &scores->cap, scores->n + 1, sizeof(*scores->f1)))
		return fail_no_memory(err);
	scores->f1 = f1;
	scores->f1[scores->n++] =
		span_f1(comment->text, comment->spans, comment->n_spans, found, n_found);
	return MODERATO_OK;
}

static int compare_doubles(const void *a, const void *b)
{
	const double x = *(const double *)a;
	const double y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sort the scores, so that sums do not depend on the order of the comments. */
static void sort_scores(struct span_scores *scores)
{
	if (scores->n)
		qsort(scores->f1, scores->n, sizeof(*scores->f1), compare_doubles);
}

double span_scores_mean(struct span_scores *scores)
{
	double sum = 0;
	size_t i;

	sort_scores(scores);
	for (i = 0; i < scores->n; i++)
		sum += scores->f1[i];
	return scores->n ? sum / (double)scores->n : NAN;
}

moderato_status span_scores_interval(double interval[2], struct span_scores *scores,
	size_t n_resamples, uint64_t seed, moderato_error *err)
{
	struct rng rng;
	double *means;
	size_t b;
	size_t i;

	interval[0] = interval[1] = NAN;
	if (!scores->n || !n_resamples)
		return MODERATO_OK;
	means = resize_array(NULL, n_resamples, sizeof(*means));
	if (!means)
		return fail_no_memory(err);
	sort_scores(scores);
	rng_seed(&rng, seed);
	for (b = 0; b < n_resamples; b++) {
		means[b] = 0;
		for (i = 0; i < scores->n; i++)
			means[b] += scores->f1[rng_below(&rng, scores->n)];
		means[b] /= (double)scores->n;
	}
	qsort(means, n_resamples, sizeof(*means), compare_doubles);
	interval[0] = metric_percentile(means, n_resamples, 0.025);
	interval[1] = metric_percentile(means, n_resamples, 0.975);
	free(means);
	return MODERATO_OK;
}
