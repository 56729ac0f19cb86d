/* SPDX-License-Identifier: MIT */
/* Decides which slices of the rows there are and what is measured in each. Slices of one kind are
 * runs of the rows sorted for it, so that cutting takes O(n log n) however many sources or folds
 * there are. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "measure/evaluator_internal.h"
#include "measure/metrics.h"

#define RESAMPLES 200        /* enough for two digits of a 95 % interval */
#define INTERVAL_ROWS_MIN 20 /* with fewer rows of a class there is no interval */

/* The rows of a slice, and scratch columns for the metrics, which are long enough for any slice. */
struct cut {
	const struct row *rows;
	size_t n;
	int identity; /* only the rows that name it are in the slice; -1: all are */
	double *value;
	int8_t *label;
	uint8_t *in_group;
};

/* Does the row name the identity? With -1 every row counts as if it did. */
static bool has_identity(const struct row *row, int identity)
{
	const size_t i = (size_t)identity;

	return identity < 0 || (row->identities.bits[i / 64] >> i % 64 & 1);
}

enum value { MARGINS, SCORES };

/* Fill the scratch columns with the slice's rows. */
static struct metric_rows fill_columns(const struct cut *s, enum value value)
{
	struct metric_rows rows = {s->value, s->label, NULL, 0};
	size_t i;

	for (i = 0; i < s->n; i++) {
		const struct row *row = &s->rows[i];

		if (!has_identity(row, s->identity))
			continue;
		s->value[rows.n] = value == MARGINS ? row->margin : row->score;
		s->label[rows.n++] = row->label;
	}
	return rows;
}

static moderato_status measure_ranking(
	const struct cut *s, uint64_t seed, moderato_figures *out, moderato_error *err)
{
	const size_t n_negative = out->n - out->n_positive;
	struct metric_rows rows = fill_columns(s, MARGINS);
	struct metric_ranking ranking;
	double interval[2] = {NAN, NAN};
	moderato_status status = metric_rank(&ranking, &rows, err);

	if (!status && out->n_positive >= INTERVAL_ROWS_MIN && n_negative >= INTERVAL_ROWS_MIN)
		status = metric_auc_interval(interval, &rows, RESAMPLES, seed, err);
	if (!status) {
		out->auc = metric_auc(&ranking);
		out->auc_low = interval[0];
		out->auc_high = interval[1];
		out->average_precision = metric_average_precision(&ranking);
	}
	metric_ranking_dispose(&ranking);
	return status;
}

static moderato_status measure_scores(
	const struct cut *s, moderato_figures *out, moderato_error *err)
{
	struct metric_rows rows = fill_columns(s, SCORES);
	struct metric_ranking ranking;
	moderato_status status = metric_rank(&ranking, &rows, err);

	if (!status) {
		out->ece = metric_ece(&ranking, METRIC_BINS);
		out->brier = metric_brier(&ranking);
	}
	metric_ranking_dispose(&ranking);
	return status;
}

/* Compare an identity's rows with all others. */
static moderato_status measure_bias(const struct cut *s, moderato_figures *out, moderato_error *err)
{
	struct cut everyone = *s;
	struct metric_bias bias;
	struct metric_rows rows;
	moderato_status status;
	size_t i;

	everyone.identity = -1;
	rows = fill_columns(&everyone, MARGINS);
	for (i = 0; i < s->n; i++)
		s->in_group[i] = has_identity(&s->rows[i], s->identity);
	status = metric_bias(&bias, &rows, s->in_group, err);
	out->subgroup_auc = bias.subgroup_auc;
	out->bpsn_auc = bias.bpsn_auc;
	out->bnsp_auc = bias.bnsp_auc;
	out->subgroup_auc_low = bias.subgroup_interval[0];
	out->subgroup_auc_high = bias.subgroup_interval[1];
	out->bpsn_auc_low = bias.bpsn_interval[0];
	out->bpsn_auc_high = bias.bpsn_interval[1];
	out->bnsp_auc_low = bias.bnsp_interval[0];
	out->bnsp_auc_high = bias.bnsp_interval[1];
	return status;
}

/* Count the slice's rows, and how many of them the model is right about. */
static struct metric_confusion count_slice(const struct cut *s, moderato_figures *out)
{
	struct metric_confusion c = {0, 0, 0, 0};
	size_t i;

	for (i = 0; i < s->n; i++) {
		const struct row *row = &s->rows[i];

		if (!has_identity(row, s->identity))
			continue;
		out->n++;
		out->n_positive += row->label == 1;
		*(row->label ? (row->positive ? &c.tp : &c.fn) : (row->positive ? &c.fp : &c.tn)) += 1;
	}
	return c;
}

static moderato_status measure_slice(
	const struct cut *s, uint64_t seed, moderato_figures *out, moderato_error *err)
{
	const struct metric_confusion c = count_slice(s, out);
	moderato_status status = MODERATO_OK;

	if (out->n_positive && out->n_positive < out->n) {
		out->precision = metric_precision(&c);
		out->recall = metric_recall(&c);
		out->f1 = metric_f1(&c);
		status = measure_ranking(s, seed, out, err);
		if (!status)
			status = measure_scores(s, out, err);
	}
	if (!status && s->identity >= 0 && out->n)
		status = measure_bias(s, out, err);
	return status;
}

static const moderato_figures no_figures = {.name = NULL,
	.auc = NAN,
	.auc_low = NAN,
	.auc_high = NAN,
	.average_precision = NAN,
	.precision = NAN,
	.recall = NAN,
	.f1 = NAN,
	.ece = NAN,
	.brier = NAN,
	.subgroup_auc = NAN,
	.bpsn_auc = NAN,
	.bnsp_auc = NAN,
	.subgroup_auc_low = NAN,
	.subgroup_auc_high = NAN,
	.bpsn_auc_low = NAN,
	.bpsn_auc_high = NAN,
	.bnsp_auc_low = NAN,
	.bnsp_auc_high = NAN,
	.span_f1 = NAN,
	.span_f1_low = NAN,
	.span_f1_high = NAN,
	.auc_loss = NAN,
	.recall_kept = NAN,
	.held_clean = NAN,
	.held_perturbed = NAN,
	.held_rise = NAN};

/* Append a row of figures. */
static moderato_status list_figures(
	moderato_evaluator *e, const moderato_figures *row, moderato_error *err)
{
	void *figures = e->figures;

	if (!grow_array(&figures, &e->cap_figures, e->n_figures + 1, sizeof(*e->figures)))
		return fail_no_memory(err);
	e->figures = figures;
	e->figures[e->n_figures++] = *row;
	return MODERATO_OK;
}

/* Measure a slice and append its figures. Identities that no row names are left out. */
static moderato_status add_figures(moderato_evaluator *e, const struct column *column,
	moderato_slice slice, const char *name, const struct cut *s, moderato_error *err)
{
	moderato_figures row = no_figures;
	moderato_status status;

	row.attribute = column->attribute;
	row.slice = slice;
	row.name = name;
	status = measure_slice(s, e->seed, &row, err);
	if (status || (slice == MODERATO_SLICE_IDENTITY && !row.n))
		return status;
	return list_figures(e, &row, err);
}

/* Append the figures of each family of disguises that some row was perturbed by. */
static moderato_status add_perturbations(
	moderato_evaluator *e, const struct column *column, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	int family;

	for (family = 0; !status && family < MODERATO_FAMILIES; family++) {
		moderato_figures row = no_figures;

		row.attribute = column->attribute;
		row.slice = MODERATO_SLICE_PERTURBATION;
		row.name = moderato_family_name((moderato_family)family);
		status = robustness_measure(
			&e->robustness, (size_t)(column - e->columns), (moderato_family)family, &row, err);
		if (!status && row.n)
			status = list_figures(e, &row, err);
	}
	return status;
}

/* Add the figures of spans to the last row, that of all comments: spans are not measured by slices.
 */
static moderato_status add_span_figures(
	moderato_evaluator *e, struct column *column, moderato_error *err)
{
	moderato_figures *row = &e->figures[e->n_figures - 1];
	double interval[2] = {NAN, NAN};
	moderato_status status = MODERATO_OK;

	if (column->spans.n >= INTERVAL_ROWS_MIN)
		status = span_scores_interval(interval, &column->spans, RESAMPLES, e->seed, err);
	row->n_spans = column->spans.n;
	row->span_f1 = span_scores_mean(&column->spans);
	row->span_f1_low = interval[0];
	row->span_f1_high = interval[1];
	return status;
}

/* The metrics sort what they get, which is quicker if it is sorted already. */
static int by_margin(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;

	return (x->margin < y->margin) - (x->margin > y->margin);
}

static int by_source(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;

	return x->source != y->source ? (x->source > y->source ? 1 : -1) : by_margin(a, b);
}

static int by_fold(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;

	return x->fold != y->fold ? (x->fold > y->fold ? 1 : -1) : by_margin(a, b);
}

/* The row's source or fold; -1: it is in no fold. */
static long slice_number(const struct row *row, moderato_slice slice)
{
	return slice == MODERATO_SLICE_SOURCE ? (long)row->source : (long)row->fold;
}

/* Slices that divide the rows, by source or fold: sort the rows, then measure each run. */
static moderato_status add_runs(moderato_evaluator *e, struct column *column, moderato_slice slice,
	const struct cut *columns, moderato_error *err)
{
	struct cut s = *columns;
	moderato_status status = MODERATO_OK;
	size_t begin;
	size_t end;

	qsort(column->rows, column->n, sizeof(*column->rows),
		slice == MODERATO_SLICE_SOURCE ? by_source : by_fold);
	for (begin = 0; !status && begin < column->n; begin = end) {
		const long number = slice_number(&column->rows[begin], slice);

		for (end = begin + 1; end < column->n; end++)
			if (slice_number(&column->rows[end], slice) != number)
				break;
		s.rows = column->rows + begin;
		s.n = end - begin;
		if (number >= 0)
			status = add_figures(e, column, slice,
				slice == MODERATO_SLICE_SOURCE ? e->sources.strings[number].ptr
											   : e->fold_names[number],
				&s, err);
	}
	return status;
}

static moderato_status add_identities(moderato_evaluator *e, const struct column *column,
	const struct cut *columns, moderato_error *err)
{
	struct cut s = *columns;
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; !status && i < e->identities.n; i++) {
		s.identity = (int)i;
		status = add_figures(e, column, MODERATO_SLICE_IDENTITY, e->identities.v[i].name, &s, err);
	}
	return status;
}

static moderato_status add_attribute(
	moderato_evaluator *e, struct column *column, struct cut *s, moderato_error *err)
{
	moderato_status status;

	s->rows = column->rows;
	s->n = column->n;
	if (column->n)
		qsort(column->rows, column->n, sizeof(*column->rows), by_margin);
	status = add_figures(e, column, MODERATO_SLICE_ALL, "", s, err);
	if (!status)
		status = add_span_figures(e, column, err);
	if (!column->n)
		return status;
	if (!status && e->sources.n > 1)
		status = add_runs(e, column, MODERATO_SLICE_SOURCE, s, err);
	if (!status && e->n_folds)
		status = add_runs(e, column, MODERATO_SLICE_FOLD, s, err);
	if (!status && e->identities.n) {
		qsort(column->rows, column->n, sizeof(*column->rows), by_margin);
		status = add_identities(e, column, s, err);
	}
	return status;
}

/* Write the folds' numbers as names. False: out of memory. */
static bool name_folds(moderato_evaluator *e)
{
	void *grown;
	size_t i;

	if (!e->n_folds)
		return true;
	grown = resize_array(e->fold_names, e->n_folds, sizeof(*e->fold_names));
	if (!grown)
		return false;
	e->fold_names = grown;
	for (i = 0; i < e->n_folds; i++)
		snprintf(e->fold_names[i], FOLD_NAME_BYTES, "%u", (unsigned)(uint16_t)i);
	return true;
}

moderato_status moderato_evaluator_figures(
	moderato_evaluator *e, const moderato_figures **figures, size_t *n, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	struct cut s = {.identity = -1};
	size_t i;

	*figures = NULL;
	*n = 0;
	e->n_figures = 0;
	s.value = resize_array(NULL, e->n_max, sizeof(*s.value));
	s.label = resize_array(NULL, e->n_max, sizeof(*s.label));
	s.in_group = resize_array(NULL, e->n_max, sizeof(*s.in_group));
	if (!s.value || !s.label || !s.in_group || !name_folds(e)) {
		status = fail_no_memory(err);
		goto out;
	}
	for (i = 0; !status && i < e->n_columns; i++) {
		status = add_attribute(e, &e->columns[i], &s, err);
		if (!status)
			status = add_perturbations(e, &e->columns[i], err);
	}
	if (status)
		goto out;
	*figures = e->figures;
	*n = e->n_figures;
out:
	free(s.value);
	free(s.label);
	free(s.in_group);
	return status;
}
