/* SPDX-License-Identifier: MIT */
#ifndef DATASET_ROW_BUILDER_H
#define DATASET_ROW_BUILDER_H
/* From a comment's words to the values of its hashed features, as scoring computes and rounds
 * them. */
#include "dataset/dataset.h"

/* What a word is under the scale of certain rows. */
struct row_word {
	float norm2;      /* Σ (value · scale)² */
	uint16_t lacking; /* parts as bits, as ngram_values() has them */
	uint16_t present;
};

/* The words [from, to) of the data set, from out->scale, into words[]. */
void row_builder_words(const struct dataset *ds, const struct dataset_rows *out, size_t from,
	size_t to, struct row_word *words);

/* One comment's features by bucket, before they are sorted. One thread's. */
struct row_builder {
	double *sum;       /* [2^bits] 0 but for those touched */
	uint32_t *touched; /* buckets with sum != 0 */
	size_t n;
	size_t cap;
};

bool row_builder_init(struct row_builder *b, const struct space *space); /* false: out of memory */
void row_builder_dispose(struct row_builder *b);

/* Items of one bucket each: pairs, then the context. */
static inline uint32_t row_builder_singles(const struct dataset_comment *c)
{
	return c->n_pairs + c->n_context;
}

/* Gather a comment's hashed features; returns the norm, or -1: out of memory. */
double row_builder_comment(struct row_builder *b, const struct dataset *ds,
	const struct dataset_rows *out, const struct row_word *words, const struct dataset_comment *c);

#endif
