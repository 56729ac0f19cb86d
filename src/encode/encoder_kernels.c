/* SPDX-License-Identifier: MIT */
/* Which of the levels is used, and the one in plain C. */
#include "encode/encoder_kernels.h"

#include <string.h>

#include "base/simd.h"

typedef int16_t halves __attribute__((vector_size(16)));
typedef int32_t wholes __attribute__((vector_size(16)));
typedef uint8_t eight __attribute__((vector_size(8)));

/* 16 rows of a token. A lane's half is a row and a column: products of 4 columns with weights that
 * have lost the 128 again fit 16 bits in pairs, so that two are summed before both become 32 bits.
 */
static void sum_rows(const uint8_t *w, const int8_t *code, size_t cols, int32_t sum[ENCODER_ROWS])
{
	wholes lane[8][2] = {{{0}}};
	size_t c, k;

	for (c = 0; c < cols; c += 2 * ENCODER_COLS, w += 2 * 64)
		for (k = 0; k < 8; k++) {
			const halves a = {code[c], code[c + 1], code[c + 2], code[c + 3], code[c], code[c + 1],
				code[c + 2], code[c + 3]};
			const halves b = {code[c + 4], code[c + 5], code[c + 6], code[c + 7], code[c + 4],
				code[c + 5], code[c + 6], code[c + 7]};
			eight u, v;
			wholes both;

			memcpy(&u, w + 8 * k, sizeof(u));
			memcpy(&v, w + 64 + 8 * k, sizeof(v));
			both = (wholes)((__builtin_convertvector(u, halves) - 128) * a +
							(__builtin_convertvector(v, halves) - 128) * b);
			lane[k][0] += both << 16 >> 16;
			lane[k][1] += both >> 16;
		}
	for (k = 0; k < 8; k++) {
		const wholes s = lane[k][0] + lane[k][1];

		sum[2 * k] = s[0] + s[1];
		sum[2 * k + 1] = s[2] + s[3];
	}
}

static void product_plain(
	const struct encoder_matrix *m, const struct encoder_codes *a, size_t n, float *out)
{
	const int8_t *code = a->code;
	size_t t, row, i;

	for (t = 0; t < n; t++, code += m->cols, out += m->rows)
		for (row = 0; row < m->rows; row += ENCODER_ROWS) {
			int32_t sum[ENCODER_ROWS];

			sum_rows(m->weight + row * m->cols, code, m->cols, sum);
			for (i = row; i < row + ENCODER_ROWS; i++)
				out[i] = (float)sum[i - row] * m->scale[i] * a->scale[t] + m->bias[i];
		}
}

#define KERNEL encoder_kernel_plain
#define NAME "plain"
#define LANES 4
#define TARGET
#define PRODUCT product_plain
#define CODE int8_t
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
