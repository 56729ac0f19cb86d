/* SPDX-License-Identifier: MIT */
/* Counts features by source and class, and decides which sources are large enough to have a say in
 * a feature's scale. */
#include "train/nb_scale.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* Each feature is taken to occur in this many more comments, divided between the classes as the
 * source's own comments are, so that a rare feature has a ratio near 1. */
#define SMOOTHING 10.0

/* A source with fewer comments of either class is left out: its ratios are chance. */
#define CLASS_ROWS_MIN 20

struct class_count {
	uint32_t positive;
	uint32_t negative;
};

/* Count one source's comments by feature and class; returns the counts of all its comments. */
static struct class_count count_source(
	const struct nb_scale_task *t, uint32_t source, struct class_count *feature)
{
	struct class_count all = {0, 0};
	size_t i;
	size_t e;

	memset(feature, 0, t->n_features * sizeof(*feature));
	for (i = 0; i < t->n; i++) {
		const uint32_t row = t->pick[i];
		const bool positive = t->label[i] > 0;

		if (t->source[row] != source)
			continue;
		all.positive += positive;
		all.negative += !positive;
		for (e = t->rows->start[row]; e < t->rows->start[row + 1]; e++) {
			feature[t->rows->index[e]].positive += positive;
			feature[t->rows->index[e]].negative += !positive;
		}
	}
	return all;
}

static double log_ratio(const struct class_count *feature, const struct class_count *all)
{
	const double p = (double)all->positive;
	const double n = (double)all->negative;
	const double share = p / (p + n);

	return log((feature->positive + SMOOTHING * share) / p) -
		   log((feature->negative + SMOOTHING * (1 - share)) / n);
}

bool nb_scale_features(const struct nb_scale_task *t, double gain, float *scale)
{
	struct class_count *feature = resize_array(NULL, t->n_features, sizeof(*feature));
	double *sum = calloc(t->n_features, sizeof(*sum));
	size_t counted = 0;
	uint32_t s;
	uint32_t j;

	if (feature && sum) {
		for (s = 0; s < t->n_sources; s++) {
			const struct class_count all = count_source(t, s, feature);

			if (all.positive < CLASS_ROWS_MIN || all.negative < CLASS_ROWS_MIN)
				continue;
			counted++;
			for (j = 0; j < t->n_features; j++)
				if (feature[j].positive + feature[j].negative)
					sum[j] += log_ratio(&feature[j], &all);
		}
		for (j = 0; j < t->n_features; j++)
			scale[j] = (float)(counted ? 1 + gain * fabs(sum[j]) / (double)counted : 1);
	}
	free(feature);
	free(sum);
	return feature && sum;
}
