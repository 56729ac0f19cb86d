/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_TERMS_H
#define FEATURE_TERMS_H
/* Distinct words, pairs of words or words of the context, counted. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "feature/ngram.h"

/* One of them, in order of first occurrence. */
struct term {
	uint64_t hash;  /* of the surface; of a pair, pair_hash(); of the context, of field and word */
	uint64_t key;   /* hash of the skeleton's key; else the same as hash */
	uint32_t word;  /* its first occurrence: index into words */
	uint32_t count; /* 0: only in what the comment quotes of others */
	uint32_t sets;  /* bits: the built-in sets, then from BUILTIN_SETS on the bundle's */
	struct word_id id; /* of the surface; of no other kind */
};

/* The weight of a term that occurs `count` times, 1 + ln count; of one that is only quoted,
 * TERM_TF_QUOTED. Thread-safe after the first
 * term_tf_init(), which may be called any number of times from any thread. */
void term_tf_init(void);
double term_tf_log(uint32_t count); /* computed anew */

#define TERM_TF_KNOWN 64

/* Quoted words tell what a comment is about, and an answer to abuse is not abuse. */
#define TERM_TF_QUOTED 0.25
extern double term_tf_known[TERM_TF_KNOWN];

static inline double term_tf(uint32_t count)
{
	return count < TERM_TF_KNOWN ? term_tf_known[count] : term_tf_log(count);
}

struct term_table {
	struct term *terms; /* [n] */
	size_t n;
	uint32_t *slot; /* open addressing from hash to index + 1; at most a quarter full: a term found
					 * in the place of another is a branch that could not be foretold */
	size_t mask;
};

/* Room for `n` terms, in the arena. False: out of memory. */
bool term_table_init(struct term_table *t, struct arena *arena, size_t n);

/* The term of that hash, appended with a count of 0 when it is new. */
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
