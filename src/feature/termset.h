/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_TERMSET_H
#define FEATURE_TERMSET_H
/* Sets of words and two-word phrases, kept as hashes of their keys (text/skeleton.h): a lexicon's
 * knowledge without its text. Each set is a heuristic: how many of a comment's words are in it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More sets than this in a bundle are refused: each is a bit in a cached word. */
#define TERMSETS_MAX 16

struct termset {
	const char *name;      /* such as "profanity"; borrowed */
	const uint64_t *terms; /* [n] sorted; a word's key, or pair_hash() of two; borrowed */
	size_t n;
};

bool termset_has(const struct termset *set, uint64_t hash);

/* Sort and remove repeats in place, for a set under construction; returns the new number. */
size_t termset_sort(uint64_t *terms, size_t n);

/* The sets that the code itself brings: small closed classes of words and calls to action. */
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

/* Which built-in sets the hash is in, as bits 1 << enum builtin_set. Thread-safe after the first
 * termset_builtin_init(), which may be called any number of times from any thread. */
void termset_builtin_init(void);
uint32_t termset_builtin_search(uint64_t hash);

/* A bit for the top bits of each hash in a set: nearly all words and pairs are in none, and one
 * look tells. */
#define TERMSET_FILTER_BITS 16
extern uint64_t termset_filter[(1u << TERMSET_FILTER_BITS) / 64];

static inline uint32_t termset_builtin(uint64_t hash)
{
	const uint64_t bit = hash >> (64 - TERMSET_FILTER_BITS);

	return termset_filter[bit / 64] >> (bit % 64) & 1 ? termset_builtin_search(hash) : 0;
}

#endif
