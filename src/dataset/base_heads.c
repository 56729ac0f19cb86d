/* SPDX-License-Identifier: MIT */
#include "dataset/base_heads.h"

#include <string.h>

/* A code of 255 is the largest scale, that of the rarest features. */
#define RAREST 255

size_t base_heads(const moderato_bundle *base)
{
	return base ? base->linear.n_heads : 0;
}

static double weight_of(const moderato_bundle *base, uint32_t index, size_t head)
{
	const uint32_t n_hashed = (uint32_t)1 << base->space->space.bits;

	return (double)(index < n_hashed
						? linear_weight(&base->linear, index, head)
						: base->linear.dense[head * base->space->n_dense + index - n_hashed]);
}

void base_margins(
	const moderato_bundle *base, const uint32_t *index, const float *value, size_t n, float *margin)
{
	size_t h;
	size_t i;

	for (h = 0; h < base_heads(base); h++) {
		double sum = 0;

		for (i = 0; i < n; i++)
			sum += weight_of(base, index[i], h) * (double)value[i];
		margin[h] = (float)sum;
	}
}

void base_fold(const moderato_bundle *base, const double *trust, double *weight)
{
	const uint32_t n = ((uint32_t)1 << base->space->space.bits) + base->space->n_dense;
	size_t h;
	uint32_t i;

	for (h = 0; h < base_heads(base); h++)
		for (i = 0; i < n; i++)
			weight[i] += trust[h] * weight_of(base, i, h);
}

void base_scales(const moderato_bundle *base, bool grown, uint8_t *codes, float book[256])
{
	const size_t n = (size_t)1 << base->space->space.bits;
	size_t i;

	memcpy(book, base->linear.books, 256 * sizeof(*book));
	for (i = 0; i < n; i++) {
		const uint8_t known = base->linear.codes[i * base->linear.stride];

		codes[i] = grown && !known && codes[i] ? RAREST : known;
	}
}
