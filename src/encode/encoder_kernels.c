/* SPDX-License-Identifier: MIT */
#include "encode/encoder_kernels.h"

#include <math.h>
#include <string.h>

#include "base/simd.h"

#if defined(__x86_64__)
#	include <immintrin.h>
#endif

/* Vectors are passed between functions that are always inlined only. */
#if defined(__GNUC__) && !defined(__clang__)
#	pragma GCC diagnostic ignored "-Wpsabi"
#endif

#define LANES 16

typedef float floats __attribute__((vector_size(LANES * 4)));
typedef int32_t ints __attribute__((vector_size(LANES * 4)));
typedef uint8_t bytes __attribute__((vector_size(LANES)));

size_t encoder_work(const struct encoder *e, size_t n)
{
	const size_t padded = (n + LANES - 1) / LANES * LANES;

	return (e->width / e->heads + 1) * padded;
}

/* The sums of 16 rows, from `row` on, as what the next layer reads. */
static inline void scale_sums(
	const struct encoder_matrix *m, size_t row, const int32_t *sum, float a_scale, float *out)
{
	size_t r;

	for (r = row; r < row + ENCODER_ROWS; r++)
		out[r] = (float)sum[r - row] * m->scale[r] * a_scale + m->bias[r];
}

static void product_plain(
	const struct encoder_matrix *m, const uint8_t *a, const float *a_scale, size_t n, float *out)
{
	size_t t, row, c, i;

	for (t = 0; t < n; t++, a += m->cols, out += m->rows)
		for (row = 0; row < m->rows; row += ENCODER_ROWS) {
			const int8_t *w = m->packed + row * m->cols;
			int32_t sum[ENCODER_ROWS] = {0};

			for (c = 0; c < m->cols; c++, w += c % ENCODER_COLS ? 0 : ENCODER_ROWS * ENCODER_COLS)
				for (i = 0; i < ENCODER_ROWS; i++)
					sum[i] += (int8_t)a[c] * w[i * ENCODER_COLS + c % ENCODER_COLS];
			scale_sums(m, row, sum, a_scale[t], out);
		}
}

#define LEVEL plain
#define TARGET
#define FLIP 0
#define PRODUCT product_plain
#include "encode/encoder_loops.h"

#if defined(__x86_64__)
/* |a| times w with the sign of a: two products of at most 127 * 127 fit 16 bits, so that nothing
 * saturates. */
__attribute__((target("avx2"))) static void product_avx2(
	const struct encoder_matrix *m, const uint8_t *a, const float *a_scale, size_t n, float *out)
{
	const __m256i ones = _mm256_set1_epi16(1);
	size_t t, k, row, c;

	for (row = 0; row < m->rows; row += ENCODER_ROWS)
		for (t = 0; t < n; t += 4) {
			const int8_t *w = m->packed + row * m->cols;
			const size_t some = n - t < 4 ? n - t : 4;
			__m256i sum[4][2] = {{{0}}};

			for (c = 0; c < m->cols; c += 4, w += 64) {
				const __m256i w0 = _mm256_loadu_si256((const void *)w);
				const __m256i w1 = _mm256_loadu_si256((const void *)(w + 32));

#	pragma GCC unroll 4
				for (k = 0; k < 4; k++) {
					__m256i v, u;
					int32_t four;

					memcpy(&four, a + (t + (k < some ? k : 0)) * m->cols + c, sizeof(four));
					v = _mm256_set1_epi32(four);
					u = _mm256_abs_epi8(v);
					sum[k][0] = _mm256_add_epi32(sum[k][0],
						_mm256_madd_epi16(_mm256_maddubs_epi16(u, _mm256_sign_epi8(w0, v)), ones));
					sum[k][1] = _mm256_add_epi32(sum[k][1],
						_mm256_madd_epi16(_mm256_maddubs_epi16(u, _mm256_sign_epi8(w1, v)), ones));
				}
			}
			for (k = 0; k < some; k++) {
				int32_t all[ENCODER_ROWS];

				memcpy(all, sum[k], sizeof(all));
				scale_sums(m, row, all, a_scale[t + k], out + (t + k) * m->rows);
			}
		}
}

#	define LEVEL avx2
#	define TARGET __attribute__((target("avx2,bmi,bmi2")))
#	define FLIP 0
#	define PRODUCT product_avx2
#	include "encode/encoder_loops.h"

#	define VNNI "avx512f,avx512bw,avx512vl,avx512vnni,bmi,bmi2"
#	define TOKENS 8

/* `blocks` times 16 rows of up to 8 tokens. The instruction wants one side unsigned: it is 128 too
 * large, which the sum of the row's weights makes good. */
__attribute__((target(VNNI), always_inline)) static inline void tile_vnni(
	const struct encoder_matrix *m, size_t row, size_t blocks, const uint8_t *a,
	const float *a_scale, size_t some, float *out)
{
	const int8_t *w = m->packed + row * m->cols;
	const uint8_t *at[TOKENS];
	__m512i sum[TOKENS][2];
	size_t k, b, c;

#	pragma GCC unroll 8
	for (k = 0; k < TOKENS; k++) {
		at[k] = a + (k < some ? k : 0) * m->cols;
		sum[k][0] = sum[k][1] = _mm512_setzero_si512();
	}
	for (c = 0; c < m->cols; c += 4, w += 64) {
		const __m512i w0 = _mm512_loadu_si512(w);
		const __m512i w1 = blocks > 1 ? _mm512_loadu_si512(w + 16 * m->cols) : w0;

#	pragma GCC unroll 8
		for (k = 0; k < TOKENS; k++) {
			int32_t four;
			__m512i v;

			memcpy(&four, at[k] + c, sizeof(four));
			v = _mm512_set1_epi32(four);
			sum[k][0] = _mm512_dpbusd_epi32(sum[k][0], v, w0);
			if (blocks > 1)
				sum[k][1] = _mm512_dpbusd_epi32(sum[k][1], v, w1);
		}
	}
#	pragma GCC unroll 8
	for (k = 0; k < TOKENS; k++)
		for (b = 0; b < blocks && k < some; b++) {
			const size_t r = row + b * ENCODER_ROWS;
			const __m512i exact = _mm512_sub_epi32(sum[k][b], _mm512_loadu_si512(m->sums + r));
			const __m512 v = _mm512_mul_ps(
				_mm512_mul_ps(_mm512_cvtepi32_ps(exact), _mm512_loadu_ps(m->scale + r)),
				_mm512_set1_ps(a_scale[k]));

			_mm512_storeu_ps(out + k * m->rows + r, _mm512_add_ps(v, _mm512_loadu_ps(m->bias + r)));
		}
}

__attribute__((target(VNNI))) static void product_vnni(
	const struct encoder_matrix *m, const uint8_t *a, const float *a_scale, size_t n, float *out)
{
	size_t row, t;

	for (row = 0; row < m->rows; row += 2 * ENCODER_ROWS)
		for (t = 0; t < n; t += TOKENS) {
			const size_t some = n - t < TOKENS ? n - t : TOKENS;

			if (m->rows - row > ENCODER_ROWS)
				tile_vnni(m, row, 2, a + t * m->cols, a_scale + t, some, out + t * m->rows);
			else
				tile_vnni(m, row, 1, a + t * m->cols, a_scale + t, some, out + t * m->rows);
		}
}

#	define LEVEL vnni
#	define TARGET __attribute__((target(VNNI)))
#	define FLIP 0x80
#	define PRODUCT product_vnni
#	include "encode/encoder_loops.h"
#endif

const struct encoder_kernel *encoder_kernel(void)
{
#if defined(__x86_64__)
	const enum simd_level level = simd_level();

	if (level == SIMD_AVX512 && __builtin_cpu_supports("avx512vnni"))
		return &kernel_vnni;
	if (level == SIMD_AVX2 || level == SIMD_AVX512)
		return &kernel_avx2;
#endif
	return &kernel_plain;
}
