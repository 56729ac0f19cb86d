/* SPDX-License-Identifier: MIT */
#ifndef MODEL_DESCENT_H
#define MODEL_DESCENT_H
/* Dual coordinate descent: the solver of large linear heads, a two-class SVM with the squared hinge
 * loss.
 *
 * The method is that of Hsieh, Chang, Lin, Keerthi and Sundararajan 2008, "A dual coordinate
 * descent method for large-scale linear SVM". Its authors' own program is LIBLINEAR (solver type
 * L2R_L2LOSS_SVC_DUAL), which the tests hold this one against: the stopping rule, the shrinking and
 * the random numbers are LIBLINEAR's. There are two differences. LIBLINEAR wants every row as an
 * array of nodes of 16 bytes with the values multiplied out, for every fold anew; this one reads
 * the 8 bytes an entry that all folds share. And between the passes it visits the few rows that
 * delay convergence separately.
 *
 * It has no global state, so it may run on any thread.  */
#include <stdbool.h>

#include "model/svm.h"

/* Training gives up after this many passes over the rows, as in LIBLINEAR. */
#define DESCENT_PASSES_MAX 1000

struct descent_report {
	size_t passes;  /* over all rows */
	bool converged; /* false: it gave up after the last pass that it was allowed */
};

/* Train: margin(x) = Σ_j weight[j] · scale[j] · x[j] + bias. `weight` is the caller's,
 * [task->n_features], and is filled. The bias is learned as the weight of a constant feature of
 * value 1. Errors as svm_solve(). */
moderato_status descent_solve(const struct svm_task *task, double *weight, double *bias,
	struct descent_report *report, moderato_error *err);

#endif
