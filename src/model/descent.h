/* SPDX-License-Identifier: MIT */
#ifndef MODEL_DESCENT_H
#define MODEL_DESCENT_H
/* LIBLINEAR's dual coordinate descent for the squared hinge loss, over rows as they are.
 *
 * LIBLINEAR wants every row as an array of nodes of 16 bytes, values multiplied out, for every fold
 * anew. This descends on the 8 bytes an entry that all folds share, by the same random numbers and
 * to the same end, but does not let the few rows of the largest norms hold up all others. It has no
 * state beside its own, so it may run on any thread.
 *
 * Hsieh, Chang, Lin, Keerthi and Sundararajan 2008, "A dual coordinate descent method for
 * large-scale linear SVM"; LIBLINEAR 2.3's solver type L2R_L2LOSS_SVC_DUAL. */
#include <stdbool.h>

#include "model/svm.h"

/* Passes over the rows until it gives up, as LIBLINEAR does. */
#define DESCENT_PASSES_MAX 1000

/* How it went. */
struct descent_report {
	size_t passes;
	bool converged;
};

/* Train: margin(x) = Σ_j weight[j] · scale[j] · x[j] + bias. `weight` is the caller's,
 * [task->n_features], and is filled. The bias is learned as the weight of a constant feature of
 * value 1. Errors as svm_solve(). */
moderato_status descent_solve(const struct svm_task *task, double *weight, double *bias,
	struct descent_report *report, moderato_error *err);

#endif
