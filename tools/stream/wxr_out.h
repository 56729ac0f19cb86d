/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_WXR_OUT_H
#define TOOLS_WXR_OUT_H
/* Implements --output wxr: writes the WordPress export that was scored, with the states that the
 * decisions stand for. The file is read a second time, in step with the first reading. */
#include "stream/batch.h"
#include "stream/inputs.h"
#include "moderato/writer.h"

struct wxr_out {
	moderato_restater *restater; /* NULL if this output was not asked for */
	size_t
		n_left; /* comments that were scored and keep their states, as nothing is to be decided */
};

/* Returns the state that a verdict stands for: published, held, spam or trash. */
const char *wxr_out_state(const moderato_verdict *verdict, const moderato_bundle *bundle);

/* Returns whether a comment waits for a decision. One of which the export does not say so, or whose
 * state is not known, does not: somebody may have decided on it. */
bool wxr_out_waits(const moderato_comment *comment);

/* These return exit codes, after complaining of a failure. */
int wxr_out_check(const char *command, char *const *paths, int n_paths);
int wxr_out_open(struct wxr_out *out, const char *command, const struct inputs *inputs);

/* Writes up to the last comment of a finished batch, with the state in results[0] of each record.
 */
int wxr_out_batch(struct wxr_out *out, const struct batch *batch);

/* Writes the rest of the file. */
int wxr_out_end(struct wxr_out *out);

void wxr_out_close(struct wxr_out *out);

#endif
