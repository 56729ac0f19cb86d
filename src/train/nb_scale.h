/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_NB_SCALE_H
#define TRAIN_NB_SCALE_H
/* How much each feature tells the classes apart, in source after source.
 *
 * A linear model's penalty holds every weight to zero alike, so a word that means abuse everywhere
 * has to pay as much for its weight as one that happens to. Training on x·r instead of x, with r
 * the log ratio of the classes' document frequencies, lends weight to the first (naive Bayes
 * support vector machine; Wang and Manning 2012, "Baselines and Bigrams"). Here r is the mean of
 * the sources' own signed ratios: what sources contradict each other about cancels, and what tells
 * the sources apart never counts. */
#include <stdbool.h>

#include "model/svm.h"

/* Ratios of the picked rows; a row that is listed twice counts twice. */
struct nb_scale_task {
	const struct rows *rows;
	const uint32_t *pick; /* [n] */
	const int8_t *label;  /* [n] +1 or -1 */
	size_t n;
	const uint32_t *source; /* by row of `rows` */
	size_t n_sources;
	uint32_t n_features;
};

/* scale[n_features] = 1 + gain · |mean over sources of ln(P(feature | +) / P(feature | -))|, the
 * probabilities smoothed towards each other. False: out of memory. */
bool nb_scale_features(const struct nb_scale_task *task, double gain, float *scale);

#endif
