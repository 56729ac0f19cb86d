/* SPDX-License-Identifier: MIT */
#include "model/second.h"

#include <math.h>
#include <string.h>

#include "base/simd.h"

/* Of (z·z' + 1)², the factor of an input and of a product of two. */
#define ROOT_2 1.41421356237309504880f

/* Eight numbers at once. Each lane is rounded as a number by itself would be and the lanes are
 * added in one order, so that all levels give the same bits. */
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t eight_bits __attribute__((vector_size(32), aligned(4), may_alias));

_Static_assert(LINEAR_LANES == 8, "a row of the matrix is whole vectors");

#define CHOOSE(condition, a, b)                                                                    \
	((eight)(((condition) & (eight_bits)(a)) | (~(condition) & (eight_bits)(b))))

#define LEVEL plain
#define TARGET
#include "model/second_loops.h"

#if defined(__x86_64__)
#	define LEVEL avx2
#	define TARGET __attribute__((target("avx2")))
#	include "model/second_loops.h"
#endif

static bool has_avx2(void)
{
	return simd_level() == SIMD_AVX2 || simd_level() == SIMD_AVX512;
}

void second_standardise(const struct second *s, const float *input, float *z)
{
#if defined(__x86_64__)
	if (has_avx2()) {
		standardise_avx2(s, input, z);
		return;
	}
#endif
	standardise_plain(s, input, z);
}

double second_margin(const struct second *s, const float *input)
{
	float z[SECOND_INPUTS_MAX + LINEAR_LANES];

	second_standardise(s, input, z);
#if defined(__x86_64__)
	if (has_avx2())
		return s->bias + (double)quadratic_avx2(s, z);
#endif
	return s->bias + (double)quadratic_plain(s, z);
}

static double row_sum(const float *row, const float *z, size_t n)
{
	double sum = 0;
	size_t j;

	for (j = 0; j < n; j++)
		sum += (double)row[j] * (double)z[j];
	return sum;
}

/* A product's half goes to either input; what rounding leaves goes to the first, so that all sum to
 * the margin. */
void second_shares(const struct second *s, const float *input, double *share)
{
	const size_t stride = second_stride(s->n);
	float z[SECOND_INPUTS_MAX + LINEAR_LANES];
	double rest = second_margin(s, input) - s->bias;
	size_t i;

	second_standardise(s, input, z);
	for (i = 0; i < s->n; i++) {
		share[i] = (double)z[i] * ((double)s->weight[i] + row_sum(s->matrix + i * stride, z, s->n));
		rest -= share[i];
	}
	share[0] += rest;
}

void second_expand(const float *z, size_t n, float *feature)
{
	size_t at = n;
	size_t i;
	size_t j;

	for (i = 0; i < n; i++) {
		feature[i] = ROOT_2 * z[i];
		feature[at++] = z[i] * z[i];
		for (j = i + 1; j < n; j++)
			feature[at++] = ROOT_2 * z[i] * z[j];
	}
}

void second_fold(const double *weight, size_t n, float *to_weight, float *to_matrix)
{
	const size_t stride = second_stride(n);
	size_t at = n;
	size_t i;
	size_t j;

	memset(to_matrix, 0, n * stride * sizeof(*to_matrix));
	for (i = 0; i < n; i++) {
		to_weight[i] = (float)(weight[i] * (double)ROOT_2);
		to_matrix[i * stride + i] = (float)weight[at++];
		for (j = i + 1; j < n; j++) {
			const float half = (float)(weight[at++] * (double)ROOT_2 / 2);

			to_matrix[i * stride + j] = half;
			to_matrix[j * stride + i] = half;
		}
	}
}
