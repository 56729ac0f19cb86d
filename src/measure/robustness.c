/* SPDX-License-Identifier: MIT */
/* Decides what of a disguise is counted and ranked. */
#include "measure/robustness.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "measure/metrics.h"

struct robustness_row {
	double clean; /* the margin of the comment as it was */
	double margin;
	int8_t label;
	int8_t benign;
	int8_t clean_positive;
	int8_t positive;
	int8_t clean_held; /* -1: no policy decided */
	int8_t held;
};

static moderato_status check_perturbed_row(const moderato_perturbed_row *row, moderato_error *err)
{
	if (!moderato_family_name(row->family))
		return fail(
			err, MODERATO_EINVAL, "family %d: there are %d", (int)row->family, MODERATO_FAMILIES);
	if (!isfinite(row->clean_margin) || !isfinite(row->margin))
		return fail(err, MODERATO_EINVAL, "the margin is not a finite number");
	if (row->label < 0 || row->label > 1)
		return fail(err, MODERATO_EINVAL, "expected the label 0 or 1, got %d", row->label);
	if (row->benign < 0 || row->benign > 1 || row->clean_positive < 0 || row->clean_positive > 1 ||
		row->positive < 0 || row->positive > 1)
		return fail(err, MODERATO_EINVAL, "expected benign and positive to be 0 or 1");
	if (row->clean_held < -1 || row->clean_held > 1 || row->held < -1 || row->held > 1 ||
		(row->clean_held < 0) != (row->held < 0))
		return fail(err, MODERATO_EINVAL, "expected held to be 0 or 1, or -1 both times");
	return MODERATO_OK;
}

/* Make sure that the attribute has columns. False: out of memory. */
static bool reach_attribute(struct robustness *r, size_t attribute)
{
	struct robustness_column(*columns)[MODERATO_FAMILIES];

	if (attribute < r->n_attributes)
		return true;
	columns = resize_array(r->columns, attribute + 1, sizeof(*columns));
	if (!columns)
		return false;
	memset(columns + r->n_attributes, 0, (attribute + 1 - r->n_attributes) * sizeof(*columns));
	r->columns = columns;
	r->n_attributes = attribute + 1;
	return true;
}

moderato_status robustness_add(
	struct robustness *r, size_t attribute, const moderato_perturbed_row *row, moderato_error *err)
{
	struct robustness_column *column;
	moderato_status status = check_perturbed_row(row, err);
	void *rows;

	if (status)
		return status;
	if (!reach_attribute(r, attribute))
		return fail_no_memory(err);
	column = &r->columns[attribute][row->family];
	rows = column->rows;
	if (!grow_array(&rows, &column->cap, column->n + 1, sizeof(*column->rows)))
		return fail_no_memory(err);
	column->rows = rows;
	column->rows[column->n++] = (struct robustness_row){
		.clean = row->clean_margin,
		.margin = row->margin,
		.label = (int8_t)row->label,
		.benign = (int8_t)row->benign,
		.clean_positive = (int8_t)row->clean_positive,
		.positive = (int8_t)row->positive,
		.clean_held = (int8_t)row->clean_held,
		.held = (int8_t)row->held,
	};
	return MODERATO_OK;
}

/* Fill in the figures that are counts and shares of rows. */
static void count_rows(const struct robustness_column *column, moderato_figures *out)
{
	struct metric_confusion c = {0, 0, 0, 0};
	size_t found = 0;
	size_t kept = 0;
	size_t benign = 0;
	size_t clean_held = 0;
	size_t held = 0;
	size_t i;

	for (i = 0; i < column->n; i++) {
		const struct robustness_row *row = &column->rows[i];

		*(row->label ? (row->positive ? &c.tp : &c.fn) : (row->positive ? &c.fp : &c.tn)) += 1;
		out->n_positive += row->label == 1;
		found += row->label && row->clean_positive;
		kept += row->label && row->clean_positive && row->positive;
		if (row->benign && row->held >= 0) {
			benign++;
			clean_held += row->clean_held == 1;
			held += row->held == 1;
		}
	}
	out->n = column->n;
	if (out->n_positive && out->n_positive < out->n) {
		out->precision = metric_precision(&c);
		out->recall = metric_recall(&c);
		out->f1 = metric_f1(&c);
	}
	if (found)
		out->recall_kept = (double)kept / (double)found;
	if (benign) {
		out->held_clean = (double)clean_held / (double)benign;
		out->held_perturbed = (double)held / (double)benign;
		out->held_rise = out->held_perturbed - out->held_clean;
	}
}

/* Rank the rows by their margins as they were or perturbed; `value` and `label` have room for them.
 */
static moderato_status rank_rows(const struct robustness_column *column, bool clean, double *value,
	int8_t *label, double *auc, double *average_precision, moderato_error *err)
{
	const struct metric_rows rows = {value, label, NULL, column->n};
	struct metric_ranking ranking;
	moderato_status status;
	size_t i;

	for (i = 0; i < column->n; i++) {
		value[i] = clean ? column->rows[i].clean : column->rows[i].margin;
		label[i] = column->rows[i].label;
	}
	status = metric_rank(&ranking, &rows, err);
	if (!status) {
		*auc = metric_auc(&ranking);
		*average_precision = metric_average_precision(&ranking);
	}
	metric_ranking_dispose(&ranking);
	return status;
}

moderato_status robustness_measure(const struct robustness *r, size_t attribute,
	moderato_family family, moderato_figures *out, moderato_error *err)
{
	const struct robustness_column *column;
	moderato_status status = MODERATO_OK;
	double clean_auc = NAN;
	double unused;
	double *value;
	int8_t *label;

	if (attribute >= r->n_attributes)
		return MODERATO_OK;
	column = &r->columns[attribute][family];
	count_rows(column, out);
	if (!out->n_positive || out->n_positive == out->n)
		return MODERATO_OK;
	value = resize_array(NULL, column->n, sizeof(*value));
	label = resize_array(NULL, column->n, sizeof(*label));
	if (value && label)
		status = rank_rows(column, true, value, label, &clean_auc, &unused, err);
	else
		status = fail_no_memory(err);
	if (!status)
		status = rank_rows(column, false, value, label, &out->auc, &out->average_precision, err);
	if (!status)
		out->auc_loss = clean_auc - out->auc;
	free(value);
	free(label);
	return status;
}

void robustness_dispose(struct robustness *r)
{
	size_t a;
	int family;

	for (a = 0; a < r->n_attributes; a++)
		for (family = 0; family < MODERATO_FAMILIES; family++)
			free(r->columns[a][family].rows);
	free(r->columns);
	*r = (struct robustness){.n_attributes = 0};
}
