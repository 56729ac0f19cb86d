/* SPDX-License-Identifier: MIT */
/* The comments of a batch by number, and the campaigns that they belong to: collects signatures,
 * has them linked, and sorts the linked sets into campaigns. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "campaign/links.h"

#define NONE UINT32_MAX

struct moderato_campaigns {
	uint32_t *place; /* [n] for each comment the index of its signature, and after
						moderato_campaigns_find() that of its campaign; or NONE */
	size_t n, cap;
	size_t max;
	moderato_signature *signatures; /* [n_signatures]; freed by moderato_campaigns_find() */
	size_t n_signatures, cap_signatures;
	moderato_campaign *found; /* [n_found], in the order of moderato_campaigns_at() */
	size_t n_found;
	bool done;
};

moderato_status moderato_campaigns_new(moderato_campaigns **out, size_t max, moderato_error *err)
{
	*out = NULL;
	if (max > MODERATO_CAMPAIGN_COMMENTS_MAX)
		return fail(err, MODERATO_EINVAL, "campaigns among %zu comments: expected at most %zu", max,
			MODERATO_CAMPAIGN_COMMENTS_MAX);
	*out = calloc(1, sizeof(**out));
	if (!*out)
		return fail_no_memory(err);
	(*out)->max = max ? max : MODERATO_CAMPAIGN_COMMENTS_MAX;
	return MODERATO_OK;
}

void moderato_campaigns_free(moderato_campaigns *campaigns)
{
	if (!campaigns)
		return;
	free(campaigns->place);
	free(campaigns->signatures);
	free(campaigns->found);
	free(campaigns);
}

/* Makes room for one more comment, and for its signature if it has one. Returns false when memory
 * runs out. */
static bool reserve_comment(moderato_campaigns *c, bool signature)
{
	void *place = c->place;
	void *signatures = c->signatures;
	bool good = grow_array(&place, &c->cap, c->n + 1, sizeof(*c->place));

	c->place = place;
	if (!good || !signature)
		return good;
	good = grow_array(&signatures, &c->cap_signatures, c->n_signatures + 1, sizeof(*c->signatures));
	c->signatures = signatures;
	return good;
}

moderato_status moderato_campaigns_add(
	moderato_campaigns *campaigns, const moderato_signature *signature, moderato_error *err)
{
	moderato_campaigns *c = campaigns;

	if (c->done)
		return fail(err, MODERATO_EINVAL, "campaigns were found already");
	if (c->n == c->max)
		return fail(err, MODERATO_ELIMIT,
			"campaigns can be found among at most %zu comments, but there are more: give fewer "
			"files at a time",
			c->max);
	if (!reserve_comment(c, signature != NULL))
		return fail_no_memory(err);
	c->place[c->n++] = signature ? (uint32_t)c->n_signatures : NONE;
	if (signature)
		c->signatures[c->n_signatures++] = *signature;
	return MODERATO_OK;
}

static int compare_campaigns(const void *left, const void *right)
{
	const moderato_campaign *a = left;
	const moderato_campaign *b = right;

	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

/* Makes the campaigns: the linked sets of two signatures or more. first[i] is the earliest
 * signature of i's set. Then c->place, which has the signatures of comments, receives their
 * campaigns. Returns false when memory runs out. */
static bool make_campaigns(moderato_campaigns *c, uint32_t *first)
{
	uint32_t *size = calloc(c->n_signatures + 1, sizeof(*size));
	size_t i;

	if (!size)
		return false;
	for (i = 0; i < c->n_signatures; i++)
		c->n_found += ++size[first[i]] == 2;
	c->found = calloc(c->n_found + 1, sizeof(*c->found));
	if (!c->found) {
		c->n_found = 0;
		free(size);
		return false;
	}
	c->n_found = 0;
	for (i = 0; i < c->n; i++) {
		const uint32_t s = c->place[i];

		if (s != NONE && first[s] == s && size[s] > 1)
			c->found[c->n_found++] = (moderato_campaign){
				.id = signature_hash(&c->signatures[s]), .size = size[s], .first = i};
	}
	qsort(c->found, c->n_found, sizeof(*c->found), compare_campaigns);
	for (i = 0; i < c->n_signatures;
		 i++) /* from here on `size` holds the campaign of each set, at its earliest member */
		size[i] = NONE;
	for (i = 0; i < c->n_found; i++)
		size[c->place[c->found[i].first]] = (uint32_t)i;
	for (i = 0; i < c->n; i++)
		if (c->place[i] != NONE)
			c->place[i] = size[first[c->place[i]]];
	free(size);
	return true;
}

moderato_status moderato_campaigns_find(moderato_campaigns *campaigns, moderato_error *err)
{
	moderato_campaigns *c = campaigns;
	uint32_t *first;
	bool good;

	if (c->done)
		return fail(err, MODERATO_EINVAL, "campaigns were found already");
	first = resize_array(NULL, c->n_signatures + 1, sizeof(*first));
	good = first && links_find(c->signatures, c->n_signatures, first) && make_campaigns(c, first);
	free(first);
	if (!good)
		return fail_no_memory(err);
	free(c->signatures);
	c->signatures = NULL;
	c->done = true;
	return MODERATO_OK;
}

size_t moderato_campaigns_count(const moderato_campaigns *campaigns, size_t least)
{
	size_t n = 0;

	while (n < campaigns->n_found && campaigns->found[n].size >= least)
		n++;
	return n;
}

moderato_campaign moderato_campaigns_at(const moderato_campaigns *campaigns, size_t i)
{
	return campaigns->found[i];
}

size_t moderato_campaigns_place(const moderato_campaigns *campaigns, size_t number)
{
	if (!campaigns->done || number >= campaigns->n || campaigns->place[number] == NONE)
		return SIZE_MAX;
	return campaigns->place[number];
}

int moderato_campaigns_of(
	const moderato_campaigns *campaigns, size_t number, moderato_campaign *campaign)
{
	const size_t place = moderato_campaigns_place(campaigns, number);

	if (place == SIZE_MAX)
		return 0;
	*campaign = campaigns->found[place];
	return 1;
}
