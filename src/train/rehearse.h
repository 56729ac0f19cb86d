/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_REHEARSE_H
#define TRAIN_REHEARSE_H
/* Train further from a bundle without forgetting what it knew.
 *
 * The base carries a sample of what it was trained on (model/rehearsal.h). The sample's comments
 * become rows after those of the data, of a source of their own, and most of them are trained on
 * beside the new comments. Each new head is measured beside the base's on all of them: on those
 * that are held out, and on the others by cross-validation, so each by a head that has not seen it.
 * A head that lost more than is tolerable goes back towards the base by halves; one that then gains
 * nothing on the new comments is refused.
 *
 * The base was trained on all of these comments, the new head on some. So what is lost looks larger
 * than it is, never smaller. */
#include "train/train_heads.h"

/* A head has lost something when on these comments its AUC is lower by more than this, */
#define REHEARSE_AUC_LOST 0.01
/* or when, at the base's score that gives this share of false alarms, kept within these bounds, */
#define REHEARSE_FALSE_ALARMS 0.02
#define REHEARSE_SCORE_MIN 0.5
#define REHEARSE_SCORE_MAX 0.95
/* it catches fewer of the positive comments, by more than this share of them, */
#define REHEARSE_CAUGHT_LOST 0.05
/* or raises more false alarms, by more than this share of the negative comments. */
#define REHEARSE_FALSE_GAINED 0.02

/* With fewer comments of either label nothing is measured. */
#define REHEARSE_LABEL_MIN 30

/* How often a change is halved before it is given up. */
#define REHEARSE_HALVINGS 4

/* Unfold the base's sample into in->known and give it a source. Does nothing without a base, or if
 * the base carries no sample. MODERATO_EFORMAT, MODERATO_ELIMIT (too many sources),
 * MODERATO_ENOMEM. */
moderato_status rehearse_open(struct train_inputs *in, moderato_error *err);

/* Append the sample's comments as rows after the data's. False: out of memory. */
bool rehearse_append(const struct train_inputs *in, struct dataset_rows *rows);

/* Decide how far a trained head may go: measure it, pull it back, and calibrate it so that a score
 * means the same on the new comments and on what the base knew. Fills head->known. The head's
 * weights are still by place, and the base is not folded into them yet. MODERATO_ENOMEM. */
moderato_status rehearse_judge(const struct train_inputs *in, struct train_head *head,
	const struct fit_problem *problem, const struct dataset_rows *rows, moderato_error *err);

/* Give up the heads that were refused and take over the base's. MODERATO_EINVAL, with the reason,
 * if that cannot be: no trained head would be left, or the bundle's features are not the base's
 * alone. */
moderato_status rehearse_drop(
	struct train_heads *heads, const struct train_inputs *in, moderato_error *err);

/* Write the card's section about what the base knew. */
void rehearse_card(
	const struct train_inputs *in, const struct train_heads *heads, struct buffer *out);

#endif
