/* SPDX-License-Identifier: MIT */
#ifndef DATASET_INTAKE_H
#define DATASET_INTAKE_H
/* Comments on their way into the data set.
 *
 * They are copied into batches. Threads read the batches, each with a classifier of its own, and
 * make the copies in disguise; the caller's thread appends what they found in the order in which
 * the comments came, so that the data set is the same for any number of threads. What is under way
 * is bounded: so many batches a thread, of so many comments or bytes each.
 *
 * What is wrong with a comment is known before it comes here (dataset_facts()): what is left to go
 * wrong is memory. Whoever was refused for want of memory may go on: comments that were taken stay
 * in line, and the next call tries again. */
#include "dataset/augmentation.h"
#include "dataset/dataset.h"
#include "dataset/text_store.h"

/* A batch goes to a thread when it has so many comments, or so many bytes of them. */
#define INTAKE_COMMENTS 64
#define INTAKE_BYTES ((size_t)1 << 18)

/* The caller's thread keeps no more than so many busy. */
#define INTAKE_THREADS_MAX 16

/* All borrowed. */
struct intake_plan {
	struct dataset *data;
	struct text_store *texts; /* keep the comments as they were too; NULL: don't */
	const struct augmentation *augmentation;
	size_t jobs; /* threads; 1: none but the caller's */
};

struct intake;

moderato_status intake_new(
	struct intake **out, const struct intake_plan *plan, moderato_error *err);

/* Take a copy of the comment. On failure, for want of memory, it was not taken. */
moderato_status intake_add(struct intake *in, const moderato_comment *comment,
	const struct dataset_facts *facts, moderato_error *err);

/* Wait until all are in the data set and the threads are gone; more may be added later. */
moderato_status intake_finish(struct intake *in, moderato_error *err);

/* Drops what is under way. NULL is fine. */
void intake_free(struct intake *in);

#endif
