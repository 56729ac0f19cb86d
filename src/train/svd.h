/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_SVD_H
#define TRAIN_SVD_H
/* The largest singular values of a large sparse matrix, with their left vectors.
 *
 * Subspace iteration from a random start: multiply by A Aᵀ a few times, keep the columns
 * orthonormal, and solve the small problem that is left. Halko, Martinsson and Tropp 2011, "Finding
 * structure with randomness", algorithm 4.4. */
#include "train/cooccurrence.h"

/* The `dims` largest; at most this many. */
#define SVD_DIMS_MAX 128

/* Fill left[n_rows][dims], row by row, with the left singular vectors times the square roots of
 * their singular values, largest first; zeros beyond the matrix's rank. The same seed gives the
 * same numbers. False: out of memory. */
bool svd_left(const struct sparse_matrix *m, size_t dims, uint64_t seed, float *left);

#endif
