/* SPDX-License-Identifier: MIT */
/* The encoder's loops for AVX2. */
#include "encode/encoder_kernels.h"

#if defined(__x86_64__)
#	include <immintrin.h>
#	include <string.h>

#	define TARGET __attribute__((target("avx2,bmi,bmi2")))
#	define TOKENS 4

/* 8 rows of `some` tokens, a constant. Weights have 128 added: the sums lose what that is too much.
 * Two of a row's 4 columns are summed in a lane of their own, and both at the end. */
TARGET __attribute__((always_inline)) static inline void tile(const struct encoder_matrix *m,
	size_t row, const struct encoder_codes *a, size_t t, size_t some, float *out)
{
	const uint8_t *w =
		m->weight + row / ENCODER_ROWS * ENCODER_ROWS * m->cols + row % ENCODER_ROWS * ENCODER_COLS;
	const int16_t *at = (const int16_t *)a->code + t * m->cols;
	/* The rows that come next are fetched while the first tokens take these. */
	const size_t left = m->rows - row / ENCODER_ROWS * ENCODER_ROWS - ENCODER_ROWS;
	const size_t ahead = left ? ENCODER_ROWS * m->cols : 0;
	__m256i sum[TOKENS][2];
	size_t k, c;

#	pragma GCC unroll 4
	for (k = 0; k < some; k++)
		sum[k][0] = sum[k][1] = _mm256_setzero_si256();
	for (c = 0; c < m->cols; c += ENCODER_COLS, w += 64) {
		const __m256i w0 = _mm256_cvtepu8_epi16(_mm_loadu_si128((const void *)w));
		const __m256i w1 = _mm256_cvtepu8_epi16(_mm_loadu_si128((const void *)(w + 16)));

		if (t == 0)
			_mm_prefetch(w + ahead, _MM_HINT_T0);
#	pragma GCC unroll 4
		for (k = 0; k < some; k++) {
			long long four;
			__m256i v;

			memcpy(&four, at + k * m->cols + c, sizeof(four));
			v = _mm256_set1_epi64x(four);
			sum[k][0] = _mm256_add_epi32(sum[k][0], _mm256_madd_epi16(w0, v));
			sum[k][1] = _mm256_add_epi32(sum[k][1], _mm256_madd_epi16(w1, v));
		}
	}
#	pragma GCC unroll 4
	for (k = 0; k < some; k++) {
		const __m256i both = _mm256_permute4x64_epi64(
			_mm256_hadd_epi32(sum[k][0], sum[k][1]), _MM_SHUFFLE(3, 1, 2, 0));
		const __m256i exact = _mm256_sub_epi32(both, _mm256_set1_epi32(a->excess[t + k]));
		const __m256 v =
			_mm256_mul_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(exact), _mm256_loadu_ps(m->scale + row)),
				_mm256_set1_ps(a->scale[t + k]));

		_mm256_storeu_ps(
			out + (t + k) * m->rows + row, _mm256_add_ps(v, _mm256_loadu_ps(m->bias + row)));
	}
}

TARGET static void product_avx2(
	const struct encoder_matrix *m, const struct encoder_codes *a, size_t n, float *out)
{
	size_t row, t;

	for (row = 0; row < m->rows; row += 8) {
		for (t = 0; n - t >= TOKENS; t += TOKENS)
			tile(m, row, a, t, TOKENS, out);
		if (n - t == 3)
			tile(m, row, a, t, 3, out);
		else if (n - t == 2)
			tile(m, row, a, t, 2, out);
		else if (n - t == 1)
			tile(m, row, a, t, 1, out);
	}
}

#	define KERNEL encoder_kernel_avx2
#	define NAME "avx2"
#	define LANES 8
#	define PRODUCT product_avx2
#	define CODE int16_t
#	include "encode/encoder_loops.h"
#endif
