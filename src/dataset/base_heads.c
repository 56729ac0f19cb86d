/* SPDX-License-Identifier: MIT */
/* Reads the weights and scales of a base's linear heads out of its table of codes. */
#include "dataset/base_heads.h"

#include <string.h>

/* The code of the largest scale, which the rarest features have. */
#define RAREST 255

size_t base_heads(const moderato_bundle *base)
{
	return base ? base->linear.n_heads : 0;
}

/* The weight of a hashed or dense feature in a head. */
static double base_weight(const moderato_bundle *base, uint32_t index, size_t head)
{
	const uint32_t n_hashed = (uint32_t)1 << base->shape->space.bits;

	return (double)(index < n_hashed
						? linear_weight(&base->linear, index, head)
						: base->linear.dense[head * base->shape->n_dense + index - n_hashed]);
}

void base_margins(
	const moderato_bundle *base, const uint32_t *index, const float *value, size_t n, float *margin)
{
	size_t h;
	size_t i;

	for (h = 0; h < base_heads(base); h++) {
		double sum = 0;

		for (i = 0; i < n; i++)
			sum += base_weight(base, index[i], h) * (double)value[i];
		margin[h] = (float)sum;
	}
}

void base_fold(const moderato_bundle *base, const double *trust, double *weight)
{
	const uint32_t n = ((uint32_t)1 << base->shape->space.bits) + base->shape->n_dense;
	size_t h;
	uint32_t i;

	for (h = 0; h < base_heads(base); h++)
		for (i = 0; i < n; i++)
			weight[i] += trust[h] * base_weight(base, i, h);
}

void base_scales(const moderato_bundle *base, bool grown, uint8_t *codes, float book[256])
{
	const size_t n = (size_t)1 << base->shape->space.bits;
	size_t i;

	memcpy(book, base->linear.books, 256 * sizeof(*book));
	for (i = 0; i < n; i++) {
		const uint8_t known = base->linear.codes[i * base->linear.stride];

		codes[i] = grown && !known && codes[i] ? RAREST : known;
	}
}
