/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CAMPAIGN_LIST_H
#define TOOLS_CAMPAIGN_LIST_H
/* Collects what a report says of each campaign, in a second pass over its comments. Memory grows
 * with the number of campaigns: one text for each, and the ids, hosts and authors of its members.
 */
#include "moderato/campaign.h"
#include "terminal/table.h"
#include "campaign/tally.h"

struct campaign_entry {
	moderato_campaign campaign;
	struct buffer text; /* of the earliest member */
	struct buffer ids;  /* a JSON list of the ids of as many members as were asked for */
	size_t n_ids;
	struct tally hosts;
	struct tally authors;
	char *first; /* the times of the earliest and latest member; NULL if none has a time */
	char *last;
};

struct campaign_list {
	const moderato_campaigns *campaigns;
	struct campaign_entry *v; /* [n], the largest first */
	size_t n;
	bool timed;     /* true if any comment has a time */
	size_t members; /* how many ids, hosts and authors are listed; 0 lists all */
};

/* Prepares the list for the campaigns of at least `least` comments. Returns an exit code, after
 * complaining of a failure. */
int campaign_list_init(
	struct campaign_list *list, const moderato_campaigns *campaigns, size_t least, size_t members);

/* Adds comment number `number`; the numbers must come in ascending order. A comment that is in none
 * of the campaigns is ignored. */
moderato_status campaign_list_add(struct campaign_list *list, const moderato_comment *comment,
	size_t number, moderato_error *err);

/* Sorts the campaigns. Call it after all comments are added. */
void campaign_list_sort(struct campaign_list *list);

/* Write a campaign as a JSON object, and as a line of a table with the most frequent hosts and
 * authors below it. */
void campaign_json(
	const struct campaign_list *list, const struct campaign_entry *entry, struct buffer *buf);
void campaign_table_header(
	const struct campaign_list *list, const struct view *view, struct buffer *buf);
moderato_status campaign_table(const struct campaign_list *list, const struct campaign_entry *entry,
	const struct view *view, struct buffer *buf);

void campaign_list_dispose(struct campaign_list *list);

#endif
