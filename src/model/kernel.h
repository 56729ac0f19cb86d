/* SPDX-License-Identifier: MIT */
#ifndef MODEL_KERNEL_H
#define MODEL_KERNEL_H
/* Scores with support vectors as libsvm does, but without calling it, and folds a linear machine
 * into one weight for each feature. */
#include "model/svm.h"

/* A head of support vectors. It borrows its arrays, from a bundle mostly, which has checked them:
 * start rises from 0, indices rise strictly inside a vector. */
struct kernel_head {
	struct kernel_params params;
	size_t n_sv;
	const uint64_t *start; /* [n_sv + 1] vector i is entries start[i] … start[i+1]-1 */
	const uint32_t *index; /* from 0 */
	const float *value;
	const double *coef; /* [n_sv] */
	const double *norm; /* [n_sv] squared norms, from kernel_norms(); only KERNEL_RBF reads them */
	double rho;
};

/* Fill norm[n_sv] with the vectors' squared norms. */
void kernel_norms(const struct kernel_head *head, double *norm);

/* The margin of a vector: n entries, indices strictly rising. Thread-safe. */
double kernel_margin(
	const struct kernel_head *head, const uint32_t *index, const double *value, size_t n);

/* weight[j] = Σ_i coef[i] · sv[i][j] of a linear machine over the rows that it was trained on. Its
 * bias is -rho. */
void kernel_fold_linear(
	const struct svm_machine *machine, const struct rows *rows, double *weight, size_t n_features);

#endif
