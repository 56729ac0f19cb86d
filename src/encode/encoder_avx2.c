/* SPDX-License-Identifier: MIT */
/* The encoder's loops for AVX2. */
#include "encode/encoder_kernels.h"

#if defined(__x86_64__)
#	include <immintrin.h>
#	include <string.h>

#	define TARGET __attribute__((target("avx2,bmi,bmi2")))
#	define TOKENS 4

/* 16 rows of up to 4 tokens. |w| times a with the sign of w: two products of at most 127 * 127 fit
 * 16 bits, so that nothing saturates. */
TARGET static void tile(const struct encoder_matrix *m, size_t row, const struct encoder_codes *a,
	size_t t, size_t some, float *out)
{
	const __m256i ones = _mm256_set1_epi16(1), added = _mm256_set1_epi8(-128);
	const uint8_t *w = m->weight + row * m->cols;
	const int8_t *at[TOKENS];
	__m256i sum[TOKENS][2] = {{{0}}};
	size_t k, b, c;

	for (k = 0; k < TOKENS; k++)
		at[k] = a->code + (t + (k < some ? k : 0)) * m->cols;
	for (c = 0; c < m->cols; c += ENCODER_COLS, w += 64) {
		const __m256i w0 = _mm256_xor_si256(_mm256_loadu_si256((const void *)w), added);
		const __m256i w1 = _mm256_xor_si256(_mm256_loadu_si256((const void *)(w + 32)), added);
		const __m256i u0 = _mm256_abs_epi8(w0), u1 = _mm256_abs_epi8(w1);

#	pragma GCC unroll 4
		for (k = 0; k < TOKENS; k++) {
			__m256i v;
			int32_t four;

			memcpy(&four, at[k] + c, sizeof(four));
			v = _mm256_set1_epi32(four);
			sum[k][0] = _mm256_add_epi32(sum[k][0],
				_mm256_madd_epi16(_mm256_maddubs_epi16(u0, _mm256_sign_epi8(v, w0)), ones));
			sum[k][1] = _mm256_add_epi32(sum[k][1],
				_mm256_madd_epi16(_mm256_maddubs_epi16(u1, _mm256_sign_epi8(v, w1)), ones));
		}
	}
#	pragma GCC unroll 4
	for (k = 0; k < TOKENS; k++)
		for (b = 0; b < 2 && k < some; b++) {
			const size_t r = row + b * 8;
			const __m256 v = _mm256_mul_ps(
				_mm256_mul_ps(_mm256_cvtepi32_ps(sum[k][b]), _mm256_loadu_ps(m->scale + r)),
				_mm256_set1_ps(a->scale[t + k]));

			_mm256_storeu_ps(
				out + (t + k) * m->rows + r, _mm256_add_ps(v, _mm256_loadu_ps(m->bias + r)));
		}
}

TARGET static void product_avx2(
	const struct encoder_matrix *m, const struct encoder_codes *a, size_t n, float *out)
{
	size_t row, t;

	for (row = 0; row < m->rows; row += ENCODER_ROWS)
		for (t = 0; t < n; t += TOKENS)
			tile(m, row, a, t, n - t < TOKENS ? n - t : TOKENS, out);
}

#	define KERNEL encoder_kernel_avx2
#	define NAME "avx2"
#	define LANES 8
#	define PRODUCT product_avx2
#	include "encode/encoder_loops.h"
#endif
