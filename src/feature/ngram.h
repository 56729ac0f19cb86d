/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_NGRAM_H
#define FEATURE_NGRAM_H
/* The features inside one word: the word itself and its letters in a row, in both views.
 *
 * A pure function of the surface: what a word contributes can be computed once and cached. */
#include <stddef.h>
#include <stdint.h>

#include "feature/space.h"
#include "text/skeleton.h"

enum ngram_kind { NGRAM_WORD, NGRAM_CHARS };

/* One feature. Its letters are bytes [begin, begin + len) of the view, where the view is the
 * surface or the skeleton with one boundary byte before and after. */
struct ngram {
	uint64_t hash;
	uint16_t begin;
	uint16_t len;
	uint8_t kind;
	uint8_t view; /* 0 surface, 1 skeleton */
};

/* The most features of one word: two views of at most SKELETON_BYTES_MAX letters and two ends,
 * times the lengths, and the words. */
#define NGRAMS_MAX (2 * (SKELETON_BYTES_MAX + 2) * 8 + 2)

struct ngrams {
	char view[2][SKELETON_BYTES_MAX + 2]; /* with the boundary bytes */
	size_t view_len[2];                   /* 0 when the view gives no feature of its own */
	uint64_t key; /* hash of the skeleton's key, of the surface if that is empty */
	struct ngram v[NGRAMS_MAX];
	size_t n;
};

/* Fill `out` for a surface of at most WORD_BYTES_MAX + 8 bytes. */
void ngrams_of(const struct space *space, const char *surface, size_t len, struct ngrams *out);

/* The hash that identifies a surface, a skeleton or a key as a word. */
static inline uint64_t word_hash(const char *s, size_t len)
{
	return hash_bytes(s, len, SEED_WORD);
}

/* The word that stands for every term of SET_IDENTITY, whose own letters are no features: which
 * group a comment names cannot change its score, only that it names one. (Training data swapped
 * term for term would teach the same, approximately; its value is that of letters, as the less it
 * can weigh the better; compare Garg et al. 2019, "Counterfactual
 * fairness in text classification through robustness".) */
#define IDENTITY_HASH hash_bytes("identity\x01", 9, SEED_WORD)

/* The hash of a pair of neighbouring words, by their keys. */
static inline uint64_t pair_hash(uint64_t first, uint64_t second)
{
	return hash_pair(first ^ SEED_PAIR, second);
}

#endif
