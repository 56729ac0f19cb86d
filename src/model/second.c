/* SPDX-License-Identifier: MIT */
#include "model/second.h"

#include <math.h>
#include <string.h>

/* Of (z·z' + 1)², the factor of an input and of a product of two. */
#define ROOT_2 1.41421356237309504880f

void second_standardise(const struct second *s, const float *input, float *z)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		const float x = (input[i] - s->mean[i]) * s->inverse[i];

		z[i] = x < -SECOND_CLIP ? -SECOND_CLIP : x > SECOND_CLIP ? SECOND_CLIP : x;
	}
	for (; i < second_stride(s->n); i++)
		z[i] = 0;
}

/* w_i + Σ_j A_ij z_j, with a partial sum for each lane: a loop that a compiler can make vector
 * instructions of without changing the order of additions. */
static float row_sum(const struct second *s, size_t i, const float *z)
{
	const size_t stride = second_stride(s->n);
	const float *row = s->matrix + i * stride;
	float lane[LINEAR_LANES] = {0};
	float sum = s->weight[i];
	size_t j;
	size_t k;

	for (j = 0; j < stride; j += LINEAR_LANES)
		for (k = 0; k < LINEAR_LANES; k++)
			lane[k] += row[j + k] * z[j + k];
	for (k = 0; k < LINEAR_LANES; k++)
		sum += lane[k];
	return sum;
}

double second_margin(const struct second *s, const float *input)
{
	float z[SECOND_INPUTS_MAX + LINEAR_LANES];
	double margin = s->bias;
	size_t i;

	second_standardise(s, input, z);
	for (i = 0; i < s->n; i++)
		margin += (double)z[i] * (double)row_sum(s, i, z);
	return margin;
}

void second_shares(const struct second *s, const float *input, double *share)
{
	float z[SECOND_INPUTS_MAX + LINEAR_LANES];
	size_t i;

	second_standardise(s, input, z);
	for (i = 0; i < s->n; i++)
		share[i] = (double)z[i] * (double)row_sum(s, i, z);
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
