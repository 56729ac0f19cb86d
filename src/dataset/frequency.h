/* SPDX-License-Identifier: MIT */
#ifndef DATASET_FREQUENCY_H
#define DATASET_FREQUENCY_H
/* Counts document frequencies: in how many comments each hash bucket occurs. */
#include "dataset/dataset.h"

/* Count over the comments with count[i] != 0 (NULL: all) that are no copies, by `jobs` threads:
 * fills df[2^bits], and `*n` with the number of these comments. False: out of memory. */
bool frequency_count(
	const struct dataset *ds, const uint8_t *count, size_t jobs, uint32_t *df, size_t *n);

#endif
