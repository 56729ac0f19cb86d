/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_ENCODER_KERNELS_H
#define ENCODE_ENCODER_KERNELS_H
/* The loops of the encoder at one SIMD level; each level is a file, compiled for its instructions.
 *
 * What is float is written once (encoder_loops.h), on vectors of a level's own length. Each element
 * is computed alike at every level, and each sum has the order of 16 lanes, so that all levels
 * round alike. Products of int8 are written for each level: their sums are exact. */
#include "encode/encoder.h"

/* What a product multiplies with: -127…127, with a scale for each token. */
struct encoder_codes {
	void *code;   /* [n][cols] */
	float *scale; /* [n] */
	int32_t *
		excess; /* [n]: 128 times the sum of its codes, which weights with 128 added are too much */
};

struct encoder_kernel {
	const char *name;
	size_t code_bytes; /* 1 or 2: what products want a code to be */
	/* out[token][row] = the product of matrix and codes, scaled, with bias. */
	void (*product)(
		const struct encoder_matrix *m, const struct encoder_codes *a, size_t n, float *out);
	/* x is [n][cols]; cols is a multiple of 16. */
	void (*quantise)(const float *x, size_t n, size_t cols, const struct encoder_codes *to);
	/* The word and the place of each of a comment's tokens. */
	void (*embed)(const struct encoder *e, const uint32_t *ids, size_t n, float *x);
	/* x = norm(x + y), rows of `width`; y may be NULL. */
	void (*normalise)(
		const struct encoder_norm *norm, const float *y, size_t n, size_t width, float *x);
	void (*gelu)(float *x, size_t n); /* n is a multiple of 16 */
	/* Of one comment: qkv is [n][3 * width], out [n][width]; `work` holds encoder_work() floats. */
	void (*attend)(const struct encoder *e, const float *qkv, size_t n, float *work, float *out);
	void (*mean)(const float *x, size_t n, size_t width, float *out);
	void (*exponential)(float *x, size_t n); /* e^x for x <= 0; n is a multiple of 16 */
};

extern const struct encoder_kernel encoder_kernel_plain;
#if defined(__x86_64__)
extern const struct encoder_kernel encoder_kernel_avx2;
extern const struct encoder_kernel encoder_kernel_vnni;
#elif defined(__aarch64__)
extern const struct encoder_kernel encoder_kernel_neon;
#endif

/* The floats that attend() needs for a comment of n tokens. */
size_t encoder_work(const struct encoder *e, size_t n);

const struct encoder_kernel *encoder_kernel(void); /* of simd_level() */

#endif
