/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_SPAN_METRICS_H
#define MEASURE_SPAN_METRICS_H
/* Measures how well the spans of explanations agree with what people marked, as SemEval-2021 task 5
 * did (Pavlopoulos et al. 2021, "SemEval-2021 Task 5: Toxic Spans Detection"). For one comment F1 =
 * 2 |found ∩ marked| / (|found| + |marked|) over characters, and 1 if both are empty; for several
 * comments it is the mean. Characters are code points, counted at their first byte. */
#include <stddef.h>
#include <stdint.h>

#include "moderato/comment.h"

/* One comment's F1. Spans are sorted, disjoint, not empty, and lie inside the text. */
double span_f1(moderato_str text, const moderato_span *marked, size_t n_marked,
	const moderato_span *found, size_t n_found);

/* The F1 of each of several comments. */
struct span_scores {
	double *f1;
	size_t n;
	size_t cap;
};

void span_scores_dispose(struct span_scores *scores);

/* Add a comment. MODERATO_EINVAL: it has no marked spans, or one of the lists is not as span_f1()
 * wants it; MODERATO_ENOMEM. */
moderato_status span_scores_add(struct span_scores *scores, const moderato_comment *comment,
	const moderato_span *found, size_t n_found, moderato_error *err);

/* The mean; NAN without comments. Sorts the scores. */
double span_scores_mean(struct span_scores *scores);

/* A percentile bootstrap interval for the mean, as metric_auc_interval() has one for the AUC:
 * the 2.5th and 97.5th percentile, which do not depend on the order of the comments. NAN without
 * comments. MODERATO_OK or MODERATO_ENOMEM. */
moderato_status span_scores_interval(double interval[2], struct span_scores *scores,
	size_t n_resamples, uint64_t seed, moderato_error *err);

#endif
