/* SPDX-License-Identifier: MIT */
/* Collects scored and labelled rows. A row consists of numbers only and has no text: it has the
 * number of its source and a bit for each identity that the comment names. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/hash.h"
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
	for (i = 0; i < e->n_sources; i++)
		free(e->sources[i]);
	free(e->columns);
	free(e->sources);
	free(e->slots);
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

/* The slot where the name is or would be. The table is never full. */
static uint32_t *find_slot(const moderato_evaluator *e, moderato_str name)
{
	size_t i = (size_t)hash_bytes(name.ptr, name.len, 0) & (e->n_slots - 1);

	for (; e->slots[i]; i = (i + 1) & (e->n_slots - 1)) {
		const char *known = e->sources[e->slots[i] - 1];

		if (strlen(known) == name.len && !memcmp(known, name.ptr, name.len))
			break;
	}
	return &e->slots[i];
}

/* Keep the table at most half full. False: out of memory. */
static bool grow_slots(moderato_evaluator *e)
{
	const size_t n = e->n_slots ? e->n_slots * 2 : 64;
	uint32_t *old = e->slots;
	uint32_t *slots;
	size_t i;

	if (e->n_sources < e->n_slots / 2)
		return true;
	slots = calloc(n, sizeof(*slots));
	if (!slots)
		return false;
	e->slots = slots;
	e->n_slots = n;
	for (i = 0; i < e->n_sources; i++)
		*find_slot(e, (moderato_str){e->sources[i], strlen(e->sources[i])}) = (uint32_t)i + 1;
	free(old);
	return true;
}

/* Find the number of a source; sources are numbered in the order in which they appear. */
static moderato_status intern_source(
	moderato_evaluator *e, moderato_str name, uint32_t *number, moderato_error *err)
{
	void *sources = e->sources;
	uint32_t *slot;
	char *copy;

	*number = 0;
	if (!name.len)
		name = (moderato_str){NO_SOURCE, strlen(NO_SOURCE)};
	if (memchr(name.ptr, '\0', name.len))
		return fail(err, MODERATO_EINVAL, "expected a source's name without NUL bytes");
	if (!grow_slots(e))
		return fail_no_memory(err);
	slot = find_slot(e, name);
	if (!*slot) {
		if (e->n_sources == UINT32_MAX - 1)
			return fail(err, MODERATO_ELIMIT, "more than %u sources", UINT32_MAX - 1);
		if (!grow_array(&sources, &e->cap_sources, e->n_sources + 1, sizeof(*e->sources)))
			return fail_no_memory(err);
		e->sources = sources;
		copy = strndup(name.ptr, name.len);
		if (!copy)
			return fail_no_memory(err);
		e->sources[e->n_sources++] = copy;
		*slot = (uint32_t)e->n_sources;
	}
	*number = *slot - 1;
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
