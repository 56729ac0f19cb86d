/* SPDX-License-Identifier: MIT */
#ifndef DATASET_DATASET_READING_H
#define DATASET_DATASET_READING_H
/* How a reading lies in its buffer; shared by dataset_read.c, which writes it, and dataset.c, which
 * takes it: the struct, its words, its other items, and the words' letters one after the other. */
#include "dataset/dataset.h"

struct dataset_word {
	uint64_t hash; /* of its letters */
	uint32_t count;
	uint32_t len; /* bytes of its letters */
};

/* [n_terms] */
static inline const struct dataset_word *dataset_reading_words(const struct dataset_reading *r)
{
	return (const struct dataset_word *)(r + 1);
}

/* n_pairs + n_context times (bucket, count), then n_active numbers of heuristics. */
static inline const uint32_t *dataset_reading_items(const struct dataset_reading *r)
{
	return (const uint32_t *)(dataset_reading_words(r) + r->n_terms);
}

static inline size_t dataset_reading_n_items(const struct dataset_reading *r)
{
	return 2 * ((size_t)r->n_pairs + r->n_context) + r->n_active;
}

#endif
