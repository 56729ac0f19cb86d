/* SPDX-License-Identifier: MIT */
#ifndef MODEL_WORD_CACHE_H
#define MODEL_WORD_CACHE_H
/* What a word adds to every head, remembered. Words repeat as Zipf says, so nearly every look-up
 * hits. An entry holds the word's bytes and is used only for those, so that the cache can never
 * change a result; longer words than WORD_ID_BYTES are computed each time. One thread's; fixed
 * memory. */
#include "model/bundle.h"

/* A set is WAYS words, the newer first, so that frequent words that meet in one set do not push
 * each other out for ever: their ids, a cache line, then their sums. */
#define WORD_CACHE_WAYS 4

struct word_cache {
	size_t mask;
	size_t sum_bytes; /* of one word */
	size_t set_bytes;
	unsigned char *sets; /* at a line's beginning */
	void *allocated;
};

/* For words of this bundle; `n_words` is a power of two. NULL: out of memory. */
struct word_cache *word_cache_new(const moderato_bundle *bundle, size_t n_words);
void word_cache_free(struct word_cache *cache);

/* A word that is looked up. */
struct word_key {
	const char *surface;
	size_t len;
	uint64_t hash; /* word_hash() */
	struct word_id id;
};

static inline struct word_id *word_cache_set(const struct word_cache *cache, uint64_t hash)
{
	return (struct word_id *)(void *)(cache->sets + (hash & cache->mask) * cache->set_bytes);
}

/* Ask for a word that is soon to be looked up: its set's ids, and the sums of the newer ones. */
static inline void word_cache_prefetch(const struct word_cache *cache, uint64_t hash)
{
	const char *set = (const char *)word_cache_set(cache, hash);

	__builtin_prefetch(set);
	__builtin_prefetch(set + 64);
	__builtin_prefetch(set + 128);
}

static inline struct word_sum *word_cache_sum(
	const struct word_cache *cache, struct word_id *set, size_t way)
{
	unsigned char *sums = (unsigned char *)(set + WORD_CACHE_WAYS);

	return (struct word_sum *)(void *)(sums + way * cache->sum_bytes);
}

/* A word's sums if they are there, else NULL. All ways are compared: which it is could not be
 * foretold. The id of a word that is too long to be cached is no word's in it. */
static inline const struct word_sum *word_cache_find(
	const struct word_cache *cache, uint64_t hash, const struct word_id *id)
{
	struct word_id *set = word_cache_set(cache, hash);
	const unsigned found = word_id_equal(&set[0], id) | word_id_equal(&set[1], id) << 1 |
						   word_id_equal(&set[2], id) << 2 | word_id_equal(&set[3], id) << 3;

	return found ? word_cache_sum(cache, set, (size_t)__builtin_ctz(found)) : NULL;
}

/* The sums of a word, computed if they are not there. `scratch` and `sum` are used when it cannot
 * be cached; the result lives until the next call. `cache` may be NULL: computed anew. */
const struct word_sum *word_cache_get(struct word_cache *cache, const moderato_bundle *bundle,
	struct ngrams *scratch, const struct word_key *word, struct word_sum *sum);

#endif
