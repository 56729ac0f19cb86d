/* SPDX-License-Identifier: MIT */
#include "model/word_cache.h"

#include <stdlib.h>
#include <string.h>

#define LINE 64
#define WAYS WORD_CACHE_WAYS

struct word_cache *word_cache_new(const moderato_bundle *bundle, size_t n_words)
{
	struct word_cache *cache = calloc(1, sizeof(*cache));
	const size_t n = n_words < WAYS ? 1 : n_words / WAYS;

	if (!cache)
		return NULL;
	cache->mask = n - 1;
	cache->sum_bytes = sizeof(struct word_sum) + linear_lanes(&bundle->linear) * sizeof(float);
	cache->set_bytes = WAYS * (sizeof(struct word_id) + cache->sum_bytes);
	cache->set_bytes += -cache->set_bytes % LINE;
	if (n < SIZE_MAX / cache->set_bytes -
				1) /* calloc() zeroes pages on first use, so that a short run pays little */
		cache->allocated = calloc(n + 1, cache->set_bytes);
	if (!cache->allocated) {
		free(cache);
		return NULL;
	}
	cache->sets = cache->allocated;
	cache->sets += -(uintptr_t)cache->sets % LINE;
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
	ngrams_of(&b->shape->space, surface, len, scratch);
	linear_sum_word(&b->linear, &b->shape->space, scratch, sum);
	sum->sets = bundle_term_sets(b, sum->key);
}

const struct word_sum *word_cache_get(struct word_cache *cache, const moderato_bundle *bundle,
	struct ngrams *scratch, const struct word_key *word, struct word_sum *sum)
{
	const struct word_sum *found;
	struct word_id *set;
	struct word_sum *first;

	if (!cache || word->len > WORD_ID_BYTES || !word->len) {
		compute(bundle, scratch, word->surface, word->len, sum);
		return sum;
	}
	found = word_cache_find(cache, word->hash, &word->id);
	if (found)
		return found;
	set = word_cache_set(cache, word->hash);
	first = word_cache_sum(cache, set, 0);
	memmove(set + 1, set, (WAYS - 1) * sizeof(*set));
	memmove(word_cache_sum(cache, set, 1), first, (WAYS - 1) * cache->sum_bytes);
	set[0] = word->id;
	compute(bundle, scratch, word->surface, word->len, first);
	return first;
}
