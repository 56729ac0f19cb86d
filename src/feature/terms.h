/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_TERMS_H
#define FEATURE_TERMS_H
/* Distinct words, pairs of words, or words of the context, with their counts. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "feature/ngram.h"

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
	uint32_t *slot; /* open addressing from hash to index + 1. At most a quarter is full, because a
					   collision is an unpredictable branch */
	size_t mask;
};

/* Makes a table for up to `n` terms in the arena. Returns false when memory runs out. */
bool term_table_init(struct term_table *t, struct arena *arena, size_t n);

/* The term with this hash. A new one is appended, with a count of 0. */
static inline struct term *term_table_get(struct term_table *t, uint64_t hash, size_t word)
{
	size_t i = (size_t)(hash >> 20) & t->mask;
	struct term *term;

	for (; t->slot[i]; i = (i + 1) & t->mask)
		if (t->terms[t->slot[i] - 1].hash == hash)
			return &t->terms[t->slot[i] - 1];
	term = &t->terms[t->n];
	term->hash = hash;
	term->key = hash;
	term->word = (uint32_t)word;
	term->count = 0;
	term->sets = 0;
	t->slot[i] = (uint32_t)++t->n;
	return term;
}

#endif
