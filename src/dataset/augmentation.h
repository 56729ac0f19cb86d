/* SPDX-License-Identifier: MIT */
#ifndef DATASET_AUGMENTATION_H
#define DATASET_AUGMENTATION_H
/* Disguised copies of training comments: some of the comments are trained on once more with half of
 * their words in disguise, so that a disguise by itself means neither abuse nor its absence. */
#include <stdbool.h>
#include <stdint.h>

#include "moderato/perturb.h"

struct augmentation {
	double share; /* of the comments that get a copy; 0: none */
	uint64_t seed;
	moderato_perturber *perturber;
};

moderato_status augmentation_init(
	struct augmentation *a, double share, uint64_t seed, moderato_error *err);
void augmentation_dispose(struct augmentation *a);

/* Is there a copy of comment `number`, counted from 1, and what is its text? It is in `out`, the
 * thread's own, until the next call. No copy: none was drawn, or nothing in the comment can be
 * disguised, or only to a length that no comment may have. Thread-safe. MODERATO_ENOMEM. */
moderato_status augmentation_draw(const struct augmentation *a, const moderato_comment *comment,
	uint64_t number, moderato_perturbed *out, bool *drawn, moderato_error *err);

#endif
