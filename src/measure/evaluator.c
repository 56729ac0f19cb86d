/* SPDX-License-Identifier: MIT */
/* Collects scored and labelled rows. A row consists of numbers only and has no text: it has the
 * number of its source and a bit for each identity that the comment names. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "measure/evaluator_internal.h"

#define THRESHOLD 0.5           /* a score from this on is positive if the caller does not say */
#define NO_SOURCE "(no source)" /* the name of the source of rows that have none */

moderato_status moderato_evaluator_new(moderato_evaluator **out, const char *const *attributes,
	size_t n, unsigned long long seed, moderato_error *err)
{
	moderato_evaluator *e;
	size_t i;

	*out = NULL;
	if (!n)
		return fail(err, MODERATO_EINVAL, "expected 1 attribute or more, got 0");
	e = calloc(1, sizeof(*e));
	if (!e)
		return fail_no_memory(err);
	e->seed = seed;
	e->columns = calloc(n, sizeof(*e->columns));
	for (i = 0; e->columns && i < n; i++) {
		e->n_columns = i + 1;
		e->columns[i].attribute = strdup(attributes[i]);
		if (!e->columns[i].attribute)
			break;
	}
	if (i < n) {
		moderato_evaluator_free(e);
		return fail_no_memory(err);
	}
	*out = e;
	return MODERATO_OK;
}

void moderato_evaluator_free(moderato_evaluator *e)
{
	size_t i;

	if (!e)
		return;
	for (i = 0; i < e->n_columns; i++) {
		free(e->columns[i].attribute);
		free(e->columns[i].rows);
		span_scores_dispose(&e->columns[i].spans);
	}
	identities_dispose(&e->identities);
	robustness_dispose(&e->robustness);
	free(e->columns);
	string_table_dispose(&e->sources);
	arena_dispose(&e->names);
	free(e->fold_names);
	free(e->figures);
	free(e);
}

moderato_status moderato_evaluator_identities(
	moderato_evaluator *e, const char *path, moderato_error *err)
{
	if (e->n_max)
		return fail(err, MODERATO_EINVAL, "identities must be named before rows are added");
	return identities_read(&e->identities, path, err);
}

/* --- sources --- */

/* Find the number of a source; sources are numbered in the order in which they appear. */
static moderato_status intern_source(
	moderato_evaluator *e, moderato_str name, uint32_t *number, moderato_error *err)
{
	char *copy;

	*number = 0;
	if (!name.len)
		name = str_of(NO_SOURCE);
	if (memchr(name.ptr, '\0', name.len))
		return fail(err, MODERATO_EINVAL, "expected a source's name without NUL bytes");
	*number = string_table_find(&e->sources, name);
	if (*number != STRING_TABLE_NONE)
		return MODERATO_OK;
	if (e->sources.n == STRING_TABLE_NONE - 1)
		return fail(err, MODERATO_ELIMIT, "more than %u sources", STRING_TABLE_NONE - 1);
	copy = arena_copy(&e->names, name.ptr, name.len);
	if (!copy || !string_table_add(&e->sources, (moderato_str){copy, name.len}))
		return fail_no_memory(err);
	*number = (uint32_t)e->sources.n - 1;
	return MODERATO_OK;
}

/* --- rows --- */

/* MODERATO_EINVAL: a value is not one that a row can have. */
static moderato_status check_scored_row(const moderato_evaluator *e, size_t attribute,
	double margin, double score, int positive, int label, int fold, moderato_error *err)
{
	if (attribute >= e->n_columns)
		return fail(err, MODERATO_EINVAL, "attribute %zu: there are %zu", attribute, e->n_columns);
	if (!isfinite(margin))
		return fail(err, MODERATO_EINVAL, "the margin is not a finite number");
	if (!(score >= 0 && score <= 1))
		return fail(err, MODERATO_EINVAL, "expected a score from 0 to 1, got %g", score);
	if (positive < -1 || positive > 1)
		return fail(err, MODERATO_EINVAL, "expected positive to be -1, 0 or 1, got %d", positive);
	if (label < 0 || label > 1)
		return fail(err, MODERATO_EINVAL, "expected the label 0 or 1, got %d", label);
	if (fold < -1 || fold >= MODERATO_FOLDS_MAX)
		return fail(err, MODERATO_EINVAL, "expected a fold from -1 to %d, got %d",
			MODERATO_FOLDS_MAX - 1, fold);
	return MODERATO_OK;
}

moderato_status moderato_evaluator_add(moderato_evaluator *e, size_t attribute,
	const moderato_comment *comment, double margin, double score, int positive, int label, int fold,
	moderato_error *err)
{
	moderato_status status =
		check_scored_row(e, attribute, margin, score, positive, label, fold, err);
	struct column *column = status ? NULL : &e->columns[attribute];
	uint32_t source;
	void *rows;

	if (status)
		return status;
	rows = column->rows;
	if (!grow_array(&rows, &column->cap, column->n + 1, sizeof(*column->rows)))
		return fail_no_memory(err);
	column->rows = rows;
	status = identities_find(&e->identities, comment->text, err);
	if (!status)
		status = intern_source(e, comment->source, &source, err);
	if (status)
		return status;
	column->rows[column->n++] = (struct row){
		.margin = margin,
		.score = score,
		.identities = e->identities.last,
		.source = source,
		.fold = fold,
		.label = (int8_t)label,
		.positive = (int8_t)(positive >= 0 ? positive : score >= THRESHOLD),
	};
	if (column->n > e->n_max)
		e->n_max = column->n;
	if (fold >= 0 && (size_t)fold >= e->n_folds)
		e->n_folds = (size_t)fold + 1;
	return MODERATO_OK;
}

moderato_status moderato_evaluator_add_spans(moderato_evaluator *e, size_t attribute,
	const moderato_comment *comment, const moderato_span *spans, size_t n, moderato_error *err)
{
	if (attribute >= e->n_columns)
		return fail(err, MODERATO_EINVAL, "attribute %zu: there are %zu", attribute, e->n_columns);
	return span_scores_add(&e->columns[attribute].spans, comment, spans, n, err);
}

moderato_status moderato_evaluator_add_perturbed(
	moderato_evaluator *e, size_t attribute, const moderato_perturbed_row *row, moderato_error *err)
{
	if (attribute >= e->n_columns)
		return fail(err, MODERATO_EINVAL, "attribute %zu: there are %zu", attribute, e->n_columns);
	return robustness_add(&e->robustness, attribute, row, err);
}
