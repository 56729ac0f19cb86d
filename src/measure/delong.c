/* SPDX-License-Identifier: MIT */
/* Computes an interval for an AUC from the ranking alone, without resampling. */
#include <math.h>

#include "measure/metrics.h"

#define Z_95 1.959963984540054 /* 97.5 % of a normal distribution lie below it */

/* The variance of the AUC is that of the positive rows' placements among the negative ones, divided
 * by the number of positive rows, plus the same the other way round. */
static double variance_of(const struct metric_ranking *ranking, double auc)
{
	const double p = ranking->positives;
	const double n = ranking->negatives;
	double above = 0; /* positive rows at higher scores */
	double below = n; /* negative rows at lower scores, including those of this step */
	double ones = 0;
	double zeros = 0;
	size_t i;

	for (i = 0; i < ranking->n_steps; i++) {
		const struct metric_step *step = &ranking->steps[i];
		const double one = (below - step->negatives / 2) / n - auc;
		const double zero = (above + step->positives / 2) / p - auc;

		ones += step->positives * one * one;
		zeros += step->negatives * zero * zero;
		above += step->positives;
		below -= step->negatives;
	}
	return ones / (p - 1) / p + zeros / (n - 1) / n;
}

static double expit(double x)
{
	return 1 / (1 + exp(-x));
}

void metric_auc_delong(double interval[2], const struct metric_ranking *ranking)
{
	const double auc = metric_auc(ranking);
	double error;

	interval[0] = interval[1] = NAN;
	if (!(auc > 0 && auc < 1) || ranking->positives < METRIC_DELONG_MIN ||
		ranking->negatives < METRIC_DELONG_MIN)
		return;
	error = Z_95 * sqrt(variance_of(ranking, auc)) / (auc * (1 - auc));
	interval[0] = expit(log(auc / (1 - auc)) - error);
	interval[1] = expit(log(auc / (1 - auc)) + error);
}
