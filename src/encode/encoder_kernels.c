/* SPDX-License-Identifier: MIT */
/* Which of the levels is used, and the one in plain C. */
#include "encode/encoder_kernels.h"

#include "base/simd.h"

static void product_plain(
	const struct encoder_matrix *m, const struct encoder_codes *a, size_t n, float *out)
{
	const int8_t *code = a->code;
	size_t t, row, c, i;

	for (t = 0; t < n; t++, code += m->cols, out += m->rows)
		for (row = 0; row < m->rows; row += ENCODER_ROWS) {
			const uint8_t *w = m->weight + row * m->cols;
			int32_t sum[ENCODER_ROWS] = {0};

			for (c = 0; c < m->cols; c++, w += c % ENCODER_COLS ? 0 : ENCODER_ROWS * ENCODER_COLS)
				for (i = 0; i < ENCODER_ROWS; i++)
					sum[i] += code[c] * (w[i * ENCODER_COLS + c % ENCODER_COLS] - 128);
			for (i = 0; i < ENCODER_ROWS; i++)
				out[row + i] = (float)sum[i] * m->scale[row + i] * a->scale[t] + m->bias[row + i];
		}
}

#define KERNEL encoder_kernel_plain
#define NAME "plain"
#define LANES 4
#define TARGET
#define PRODUCT product_plain
#include "encode/encoder_loops.h"

size_t encoder_work(const struct encoder *e, size_t n)
{
	const size_t padded = (n + SUM_LANES - 1) / SUM_LANES * SUM_LANES;

	return (e->width / e->heads + QUERIES) * padded;
}

const struct encoder_kernel *encoder_kernel(void)
{
	switch (simd_level()) {
#if defined(__x86_64__)
	case SIMD_AVX512:
		return __builtin_cpu_supports("avx512vnni") ? &encoder_kernel_vnni : &encoder_kernel_avx2;
	case SIMD_AVX2:
		return &encoder_kernel_avx2;
#elif defined(__aarch64__)
	case SIMD_NEON:
		return &encoder_kernel_neon;
#endif
	default:
		return &encoder_kernel_plain;
	}
}
