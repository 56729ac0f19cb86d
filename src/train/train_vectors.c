/* SPDX-License-Identifier: MIT */
/* Trains on foreign vectors: rows as they are, one attribute, and a head of support vectors, for a
 * linear kernel the single one that they add up to. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "moderato/vectors.h"
#include "train/trainer_internal.h"
#include "base/limits.h"

/* --- reading --- */

/* Make room for one more row and for `entries` entries in all. False: out of memory. */
static bool reserve_vectors(struct train_vectors *v, size_t entries)
{
	size_t cap_start = v->cap_rows;
	size_t cap_label = v->cap_rows;
	size_t cap_index = v->cap_entries;
	size_t cap_value = v->cap_entries;
	void *start = v->start;
	void *label = v->label;
	void *index = v->index;
	void *value = v->value;
	bool ok = grow_array(&start, &cap_start, v->n + 2, sizeof(*v->start));

	v->start = start;
	ok = ok && grow_array(&label, &cap_label, v->n + 2, sizeof(*v->label));
	v->label = label;
	ok = ok && grow_array(&index, &cap_index, entries, sizeof(*v->index));
	v->index = index;
	ok = ok && grow_array(&value, &cap_value, entries, sizeof(*v->value));
	v->value = value;
	if (ok) {
		v->cap_rows = cap_start;
		v->cap_entries = cap_index;
	}
	return ok;
}

static moderato_status add_row(
	struct train_vectors *v, const moderato_vector_row *row, moderato_error *err)
{
	size_t at = v->n ? v->start[v->n] : 0;
	size_t i;

	if (!reserve_vectors(v, at + row->n))
		return fail_no_memory(err);
	v->start[v->n] = at;
	for (i = 0; i < row->n; i++, at++) {
		v->index[at] = row->index[i] - 1;
		v->value[at] = (float)row->value[i];
		if (!isfinite(v->value[at]))
			return fail(err, MODERATO_EFORMAT, "pair %zu: expected a value below 1e38", i + 1);
		if (row->index[i] > v->n_features)
			v->n_features = row->index[i];
	}
	v->label[v->n++] = row->label > 0;
	v->start[v->n] = at;
	return MODERATO_OK;
}

static moderato_status read_rows(
	struct train_vectors *v, struct input *in, moderato_vector_row *row, moderato_error *err)
{
	moderato_status status;
	moderato_error detail = {.line = 0};
	moderato_str line;

	while ((status = input_line(in, VECTORS_LINE_BYTES_MAX, &line, err)) == MODERATO_OK) {
		status = moderato_vector_row_parse(row, line, &detail);
		if (status == MODERATO_END)
			continue;
		if (status)
			return fail_at(err, status, in->name, in->line_taken, "%s", detail.message);
		status = add_row(v, row, &detail);
		if (status)
			return fail_at(err, status, in->name, in->line_taken, "%s", detail.message);
	}
	return status == MODERATO_END ? MODERATO_OK : status;
}

moderato_status moderato_trainer_add_vectors(
	moderato_trainer *t, const char *path, moderato_error *err)
{
	struct train_options *o = &t->in.options;
	moderato_vector_row row = MODERATO_VECTOR_ROW_INIT;
	struct input in;
	moderato_status status;

	if (t->in.reading.started)
		return fail(err, MODERATO_EINVAL, "foreign vectors cannot be mixed with comments");
	if (o->n_attributes != 1)
		return fail(err, MODERATO_EINVAL, "vectors judge one attribute: name it");
	if (o->protocol == PROTOCOL_GROUP || o->protocol == PROTOCOL_GROUP_KFOLD ||
		o->protocol == PROTOCOL_SOURCE)
		return fail(err, MODERATO_EINVAL, "vectors have no groups and no sources: use kfold:N");
	if (o->protocol == PROTOCOL_KFOLD) /* the fit's own folds are then those of the protocol */
		o->fit.folds = o->protocol_folds;
	status = input_open(&in, path, err);
	if (status)
		return status;
	status = read_rows(&t->in.vectors, &in, &row, err);
	input_close(&in);
	moderato_vector_row_dispose(&row);
	return status;
}

/* --- training --- */

/* Hand the held-out margins to the evaluator. */
static moderato_status evaluate_vectors(moderato_evaluator *evaluator, const struct fit *fit,
	const struct train_vectors *vectors, moderato_error *err)
{
	const moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; !status && i < fit->n; i++) {
		const double score = calibrate(&fit->calibration, fit->margin[i]);

		status = moderato_evaluator_add(evaluator, 0, &comment, fit->margin[i], score,
			score >= fit->threshold, vectors->label[fit->pick[i]], fit->fold[i], err);
	}
	return status;
}

/* Turn a linear fit into one support vector of coefficient 1; its arrays are the fit's. False: out
 * of memory. */
static bool fold_into_vector(struct fit *fit, uint32_t n_features)
{
	struct fit_vectors *v = &fit->vectors;
	uint32_t i;
	size_t n = 0;

	if (fit->machine.n_sv)
		return true;
	free(fit->machine.coef);
	fit->machine.coef = malloc(sizeof(*fit->machine.coef));
	v->start = calloc(2, sizeof(*v->start));
	v->index = resize_array(NULL, n_features, sizeof(*v->index));
	v->value = resize_array(NULL, n_features, sizeof(*v->value));
	if (!fit->machine.coef || !v->start || !v->index || !v->value)
		return false;
	for (i = 0; i < n_features; i++) {
		if (fit->weight[i] == 0)
			continue;
		v->index[n] = i;
		v->value[n++] = (float)fit->weight[i];
	}
	v->start[1] = n;
	fit->machine.coef[0] = 1;
	fit->machine.n_sv = 1;
	fit->machine.kernel = (struct kernel_params){.type = KERNEL_LINEAR};
	fit->machine.rho = -fit->bias;
	v->head = (struct kernel_head){fit->machine.kernel, 1, v->start, v->index, v->value,
		fit->machine.coef, NULL, fit->machine.rho};
	return true;
}

/* Every row is a group of its own, and all are of one source. */
static moderato_status fit_vectors(const struct train_inputs *in, struct train_progress *progress,
	struct fit *fit, moderato_error *err)
{
	const struct train_vectors *v = &in->vectors;
	const struct rows rows = {v->start, v->index, v->value, v->n};
	const double weight = 1.0;
	uint64_t *group = resize_array(NULL, v->n, sizeof(*group));
	uint32_t *source = calloc(v->n, sizeof(*source));
	const struct fit_problem problem = {
		.rows = &rows,
		.n_features = v->n_features,
		.first_offset = v->n_features,
		.label = v->label,
		.group = group,
		.source = source,
		.weight = &weight,
		.n_sources = 1,
	};
	moderato_status status = MODERATO_ENOMEM;
	size_t i;

	if (group && source) {
		for (i = 0; i < v->n; i++)
			group[i] = i;
		status = fit_head(&problem, &in->options.fit, train_progress_tell, progress, fit, err);
	} else {
		fail_no_memory(err);
	}
	free(group);
	free(source);
	return status;
}

moderato_status train_on_vectors(struct train_outputs *out, struct train_heads *heads,
	const struct train_inputs *in, struct train_progress *progress, moderato_error *err)
{
	const char *name = in->options.attributes[0];
	struct train_head *head = &heads->v[0];
	moderato_status status;

	if (!in->vectors.n_features)
		return fail(err, MODERATO_EINVAL, "the vectors are all empty");
	if (!bundle_attribute_ok(name))
		return fail(err, MODERATO_EINVAL,
			"attribute '%s': expected a name of 1 to 39 of a to z, 0 to 9 and _", name);
	head->attribute = strdup(name);
	if (!head->attribute)
		return fail_no_memory(err);
	heads->n = 1;
	progress->step = head->attribute;
	progress->offset = 0;
	progress->total = 0;
	status = train_outputs_evaluator(out, heads, in->options.fit.seed, err);
	if (!status)
		status = fit_vectors(in, progress, &head->fit, err);
	if (!status && head->fit.margin)
		status = evaluate_vectors(out->evaluator, &head->fit, &in->vectors, err);
	if (!status && !fold_into_vector(&head->fit, in->vectors.n_features))
		status = fail_no_memory(err);
	if (!status)
		status = train_card(out, in, heads, err);
	return status ? status : train_assemble(out, in, heads, NULL, err);
}
