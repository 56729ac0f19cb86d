/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_ENCODER_KERNELS_H
#define ENCODE_ENCODER_KERNELS_H
/* The loops of the encoder at one SIMD level.
 *
 * What is float is written once, on vectors of 16 lanes (encoder_loops.h), so that each sum has one
 * order at every level. Products of int8 are written for each level: their sums are exact. */
#include "encode/encoder.h"

struct encoder_kernel {
	/* Laid over each int8 that quantise() writes: 0x80 where the products want it unsigned. */
	uint8_t flip;
	/* out[token][row] = the product, scaled, with bias; `a` is [n][cols], its scales are [n]. */
	void (*product)(const struct encoder_matrix *m, const uint8_t *a, const float *a_scale,
		size_t n, float *out);
	/* [n][width] in int8, with a scale for each row. */
	void (*quantise)(
		const float *x, size_t n, size_t width, uint8_t flip, uint8_t *to, float *scale);
	/* The word and the place of each of a comment's tokens. */
	void (*embed)(const struct encoder *e, const uint32_t *ids, size_t n, float *x);
	/* x = norm(x + y), rows of `width`; y may be NULL. */
	void (*normalise)(
		const struct encoder_norm *norm, const float *y, size_t n, size_t width, float *x);
	void (*gelu)(float *x, size_t n);
	/* Of one comment: qkv is [n][3 * width], out [n][width]; `work` holds encoder_work() floats. */
	void (*attend)(const struct encoder *e, const float *qkv, size_t n, float *work, float *out);
	void (*mean)(const float *x, size_t n, size_t width, float *out);
};

size_t encoder_work(const struct encoder *e, size_t n);

const struct encoder_kernel *encoder_kernel(void); /* of simd_level() */

#endif
