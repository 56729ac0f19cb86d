/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_REHEARSAL_DRAW_H
#define TRAIN_REHEARSAL_DRAW_H
/* Which training comments a bundle carries along for whoever trains further from it.
 *
 * For each attribute the zeros and the ones have the same chances as a whole, whatever their
 * numbers, and within either a source as the root of its number of comments, so that neither rare
 * labels nor small sources go missing and the ordinary comments are there too. Long comments take
 * many bytes and are drawn less often. A quarter is held out, whole groups at a time. The
 * seed decides; the order of the comments in the corpora does, too, but not the number of threads.
 */
#include "train/train_heads.h"

/* Draw as many comments as the options ask for, or as many as there are, from the rows, with the
 * labels of the trained heads' attributes. False: out of memory. Dispose of `out` also then. */
bool rehearsal_draw(const struct train_inputs *in, const struct train_heads *heads,
	const struct dataset_rows *rows, struct rehearsal *out);

#endif
