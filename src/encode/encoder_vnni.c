/* SPDX-License-Identifier: MIT */
/* The encoder's loops for AVX-512 with VNNI. */
#include "encode/encoder_kernels.h"

#if defined(__x86_64__)
#	include <immintrin.h>
#	include <string.h>

#	define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni,bmi,bmi2")))
#	define TOKENS 8

/* `blocks` times 16 rows of `some` tokens, both constants. The weights have 128 added, as the
 * instruction wants them unsigned: the sums begin with what that is too much. */
TARGET __attribute__((always_inline)) static inline void tile(const struct encoder_matrix *m,
	size_t row, size_t blocks, const struct encoder_codes *a, size_t t, size_t some, float *out)
{
	const uint8_t *w = m->weight + row * m->cols;
	const int8_t *at = (const int8_t *)a->code + t * m->cols;
	/* The rows that come next are fetched while the first tokens take these. */
	const size_t left = m->rows - row - blocks * ENCODER_ROWS;
	const size_t ahead = left >= blocks * ENCODER_ROWS ? blocks * ENCODER_ROWS * m->cols : 0;
	__m512i sum[TOKENS][2];
	size_t k, b, c;

#	pragma GCC unroll 8
	for (k = 0; k < some; k++)
		sum[k][0] = sum[k][1] = _mm512_set1_epi32(-a->excess[t + k]);
	for (c = 0; c < m->cols; c += ENCODER_COLS, w += 64) {
		const __m512i w0 = _mm512_loadu_si512(w);
		const __m512i w1 = blocks > 1 ? _mm512_loadu_si512(w + ENCODER_ROWS * m->cols) : w0;

		if (t == 0) {
			_mm_prefetch(w + ahead, _MM_HINT_T0);
			_mm_prefetch(w + ahead + blocks / 2 * ENCODER_ROWS * m->cols, _MM_HINT_T0);
		}

#	pragma GCC unroll 8
		for (k = 0; k < some; k++) {
			int32_t four;
			__m512i v;

			memcpy(&four, at + k * m->cols + c, sizeof(four));
			v = _mm512_set1_epi32(four);
			sum[k][0] = _mm512_dpbusd_epi32(sum[k][0], w0, v);
			if (blocks > 1)
				sum[k][1] = _mm512_dpbusd_epi32(sum[k][1], w1, v);
		}
	}
#	pragma GCC unroll 8
	for (k = 0; k < some; k++)
		for (b = 0; b < blocks; b++) {
			const size_t r = row + b * ENCODER_ROWS;
			const __m512 v = _mm512_mul_ps(
				_mm512_mul_ps(_mm512_cvtepi32_ps(sum[k][b]), _mm512_loadu_ps(m->scale + r)),
				_mm512_set1_ps(a->scale[t + k]));

			_mm512_storeu_ps(
				out + (t + k) * m->rows + r, _mm512_add_ps(v, _mm512_loadu_ps(m->bias + r)));
		}
}

/* The rows from `row` on, 16 or 32 of them, of all tokens. */
TARGET __attribute__((always_inline)) static inline void rows(const struct encoder_matrix *m,
	size_t row, size_t blocks, const struct encoder_codes *a, size_t n, float *out)
{
	size_t t;

	for (t = 0; n - t >= TOKENS; t += TOKENS)
		tile(m, row, blocks, a, t, TOKENS, out);
	switch (n - t) {
#	define REST(some)                                                                             \
	case some:                                                                                     \
		tile(m, row, blocks, a, t, some, out);                                                     \
		break;
		REST(1)
		REST(2)
		REST(3)
		REST(4)
		REST(5)
		REST(6)
		REST(7)
	}
}

TARGET static void product_vnni(
	const struct encoder_matrix *m, const struct encoder_codes *a, size_t n, float *out)
{
	size_t row;

	for (row = 0; m->rows - row >= 2 * ENCODER_ROWS; row += 2 * ENCODER_ROWS)
		rows(m, row, 2, a, n, out);
	if (row < m->rows)
		rows(m, row, 1, a, n, out);
}

#	define KERNEL encoder_kernel_vnni
#	define NAME "vnni"
#	define LANES 16
#	define PRODUCT product_vnni
#	define CODE int8_t
#	include "encode/encoder_loops.h"
#endif
