/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_RESTATE_H
#define TOOLS_RESTATE_H
/* --output wxr: the WordPress export that was scored, with the states that the decisions stand for.
 * The file is read a second time, step by step with the first. */
#include "stream/batch.h"
#include "stream/inputs.h"
#include "moderato/writer.h"

struct restate {
	moderato_restater *restater; /* NULL: this is not asked for */
};

/* The state that a verdict stands for: published, held, spam or trash. */
const char *restate_state(const moderato_verdict *verdict, const moderato_bundle *bundle);

/* Exit codes; these complain. */
int restate_check(const char *command, char *const *paths, int n_paths);
int restate_open(struct restate *restate, const char *command, const struct inputs *inputs);

/* Write up to the last comment of a finished batch, by results[0].state of each record. */
int restate_batch(struct restate *restate, const struct batch *batch);

/* Write the rest. */
int restate_end(struct restate *restate);

void restate_close(struct restate *restate);

#endif
