/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_ROBUSTNESS_H
#define MEASURE_ROBUSTNESS_H
/* What disguises cost: rows that were scored as they were and perturbed, and their figures. Part of
 * the evaluator, which has one. All zeros is an empty one. */
#include "moderato/evaluator.h"

struct robustness_row;

/* The rows of one attribute and family. */
struct robustness_column {
	struct robustness_row *rows;
	size_t n;
	size_t cap;
};

struct robustness {
	struct robustness_column (*columns)[MODERATO_FAMILIES]; /* [n_attributes] */
	size_t n_attributes; /* the highest attribute of any row + 1 */
};

moderato_status robustness_add(struct robustness *robustness, size_t attribute,
	const moderato_perturbed_row *row, moderato_error *err);

/* Fill in the figures of an attribute and a family: n, n_positive, and with both classes auc,
 * average_precision, precision, recall, f1, auc_loss, recall_kept; with a policy the held_ ones.
 * What is not defined stays as it is. */
moderato_status robustness_measure(const struct robustness *robustness, size_t attribute,
	moderato_family family, moderato_figures *out, moderato_error *err);

void robustness_dispose(struct robustness *robustness);

#endif
