/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_SVD_H
#define TRAIN_SVD_H
/* Finds the largest singular values of a large sparse matrix and their left singular vectors.
 *
 * The method is subspace iteration from a random start: a few times the columns are multiplied by
 * A Aᵀ and made orthonormal again, then the small problem that is left is solved. Halko, Martinsson
 * and Tropp 2011, "Finding structure with randomness", algorithm 4.4. */
#include "train/cooccurrence.h"

/* The most dimensions that can be asked for. */
#define SVD_DIMS_MAX 128

/* Fill left[n_rows][dims], row by row, with the left singular vectors of the `dims` largest
 * singular values, each times the square root of its value, the largest first. Columns beyond the
 * matrix's rank are zeros. The same seed gives the same numbers. False: out of memory. */
bool svd_left(const struct sparse_matrix *m, size_t dims, uint64_t seed, float *left);

#endif
