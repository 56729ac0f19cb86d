/* SPDX-License-Identifier: MIT */
#ifndef DATASET_INTAKE_BATCH_H
#define DATASET_INTAKE_BATCH_H
/* Some comments on their way into the data set: copied by one thread, read by any one, appended by
 * the first. Whoever has the batch has it alone. */
#include "dataset/intake.h"

/* A row to be: a comment of the batch, or the copy of it in disguise. */
struct intake_row {
	uint32_t comment;
	uint32_t disguised; /* the copy's place among those in disguise, + 1; 0: it is no copy */
};

struct intake_batch {
	struct text_store comments;
	struct dataset_facts facts[INTAKE_COMMENTS];
	uint64_t first; /* number of the first one, from 1 */

	size_t n_read;          /* of the comments; the next three are of them */
	struct buffer readings; /* a row's after the other's */
	struct text_store disguised;
	struct intake_row rows[2 * INTAKE_COMMENTS];
	size_t n_rows;

	size_t n_appended; /* rows */
	size_t at;         /* of the next one's reading */
	bool finished;     /* a thread has done what it could; the lock's */
};

/* What a thread reads with. */
struct intake_reader {
	moderato_classifier *classifier;
	moderato_perturbed perturbed;
};

bool intake_batch_full(const struct intake_batch *batch);

/* `number` is the comment's. False: out of memory, nothing was added. */
bool intake_batch_add(struct intake_batch *batch, const moderato_comment *comment,
	const struct dataset_facts *facts, uint64_t number);

/* Read what is not read yet. MODERATO_ENOMEM: it can be called again. */
moderato_status intake_batch_read(struct intake_batch *batch, const struct intake_plan *plan,
	struct intake_reader *reader, moderato_error *err);

/* Append what is read and not appended yet. MODERATO_ENOMEM: it can be called again. */
moderato_status intake_batch_append(
	struct intake_batch *batch, const struct intake_plan *plan, moderato_error *err);

void intake_batch_clear(struct intake_batch *batch); /* keeps the memory */
void intake_batch_dispose(struct intake_batch *batch);

#endif
