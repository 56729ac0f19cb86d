/* SPDX-License-Identifier: MIT */
/* One head's second stage: its inputs are standardised, written out as the features of a quadratic
 * kernel (model/second.h), and learned from by Newton's method (model/newton.h), for they are few
 * and depend on one another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "train/second_run.h"
#include "train/train_problem.h"

/* The cost over the kernel's features; chosen on the half of the sources that choices are made on.
 */
#define COST 0.003

static void collect_inputs(
	const struct second_run *run, const int8_t *label, size_t column, struct second_rows *s)
{
	size_t i;

	for (i = 0; i < run->n_wanted; i++) {
		const struct dataset_comment *c = &run->in->data.comments[run->row[i]];

		if (label[run->row[i]] == LABEL_UNKNOWN)
			continue;
		evidence_inputs(
			&run->evidence[i], run->n_linear, run->dims, column, s->input + s->n * s->n_inputs);
		s->label[s->n] = label[run->row[i]];
		s->group[s->n] = c->group;
		s->source[s->n] = c->source;
		s->row[s->n++] = run->row[i];
	}
}

/* Write the inputs as rows of the kernel's features, each followed by its source's offset. */
static void expand_rows(const struct second *stage, struct second_rows *s)
{
	float z[SECOND_Z_MAX];
	size_t at = 0;
	size_t i;
	size_t k;

	for (i = 0; i < s->n; i++) {
		s->start[i] = at;
		second_standardise(stage, s->input + i * s->n_inputs, z);
		second_expand(stage, z, s->value + at);
		for (k = 0; k < s->n_features; k++)
			s->index[at + k] = (uint32_t)k;
		at = second_rows_offset(s, i, at + s->n_features);
	}
	s->start[s->n] = at;
}

/* The head's held-out margins, threshold and AUC become those of the second fit. */
static void take_margins_over(struct fit *head, const struct second_rows *s, struct fit *fit)
{
	size_t i;

	for (i = 0; i < fit->n; i++)
		fit->pick[i] = s->row[fit->pick[i]];
	free(head->pick);
	free(head->margin);
	free(head->fold);
	head->pick = fit->pick;
	head->margin = fit->margin;
	head->fold = fit->fold;
	head->n = fit->n;
	head->threshold = fit->threshold;
	head->auc = fit->auc;
	fit->pick = NULL;
	fit->margin = NULL;
	fit->fold = NULL;
}

static moderato_status take_stage_over(struct train_head *head, const struct second *stage,
	const struct second_rows *s, struct fit *fit, moderato_error *err)
{
	const size_t n = second_floats(stage->n, stage->dims);
	size_t i;

	second_fold(stage, fit->weight, head->floats + 2 * s->n_inputs);
	for (i = 0; i < n; i++)
		if (!isfinite(head->floats[i]))
			return fail(err, MODERATO_EINVAL, "a weight of the second stage is not a number");
	head->second = *stage;
	head->second.bias = fit->bias;
	head->second.calibration = fit->calibration;
	take_margins_over(&head->fit, s, fit);
	return MODERATO_OK;
}

moderato_status second_fit(
	const struct second_run *run, struct train_head *head, size_t column, moderato_error *err)
{
	const size_t n = second_inputs(run->n_linear);
	int8_t *label = train_labels(run->in, head->column);
	struct second stage = {.n = 0};
	struct second_rows s = {.n = 0};
	struct fit fit = {.weight = NULL};
	moderato_status status = MODERATO_OK;

	head->floats = resize_array(NULL, second_floats(n, run->dims), sizeof(*head->floats));
	if (head->floats)
		second_place(&stage, n, run->dims, head->floats);
	if (!label || !head->floats ||
		!second_rows_init(&s, run->n_wanted, n + run->dims, second_features(n, run->dims)))
		status = fail_no_memory(err);
	if (!status) {
		collect_inputs(run, label, column, &s);
		second_rows_measure(&s, head->floats, head->floats + s.n_inputs);
		expand_rows(&stage, &s);
		status = second_rows_fit(run, &s, COST, &fit, err);
	}
	if (!status)
		status = take_stage_over(head, &stage, &s, &fit, err);
	fit_dispose(&fit);
	second_rows_dispose(&s);
	free(label);
	return status;
}
