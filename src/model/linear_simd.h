/* SPDX-License-Identifier: MIT */
#ifndef MODEL_LINEAR_SIMD_H
#define MODEL_LINEAR_SIMD_H
/* The inner loops over weights, for tables of the usual shape: rows of 8 bytes, up to seven heads.
 * Written once in vectors of the compiler's own and compiled for each level of base/simd.h; each
 * lane is rounded as a number by itself would be, so that all levels give the same bits (and none
 * may contract a product and a sum into one: see -ffp-contract in the Makefile). */
#include "model/linear.h"

struct linear_simd {
	/* Sum the features of a word: Σ x² and Σ x · weight by head. */
	void (*sum_rows)(const struct linear *linear, const struct space *space,
		const struct ngrams *ngrams, const float values[NGRAM_PARTS], double *norm2,
		double sum[LINEAR_LANES]);
	void (*add_terms)(const struct linear *linear, const struct space *space,
		const struct term *terms, size_t n, float value, double *norm2, double total[LINEAR_LANES]);
	void (*add_sums)(
		const struct linear_part *parts, size_t n, double *norm2, double total[LINEAR_LANES]);
	void (*add_rows)(const float *rows, const uint32_t *index, size_t n,
		double total[LINEAR_LANES]); /* each once */
};

/* The machine's best for a table of that shape; NULL for another. */
const struct linear_simd *linear_simd_for(size_t stride, size_t n_heads);

#endif
