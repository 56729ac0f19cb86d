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
#include "train/trainer_internal.h"
#include "model/rehearsal.h"

/* Draw `t->options.rehearsal` comments, or as many as there are, of the trained linear heads'
 * attributes from the rows. False: out of memory. */
bool rehearsal_draw(
	const moderato_trainer *t, const struct dataset_rows *rows, struct rehearsal *out);

#endif
