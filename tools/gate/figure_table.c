/* SPDX-License-Identifier: MIT */
#include "gate/figure_table.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/number.h"
#include "base/shown.h"
#include "base/str.h"

enum {
	ATTRIBUTE_COLUMNS = 17,
	SLICE_COLUMNS = 22,
	INTERVAL_COLUMNS = 15,
};

const moderato_measure *measure_find(const char *name, size_t len)
{
	size_t n;
	const moderato_measure *measures = moderato_measures(&n);
	size_t i;

	for (i = 0; i < n; i++) {
		if (str_is((moderato_str){name, len}, measures[i].name))
			return &measures[i];
	}
	return NULL;
}

double measure_of(const moderato_measure *measure, const moderato_figures *figures)
{
	double value;

	memcpy(&value, (const char *)figures + measure->offset, sizeof(value));
	return value;
}

void measures_list(struct buffer *buf)
{
	size_t n;
	const moderato_measure *measures = moderato_measures(&n);
	size_t i;

	for (i = 0; i < n; i++)
		buffer_printf(buf, "%s%s", i ? ", " : "", measures[i].name);
}

/* ---- for programs ---- */

static void write_json(const moderato_figures *row, struct buffer *buf)
{
	size_t n;
	const moderato_measure *measures = moderato_measures(&n);
	size_t i;

	buffer_add_str(buf, "{\"attribute\":");
	json_write_string(buf, str_of(row->attribute));
	buffer_printf(buf, ",\"slice\":\"%s\",\"name\":", moderato_slice_name(row->slice));
	json_write_string(buf, str_of(row->name));
	buffer_printf(buf, ",\"n\":%zu,\"n_positive\":%zu", row->n, row->n_positive);
	for (i = 0; i < n; i++) {
		if (!moderato_measure_applies(&measures[i], row))
			continue;
		buffer_printf(buf, ",\"%s\":", measures[i].name);
		buffer_add_number(buf, measure_of(&measures[i], row));
	}
	if (row->n_spans)
		buffer_printf(buf, ",\"n_spans\":%zu", row->n_spans);
	buffer_add_str(buf, "}\n");
}

static void write_fields(const moderato_figures *row, char separator, struct buffer *buf)
{
	size_t n;
	const moderato_measure *measures = moderato_measures(&n);
	size_t i;

	csv_write_field(buf, str_of(row->attribute), separator);
	buffer_printf(buf, "%c%s%c", separator, moderato_slice_name(row->slice), separator);
	csv_write_field(buf, str_of(row->name), separator);
	buffer_printf(buf, "%c%zu%c%zu", separator, row->n, separator, row->n_positive);
	for (i = 0; i < n; i++) {
		double value = measure_of(&measures[i], row);

		buffer_add(buf, &separator, 1);
		if (isfinite(value) && moderato_measure_applies(&measures[i], row))
			buffer_add_number(buf, value);
	}
	buffer_add(buf, &separator, 1);
	if (row->n_spans)
		buffer_printf(buf, "%zu", row->n_spans);
	buffer_add_str(buf, "\n");
}

static void write_header(char separator, struct buffer *buf)
{
	size_t n;
	const moderato_measure *measures = moderato_measures(&n);
	size_t i;

	buffer_printf(
		buf, "attribute%cslice%cname%cn%cn_positive", separator, separator, separator, separator);
	for (i = 0; i < n; i++)
		buffer_printf(buf, "%c%s", separator, measures[i].name);
	buffer_printf(buf, "%cn_spans\n", separator);
}

/* ---- for people ---- */

static void value_cell(double value, struct buffer *buf)
{
	if (isfinite(value))
		buffer_printf(buf, "  %.3f", value);
	else
		buffer_add_str(buf, "      -");
}

/* Writes an AUC with its interval. */
static void auc_cell(double auc, double low, double high, struct buffer *buf)
{
	value_cell(auc, buf);
	if (isfinite(low) && isfinite(high))
		buffer_printf(buf, " [%.3f, %.3f]", low, high);
	else
		buffer_repeat(buf, ' ', INTERVAL_COLUMNS);
}

static void row_start(const struct view *view, const moderato_figures *row, struct buffer *buf)
{
	if (row->slice == MODERATO_SLICE_ALL)
		table_style(buf, view, STYLE_BOLD);
	table_cell(buf, str_of(row->attribute), ATTRIBUTE_COLUMNS - 1);
	buffer_add_str(buf, " ");
	table_cell(buf, str_of(row->slice == MODERATO_SLICE_ALL ? "all" : row->name), SLICE_COLUMNS);
	buffer_printf(buf, "%8zu %8zu", row->n, row->n_positive);
}

static void main_row(const struct view *view, const moderato_figures *row, struct buffer *buf)
{
	row_start(view, row, buf);
	auc_cell(row->auc, row->auc_low, row->auc_high, buf);
	value_cell(row->average_precision, buf);
	value_cell(row->precision, buf);
	value_cell(row->recall, buf);
	value_cell(row->f1, buf);
	value_cell(row->ece, buf);
	if (row->slice == MODERATO_SLICE_ALL)
		table_style(buf, view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
}

static void main_table(
	const struct view *view, const moderato_figures *figures, size_t n, struct buffer *buf)
{
	size_t i;

	table_style(buf, view, STYLE_BOLD);
	table_cell(buf, str_of("attribute"), ATTRIBUTE_COLUMNS);
	table_cell(buf, str_of("slice"), SLICE_COLUMNS);
	buffer_add_str(
		buf, "       n positive    AUC  95 %               AP      P      R     F1    ECE");
	table_style(buf, view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
	for (i = 0; i < n; i++) {
		if (figures[i].slice == MODERATO_SLICE_ALL || figures[i].slice == MODERATO_SLICE_SOURCE)
			main_row(view, &figures[i], buf);
	}
}

/* Finds the identity and the measure with the smallest value among all attributes. Returns NULL if
 * there is none. */
static const moderato_figures *find_worst(
	const moderato_figures *figures, size_t n, const moderato_measure **measure)
{
	size_t n_measures;
	const moderato_measure *measures = moderato_measures(&n_measures);
	const moderato_figures *worst = NULL;
	double least = INFINITY;
	size_t i, j;

	for (i = 0; i < n; i++) {
		for (j = 0; j < n_measures && figures[i].slice == MODERATO_SLICE_IDENTITY; j++) {
			double value = measure_of(&measures[j], &figures[i]);

			if (measures[j].slice != MODERATO_SLICE_IDENTITY || measures[j].bound ||
				!isfinite(value) || value >= least)
				continue;
			least = value;
			worst = &figures[i];
			*measure = &measures[j];
		}
	}
	return worst;
}

static void identity_cells(const moderato_figures *row, struct buffer *buf)
{
	auc_cell(row->subgroup_auc, row->subgroup_auc_low, row->subgroup_auc_high, buf);
	auc_cell(row->bpsn_auc, row->bpsn_auc_low, row->bpsn_auc_high, buf);
	auc_cell(row->bnsp_auc, row->bnsp_auc_low, row->bnsp_auc_high, buf);
	while (buf->len && buf->data[buf->len - 1] == ' ')
		buf->len--;
}

static void identity_table(
	const struct view *view, const moderato_figures *figures, size_t n, struct buffer *buf)
{
	const moderato_measure *measure = NULL;
	const moderato_figures *worst = find_worst(figures, n, &measure);
	size_t i;

	for (i = 0; i < n && figures[i].slice != MODERATO_SLICE_IDENTITY; i++)
		;
	if (i == n)
		return;
	if (worst) {
		buffer_add_str(buf, "\nWorst identity: ");
		shown_add(buf, str_of(worst->attribute), SHOWN_NAME);
		buffer_printf(buf, ", %s", measure->name);
		auc_cell(measure_of(measure, worst), measure_of(measure + 1, worst), /* its bounds */
			measure_of(measure + 2, worst), buf);
		buffer_add_str(buf, " for \"");
		shown_add(buf, str_of(worst->name), SHOWN_NAME);
		buffer_printf(buf, "\" (%zu comments)\n", worst->n);
	}
	buffer_add_str(buf, "\n");
	table_style(buf, view, STYLE_BOLD);
	table_cell(buf, str_of("attribute"), ATTRIBUTE_COLUMNS);
	table_cell(buf, str_of("identity"), SLICE_COLUMNS);
	buffer_add_str(
		buf, "       n positive  subgr  95 %             BPSN  95 %             BNSP  95 %");
	table_style(buf, view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
	for (i = 0; i < n; i++) {
		if (figures[i].slice != MODERATO_SLICE_IDENTITY ||
			(!isfinite(figures[i].bpsn_auc) && !isfinite(figures[i].bnsp_auc)))
			continue; /* there is nothing to compare it with */
		row_start(view, &figures[i], buf);
		identity_cells(&figures[i], buf);
		buffer_add_str(buf, "\n");
	}
}

static void span_lines(const moderato_figures *figures, size_t n, struct buffer *buf)
{
	bool first = true;
	size_t i;

	for (i = 0; i < n; i++) {
		const moderato_figures *row = &figures[i];

		if (!row->n_spans)
			continue;
		buffer_add_str(buf, first ? "\n" : "");
		shown_add(buf, str_of(row->attribute), SHOWN_NAME);
		buffer_printf(buf, " spans: F1 of the marked characters %.3f", row->span_f1);
		if (isfinite(row->span_f1_low))
			buffer_printf(buf, " [%.3f, %.3f]", row->span_f1_low, row->span_f1_high);
		buffer_printf(buf, " over %zu comments\n", row->n_spans);
		first = false;
	}
}

/* Writes a share in percent. A difference is written with its sign. */
static void percent_cell(double value, bool difference, struct buffer *buf)
{
	if (isfinite(value))
		buffer_printf(buf, difference ? " %+6.1f" : " %6.1f", 100 * value);
	else
		buffer_add_str(buf, "      -");
}

static void perturbation_table(
	const struct view *view, const moderato_figures *figures, size_t n, struct buffer *buf)
{
	size_t i;

	for (i = 0; i < n && figures[i].slice != MODERATO_SLICE_PERTURBATION; i++)
		;
	if (i == n)
		return;
	buffer_add_str(buf,
		"\nIn disguise: AUC and what it loses; recall, and the part of what was found that "
		"still is;\nthe part of benign comments held or rejected, and by how many points "
		"more than as they were\n\n");
	table_style(buf, view, STYLE_BOLD);
	table_cell(buf, str_of("attribute"), ATTRIBUTE_COLUMNS);
	table_cell(buf, str_of("perturbation"), SLICE_COLUMNS);
	buffer_add_str(buf, "       n positive    AUC   loss      R  kept %  held %   rise");
	table_style(buf, view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
	for (; i < n; i++) {
		if (figures[i].slice != MODERATO_SLICE_PERTURBATION)
			continue;
		row_start(view, &figures[i], buf);
		value_cell(figures[i].auc, buf);
		value_cell(figures[i].auc_loss, buf);
		value_cell(figures[i].recall, buf);
		buffer_add_str(buf, " ");
		percent_cell(figures[i].recall_kept, false, buf);
		buffer_add_str(buf, " ");
		percent_cell(figures[i].held_perturbed, false, buf);
		percent_cell(figures[i].held_rise, true, buf);
		buffer_add_str(buf, "\n");
	}
}

void figures_write(enum output output, const struct view *view, const moderato_figures *figures,
	size_t n, struct buffer *buf)
{
	char separator = output == OUTPUT_CSV ? ',' : '\t';
	size_t i;

	if (output == OUTPUT_TABLE) {
		main_table(view, figures, n, buf);
		span_lines(figures, n, buf);
		identity_table(view, figures, n, buf);
		perturbation_table(view, figures, n, buf);
		return;
	}
	if (output != OUTPUT_JSONL)
		write_header(separator, buf);
	for (i = 0; i < n; i++) {
		if (output == OUTPUT_JSONL)
			write_json(&figures[i], buf);
		else
			write_fields(&figures[i], separator, buf);
	}
}
