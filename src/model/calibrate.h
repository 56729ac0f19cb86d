/* SPDX-License-Identifier: MIT */
#ifndef MODEL_CALIBRATE_H
#define MODEL_CALIBRATE_H
/* Turn margins into probabilities. Fit on margins of held-out rows only: on its own training rows
 * an SVM is far too sure of itself. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "moderato/status.h"

#define CALIBRATION_KNOTS_MAX 64 /* more than a hundred thousand rows can distinguish */

enum calibration_type { CALIBRATION_PLATT, CALIBRATION_ISOTONIC };

/* Platt: p = 1 / (1 + exp(a · margin + b)) with a ≤ 0, so that p rises with the margin.
 * Isotonic: straight lines between the knots, constant beyond the first and the last. */
struct calibration {
	enum calibration_type type;
	double a;
	double b;
	size_t n_knots;
	double margin[CALIBRATION_KNOTS_MAX]; /* strictly rising */
	double p[CALIBRATION_KNOTS_MAX];      /* not falling */
};

/* The fallback if there is nothing to learn from: the logistic function of the margin. It keeps the
 * order of margins and gives 0.5 on the SVM's own boundary. */
#define CALIBRATION_PLAIN                                                                          \
	{                                                                                              \
		.type = CALIBRATION_PLATT, .a = -1, .b = 0                                                 \
	}

/* Platt scaling by Newton's method with backtracking (Lin, Lin, Weng: "A note on Platt's
 * probabilistic outputs for support vector machines", 2007), with Platt's targets.
 *
 * A label above 0 is positive: 1/-1 and 1/0 both work. A weight of 2 is the row listed twice; NULL
 * weighs all 1. Rows whose margin is not finite or whose weight is not above 0 are left out. With
 * no rows of one class (or none at all) the result is CALIBRATION_PLAIN. Where p would fall with
 * the margin, a is 0 and p is the base rate. */
void calibrate_platt(const double *margin, const int8_t *label, const double *weight, size_t n,
	struct calibration *out);

/* Isotonic regression by pool-adjacent-violators; a knot stands at each block's mean margin and
 * mean label. Above CALIBRATION_KNOTS_MAX blocks neighbours are joined. Kept away from 0 and 1 by
 * Platt's targets. The same rules for rows as calibrate_platt(), and the same fallback.
 * MODERATO_ENOMEM (then *out is CALIBRATION_PLAIN). */
moderato_status calibrate_isotonic(const double *margin, const int8_t *label, const double *weight,
	size_t n, struct calibration *out, moderato_error *err);

/* Returns the probability, 0…1. It never falls as the margin rises, and is NaN only for a margin of
 * NaN.
 */
double calibrate(const struct calibration *calibration, double margin);

/* Checks what the struct's comments promise, for a calibration that was read from a file. */
bool calibration_is_valid(const struct calibration *calibration);

#endif
