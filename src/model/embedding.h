/* SPDX-License-Identifier: MIT */
#ifndef MODEL_EMBEDDING_H
#define MODEL_EMBEDDING_H
/* Word vectors: what a rare word has in common with frequent ones.
 *
 * A head knows a word only as far as labelled comments use it. Words that stand among the same
 * neighbours mean similar things, and their neighbours can be counted without any label, so each
 * frequent word has a vector of a few dozen numbers, and words of similar use have similar vectors
 * (train/embed.h tells how they are learned). A comment's vector is the mean of its words' vectors;
 * the second stage takes it as an input beside the heads' evidence.
 *
 * A table is part of a bundle's file and is borrowed from it. Reading it is thread-safe. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/simd.h"

/* Numbers in a vector: a multiple of 8, so that SIMD loops have no remainder. */
#define EMBEDDING_DIMS_MAX 64
#define EMBEDDING_DIMS 32

#define EMBEDDING_WORDS_MAX ((size_t)1 << 20)

/* The table's rows are sorted by key, and `first` says where the keys with the same leading bits
 * begin, so that a search looks at a few rows only. */
#define EMBEDDING_PREFIX_BITS 16

struct embedding {
	size_t n; /* words; 0: there is no table */
	size_t dims;
	const uint32_t *key;   /* [n] the upper halves of the words' keys (see struct ngrams), rising */
	const uint8_t *weight; /* [n] how much the word counts in a mean, in 1/255: rare words more */
	const int8_t *vector;  /* [n][dims] in 1/127 */
	uint32_t *first;       /* [2^EMBEDDING_PREFIX_BITS + 1], malloc'ed */
};

/* A mean has this much weight of the zero vector beside its words': a few words say little. */
#define EMBEDDING_PRIOR 3.0f

/* A mean under way. */
struct embedding_sum {
	float sum[EMBEDDING_DIMS_MAX];
	float weight;
};

/* Fill `first` once the other members are set; the keys must be rising. False: out of memory. */
bool embedding_index(struct embedding *e);
void embedding_dispose(struct embedding *e);

/* The row of a word's key; e->n if the word has no vector. */
size_t embedding_find(const struct embedding *e, uint64_t key);

/* Looking a word up waits for memory three times. To let several words wait together, take each of
 * these steps for all of them before the next: ask for where the key's rows begin; ask for their
 * keys; find the row, and ask for its vector. */
static inline void embedding_prefetch_first(const struct embedding *e, uint64_t key)
{
	__builtin_prefetch(&e->first[key >> (64 - EMBEDDING_PREFIX_BITS)]);
}
static inline void embedding_prefetch_keys(const struct embedding *e, uint64_t key)
{
	__builtin_prefetch(&e->key[e->first[key >> (64 - EMBEDDING_PREFIX_BITS)]]);
}
static inline void embedding_prefetch_row(const struct embedding *e, size_t row)
{
	__builtin_prefetch(&e->weight[row]);
	__builtin_prefetch(e->vector + row * e->dims);
}

/* Add row `row` times `tf` to the sum, which starts as zeros. */
void embedding_add(const struct embedding *e, size_t row, float tf, struct embedding_sum *sum);

/* The mean of what was added: mean[e->dims]. */
void embedding_mean(const struct embedding *e, const struct embedding_sum *sum, float *mean);

#endif
