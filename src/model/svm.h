/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SVM_H
#define MODEL_SVM_H
/* The only interface to libsvm: trains a two-class C-SVC without exposing libsvm's types.
 *
 * libsvm prints and crashes when malloc fails. So solvers run in a child process (model/isolate.h)
 * and hand back plain arrays. Scoring never calls libsvm.  */
#include <stdint.h>

#include "moderato/status.h"

enum kernel_type { KERNEL_LINEAR, KERNEL_POLY, KERNEL_RBF, KERNEL_SIGMOID };

struct kernel_params {
	enum kernel_type type;
	int degree;   /* poly */
	double gamma; /* poly, rbf, sigmoid */
	double coef0; /* poly, sigmoid */
};

/* Sparse rows in compressed form; row i is entries start[i] … start[i+1]-1, indices from 0, each
 * once in a row, and strictly rising where a kernel reads them. */
struct rows {
	const size_t *start;   /* [n + 1] */
	const uint32_t *index; /* [start[n]] */
	const float *value;    /* [start[n]] */
	size_t n;
};

/* One binary problem over a choice of rows. A row may be listed more than once: that is how a
 * source gets more weight. */
struct svm_task {
	const struct rows *rows;
	const uint32_t *pick; /* [n] row numbers */
	const int8_t *label;  /* [n] +1 or -1, for pick[i] */
	size_t n;
	const float *scale;     /* [n_features] multiplies each feature's values; NULL: 1 */
	uint32_t n_features;    /* every index is below it */
	double c;               /* cost */
	double weight_positive; /* multiplies C for the positive class */
	double tolerance;       /* the solver's stopping criterion; 0: its default */
	size_t passes_max;      /* of descent_solve(); 0: DESCENT_PASSES_MAX */
	unsigned seed;
};

/* The result: margin(x) = Σ_i coef[i] · K(sv[i], x) - rho, positive for label +1. Owned by the
 * caller; svm_machine_dispose() frees. */
struct svm_machine {
	struct kernel_params kernel;
	size_t n_sv;
	double *coef; /* [n_sv] */
	uint32_t *sv; /* [n_sv] row numbers (values of pick) */
	double rho;
};

/* The checks that all solvers make: MODERATO_EINVAL for a cost, weight or tolerance that is not a
 * fit number, a pick or label out of range, only one class, or more rows or features than an int
 * can count. (A feature index is trusted to be below n_features.) */
moderato_status svm_task_check(const struct svm_task *task, moderato_error *err);

void svm_machine_dispose(struct svm_machine *machine);

/* Train with libsvm. MODERATO_EINVAL: only one class; a bad parameter. MODERATO_ENOMEM. */
moderato_status svm_solve(const struct svm_task *task, const struct kernel_params *kernel,
	struct svm_machine *out, moderato_error *err);

const char *svm_library_version(void); /* such as "libsvm 3.24"; static */

#endif
