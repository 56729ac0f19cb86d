/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_TOTALS_H
#define TOOLS_SITE_TOTALS_H
/* What a report says of all comments, also of those that it does not list: counts by decision, by
 * day and by score. The memory is constant. */
#include "stream/engine.h"

enum {
	SITE_BINS = 50,    /* of a score's distribution */
	SITE_DAYS = 84006, /* from 1970 to 2199, as site_time() knows them */
};

struct site_totals {
	size_t decisions[3]; /* by moderato_decision */
	size_t undated[3];   /* of those, without a time that is understood */
	size_t scores[MODERATO_ATTRIBUTES_MAX][SITE_BINS];
	unsigned (*days)[3]; /* [SITE_DAYS] */
};

/* False: out of memory. */
bool site_totals_init(struct site_totals *totals);
void site_totals_dispose(struct site_totals *totals);

/* `day` since 1970; -1: unknown. */
void site_totals_add(
	struct site_totals *totals, const moderato_scores *scores, moderato_decision decision, int day);

/* As JSON members: "n":[publish,hold,reject],"undated":[…],"days":[[day,publish,hold,reject],…],
 * "bins":[[of an attribute],…], the selected attributes. */
void site_totals_json(
	const struct site_totals *totals, const struct engine *engine, struct buffer *buf);

#endif
