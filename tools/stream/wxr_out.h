/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_WXR_OUT_H
#define TOOLS_WXR_OUT_H
/* --output wxr: the WordPress export that was scored, with the states that the decisions stand for.
 * The file is read a second time, step by step with the first. */
#include "stream/batch.h"
#include "stream/inputs.h"
#include "moderato/writer.h"

struct wxr_out {
	moderato_restater *restater; /* NULL: this is not asked for */
};

/* The state that a verdict stands for: published, held, spam or trash. */
const char *wxr_out_state(const moderato_verdict *verdict, const moderato_bundle *bundle);

/* Exit codes; these complain. */
int wxr_out_check(const char *command, char *const *paths, int n_paths);
int wxr_out_open(struct wxr_out *out, const char *command, const struct inputs *inputs);

/* Write up to the last comment of a finished batch, by results[0].state of each record. */
int wxr_out_batch(struct wxr_out *out, const struct batch *batch);

/* Write the rest. */
int wxr_out_end(struct wxr_out *out);

void wxr_out_close(struct wxr_out *out);

#endif
