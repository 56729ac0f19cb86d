/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_NB_SCALE_H
#define TRAIN_NB_SCALE_H
/* Scales features by how well they separate the classes in every source.
 *
 * A linear model's penalty pulls every weight towards zero alike, so a word that means abuse
 * everywhere pays as much for its weight as one that occurs in abuse by chance. Training on x·r
 * instead of x, with r the log ratio of the feature's frequencies in the two classes, favours the
 * first (naive Bayes support vector machine; Wang and Manning 2012, "Baselines and Bigrams"). Here
 * r is the mean of the ratios, with their signs, that the sources have by themselves: where sources
 * contradict each other the ratios cancel, and what separates one source from another never
 * counts. */
#include <stdbool.h>

#include "model/svm.h"

/* The rows that ratios are counted over; a row that is picked twice counts twice. */
struct nb_scale_task {
	const struct rows *rows;
	const uint32_t *pick; /* [n] */
	const int8_t *label;  /* [n] +1 or -1 */
	size_t n;
	const uint32_t *source; /* by row of `rows` */
	size_t n_sources;
	uint32_t n_features;
};

/* Fill scale[n_features] with 1 + gain · |mean over sources of ln(P(feature | +) / P(feature |
 * -))|, where the probabilities are smoothed towards each other. False: out of memory. */
bool nb_scale_features(const struct nb_scale_task *task, double gain, float *scale);

#endif
