/* SPDX-License-Identifier: MIT */
#include "gate/tune_report.h"

#include <math.h>
#include <stdio.h>

#include "base/shown.h"
#include "base/str.h"
#include "terminal/cli.h"

enum { ATTRIBUTE_COLUMNS = 16 };

static void put_auc(struct buffer *buf, double value)
{
	if (isnan(value))
		buffer_add_str(buf, "null");
	else
		buffer_printf(buf, "%.6f", value);
}

/* Appends what the bundle already knew; null if that cannot be measured. */
static void put_known_json(struct buffer *buf, const moderato_known *known)
{
	const struct {
		const char *name;
		double value;
	} figures[] = {{"base_auc", known->base_auc}, {"auc", known->auc},
		{"base_caught", known->base_caught}, {"caught", known->caught},
		{"base_false_alarms", known->base_false_alarms}, {"false_alarms", known->false_alarms}};
	size_t i;

	if (isnan(known->auc)) {
		buffer_add_str(buf, ",\"knew\":null");
		return;
	}
	buffer_printf(buf, ",\"knew\":{\"comments\":[%zu,%zu]", known->n[0], known->n[1]);
	for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		buffer_printf(buf, ",\"%s\":", figures[i].name);
		put_auc(buf, figures[i].value);
	}
	buffer_printf(buf, ",\"change\":%g,\"lost\":\"%s\"}", known->change, known->lost);
}

static void put_json(struct buffer *buf, const moderato_tune_row *row, const char *outcome)
{
	buffer_printf(buf,
		"{\"attribute\":\"%s\",\"head\":\"%s\",\"trained\":[%zu,%zu],\"held_out\":[%zu,%zu],"
		"\"base_auc\":",
		row->attribute, outcome, row->n_trained[0], row->n_trained[1], row->n_held[0],
		row->n_held[1]);
	put_auc(buf, row->base_auc);
	buffer_add_str(buf, ",\"auc\":");
	put_auc(buf, row->auc);
	put_known_json(buf, &row->known);
	buffer_add_str(buf, "}\n");
}

static void put_interval(struct buffer *buf, double auc, double low, double high)
{
	char text[40] = "-";

	if (!isnan(low))
		snprintf(text, sizeof(text), "%.3f (%.3f-%.3f)", auc, low, high);
	else if (!isnan(auc))
		snprintf(text, sizeof(text), "%.3f", auc);
	buffer_printf(buf, "  %-21s", text);
}

static void put_line(struct buffer *buf, const moderato_tune_row *row, const char *outcome)
{
	const size_t begin = buf->len;

	shown_add(buf, str_of(row->attribute), SHOWN_NAME);
	if (buf->len - begin < ATTRIBUTE_COLUMNS)
		buffer_repeat(buf, ' ', ATTRIBUTE_COLUMNS - (buf->len - begin));
	buffer_printf(buf, " %7zu %7zu %7zu %7zu", row->n_trained[0], row->n_trained[1], row->n_held[0],
		row->n_held[1]);
	put_interval(buf, row->base_auc, row->base_low, row->base_high);
	put_interval(buf, row->auc, row->auc_low, row->auc_high);
	buffer_printf(buf, "  %s\n", outcome);
}

/* Appends the second table: the bundle's earlier knowledge, before and after tuning. */
static void put_known_lines(struct buffer *buf, const moderato_tune_plan *plan)
{
	size_t i;

	if (!plan->n_measured)
		return;
	buffer_printf(buf,
		"\n%-16s %15s  %13s  %15s  %15s  %s\n%-16s %7s %7s  %6s %6s  %7s %7s  %7s %7s\n",
		"what it knew", "comments", "AUC", "caught", "false alarms", "taken", "attribute", "0", "1",
		"bundle", "tuned", "bundle", "tuned", "bundle", "tuned");
	for (i = 0; i < plan->n_rows; i++) {
		const moderato_known *k = &plan->rows[i].known;

		if (isnan(k->auc))
			continue;
		buffer_printf(buf, "%-16s %7zu %7zu  %6.3f %6.3f  %6.1f%% %6.1f%%  %6.1f%% %6.1f%%  ",
			plan->rows[i].attribute, k->n[0], k->n[1], k->base_auc, k->auc, 100 * k->base_caught,
			100 * k->caught, 100 * k->base_false_alarms, 100 * k->false_alarms);
		if (k->change == 0)
			buffer_printf(buf, "refused: %s\n", k->lost);
		else if (k->change < 1)
			buffer_printf(buf, "%g of the change; all of it: %s\n", k->change, k->lost);
		else
			buffer_add_str(buf, "the whole change\n");
	}
}

void tune_report(const moderato_tune_plan *plan, bool table, struct buffer *buf)
{
	static const char *const words[] = {"tuned", "base", "base", "base", "base"};
	static const char *const phrases[] = {"tuned", "the bundle's: tuned is worse",
		"the bundle's: too few labels", "the bundle's: tuned forgets",
		"the bundle's: the labels contradict it"};
	size_t i;

	if (table)
		buffer_printf(buf, "%-16s %15s %15s  %-21s  %-21s  %s\n%-16s %7s %7s %7s %7s\n", "",
			"trained on", "held out", "AUC of the bundle", "AUC when tuned", "taken", "attribute",
			"0", "1", "0", "1");
	for (i = 0; i < plan->n_rows; i++)
		if (table)
			put_line(buf, &plan->rows[i], phrases[plan->rows[i].outcome]);
		else
			put_json(buf, &plan->rows[i], words[plan->rows[i].outcome]);
	if (table)
		put_known_lines(buf, plan);
}

void tune_report_refusals(const moderato_tune_plan *plan, bool quiet)
{
	size_t i;

	for (i = 0; i < plan->n_rows; i++) {
		const moderato_tune_row *row = &plan->rows[i];

		if (row->outcome == MODERATO_TUNED_FORGETS)
			complain("%s: the tuned head forgets what the bundle knew (%s), and no part of the "
					 "change is better here; the bundle's head is kept",
				row->attribute, row->known.lost);
		else if (row->outcome == MODERATO_TUNED_CONTRARY)
			complain("%s: the labels contradict the bundle (AUC %.3f, where 0.5 is chance): are "
					 "0 and 1 exchanged? The bundle's head is kept",
				row->attribute, row->base_auc);
		else if (row->outcome == MODERATO_TUNED_WORSE)
			complain("%s: the tuned head is worse than the bundle's on what was held out (AUC "
					 "%.3f, the bundle's %.3f); the bundle's head is kept",
				row->attribute, row->auc, row->base_auc);
	}
	if (plan->n_taken && !plan->n_measured && !quiet)
		complain(
			"what was forgotten cannot be checked: the bundle carries none, or too few, of the "
			"comments that it was trained on");
}
