/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CAMPAIGN_SEARCH_H
#define TOOLS_CAMPAIGN_SEARCH_H
/* The first of two passes over a command's input: which campaigns it has. */
#include "stream/inputs.h"
#include "moderato/campaign.h"
#include "terminal/progress.h"
#include "stream/spool.h"

struct campaign_search {
	moderato_campaigns *campaigns;
	size_t *bases; /* of the files' records */
	struct spool spool;
	size_t n_comments; /* good ones */
	size_t n_short;    /* of them too short to be in a campaign */
	struct skips skips;
};

/* Read all that `inputs`, of which nothing was read yet, is made of, whatever its shard, and find
 * the campaigns. Afterwards `inputs` reads the same once more, and its records have the numbers
 * that `campaigns` knows them by. `silent`: what is skipped is told of by the second pass. An exit
 * code; complains; 128 and the number of a signal that stopped it. */
int campaign_search(struct campaign_search *search, struct inputs *inputs,
	const struct common *common, struct progress *progress, bool silent);

void campaign_search_dispose(struct campaign_search *search);

#endif
