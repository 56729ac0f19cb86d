/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SCORE_JOURNAL_H
#define TOOLS_SCORE_JOURNAL_H
/* What score writes to its journal: how far the input was read, and which run it was. */
#include "stream/engine.h"
#include "stream/inputs.h"
#include "stream/journal.h"

/* The most shards of one input. With more, a shard would be smaller than a batch. */
enum { SHARDS_MAX = 65536 };

/* Returns how far the delivery has come. out_bytes and the tally are left 0. */
struct checkpoint checkpoint_of_inputs(const struct inputs *inputs);

/* Does the reverse: sets the counts and skips of `inputs`, and returns the place to continue from.
 */
void checkpoint_to_inputs(
	const struct checkpoint *at, struct inputs *inputs, struct inputs_place *place);

/* Computes a fingerprint of everything that determines the output's bytes, except for the content
 * of pipes. Files are identified by name, size and time of change. Returns an exit code, after
 * complaining of a failure. */
int fingerprint_run(struct fingerprint *fingerprint, const struct engine *engine,
	const struct common *common, const char *shard, bool campaigns, const struct inputs *inputs);

#endif
