/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_SECOND_RUN_H
#define TRAIN_SECOND_RUN_H
/* The training of the second stage, shared by second_stage.c (which evidence is gathered, and what
 * from) and second_fit.c (what a head learns from it). */
#include "train/trainer_internal.h"

#define SECOND_FOLDS 3

/* A source gives at most this many comments, or counts as if it did. */
#define SECOND_ROWS_MAX 4000

struct second_run {
	struct train_heads *heads;
	const struct train_inputs *in;
	const struct dataset_rows *rows;
	struct train_progress *progress;
	uint16_t *fold;  /* [data.n] */
	uint8_t *wanted; /* [data.n] 1: the comment's evidence is wanted */
	/* For each head the linear models that did not see one fold. */
	double *weight[MODERATO_ATTRIBUTES_MAX][SECOND_FOLDS];
	double bias[MODERATO_ATTRIBUTES_MAX][SECOND_FOLDS];
	size_t n_linear;                        /* linear heads that evidence is of */
	size_t column[MODERATO_ATTRIBUTES_MAX]; /* of each head in the bundle */
	size_t dims;                            /* of the word vectors */
	uint32_t *row;                          /* [n_wanted] rows of the data */
	struct evidence *evidence;              /* [n_wanted] theirs */
	size_t n_wanted;
};

/* Train the second stage of a head on the evidence; `column` is the head's in the bundle. Errors as
 * fit_head(). */
moderato_status second_fit(
	const struct second_run *run, struct train_head *head, size_t column, moderato_error *err);

#endif
