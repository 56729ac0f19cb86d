/* SPDX-License-Identifier: MIT */
#ifndef DATASET_FREQUENCY_H
#define DATASET_FREQUENCY_H
/* Document frequencies: in how many comments each bucket occurs. */
#include "dataset/dataset.h"

/* Of the comments with count[i] != 0 (NULL: all) that are no copies, by `jobs` threads: how many
 * they are, and df[2^bits] of them. False: out of memory. */
bool frequency_count(
	const struct dataset *ds, const uint8_t *count, size_t jobs, uint32_t *df, size_t *n);

#endif
