/* SPDX-License-Identifier: MIT */
#ifndef DATASET_INTAKE_BATCH_H
#define DATASET_INTAKE_BATCH_H
/* Some comments on their way into the data set: copied by the caller's thread, read by any thread,
 * and appended by the caller's again. Only one thread at a time has the batch. */
#include "dataset/intake.h"

/* A future row of the data set: a comment of the batch, or its copy in disguise. */
struct intake_row {
	uint32_t comment;
	uint32_t disguised; /* the copy's number in `disguised` + 1; 0: it is no copy */
};

struct intake_batch {
	struct text_store comments;
	struct dataset_facts facts[INTAKE_COMMENTS];
	uint64_t first; /* the number of the batch's first comment, counted from 1 */

	size_t n_read;               /* comments that are read, which gave: */
	struct buffer readings;      /* the readings of the rows, one after the other */
	struct text_store disguised; /* the texts of the copies, if texts are kept */
	struct intake_row rows[2 * INTAKE_COMMENTS];
	size_t n_rows;

	size_t n_appended; /* rows that are in the data set */
	size_t at;         /* where the next row's reading begins */
	bool finished;     /* a thread has read what it could; guarded by the intake's lock */
};

/* What each thread reads with. */
struct intake_reader {
	moderato_classifier *classifier;
	moderato_perturbed perturbed;
};

bool intake_batch_full(const struct intake_batch *batch);

/* Add a copy of the comment, which is the `number`-th of all. False: out of memory, and nothing was
 * added. */
bool intake_batch_add(struct intake_batch *batch, const moderato_comment *comment,
	const struct dataset_facts *facts, uint64_t number);

/* Read what is not read yet. On failure (MODERATO_ENOMEM) it can be called again. */
moderato_status intake_batch_read(struct intake_batch *batch, const struct intake_plan *plan,
	struct intake_reader *reader, moderato_error *err);

/* Append what is read and not appended yet. On failure (MODERATO_ENOMEM) it can be called again. */
moderato_status intake_batch_append(
	struct intake_batch *batch, const struct intake_plan *plan, moderato_error *err);

void intake_batch_clear(struct intake_batch *batch); /* the memory is kept */
void intake_batch_dispose(struct intake_batch *batch);

#endif
