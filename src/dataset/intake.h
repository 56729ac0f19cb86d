/* SPDX-License-Identifier: MIT */
#ifndef DATASET_INTAKE_H
#define DATASET_INTAKE_H
/* Takes comments into the data set with the help of threads.
 *
 * Comments are copied into batches. Threads read the batches, each with a classifier of its own,
 * and make the copies in disguise. The caller's thread appends what they found in the order in
 * which the comments came, so that the data set is the same for any number of threads. The number
 * of batches, and the comments and bytes in each, are limited.
 *
 * What is wrong with a comment was found before it comes here, by dataset_facts(), so that a call
 * can only fail for want of memory. The caller may then go on: comments that were taken keep their
 * place, and the next call tries again. */
#include "dataset/augmentation.h"
#include "dataset/dataset.h"
#include "dataset/text_store.h"

/* A batch is full when it has this many comments, or at least this many bytes of them. */
#define INTAKE_COMMENTS 64
#define INTAKE_BYTES ((size_t)1 << 18)

/* The caller's thread cannot keep more threads busy than this. */
#define INTAKE_THREADS_MAX 16

/* What comments are taken into, and how. All is borrowed. */
struct intake_plan {
	struct dataset *data;
	struct text_store *texts; /* receives the comments as they were; or NULL */
	const struct augmentation *augmentation;
	size_t jobs; /* threads; 1: the caller's alone */
};

struct intake;

moderato_status intake_new(
	struct intake **out, const struct intake_plan *plan, moderato_error *err);

/* Take a copy of the comment. On failure, which is MODERATO_ENOMEM, it was not taken. */
moderato_status intake_add(struct intake *in, const moderato_comment *comment,
	const struct dataset_facts *facts, moderato_error *err);

/* Wait until all comments are in the data set, and end the threads; more may be added later.
 * MODERATO_ENOMEM. */
moderato_status intake_finish(struct intake *in, moderato_error *err);

/* Free; comments that are not in the data set yet are dropped. NULL is fine. */
void intake_free(struct intake *in);

#endif
