/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRAIN_OUTPUTS_H
#define TRAIN_TRAIN_OUTPUTS_H
/* What comes of a training: the bundle, its card, and the figures of cross-validation. */
#include "base/buffer.h"
#include "train/train_heads.h"

struct train_outputs {
	moderato_evaluator *evaluator; /* cross-validated rows; NULL: nothing was trained yet */
	struct buffer held_out;        /* the card's section of figures on held-out files or comments */
	struct buffer held_out_json;   /* the same as a member of the card's JSON, after a comma */
	struct buffer card;
	struct buffer card_json;
	struct buffer bundle;
};

/* Make an evaluator for the heads' attributes. Errors as moderato_evaluator_new(). */
moderato_status train_outputs_evaluator(
	struct train_outputs *out, const struct train_heads *heads, uint64_t seed, moderato_error *err);

/* Hand the held-out margins of head i to the evaluator. Nothing without folds. */
moderato_status train_outputs_evaluate(struct train_outputs *out, const struct train_inputs *in,
	const struct train_heads *heads, size_t i, moderato_error *err);

/* Forget the last run's; the memory is kept. */
void train_outputs_clear(struct train_outputs *out);
void train_outputs_dispose(struct train_outputs *out);

/* assemble.c: make out->bundle of the heads, the features' scales in `rows` (NULL: the heads read
 * foreign vectors), the facts of the training, out->card and out->card_json. Errors as
 * bundle_build(). */
moderato_status train_assemble(struct train_outputs *out, const struct train_inputs *in,
	const struct train_heads *heads, const struct dataset_rows *rows, moderato_error *err);

/* held_out_measure.c: measure out->bundle on the files of in->tests and write out->held_out and
 * out->held_out_json. */
moderato_status train_held_out(
	struct train_outputs *out, struct train_inputs *in, moderato_error *err);

/* card.c: write out->card and out->card_json, which include out->held_out and its JSON. */
moderato_status train_card(struct train_outputs *out, const struct train_inputs *in,
	const struct train_heads *heads, moderato_error *err);

#endif
