/* SPDX-License-Identifier: MIT */
#include "site/site_totals.h"

#include <stdlib.h>

bool site_totals_init(struct site_totals *totals)
{
	*totals = (struct site_totals){.days = calloc(SITE_DAYS, sizeof(*totals->days))};
	return totals->days != NULL;
}

void site_totals_dispose(struct site_totals *totals)
{
	free(totals->days);
	totals->days = NULL;
}

void site_totals_add(
	struct site_totals *totals, const moderato_scores *scores, moderato_decision decision, int day)
{
	size_t i;

	totals->decisions[decision]++;
	if (day >= 0)
		totals->days[day][decision]++;
	else
		totals->undated[decision]++;
	for (i = 0; i < scores->n; i++) {
		const size_t bin = (size_t)(scores->score[i] * SITE_BINS);

		totals->scores[i][bin < SITE_BINS ? bin : SITE_BINS - 1]++;
	}
}

static void add_days(const struct site_totals *totals, struct buffer *buf)
{
	const char *comma = "";
	size_t i;

	for (i = 0; i < SITE_DAYS; i++) {
		const unsigned *day = totals->days[i];

		if (!day[0] && !day[1] && !day[2])
			continue;
		buffer_printf(buf, "%s[%zu,%u,%u,%u]", comma, i, day[0], day[1], day[2]);
		comma = ",";
	}
}

static void add_bins(const size_t bins[SITE_BINS], struct buffer *buf)
{
	size_t i;

	buffer_printf(buf, "[%zu", bins[0]);
	for (i = 1; i < SITE_BINS; i++)
		buffer_printf(buf, ",%zu", bins[i]);
	buffer_add_str(buf, "]");
}

void site_totals_json(
	const struct site_totals *totals, const struct engine *engine, struct buffer *buf)
{
	const size_t *n = totals->decisions;
	const size_t *undated = totals->undated;
	const char *comma = "";
	size_t i;

	buffer_printf(buf, "\"n\":[%zu,%zu,%zu],\"undated\":[%zu,%zu,%zu],\"days\":[", n[0], n[1], n[2],
		undated[0], undated[1], undated[2]);
	add_days(totals, buf);
	buffer_add_str(buf, "],\"bins\":[");
	for (i = 0; i < engine->n_attributes; i++) {
		if (!engine->selected[i])
			continue;
		buffer_add_str(buf, comma);
		add_bins(totals->scores[i], buf);
		comma = ",";
	}
	buffer_add_str(buf, "]");
}
