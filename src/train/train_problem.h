/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRAIN_PROBLEM_H
#define TRAIN_TRAIN_PROBLEM_H
/* What a head learns from, as columns: a value for each row of the data set, followed by one for
 * each comment of the base's sample. */
#include "train/train_heads.h"

/* Columns of the data set's rows alone; malloc'ed. NULL: out of memory. */
int8_t *train_labels(const struct train_inputs *in, int column); /* assumptions are applied */
uint64_t *train_groups(const struct train_inputs *in);
uint32_t *train_sources(const struct train_inputs *in);
uint8_t *train_copies(const struct train_inputs *in); /* 1: a copy in disguise of the row before */

/* A head's problem and what it borrows. */
struct train_problem {
	struct fit_problem fit;
	int8_t *label; /* of a comment of the sample that is held out: unknown */
	uint64_t *group;
	uint32_t *source;
	uint8_t *copy;
	uint8_t only_learned[DATASET_SOURCES_MAX]; /* 1: the source of grades */
	double weight[DATASET_SOURCES_MAX];        /* the inputs', and the sample's own */
};

/* Fill the problem of a head. MODERATO_ENOMEM. Dispose also on failure. */
moderato_status train_problem_init(struct train_problem *problem, const struct train_inputs *in,
	const struct train_head *head, const struct dataset_rows *rows, moderato_error *err);
void train_problem_dispose(struct train_problem *problem);

#endif
