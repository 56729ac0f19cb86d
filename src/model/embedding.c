/* SPDX-License-Identifier: MIT */
#include "model/embedding.h"

#include <stdlib.h>

#include "base/buffer.h"

#define PREFIXES ((size_t)1 << EMBEDDING_PREFIX_BITS)

/* Eight numbers at once. Lanes are rounded one by one, so that every machine gives the same bits.
 */
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
typedef int8_t eight_bytes __attribute__((vector_size(8), aligned(1), may_alias));

static size_t prefix_of(uint32_t key)
{
	return key >> (32 - EMBEDDING_PREFIX_BITS);
}

bool embedding_index(struct embedding *e)
{
	size_t prefix = 0;
	size_t i;

	e->first = resize_array(NULL, PREFIXES + 1, sizeof(*e->first));
	if (!e->first)
		return false;
	for (i = 0; i < e->n; i++)
		for (; prefix <= prefix_of(e->key[i]); prefix++)
			e->first[prefix] = (uint32_t)i;
	for (; prefix <= PREFIXES; prefix++)
		e->first[prefix] = (uint32_t)e->n;
	return true;
}

void embedding_dispose(struct embedding *e)
{
	free(e->first);
	*e = (struct embedding){.n = 0};
}

/* Searches the rows of the prefix by bisection, because in a hostile file all rows may have the
 * same one. */
size_t embedding_find(const struct embedding *e, uint64_t key)
{
	const uint32_t wanted = (uint32_t)(key >> 32);
	size_t low = e->first[prefix_of(wanted)];
	size_t high = e->first[prefix_of(wanted) + 1];

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (e->key[middle] < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return low < e->n && e->key[low] == wanted ? low : e->n;
}

static inline __attribute__((always_inline)) void add_row(
	const int8_t *vector, size_t dims, float by, float *sum)
{
	size_t d;

	for (d = 0; d < dims; d += 8)
		*(eight *)(sum + d) +=
			by * __builtin_convertvector(*(const eight_bytes *)(vector + d), eight);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void add_row_avx2(
	const int8_t *vector, size_t dims, float by, float *sum)
{
	add_row(vector, dims, by, sum);
}
#endif

void embedding_add(const struct embedding *e, size_t row, float tf, struct embedding_sum *sum)
{
	const float by = tf * (float)e->weight[row] / 255;
	const int8_t *vector = e->vector + row * e->dims;

	sum->weight += by;
#if defined(__x86_64__)
	if (simd_level() == SIMD_AVX2 || simd_level() == SIMD_AVX512) {
		add_row_avx2(vector, e->dims, by, sum->sum);
		return;
	}
#endif
	add_row(vector, e->dims, by, sum->sum);
}

void embedding_mean(const struct embedding *e, const struct embedding_sum *sum, float *mean)
{
	const float by = 1 / (127 * (sum->weight + EMBEDDING_PRIOR));
	size_t d;

	for (d = 0; d < e->dims; d++)
		mean[d] = sum->sum[d] * by;
}
