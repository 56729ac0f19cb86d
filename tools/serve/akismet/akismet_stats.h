/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_AKISMET_STATS_H
#define TOOLS_SERVE_AKISMET_STATS_H
/* How many comments of each site were found to be spam or not, and how often people said otherwise:
 * by calendar month (UTC), for the last 13 months, since the daemon was started. They are kept in
 * memory only. A site belongs to a key; a key has AKISMET_SITES_PER_KEY of them, and further ones
 * are counted together. Thread-safe. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "serve/config/keys.h"

enum {
	AKISMET_MONTHS = 13,
	AKISMET_SITES_PER_KEY = 500, /* as many as a client asks for at a time */
	AKISMET_SITES_MAX = 4096,    /* of all keys together; about 2 MiB */
	AKISMET_SITE_BYTES = 200,    /* sites are told apart by so many bytes of their address */
};

enum akismet_event {
	AKISMET_SPAM,           /* a comment was checked, and is spam */
	AKISMET_HAM,            /* a comment was checked, and is not */
	AKISMET_MISSED_SPAM,    /* people say that it is spam, which was not seen */
	AKISMET_FALSE_POSITIVE, /* people say that it is not, although that was said */
	AKISMET_EVENTS
};

struct akismet_counts {
	uint64_t n[AKISMET_EVENTS];
};

/* A site in a report. */
struct akismet_site {
	const char *name; /* lives as long as the statistics */
	struct akismet_counts counts;
	uint64_t rank; /* for the caller, to sort by */
};

struct akismet_stats; /* opaque */

struct akismet_stats *akismet_stats_new(void); /* NULL: out of memory */
void akismet_stats_free(struct akismet_stats *stats);

/* Returns this month: years since 0 times 12, plus the month from 0. */
int akismet_month(void);

/* Counts an event of a site, which is the address of its front page. `key` may be NULL: requests
 * without one. Where memory is out, or there are too many keys, nothing is counted. */
void akismet_stats_count(struct akismet_stats *stats, const struct key *key, moderato_str blog,
	enum akismet_event event, int month);

/* Sums the months from `first` to `last` of a key's sites, or of one if `blog` is not absent.
 * *n_sites receives how many sites have counts in these months; it may be NULL. */
struct akismet_counts akismet_stats_sum(struct akismet_stats *stats, const struct key *key,
	moderato_str blog, int first, int last, size_t *n_sites);

/* Lists a key's sites that have counts in a month and whose address has `filter` in it, in the
 * arena. Returns false if memory is out. */
bool akismet_stats_sites(struct akismet_stats *stats, const struct key *key, int month,
	moderato_str filter, struct arena *arena, struct akismet_site **sites, size_t *n);

#endif
