/* SPDX-License-Identifier: MIT */
/* The encoder's loops for NEON: the dot products of ARMv8.2 where the compiler may use them, and
 * products of 16 bits elsewhere. */
#include "encode/encoder_kernels.h"

#if defined(__aarch64__)
#	include <arm_neon.h>
#	include <string.h>

#	define TOKENS 4

/* 4 rows of 4 columns, without the 128 that is added to each. */
static inline int8x16_t weights(const uint8_t *w)
{
	return vreinterpretq_s8_u8(veorq_u8(vld1q_u8(w), vdupq_n_u8(0x80)));
}

static inline void scale_rows(
	const struct encoder_matrix *m, size_t row, int32x4_t sum, float a_scale, float *out)
{
	const float32x4_t v =
		vmulq_n_f32(vmulq_f32(vcvtq_f32_s32(sum), vld1q_f32(m->scale + row)), a_scale);

	vst1q_f32(out + row, vaddq_f32(v, vld1q_f32(m->bias + row)));
}

#	if defined(__ARM_FEATURE_DOTPROD)

/* 16 rows of `some` tokens, 4 columns of 4 rows an instruction. */
static inline __attribute__((always_inline)) void tile(const struct encoder_matrix *m, size_t row,
	const int8_t *at, const float *a_scale, size_t some, float *out)
{
	const uint8_t *w = m->weight + row * m->cols;
	int32x4_t sum[TOKENS][4];
	size_t k, b, c;

	for (k = 0; k < some; k++)
		for (b = 0; b < 4; b++)
			sum[k][b] = vdupq_n_s32(0);
	for (c = 0; c < m->cols; c += 16, w += 4 * 64) {
		int8x16_t v[TOKENS];

		for (k = 0; k < some; k++)
			v[k] = vld1q_s8(at + k * m->cols + c);
#		pragma GCC unroll 4
		for (b = 0; b < 4; b++) {
			const int8x16_t w0 = weights(w + 16 * b), w1 = weights(w + 64 + 16 * b),
							w2 = weights(w + 128 + 16 * b), w3 = weights(w + 192 + 16 * b);

#		pragma GCC unroll 4
			for (k = 0; k < some; k++) {
				sum[k][b] = vdotq_laneq_s32(sum[k][b], w0, v[k], 0);
				sum[k][b] = vdotq_laneq_s32(sum[k][b], w1, v[k], 1);
				sum[k][b] = vdotq_laneq_s32(sum[k][b], w2, v[k], 2);
				sum[k][b] = vdotq_laneq_s32(sum[k][b], w3, v[k], 3);
			}
		}
	}
	for (k = 0; k < some; k++)
		for (b = 0; b < 4; b++)
			scale_rows(m, row + 4 * b, sum[k][b], a_scale[k], out + k * m->rows);
}

#	else

/* 4 columns of a token, twice. */
static inline int8x8_t twice(const int8_t *at)
{
	int32_t four;

	memcpy(&four, at, sizeof(four));
	return vreinterpret_s8_s32(vdup_n_s32(four));
}

/* Two products of at most 127 * 127 fit 16 bits; a row's sums are in two lanes until the end. */
static inline __attribute__((always_inline)) void four_rows(const struct encoder_matrix *m,
	size_t row, const int8_t *at, const float *a_scale, size_t some, float *out)
{
	const uint8_t *w =
		m->weight + row / ENCODER_ROWS * ENCODER_ROWS * m->cols + row % ENCODER_ROWS * ENCODER_COLS;
	int32x4_t low[TOKENS], high[TOKENS];
	size_t k, c;

	for (k = 0; k < some; k++)
		low[k] = high[k] = vdupq_n_s32(0);
	for (c = 0; c < m->cols; c += 2 * ENCODER_COLS, w += 2 * 64) {
		const int8x16_t w0 = weights(w), w1 = weights(w + 64);

#		pragma GCC unroll 4
		for (k = 0; k < some; k++) {
			const int8x8_t v0 = twice(at + k * m->cols + c);
			const int8x8_t v1 = twice(at + k * m->cols + c + ENCODER_COLS);

			low[k] =
				vpadalq_s16(low[k], vmlal_s8(vmull_s8(vget_low_s8(w0), v0), vget_low_s8(w1), v1));
			high[k] = vpadalq_s16(
				high[k], vmlal_s8(vmull_s8(vget_high_s8(w0), v0), vget_high_s8(w1), v1));
		}
	}
	for (k = 0; k < some; k++)
		scale_rows(m, row, vpaddq_s32(low[k], high[k]), a_scale[k], out + k * m->rows);
}

static inline __attribute__((always_inline)) void tile(const struct encoder_matrix *m, size_t row,
	const int8_t *at, const float *a_scale, size_t some, float *out)
{
	size_t r;

	for (r = row; r < row + ENCODER_ROWS; r += 4)
		four_rows(m, r, at, a_scale, some, out);
}

#	endif

static void product_neon(
	const struct encoder_matrix *m, const struct encoder_codes *a, size_t n, float *out)
{
	const int8_t *code = a->code;
	size_t row, t;

	for (row = 0; row < m->rows; row += ENCODER_ROWS) {
		for (t = 0; n - t >= TOKENS; t += TOKENS)
			tile(m, row, code + t * m->cols, a->scale + t, TOKENS, out + t * m->rows);
		for (; t < n; t++)
			tile(m, row, code + t * m->cols, a->scale + t, 1, out + t * m->rows);
	}
}

#	define KERNEL encoder_kernel_neon
#	define NAME "neon"
#	define LANES 4
#	define TARGET
#	define PRODUCT product_neon
#	define CODE int8_t
#	include "encode/encoder_loops.h"
#endif
