/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_REHEARSE_H
#define TRAIN_REHEARSE_H
/* Train further from a bundle without forgetting what it knew.
 *
 * The base carries a sample of what it was trained on (model/rehearsal.h). Its comments become rows
 * behind those of the data, of a source of their own, and most of them are trained on beside the
 * new comments. Each new head is measured beside the base's on all of them: on those held out, and
 * on the others by cross-validation, each by a head that has not seen it. A head that lost more
 * than is tolerable goes back towards the base by halves; one that then gains nothing on the new
 * comments is refused.
 *
 * The base was trained on all of these comments, the new head on some: what is lost looks larger
 * than it is, never smaller. */
#include "train/trainer_internal.h"

/* A head has lost something when on these comments its AUC is lower by more than this, */
#define REHEARSE_AUC_LOST 0.01
/* or when at the base's score with so many false alarms, kept within these bounds, */
#define REHEARSE_FALSE_ALARMS 0.02
#define REHEARSE_SCORE_MIN 0.5
#define REHEARSE_SCORE_MAX 0.95
/* it catches fewer of the ones, by more than this share of them, */
#define REHEARSE_CAUGHT_LOST 0.05
/* or raises more false alarms, by more than this share of the zeros. */
#define REHEARSE_FALSE_GAINED 0.02

/* With fewer comments of either label nothing is measured. */
#define REHEARSE_LABEL_MIN 30

/* How often a change is halved before it is given up. */
#define REHEARSE_HALVINGS 4

/* Unfold the base's sample into t->known and give it a source; nothing without a base or a sample.
 * MODERATO_EFORMAT, MODERATO_ELIMIT (too many sources), MODERATO_ENOMEM. */
moderato_status rehearse_open(moderato_trainer *t, moderato_error *err);

/* Its comments as rows behind the data's. False: out of memory. */
bool rehearse_append(const moderato_trainer *t, struct dataset_rows *rows);

/* The columns of a head's problem, by row. */
struct rehearse_columns {
	int8_t *label; /* of a comment held out: unknown */
	uint64_t *group;
	uint32_t *source;
	uint8_t *copy;
};

/* Of the data's rows and those behind them; sets the source's weight. False: out of memory. Dispose
 * in any case. */
bool rehearse_columns(
	moderato_trainer *t, const struct train_head *head, struct rehearse_columns *c);
void rehearse_columns_dispose(struct rehearse_columns *c);

/* How far a trained head may go: measure it, pull it back, calibrate it so that a score means the
 * same on the new comments and on what the base knew. Fills head->known. The head's weights are by
 * place still, and the base is not folded into them. MODERATO_ENOMEM. */
moderato_status rehearse_judge(const moderato_trainer *t, struct train_head *head,
	const struct fit_problem *problem, const struct dataset_rows *rows, moderato_error *err);

/* Give up the heads that were refused: the base's are taken over. MODERATO_EINVAL, with the reason,
 * where that cannot be: none is left, or the features are not the base's alone. */
moderato_status rehearse_drop(moderato_trainer *t, moderato_error *err);

/* The card's section about what the base knew. */
void rehearse_card(const moderato_trainer *t, struct buffer *out);

#endif
