/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SCORE_JOURNAL_H
#define TOOLS_SCORE_JOURNAL_H
/* What a journal says of a run of score: how far its input was read, and which run it was. */
#include "stream/engine.h"
#include "stream/inputs.h"
#include "stream/journal.h"

/* Shards of one input: more would be smaller than a batch. */
enum { SHARDS_MAX = 65536 };

/* How far the delivery has come; out_bytes and the tally are left 0. */
struct checkpoint checkpoint_of_inputs(const struct inputs *inputs);

/* The reverse: counts and skips of `inputs`, and the place to go on from. */
void checkpoint_to_inputs(
	const struct checkpoint *at, struct inputs *inputs, struct inputs_place *place);

/* All that decides on the output's bytes, but not what a pipe brings. Files are known by name, size
 * and time of change.  An exit code; complains. */
int fingerprint_run(struct fingerprint *fingerprint, const struct engine *engine,
	const struct common *common, const char *shard, bool campaigns, const struct inputs *inputs);

#endif
