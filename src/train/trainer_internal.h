/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRAINER_INTERNAL_H
#define TRAIN_TRAINER_INTERNAL_H
/* The trainer's inside: what goes in, the heads, what comes out, and the steps of a training that
 * train_run.c calls in their order. Each step takes those of the parts that it needs. */
#include "train/train_heads.h"
#include "train/train_inputs.h"
#include "train/train_outputs.h"
#include "train/train_progress.h"

/* Looks at the bundle that was just made, and may give up heads and write to out.held_out
 * and out.held_out_json. */
typedef moderato_status (*train_judge)(
	void *payload, moderato_trainer *trainer, moderato_error *err);

struct moderato_trainer {
	struct train_inputs in;
	struct train_heads heads;
	struct train_outputs out;
	struct train_progress progress;
	train_judge judge; /* the tuner's; NULL: nobody judges */
	void *judge_payload;
};

/* second_words.c: learn word vectors from the comments that are trained on, with the heads trained.
 * A base that has some keeps them. */
moderato_status train_words(struct train_heads *heads, const struct train_inputs *in,
	const struct dataset_rows *rows, struct train_progress *progress, moderato_error *err);

/* second_stage.c: train a second stage for each linear head, on the evidence that heads of other
 * folds give of a comment. Afterwards the heads' held-out margins, thresholds and AUC are the
 * second stage's. */
moderato_status train_second(struct train_heads *heads, const struct train_inputs *in,
	const struct dataset_rows *rows, struct train_progress *progress, moderato_error *err);

/* train_vectors.c: all steps of a training on foreign vectors: fit, figures, card, bundle. */
moderato_status train_on_vectors(struct train_outputs *out, struct train_heads *heads,
	const struct train_inputs *in, struct train_progress *progress, moderato_error *err);

/* protocol.c: make no bundle, but evaluate by the options' protocol into out->evaluator. The data
 * set is changed in child processes only. */
moderato_status train_protocol(struct train_outputs *out, const struct train_heads *heads,
	struct train_inputs *in, struct train_progress *progress, moderato_error *err);

#endif
