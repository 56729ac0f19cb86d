/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_THRESHOLDS_H
#define MEASURE_THRESHOLDS_H
/* What a threshold costs: the thresholds worth knowing about, and what each catches and holds. */
#include <stddef.h>

#include "measure/metrics.h"
#include "moderato/policy.h"

struct threshold {
	double value;             /* of the score: at least that */
	moderato_decision action; /* of the policy's rule; MODERATO_PUBLISH: only a round number */
};

/* More rules about one attribute's score alone than this are left out. */
#define THRESHOLDS_MAX 16

/* The policy's own thresholds for an attribute (rules that test nothing but its score) and a few
 * round ones, rising. Returns their number. */
size_t thresholds_of(
	const moderato_policy *policy, const char *attribute, struct threshold out[THRESHOLDS_MAX]);

struct threshold_cost {
	double recall;    /* of the positives, the share at or above; NAN without any */
	double benign;    /* of the zeros, the share at or above; NAN without any */
	double precision; /* of those at or above, the share of positives; NAN when there are none */
};

struct threshold_cost threshold_cost(const struct metric_ranking *scores, double threshold);

#endif
