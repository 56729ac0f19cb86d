/* SPDX-License-Identifier: MIT */
#include "model/word_cache.h"

#include <stdlib.h>
#include <string.h>

#define LINE 64

/* A set is WAYS words, the newer first, so that frequent words that meet in one set do not push
 * each other out for ever: their ids, a cache line, then their sums. */
#define WAYS 4

struct word_cache {
	size_t mask;
	size_t sum_bytes; /* of one word */
	size_t set_bytes;
	unsigned char *sets; /* at a line's beginning */
	void *allocated;
};

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
	if (n < SIZE_MAX / cache->set_bytes - 1) /* zeroed as it is used: a short run pays for little */
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
	size_t i;

	ngrams_of(&b->space->space, surface, len, scratch);
	linear_sum_word(&b->linear, &b->space->space, scratch, sum);
	sum->sets = termset_builtin(sum->key);
	for (i = 0; i < b->n_sets; i++)
		if (termset_has(&b->sets[i], sum->key))
			sum->sets |= 1u << (BUILTIN_SETS + i);
}

static struct word_id *set_of(const struct word_cache *cache, uint64_t hash)
{
	return (struct word_id *)(void *)(cache->sets + (hash & cache->mask) * cache->set_bytes);
}

static struct word_sum *sum_of(const struct word_cache *cache, struct word_id *set, size_t way)
{
	unsigned char *sums = (unsigned char *)(set + WAYS);

	return (struct word_sum *)(void *)(sums + way * cache->sum_bytes);
}

/* WAYS when it is in none. All are compared: which it is could not be foretold. */
static size_t way_of(const struct word_id *set, const struct word_id *id)
{
	unsigned found = 1u << WAYS;
	unsigned i;

	for (i = 0; i < WAYS; i++)
		found |= (unsigned)!((set[i].lo ^ id->lo) | (set[i].hi ^ id->hi)) << i;
	return (size_t)__builtin_ctz(found);
}

void word_cache_prefetch(const struct word_cache *cache, uint64_t hash)
{
	const unsigned char *set;
	size_t i;

	if (!cache)
		return;
	set = (const unsigned char *)set_of(cache, hash);
	for (i = 0; i < cache->set_bytes; i += LINE)
		__builtin_prefetch(set + i);
}

const struct word_sum *word_cache_get(struct word_cache *cache, const moderato_bundle *bundle,
	struct ngrams *scratch, const struct word_key *word, struct word_sum *sum)
{
	struct word_id *set;
	size_t way;

	if (!cache || word->len > WORD_ID_BYTES || !word->len) {
		compute(bundle, scratch, word->surface, word->len, sum);
		return sum;
	}
	set = set_of(cache, word->hash);
	way = way_of(set, &word->id);
	if (way < WAYS)
		return sum_of(cache, set, way);
	memmove(set + 1, set, (WAYS - 1) * sizeof(*set));
	memmove(sum_of(cache, set, 1), sum_of(cache, set, 0), (WAYS - 1) * cache->sum_bytes);
	set[0] = word->id;
	compute(bundle, scratch, word->surface, word->len, sum_of(cache, set, 0));
	return sum_of(cache, set, 0);
}
