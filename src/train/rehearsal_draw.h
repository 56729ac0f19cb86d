/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_REHEARSAL_DRAW_H
#define TRAIN_REHEARSAL_DRAW_H
/* Draws the training comments that a bundle carries along for whoever trains further from it.
 *
 * For each attribute, the positive comments as a whole have the same chance as the negative ones,
 * however many of each there are. Among either, a source's chance grows with the square root of its
 * number of comments. So neither rare labels nor small sources are missing, and there are ordinary
 * comments, too. Long comments, which take many bytes, are drawn less often. A quarter of the
 * groups is held out. The seed and the order of the comments decide what is drawn, not the number
 * of threads. */
#include "train/train_heads.h"

/* Draw as many comments as the options ask for, or as many as there are, from the rows, with the
 * labels of the trained heads' attributes. False: out of memory. Dispose of `out` also then. */
bool rehearsal_draw(const struct train_inputs *in, const struct train_heads *heads,
	const struct dataset_rows *rows, struct rehearsal *out);

#endif
