/* SPDX-License-Identifier: MIT */
#ifndef DATASET_GATHER_H
#define DATASET_GATHER_H
/* From a comment's words to the values of its hashed features, as scoring computes and rounds
 * them. */
#include "dataset/dataset.h"

/* What a word is under the scale of certain rows. */
struct gather_word {
	float norm2;      /* Σ (value · scale)² */
	uint16_t lacking; /* parts as bits, as ngram_values() has them */
	uint16_t present;
};

/* The words [from, to) of the data set, from out->scale, into words[]. */
void gather_words(const struct dataset *ds, const struct dataset_rows *out, size_t from, size_t to,
	struct gather_word *words);

/* One comment's features by bucket, before they are sorted. One thread's. */
struct gather {
	double *sum;       /* [2^bits] 0 but for those touched */
	uint32_t *touched; /* buckets with sum != 0 */
	size_t n;
	size_t cap;
};

bool gather_init(struct gather *g, const struct space *space); /* false: out of memory */
void gather_dispose(struct gather *g);

/* Items of one bucket each: pairs, then the context. */
static inline uint32_t gather_singles(const struct dataset_comment *c)
{
	return c->n_pairs + c->n_context;
}

/* Gather a comment's hashed features; returns the norm, or -1: out of memory. */
double gather_comment(struct gather *g, const struct dataset *ds, const struct dataset_rows *out,
	const struct gather_word *words, const struct dataset_comment *c);

#endif
