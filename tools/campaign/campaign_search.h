/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CAMPAIGN_SEARCH_H
#define TOOLS_CAMPAIGN_SEARCH_H
/* The first of two passes over a command's input. It finds the campaigns. */
#include "stream/inputs.h"
#include "moderato/campaign.h"
#include "terminal/progress.h"
#include "stream/spool.h"

struct campaign_search {
	moderato_campaigns *campaigns;
	size_t *bases; /* the number of each file's first record */
	struct spool spool;
	size_t n_comments; /* comments that could be read */
	size_t n_short;    /* how many of them are too short to be in a campaign */
	struct skips skips;
};

/* Reads everything that `inputs` consists of, whatever its shard, and finds the campaigns. Nothing
 * may have been read from `inputs` before; afterwards it can be read once more, and its records
 * have the numbers that `campaigns` knows them by. With `silent`, skipped records are not reported,
 * because the second pass reports them. Returns an exit code, after complaining of a failure, or
 * 128 plus the number of the signal that stopped the search. */
int campaign_search(struct campaign_search *search, struct inputs *inputs,
	const struct common *common, struct progress *progress, bool silent);

void campaign_search_dispose(struct campaign_search *search);

#endif
