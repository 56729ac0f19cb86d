/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_AKISMET_ACCOUNT_H
#define TOOLS_SERVE_AKISMET_ACCOUNT_H
/* What Akismet's protocol says about a key: how much it was used, by which sites, with what result,
 * and what was subscribed to. There are no limits and no bills here, and the answers say so. */
#include "serve/akismet/akismet_form.h"
#include "serve/akismet/akismet_stats.h"
#include "serve/reply.h"

void akismet_usage_limit(struct akismet_stats *stats, const struct request *request,
	const struct akismet_form *form, struct reply *reply);

/* Lists the sites of a key in a month. Returns a sentence that says what is wrong with the form, or
 * NULL. Out of memory, the reply's body has failed. */
const char *akismet_key_sites(struct akismet_stats *stats, const struct request *request,
	const struct akismet_form *form, struct reply *reply);

/* Counts by month: of the site that is named, if `of_site`, otherwise of all that the key has. */
void akismet_get_stats(struct akismet_stats *stats, const struct request *request,
	const struct akismet_form *form, bool of_site, struct reply *reply);

void akismet_get_subscription(const struct request *request, struct reply *reply);

#endif
