/* SPDX-License-Identifier: MIT */
#ifndef DATASET_AUGMENTATION_H
#define DATASET_AUGMENTATION_H
/* Draws disguised copies of training comments. Some comments are trained on a second time with half
 * of their words in disguise, so that a disguise by itself means neither abuse nor its absence. */
#include <stdbool.h>
#include <stdint.h>

#include "moderato/perturb.h"

struct augmentation {
	double share; /* of the comments get a copy; 0: none does */
	uint64_t seed;
	moderato_perturber *perturber;
};

moderato_status augmentation_init(
	struct augmentation *a, double share, uint64_t seed, moderato_error *err);
void augmentation_dispose(struct augmentation *a);

/* Decide whether comment `number`, counted from 1, gets a copy. If it does, `*drawn` is true and
 * the copy's text is in `out`, which is the thread's own, until the next call. A comment gets none
 * when it was not drawn, when nothing in it can be disguised, or when it would become longer than a
 * comment may be. Thread-safe. MODERATO_ENOMEM. */
moderato_status augmentation_draw(const struct augmentation *a, const moderato_comment *comment,
	uint64_t number, moderato_perturbed *out, bool *drawn, moderato_error *err);

#endif
