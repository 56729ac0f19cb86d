/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_TOTALS_H
#define TOOLS_SITE_TOTALS_H
/* Counts all comments of a report by decision, by day and by score, including those that it does
 * not list. The memory is constant. */
#include "stream/engine.h"

enum {
	SITE_BINS = 50,    /* bins of a score's distribution */
	SITE_DAYS = 84006, /* days from 1970 to 2199, the range of site_time() */
};

struct site_totals {
	size_t decisions[3]; /* indexed by moderato_decision */
	size_t undated[3];   /* how many of those have no time that could be parsed */
	size_t scores[MODERATO_ATTRIBUTES_MAX][SITE_BINS];
	unsigned (*days)[3]; /* [SITE_DAYS] */
};

/* Returns false if memory is out. */
bool site_totals_init(struct site_totals *totals);
void site_totals_dispose(struct site_totals *totals);

/* Counts a comment. `day` is counted from 1970; -1 means unknown. */
void site_totals_add(
	struct site_totals *totals, const moderato_scores *scores, moderato_decision decision, int day);

/* Appends the totals as JSON members:
 * "n":[publish,hold,reject],"undated":[…],"days":[[day,publish,hold,reject],…],"bins":[[of an
 * attribute],…]. The bins are those of the selected attributes. */
void site_totals_json(
	const struct site_totals *totals, const struct engine *engine, struct buffer *buf);

#endif
