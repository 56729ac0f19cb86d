/* SPDX-License-Identifier: MIT */
#include "model/word_cache.h"

#include <stdlib.h>
#include <string.h>

/* With up to LINEAR_LANES heads an entry has just the size of a cache line. */
#define LINE 64

/* Two ways: a set is two neighbouring entries, the newer first, so that two frequent words that
 * meet in one set do not push each other out for ever. */
struct word_cache {
	size_t mask;
	size_t size;            /* bytes of an entry */
	unsigned char *entries; /* at a line's beginning */
	void *allocated;
};

struct word_cache *word_cache_new(const moderato_bundle *bundle, size_t n_words)
{
	struct word_cache *cache = calloc(1, sizeof(*cache));
	const size_t n = n_words < 2 ? 2 : n_words;

	if (!cache)
		return NULL;
	cache->mask = n / 2 - 1;
	cache->size = sizeof(struct word_sum) + linear_lanes(&bundle->linear) * sizeof(float);
	if (n < SIZE_MAX / cache->size - 1) /* zeroed as it is used: a short run does not pay for all */
		cache->allocated = calloc(n + 1, cache->size);
	if (!cache->allocated) {
		free(cache);
		return NULL;
	}
	cache->entries = cache->allocated;
	cache->entries += -(uintptr_t)cache->entries % LINE;
	return cache;
}

void word_cache_free(struct word_cache *cache)
{
	if (cache)
		free(cache->allocated);
	free(cache);
}

static void compute(const moderato_bundle *b, struct ngrams *scratch, const char *surface,
	size_t len, struct word_sum *sum)
{
	size_t i;

	ngrams_of(&b->space->space, surface, len, scratch);
	linear_sum_word(&b->linear, &b->space->space, scratch, sum);
	sum->sets = termset_builtin(sum->key);
	for (i = 0; i < b->n_sets; i++)
		if (termset_has(&b->sets[i], sum->key))
			sum->sets |= 1u << (BUILTIN_SETS + i);
}

static struct word_sum *set_of(const struct word_cache *cache, uint64_t hash)
{
	return (struct word_sum *)(void *)(cache->entries + 2 * (hash & cache->mask) * cache->size);
}

static struct word_sum *second_of(const struct word_cache *cache, struct word_sum *first)
{
	return (struct word_sum *)(void *)((unsigned char *)first + cache->size);
}

static bool holds(const struct word_sum *e, const struct word_id *id)
{
	return e->id.lo == id->lo && e->id.hi == id->hi;
}

void word_cache_prefetch(const struct word_cache *cache, uint64_t hash)
{
	if (!cache)
		return;
	__builtin_prefetch(set_of(cache, hash));
	__builtin_prefetch(second_of(cache, set_of(cache, hash)));
}

const struct word_sum *word_cache_get(struct word_cache *cache, const moderato_bundle *bundle,
	struct ngrams *scratch, const struct word_key *word, struct word_sum *sum)
{
	struct word_sum *first;
	struct word_sum *second;

	if (!cache || word->len > WORD_ID_BYTES || !word->len) {
		compute(bundle, scratch, word->surface, word->len, sum);
		return sum;
	}
	first = set_of(cache, word->hash);
	if (holds(first, &word->id))
		return first;
	second = second_of(cache, first);
	if (holds(second, &word->id))
		return second;
	memcpy(second, first, cache->size);
	compute(bundle, scratch, word->surface, word->len, first);
	first->id = word->id;
	return first;
}
