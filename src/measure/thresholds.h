/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_THRESHOLDS_H
#define MEASURE_THRESHOLDS_H
/* Decides which thresholds of a score are worth telling about, and computes what each of them
 * costs. */
#include <stddef.h>

#include "measure/metrics.h"
#include "moderato/policy.h"

struct threshold {
	double value;             /* scores from this on are above the threshold */
	moderato_decision action; /* what the policy does then; MODERATO_PUBLISH: no rule has this
								 threshold, it is a round number */
};

/* The most thresholds of an attribute; more of the policy's are left out. */
#define THRESHOLDS_MAX 16

/* List the thresholds of the policy's rules that test nothing but the attribute's score, and a few
 * round numbers, in rising order. Returns how many there are. */
size_t thresholds_of(
	const moderato_policy *policy, const char *attribute, struct threshold out[THRESHOLDS_MAX]);

struct threshold_cost {
	double recall;    /* share of the positive rows above it; NAN if there are no positive rows */
	double benign;    /* share of the negative rows above it; NAN if there are no negative rows */
	double precision; /* share of positive rows among those above it; NAN if none is above it */
};

struct threshold_cost threshold_cost(const struct metric_ranking *scores, double threshold);

#endif
