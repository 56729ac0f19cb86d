/* SPDX-License-Identifier: MIT */
#ifndef MODEL_WORD_CACHE_H
#define MODEL_WORD_CACHE_H
/* Remembers what a word adds to every head. Few words make up most of a text, so nearly every
 * look-up hits. An entry holds the word's own bytes and is used only for those, so that the cache
 * can never change a result. Words longer than WORD_ID_BYTES are computed each time. A cache
 * belongs to one thread, and its memory does not grow. */
#include "model/bundle.h"

/* A set holds this many words, the newest first, so that frequent words that fall into one set do
 * not push each other out again and again. Their ids, one cache line, come before their sums. */
#define WORD_CACHE_WAYS 4

struct word_cache {
	size_t mask;
	size_t sum_bytes; /* of one word */
	size_t set_bytes;
	unsigned char *sets; /* at a line's beginning */
	void *allocated;
};

/* Makes a cache for the words of this bundle; `n_words` is a power of two. NULL: out of memory. */
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

/* Prefetch what a look-up of the word will read: its set's ids, and the sums of the newest words.
 */
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

/* Returns a word's sums, or NULL if the cache does not have them. Compares all four ways without
 * branching, because which one hits is unpredictable. Words too long to cache never match: their id
 * holds only a length, which is never stored. */
static inline const struct word_sum *word_cache_find(
	const struct word_cache *cache, uint64_t hash, const struct word_id *id)
{
	struct word_id *set = word_cache_set(cache, hash);
	const unsigned found = word_id_equal(&set[0], id) | word_id_equal(&set[1], id) << 1 |
						   word_id_equal(&set[2], id) << 2 | word_id_equal(&set[3], id) << 3;

	return found ? word_cache_sum(cache, set, (size_t)__builtin_ctz(found)) : NULL;
}

/* Returns a word's sums, computed if the cache does not have them; they live until the next call.
 * `scratch` is overwritten. `sum` receives them where the word cannot be cached: it is too long, or
 * `cache` is NULL. */
const struct word_sum *word_cache_get(struct word_cache *cache, const moderato_bundle *bundle,
	struct ngrams *scratch, const struct word_key *word, struct word_sum *sum);

#endif
