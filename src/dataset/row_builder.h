/* SPDX-License-Identifier: MIT */
#ifndef DATASET_ROW_BUILDER_H
#define DATASET_ROW_BUILDER_H
/* Turns a comment's words into the values of its hashed features, computed and rounded as in
 * scoring. */
#include "dataset/dataset.h"

/* What a word amounts to with the scales of certain rows. */
struct row_word {
	float norm2;      /* Σ (value · scale)² over its features */
	uint16_t lacking; /* bit p: a feature of part p has no scale; see ngram_values() */
	uint16_t present; /* bit p: the word has a feature of part p */
};

/* Fill words[from … to - 1] for these words of the data set, with the scales of `out`. */
void row_builder_words(const struct dataset *ds, const struct dataset_rows *out, size_t from,
	size_t to, struct row_word *words);

/* One comment's features by bucket, not sorted yet. Each thread has one. */
struct row_builder {
	double *sum;       /* [2^bits] 0 except for the touched buckets */
	uint32_t *touched; /* [n] the buckets whose sum is not 0 */
	size_t n;
	size_t cap;
};

bool row_builder_init(struct row_builder *b, const struct space *space); /* false: out of memory */
void row_builder_dispose(struct row_builder *b);

/* The number of items that are one bucket each: pairs, and the words beside the text. */
static inline uint32_t row_builder_singles(const struct dataset_comment *c)
{
	return c->n_pairs + c->n_context;
}

/* Collect a comment's hashed features in the builder, which is empty before. Returns the norm that
 * they are to be divided by; -1: out of memory. */
double row_builder_comment(struct row_builder *b, const struct dataset *ds,
	const struct dataset_rows *out, const struct row_word *words, const struct dataset_comment *c);

#endif
