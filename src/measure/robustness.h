/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_ROBUSTNESS_H
#define MEASURE_ROBUSTNESS_H
/* Measures what disguises cost: collects rows that were scored both as they were and perturbed, and
 * computes their figures. It is a part of the evaluator. A struct of zeros is an empty one. */
#include "moderato/evaluator.h"

struct robustness_row;

/* The rows of one attribute and one family of disguises. */
struct robustness_column {
	struct robustness_row *rows;
	size_t n;
	size_t cap;
};

struct robustness {
	struct robustness_column (*columns)[MODERATO_FAMILIES]; /* [n_attributes] */
	size_t n_attributes; /* the highest attribute that any row has, + 1 */
};

/* Add a row. MODERATO_EINVAL: a value is not one that a row can have; MODERATO_ENOMEM. */
moderato_status robustness_add(struct robustness *robustness, size_t attribute,
	const moderato_perturbed_row *row, moderato_error *err);

/* Fill in the figures of an attribute and a family: n and n_positive; if there are rows of both
 * classes auc, average_precision, precision, recall, f1, auc_loss and recall_kept; if a policy
 * decided the rows those that begin with held_. Figures that are not defined stay as they are. */
moderato_status robustness_measure(const struct robustness *robustness, size_t attribute,
	moderato_family family, moderato_figures *out, moderato_error *err);

void robustness_dispose(struct robustness *robustness);

#endif
