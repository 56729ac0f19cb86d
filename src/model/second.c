/* SPDX-License-Identifier: MIT */
#include "model/second.h"

#include <math.h>
#include <string.h>

#include "base/simd.h"

/* The factor, in (z·z' + 1)², of an input and of a product of two inputs. */
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

void second_place(struct second *s, size_t n, size_t dims, const float *floats)
{
	s->n = n;
	s->dims = dims;
	second_crossed(n, s->crossed);
	s->mean = floats;
	s->inverse = s->mean + n + dims;
	s->weight = s->inverse + n + dims;
	s->matrix = s->weight + n;
	s->linear = s->matrix + n * second_stride(n);
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
	float z[SECOND_Z_MAX];

	second_standardise(s, input, z);
#if defined(__x86_64__)
	if (has_avx2())
		return s->bias + (double)margin_avx2(s, z);
#endif
	return s->bias + (double)margin_plain(s, z);
}

static double row_sum(const float *row, const float *z, size_t n)
{
	double sum = 0;
	size_t j;

	for (j = 0; j < n; j++)
		sum += (double)row[j] * (double)z[j];
	return sum;
}

/* A product of two inputs is divided equally between them; a product with the vector goes to the
 * vector. The rounding error is added to the first input, so that the shares sum to the margin. */
void second_shares(const struct second *s, const float *input, double *share)
{
	const size_t stride = second_stride(s->n);
	float z[SECOND_Z_MAX];
	double rest = second_margin(s, input) - s->bias;
	size_t i;

	second_standardise(s, input, z);
	for (i = 0; i < s->n; i++) {
		share[i] = (double)z[i] * ((double)s->weight[i] + row_sum(s->matrix + i * stride, z, s->n));
		rest -= share[i];
	}
	share[s->n] = row_sum(s->linear, z + stride, s->dims);
	for (i = 0; i < SECOND_CROSSES && s->dims; i++)
		share[s->n] +=
			(double)z[s->crossed[i]] * row_sum(s->linear + (1 + i) * s->dims, z + stride, s->dims);
	share[0] += rest - share[s->n];
}

void second_expand(const struct second *s, const float *z, float *feature)
{
	const float *vector = z + second_stride(s->n);
	size_t at = s->n;
	size_t i;
	size_t j;

	for (i = 0; i < s->n; i++) {
		feature[i] = ROOT_2 * z[i];
		feature[at++] = z[i] * z[i];
		for (j = i + 1; j < s->n; j++)
			feature[at++] = ROOT_2 * z[i] * z[j];
	}
	for (j = 0; j < s->dims; j++)
		feature[at++] = vector[j];
	for (i = 0; i < SECOND_CROSSES && s->dims; i++)
		for (j = 0; j < s->dims; j++)
			feature[at++] = z[s->crossed[i]] * vector[j];
}

void second_fold(const struct second *s, const double *weight, float *to)
{
	const size_t n = s->n;
	const size_t stride = second_stride(n);
	float *matrix = to + n;
	float *linear = matrix + n * stride;
	size_t at = n;
	size_t i;
	size_t j;

	memset(matrix, 0, n * stride * sizeof(*matrix));
	for (i = 0; i < n; i++) {
		to[i] = (float)(weight[i] * (double)ROOT_2);
		matrix[i * stride + i] = (float)weight[at++];
		for (j = i + 1; j < n; j++) {
			const float half = (float)(weight[at++] * (double)ROOT_2 / 2);

			matrix[i * stride + j] = half;
			matrix[j * stride + i] = half;
		}
	}
	for (i = 0; i < (1 + SECOND_CROSSES) * s->dims; i++)
		linear[i] = (float)weight[at++];
}
