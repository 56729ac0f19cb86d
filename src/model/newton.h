/* SPDX-License-Identifier: MIT */
#ifndef MODEL_NEWTON_H
#define MODEL_NEWTON_H
/* Newton's method for a linear SVM with the squared hinge loss over a few hundred dense features.
 *
 * Coordinate descent crawls where features are correlated, as the products of the second stage's
 * inputs are: thousands of passes. The objective is piecewise quadratic, so that a Newton step goes
 * to the minimum of the current piece, and a dozen steps end at the exact minimum. A step costs
 * rows · features², but after the first only for the rows that changed sides.
 *
 * Keerthi and DeCoste 2005, "A modified finite Newton method for fast solution of large scale
 * linear SVMs". Thread-safe. */
#include "model/svm.h"

/* More features than this are refused: the matrix is dense. */
#define NEWTON_FEATURES_MAX 4096

/* Train to the minimum of ½|w|² + ½b² + C Σ max(0, 1 - y·margin)², the problem of descent_solve()
 * (model/descent.h), and fill `weight` [task->n_features] and `bias`. `task->scale`, `passes_max`
 * and `seed` are not looked at. Errors as svm_solve(); MODERATO_EINVAL for too many features. */
moderato_status newton_solve(
	const struct svm_task *task, double *weight, double *bias, moderato_error *err);

#endif
