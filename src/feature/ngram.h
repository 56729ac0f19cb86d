/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_NGRAM_H
#define FEATURE_NGRAM_H
/* The features of one word: the word itself and the runs of letters in it, in all views, and near
 * words: what it shares with its misspellings.
 *
 * They are a pure function of the surface, so that what a word contributes can be computed once and
 * cached. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feature/space.h"
#include "text/skeleton.h"

/* The kinds of features: the word, runs of its letters, near words, and the shape of a number. */
enum ngram_kind { NGRAM_WORD, NGRAM_CHARS, NGRAM_NEAR, NGRAM_SHAPE };

/* The ways to read a word. */
enum ngram_view {
	VIEW_SURFACE,
	VIEW_SKELETON,   /* only when it differs from the surface */
	VIEW_OTHER,      /* a second skeleton: 1 and | as l where the first has i */
	VIEW_NEAR,       /* the near word of the skeleton */
	VIEW_OTHER_NEAR, /* the near word of the second skeleton */
	NGRAM_VIEWS
};

/* Only words with as many letters as this have near words. */
#define NEAR_LETTERS_MIN 3
#define NEAR_LETTERS_MAX 12

/* One feature. Its letters are bytes [begin, begin + len) of the view, which has a boundary byte at
 * each end; a near word lacks the bytes [gap, gap + gap_len) of them. */
struct ngram {
	uint64_t hash;
	uint16_t begin;
	uint16_t len;
	uint8_t kind;
	uint8_t view;
	uint8_t gap;
	uint8_t gap_len;
};

/* The most features of one word: runs of letters in three views, which have at most
 * SKELETON_BYTES_MAX letters and two ends each, of eight lengths; the words; and the near words of
 * two views. */
#define NGRAMS_MAX (3 * (SKELETON_BYTES_MAX + 2) * 8 + 4 + 2 * NEAR_LETTERS_MAX)

struct ngrams {
	char view[NGRAM_VIEWS][SKELETON_BYTES_MAX + 2]; /* with a boundary byte at each end */
	size_t view_len[NGRAM_VIEWS];                   /* 0: the view gives no feature of its own */
	uint64_t key; /* hash of the skeleton's key, or of the surface if the key is empty */
	struct ngram v[NGRAMS_MAX];
	size_t n;
};

/* Fills `out` for a surface of at most WORD_BYTES_MAX + 8 bytes. */
void ngrams_of(const struct space *space, const char *surface, size_t len, struct ngrams *out);

/* The hash that identifies a surface, a skeleton or a key as a word. */
static inline uint64_t word_hash(const char *s, size_t len)
{
	return hash_bytes(s, len, SEED_WORD);
}

/* The id of a surface: two numbers that hold its bytes, padded with zeros, and its length in the
 * top byte. A surface of at most WORD_ID_BYTES bytes is identified by it. For a longer one the id
 * holds nothing but the length. */
#define WORD_ID_BYTES 15

struct word_id {
	uint64_t lo;
	uint64_t hi;
};

static inline unsigned word_id_equal(const struct word_id *a, const struct word_id *b)
{
	return !((a->lo ^ b->lo) | (a->hi ^ b->hi));
}

/* What the id and the hash of a word depend on, by its length. It is looked up instead of computed
 * with branches, because lengths are unpredictable. */
struct word_id_length {
	uint64_t lo; /* masks of the word's bytes in both numbers */
	uint64_t hi;
	uint64_t one; /* the factor with which hash_bytes() folds the first eight bytes */
	uint64_t two; /* all bits if there are more bytes, else 0 */
};

#define WORD_ID_SHORT(mask)                                                                        \
	{                                                                                              \
		mask, 0, HASH_K0, 0                                                                        \
	}
#define WORD_ID_LONG(mask)                                                                         \
	{                                                                                              \
		~UINT64_C(0), mask, HASH_K1, ~UINT64_C(0)                                                  \
	}

static const struct word_id_length word_id_lengths[WORD_ID_BYTES + 1] = {WORD_ID_SHORT(0),
	WORD_ID_SHORT(0xff), WORD_ID_SHORT(0xffff), WORD_ID_SHORT(0xffffff), WORD_ID_SHORT(0xffffffff),
	WORD_ID_SHORT(0xffffffffff), WORD_ID_SHORT(0xffffffffffff), WORD_ID_SHORT(0xffffffffffffff),
	{~UINT64_C(0), 0, HASH_K1, 0}, WORD_ID_LONG(0xff), WORD_ID_LONG(0xffff), WORD_ID_LONG(0xffffff),
	WORD_ID_LONG(0xffffffff), WORD_ID_LONG(0xffffffffff), WORD_ID_LONG(0xffffffffffff),
	WORD_ID_LONG(0xffffffffffffff)};

/* The id of a surface, which at least WORD_PAD readable bytes must follow. */
static inline struct word_id word_id_of(const char *s, size_t len)
{
	struct word_id id = {0, (uint64_t)len << 56};

	if (len > WORD_ID_BYTES)
		return id;
	id.lo = hash_load8(s) & word_id_lengths[len].lo;
	id.hi |= hash_load8(s + 8) & word_id_lengths[len].hi;
	return id;
}

/* word_hash() of a surface, computed from its id where the id holds all bytes. */
static inline uint64_t word_id_hash(const struct word_id *id, const char *s, size_t len)
{
	const uint64_t start = SEED_WORD ^ hash_fold((uint64_t)len ^ HASH_K0, HASH_K1);
	uint64_t one;
	uint64_t two;

	if (len > WORD_ID_BYTES)
		return word_hash(s, len);
	one = hash_fold(start ^ id->lo, word_id_lengths[len].one);
	two = hash_fold(one ^ (id->hi & ((UINT64_C(1) << 56) - 1)), HASH_K0);
	return hash_fold(one ^ ((one ^ two) & word_id_lengths[len].two) ^ HASH_K1, HASH_K0);
}

/* The word that stands for every term of SET_IDENTITY, whose own letters are no features: which
 * group a comment names cannot change its score, only that it names one. (Swapping one term for
 * another in the training data would teach the same, but only approximately. The feature has the
 * small value of a run of letters, because the less it can weigh the better. Compare Garg et al.
 * 2019, "Counterfactual fairness in text classification through robustness".) */
#define IDENTITY_HASH hash_bytes("identity\x01", 9, SEED_WORD)

/* The hash of letters as a near word. */
static inline uint64_t near_hash(const char *s, size_t len)
{
	return hash_bytes(s, len, SEED_NEAR);
}

/* The features of a word fall into parts: words and runs of letters for each reading, near words,
 * and a number's shape. By the parts it is known which of the readings training saw. */
#define NGRAM_READINGS ((unsigned)VIEW_NEAR)
#define NGRAM_PARTS (2 * NGRAM_READINGS + 2)

static inline unsigned ngram_part(const struct ngram *g)
{
	if (g->kind >= NGRAM_NEAR)
		return 2 * NGRAM_READINGS + (g->kind == NGRAM_SHAPE);
	return g->kind * NGRAM_READINGS + g->view;
}

/* Computes the values of the parts before scaling. `present` and `lacking` are sets of parts, as
 * bits: those that have features, and those that have a feature which training did not see. A
 * reading is known when training saw all of its features. Otherwise the whole-word feature is a
 * hash collision, so its value is 0. Near words are all that is known about an unknown word, and
 * therefore weigh more there. */
static inline void ngram_values(
	const struct space *space, unsigned lacking, unsigned present, float values[NGRAM_PARTS])
{
	bool known = false;
	unsigned v;

	for (v = 0; v < NGRAM_READINGS; v++) {
		const bool whole = !((lacking >> v | lacking >> (NGRAM_READINGS + v)) & 1);

		known |= whole && (present >> v & 1);
		values[v] = whole ? space->word_value : 0.0f;
		values[NGRAM_READINGS + v] = space->chars_value;
	}
	values[2 * NGRAM_READINGS + 1] = space->word_value;
	values[2 * NGRAM_READINGS] = known ? space->near_value : space->alone_value;
}

/* The hash of a pair of neighbouring words, from their keys. */
static inline uint64_t pair_hash(uint64_t first, uint64_t second)
{
	return hash_pair(first ^ SEED_PAIR, second);
}

#endif
