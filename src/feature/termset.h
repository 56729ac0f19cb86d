/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_TERMSET_H
#define FEATURE_TERMSET_H
/* Sets of words and two-word phrases, stored as hashes of their keys (text/skeleton.h): a lexicon's
 * knowledge without its text. Each set is a heuristic: the number of a comment's words that are in
 * it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A bundle with more sets is refused: each set is a bit in a cached word. */
#define TERMSETS_MAX 16

struct termset {
	const char *name;      /* such as "profanity"; borrowed */
	const uint64_t *terms; /* [n] ascending: hashes of keys, or pair_hash() of two; borrowed */
	size_t n;
};

bool termset_has(const struct termset *set, uint64_t hash);

/* Sorts the hashes of a set and removes repeats, in place; returns the new number. */
size_t termset_sort(uint64_t *terms, size_t n);

/* The sets in the code itself: small closed classes of words, and calls to action. */
enum builtin_set {
	SET_SECOND_PERSON, /* you, your, u */
	SET_FIRST_PERSON,
	SET_CALL_TO_ACTION, /* click here, subscribe */
	SET_CONTACT,        /* whatsapp, telegram, dm me */
	SET_MONEY,          /* earn, profit, bitcoin */
	SET_COURTESY,       /* thanks, please, sorry */
	SET_REPORTED,       /* said, called, wrote, quote: words around quoted speech */
	SET_NEGATION,
	SET_IDENTITY, /* gay, white, muslim, old: see ngrams_of() */
	BUILTIN_SETS,
};

/* The built-in sets that a hash is in, as bits 1 << enum builtin_set. Thread-safe after the first
 * termset_builtin_init(), which any thread may call any number of times. */
void termset_builtin_init(void);
uint32_t termset_builtin_search(uint64_t hash);

/* A filter: for each value of a hash's top bits, whether any hash of a set begins with it. Nearly
 * all words and pairs are in no set, which one look tells. */
#define TERMSET_FILTER_BITS 16
extern uint64_t termset_filter[(1u << TERMSET_FILTER_BITS) / 64];

static inline uint32_t termset_builtin(uint64_t hash)
{
	const uint64_t bit = hash >> (64 - TERMSET_FILTER_BITS);

	return termset_filter[bit / 64] >> (bit % 64) & 1 ? termset_builtin_search(hash) : 0;
}

#endif
