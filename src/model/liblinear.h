/* SPDX-License-Identifier: MIT */
#ifndef MODEL_LIBLINEAR_H
#define MODEL_LIBLINEAR_H
/* The only door to LIBLINEAR: a large two-class linear SVM (L2-regularised, squared hinge loss,
 * dual coordinate descent). Runs in a child process, see model/isolate.h. The trainer takes it for
 * the logistic loss; for the squared hinge model/descent.h does the same on compact rows. */
#include "model/svm.h"

enum linear_loss { LOSS_SQUARED_HINGE, LOSS_LOGISTIC };

/* Train: margin(x) = Σ_j weight[j] · x[j] + bias. `weight` is the caller's, [task->n_features], and
 * is filled. The bias is learned as the weight of a constant feature of value `bias_scale`, and
 * returned already multiplied by it. Reproducible for a seed. Errors as svm_solve(). */
moderato_status liblinear_solve(const struct svm_task *task, enum linear_loss loss,
	double bias_scale, double *weight, double *bias, moderato_error *err);

const char *liblinear_library_version(void); /* such as "LIBLINEAR 2.30"; static */

#endif
