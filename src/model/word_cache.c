/* SPDX-License-Identifier: MIT */
#include "model/word_cache.h"

#include <stdlib.h>
#include <string.h>

/* Longer words are rare and seldom repeat. */
#define KEY_BYTES 31

struct entry {
	uint64_t hash;
	uint8_t len; /* 0: empty */
	char key[KEY_BYTES];
	struct word_sum sum;
};

/* Two ways: a set is two neighbouring entries, the newer first, so that two frequent words that
 * meet in one set do not push each other out for ever. */
struct word_cache {
	size_t mask;
	struct entry entries[];
};

struct word_cache *word_cache_new(size_t n_words)
{
	struct word_cache *cache;
	const size_t n = n_words < 2 ? 2 : n_words;

	if (n > SIZE_MAX / sizeof(struct entry) / 2)
		return NULL;
	cache = calloc(1, sizeof(*cache) + n * sizeof(struct entry));
	if (cache)
		cache->mask = n / 2 - 1;
	return cache;
}

void word_cache_free(struct word_cache *cache)
{
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

static int holds(const struct entry *e, const char *surface, size_t len, uint64_t hash)
{
	return e->hash == hash && e->len == len && memcmp(e->key, surface, len) == 0;
}

const struct word_sum *word_cache_get(struct word_cache *cache, const moderato_bundle *bundle,
	struct ngrams *scratch, const char *surface, size_t len, uint64_t hash, struct word_sum *sum)
{
	struct entry *set;

	if (!cache || len > KEY_BYTES || !len) {
		compute(bundle, scratch, surface, len, sum);
		return sum;
	}
	set = &cache->entries[2 * (hash & cache->mask)];
	if (holds(&set[0], surface, len, hash))
		return &set[0].sum;
	if (holds(&set[1], surface, len, hash))
		return &set[1].sum;
	set[1] = set[0];
	compute(bundle, scratch, surface, len, &set[0].sum);
	set[0].hash = hash;
	set[0].len = (uint8_t)len;
	memcpy(set[0].key, surface, len);
	return &set[0].sum;
}
