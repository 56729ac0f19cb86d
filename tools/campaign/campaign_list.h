/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CAMPAIGN_LIST_H
#define TOOLS_CAMPAIGN_LIST_H
/* What there is to say of each campaign, gathered in a second pass over its comments. Memory goes
 * by the campaigns: a text of each, and its members' ids, hosts and authors. */
#include "moderato/campaign.h"
#include "terminal/table.h"
#include "campaign/tally.h"

struct campaign_entry {
	moderato_campaign campaign;
	struct buffer text; /* the earliest member's */
	struct buffer ids;  /* of as many members as are asked for, as JSON */
	size_t n_ids;
	struct tally hosts;
	struct tally authors;
	char *first; /* the times between which they were written; NULL: none has one */
	char *last;
};

struct campaign_list {
	const moderato_campaigns *campaigns;
	struct campaign_entry *v; /* [n] the largest first */
	size_t n;
	bool timed;     /* comments have times */
	size_t members; /* how many ids, hosts and authors are listed; 0: all */
};

/* The campaigns of `least` comments or more. An exit code; complains. */
int campaign_list_init(
	struct campaign_list *list, const moderato_campaigns *campaigns, size_t least, size_t members);

/* Comment number `number`, in order; it is looked at if it is in one of the campaigns. */
moderato_status campaign_list_add(struct campaign_list *list, const moderato_comment *comment,
	size_t number, moderato_error *err);

/* Once all are added. */
void campaign_list_sort(struct campaign_list *list);

/* A campaign as a JSON object, and as a line of a table with the most frequent hosts and authors
 * below. */
void campaign_json(
	const struct campaign_list *list, const struct campaign_entry *entry, struct buffer *buf);
void campaign_table_header(
	const struct campaign_list *list, const struct view *view, struct buffer *buf);
moderato_status campaign_table(const struct campaign_list *list, const struct campaign_entry *entry,
	const struct view *view, struct buffer *buf);

void campaign_list_dispose(struct campaign_list *list);

#endif
