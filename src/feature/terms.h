/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_TERMS_H
#define FEATURE_TERMS_H
/* Distinct words, pairs of words, or words of the context, with their counts. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash_keyed.h"
#include "feature/ngram.h"
#include "text/words.h"

/* One distinct word, pair or word of the context. */
struct term {
	uint64_t hash;  /* of a word: hash of its surface; of a pair: pair_hash(); of the context: hash
					   of field and word */
	uint64_t key;   /* of a word: hash of its skeleton's key; of others: the same as `hash` */
	uint32_t word;  /* the first occurrence, an index into words */
	uint32_t count; /* occurrences outside quotations; 0: it is only quoted */
	uint32_t sets;  /* the sets that it is in, as bits: the built-in ones, then from BUILTIN_SETS on
					   the bundle's */
	struct word_id id; /* of a word: the id of its surface; of others: not set */
};

/* The weight of a term by its count: 1 + ln count, or TERM_TF_QUOTED for a term that is only
 * quoted. Thread-safe after the first term_tf_init(), which any thread may call any number of
 * times. */
void term_tf_init(void);
double term_tf_log(uint32_t count); /* computes 1 + ln count */

#define TERM_TF_KNOWN 64

/* The weight of a quoted word. It tells what the comment is about, but an answer to abuse is not
 * abuse. */
#define TERM_TF_QUOTED 0.25
extern double term_tf_known[TERM_TF_KNOWN];

static inline double term_tf(uint32_t count)
{
	return count < TERM_TF_KNOWN ? term_tf_known[count] : term_tf_log(count);
}

/* A hash table of terms, in order of first occurrence. */
struct term_table {
	struct term *terms; /* [n] */
	size_t n;
	const struct hash_key *key; /* because an author can choose words that meet in a slot */
	uint32_t *slot; /* open addressing from hash to index + 1. At most a quarter is full, because a
					   collision is an unpredictable branch */
	size_t mask;
};

/* Makes a table for up to `n` terms in the arena. Returns false when memory runs out. */
bool term_table_init(struct term_table *t, struct arena *arena, size_t n);

/* Appends a term, whose slot is free, with a count of 0. */
static inline struct term *term_table_add(
	struct term_table *t, uint32_t *slot, uint64_t hash, size_t word)
{
	struct term *term = &t->terms[t->n];

	term->hash = hash;
	term->key = hash;
	term->word = (uint32_t)word;
	term->count = 0;
	term->sets = 0;
	*slot = (uint32_t)++t->n;
	return term;
}

/* The term with this hash, which may be new. */
static inline struct term *term_table_get(struct term_table *t, uint64_t hash, size_t word)
{
	size_t i = (size_t)hash_slot(t->key, hash) & t->mask;

	for (; t->slot[i]; i = (i + 1) & t->mask)
		if (t->terms[t->slot[i] - 1].hash == hash)
			return &t->terms[t->slot[i] - 1];
	return term_table_add(t, &t->slot[i], hash, word);
}

/* The term of word number `word`, which may be new. Words are one term if their bytes are equal:
 * two that were chosen to have the same hash must not pass for each other. */
static inline struct term *term_table_get_word(
	struct term_table *t, const struct word *words, size_t word)
{
	const struct word *w = &words[word];
	const struct word_id id = word_id_of(w->surface, w->len);
	const bool whole = w->len <= WORD_ID_BYTES; /* the id holds all bytes */
	size_t i = (size_t)(whole ? hash_slot_of_pair(t->key, id.lo, id.hi)
							  : hash_keyed_by(t->key, w->surface, w->len)) &
			   t->mask;
	struct term *term;

	for (; t->slot[i]; i = (i + 1) & t->mask) {
		term = &t->terms[t->slot[i] - 1];
		if (word_id_equal(&term->id, &id) &&
			(whole || (words[term->word].len == w->len &&
						  !memcmp(words[term->word].surface, w->surface, w->len))))
			return term;
	}
	term = term_table_add(t, &t->slot[i], word_id_hash(&id, w->surface, w->len), word);
	term->id = id;
	return term;
}

#endif
