/* SPDX-License-Identifier: MIT */
#include "serve/akismet/akismet_stats.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "base/hash_keyed.h"

enum {
	SLOTS = 4 * AKISMET_SITES_MAX, /* of the hash table; a power of two */
	ROWS_MAX = 2 * AKISMET_SITES_MAX,
};

struct row {
	unsigned char key[KEY_HASH_BYTES];
	char name[AKISMET_SITE_BYTES + 1]; /* "": all further sites of the key */
	size_t n_sites;                    /* of the key, in its row for further sites */
	struct month {
		int number; /* akismet_month(); 0: unused */
		struct akismet_counts counts;
	} months[AKISMET_MONTHS];
};

struct akismet_stats {
	pthread_mutex_t lock;
	struct row **rows;
	size_t n;
	size_t cap;
	size_t n_sites;
	uint16_t slots[SLOTS]; /* number of a row, from 1; 0: free */
};

struct akismet_stats *akismet_stats_new(void)
{
	struct akismet_stats *stats = calloc(1, sizeof(*stats));

	if (!stats)
		return NULL;
	pthread_mutex_init(&stats->lock, NULL);
	return stats;
}

void akismet_stats_free(struct akismet_stats *stats)
{
	size_t i;

	if (!stats)
		return;
	for (i = 0; i < stats->n; i++)
		free(stats->rows[i]);
	free(stats->rows);
	pthread_mutex_destroy(&stats->lock);
	free(stats);
}

int akismet_month(void)
{
	struct timespec now;
	int year;
	int month;
	int day;

	clock_gettime(CLOCK_REALTIME, &now);
	calendar_date(now.tv_sec / DAY_SECONDS, &year, &month, &day);
	return year * 12 + month - 1;
}

/* ---- rows ---- */

static const unsigned char *hash_of(const struct key *key)
{
	static const unsigned char nobody[KEY_HASH_BYTES];

	return key ? key->hash : nobody;
}

/* Returns a site's name: its address without the scheme and a slash at the end. */
static moderato_str name_of(moderato_str blog)
{
	if (str_begins_nocase(blog, "https://"))
		blog = str_from(blog, 8);
	else if (str_begins_nocase(blog, "http://"))
		blog = str_from(blog, 7);
	if (blog.len > AKISMET_SITE_BYTES)
		blog.len = AKISMET_SITE_BYTES;
	while (blog.len && blog.ptr[blog.len - 1] == '/')
		blog.len--;
	if (blog.len && memchr(blog.ptr, '\0', blog.len))
		blog.len = 0; /* no address */
	return blog;
}

/* Returns the slot of a row, or the one that it will take. */
static uint16_t *slot_of(struct akismet_stats *stats, const unsigned char *key, moderato_str name)
{
	uint64_t hash = hash_slot_of_pair(
		hash_key(), hash_keyed(name.ptr, name.len), hash_load8(key)); /* `key` is a SHA-256 */

	for (;; hash++) {
		uint16_t *slot = &stats->slots[hash % SLOTS];
		const struct row *row = *slot ? stats->rows[*slot - 1] : NULL;

		if (!row || (memcmp(row->key, key, KEY_HASH_BYTES) == 0 && str_is(name, row->name)))
			return slot;
	}
}

/* Adds the row of a slot that is free. NULL: out of memory, or there are too many. */
static struct row *add_row(
	struct akismet_stats *stats, uint16_t *slot, const unsigned char *key, moderato_str name)
{
	struct row *row;

	if (stats->n == ROWS_MAX ||
		!grow_array((void **)&stats->rows, &stats->cap, stats->n + 1, sizeof(struct row *)))
		return NULL;
	row = calloc(1, sizeof(*row));
	if (!row)
		return NULL;
	memcpy(row->key, key, KEY_HASH_BYTES);
	if (name.len)
		memcpy(row->name, name.ptr, name.len);
	stats->rows[stats->n++] = row;
	*slot = (uint16_t)stats->n;
	return row;
}

/* Finds the row in which a site is counted, or adds it. */
static struct row *row_of(struct akismet_stats *stats, const unsigned char *key, moderato_str name)
{
	static const moderato_str further = {"", 0};
	uint16_t *slot = slot_of(stats, key, name);
	uint16_t *others_slot;
	struct row *others;
	struct row *row;

	if (*slot)
		return stats->rows[*slot - 1];
	others_slot = slot_of(stats, key, further);
	others =
		*others_slot ? stats->rows[*others_slot - 1] : add_row(stats, others_slot, key, further);
	if (!others || !name.len || others->n_sites == AKISMET_SITES_PER_KEY ||
		stats->n_sites == AKISMET_SITES_MAX)
		return others;
	row = add_row(stats, slot_of(stats, key, name), key, name);
	if (!row)
		return others;
	others->n_sites++;
	stats->n_sites++;
	return row;
}

void akismet_stats_count(struct akismet_stats *stats, const struct key *key, moderato_str blog,
	enum akismet_event event, int month)
{
	struct row *row;
	struct month *slot;

	pthread_mutex_lock(&stats->lock);
	row = row_of(stats, hash_of(key), name_of(blog));
	if (row) {
		slot = &row->months[month % AKISMET_MONTHS];
		if (slot->number != month)
			*slot = (struct month){.number = month};
		slot->counts.n[event]++;
	}
	pthread_mutex_unlock(&stats->lock);
}

/* ---- reports ---- */

static void add_counts(struct akismet_counts *sum, const struct akismet_counts *more)
{
	size_t i;

	for (i = 0; i < AKISMET_EVENTS; i++)
		sum->n[i] += more->n[i];
}

/* Adds a row's months from first to last. Returns whether there are any. */
static bool add_months(struct akismet_counts *sum, const struct row *row, int first, int last)
{
	bool any = false;
	size_t i;

	for (i = 0; i < AKISMET_MONTHS; i++) {
		const struct month *month = &row->months[i];

		if (!month->number || month->number < first || month->number > last)
			continue;
		add_counts(sum, &month->counts);
		any = true;
	}
	return any;
}

struct akismet_counts akismet_stats_sum(struct akismet_stats *stats, const struct key *key,
	moderato_str blog, int first, int last, size_t *n_sites)
{
	const moderato_str name = name_of(blog);
	struct akismet_counts sum = {{0}};
	size_t n = 0;
	size_t i;

	pthread_mutex_lock(&stats->lock);
	for (i = 0; i < stats->n; i++) {
		const struct row *row = stats->rows[i];

		if (memcmp(row->key, hash_of(key), KEY_HASH_BYTES) == 0 &&
			(!blog.ptr || str_is(name, row->name)))
			n += add_months(&sum, row, first, last);
	}
	pthread_mutex_unlock(&stats->lock);
	if (n_sites)
		*n_sites = n;
	return sum;
}

bool akismet_stats_sites(struct akismet_stats *stats, const struct key *key, int month,
	moderato_str filter, struct arena *arena, struct akismet_site **sites, size_t *n)
{
	size_t i;

	*n = 0;
	pthread_mutex_lock(&stats->lock);
	*sites = arena_array(arena, stats->n, sizeof(**sites));
	for (i = 0; *sites && i < stats->n; i++) {
		const struct row *row = stats->rows[i];
		struct akismet_site site = {.name = row->name[0] ? row->name : "other sites"};

		if (memcmp(row->key, hash_of(key), KEY_HASH_BYTES) != 0 ||
			str_find_nocase(str_of(site.name), filter) == SIZE_MAX ||
			!add_months(&site.counts, row, month, month))
			continue;
		(*sites)[(*n)++] = site;
	}
	pthread_mutex_unlock(&stats->lock);
	return *sites != NULL;
}
