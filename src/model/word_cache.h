/* SPDX-License-Identifier: MIT */
#ifndef MODEL_WORD_CACHE_H
#define MODEL_WORD_CACHE_H
/* What a word adds to every head, remembered. Words repeat as Zipf says, so nearly every look-up
 * hits. An entry holds the word's bytes and is used only for those, so that the cache can never
 * change a result; longer words than WORD_ID_BYTES are computed each time. One thread's; fixed
 * memory. */
#include "model/bundle.h"

struct word_cache;

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

/* Ask for the place of a word that is soon to be looked up. `cache` may be NULL. */
void word_cache_prefetch(const struct word_cache *cache, uint64_t hash);

/* The sums of a word. `scratch` and `sum` are used when it is not cached; the result lives until
 * the next call. `cache` may be NULL: computed anew. */
const struct word_sum *word_cache_get(struct word_cache *cache, const moderato_bundle *bundle,
	struct ngrams *scratch, const struct word_key *word, struct word_sum *sum);

#endif
