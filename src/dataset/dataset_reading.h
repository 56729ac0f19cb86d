/* SPDX-License-Identifier: MIT */
#ifndef DATASET_DATASET_READING_H
#define DATASET_DATASET_READING_H
/* How a reading lies in its buffer, for who writes it (dataset_read.c) and who takes it
 * (dataset.c). */
#include "dataset/dataset.h"

struct dataset_word {
	uint64_t hash; /* of its letters */
	uint32_t count;
	uint32_t len;
};

static inline const struct dataset_word *dataset_reading_words(const struct dataset_reading *r)
{
	return (const struct dataset_word *)(r + 1);
}

/* n_pairs and n_context × (bucket, count), n_active × index. */
static inline const uint32_t *dataset_reading_items(const struct dataset_reading *r)
{
	return (const uint32_t *)(dataset_reading_words(r) + r->n_terms);
}

static inline size_t dataset_reading_n_items(const struct dataset_reading *r)
{
	return 2 * ((size_t)r->n_pairs + r->n_context) + r->n_active;
}

#endif
