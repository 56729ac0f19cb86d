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

/* A source's offset, as large as an input that is far from its mean. */
#define OFFSET 2.0f

/* The comments that a head's second stage learns from: those of the wanted that have a label. */
struct second_rows {
	size_t n;
	size_t n_inputs;   /* of evidence and of the comment's vector */
	size_t n_features; /* of the explicit kernel */
	float *input;      /* [n][n_inputs] */
	int8_t *label;
	uint64_t *group;
	uint32_t *source;
	uint32_t *row; /* of the data */
	size_t *start; /* the features, as in struct rows */
	uint32_t *index;
	float *value;
};

static void second_rows_dispose(struct second_rows *s)
{
	free(s->input);
	free(s->label);
	free(s->group);
	free(s->source);
	free(s->row);
	free(s->start);
	free(s->index);
	free(s->value);
}

/* Make room for n rows. False: out of memory. */
static bool second_rows_init(struct second_rows *s, size_t n, const struct second *stage)
{
	const size_t n_inputs = stage->n + stage->dims;
	const size_t entries = second_features(stage->n, stage->dims) + 1; /* and the offset */

	*s = (struct second_rows){.n_inputs = n_inputs, .n_features = entries - 1};
	s->input = resize_array(NULL, n * n_inputs, sizeof(*s->input));
	s->label = resize_array(NULL, n, sizeof(*s->label));
	s->group = resize_array(NULL, n, sizeof(*s->group));
	s->source = resize_array(NULL, n, sizeof(*s->source));
	s->row = resize_array(NULL, n, sizeof(*s->row));
	s->start = resize_array(NULL, n + 1, sizeof(*s->start));
	s->index = resize_array(NULL, n * entries, sizeof(*s->index));
	s->value = resize_array(NULL, n * entries, sizeof(*s->value));
	return s->input && s->label && s->group && s->source && s->row && s->start && s->index &&
		   s->value;
}

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

/* The mean and the inverse deviation of each input; an input that never varies gets an inverse of
 * 0. */
static void measure_inputs(const struct second_rows *s, float *mean, float *inverse)
{
	size_t i;
	size_t k;

	for (k = 0; k < s->n_inputs; k++) {
		double sum = 0;
		double squares = 0;

		for (i = 0; i < s->n; i++)
			sum += (double)s->input[i * s->n_inputs + k];
		sum /= (double)s->n;
		for (i = 0; i < s->n; i++)
			squares += pow((double)s->input[i * s->n_inputs + k] - sum, 2);
		squares = sqrt(squares / (double)s->n);
		mean[k] = (float)sum;
		inverse[k] = squares > 1e-6 ? (float)(1 / squares) : 0;
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
		at += s->n_features;
		s->index[at] = (uint32_t)(s->n_features + s->source[i]);
		s->value[at++] = OFFSET;
	}
	s->start[s->n] = at;
}

/* The sources' weights; one that gives more than SECOND_ROWS_MAX rows counts as if it gave so
 * many. */
static void weigh_sources(
	const struct train_inputs *in, const struct second_rows *s, double *weight)
{
	size_t count[DATASET_SOURCES_MAX] = {0};
	size_t i;

	for (i = 0; i < s->n; i++)
		count[s->source[i]]++;
	for (i = 0; i < in->data.n_sources; i++)
		weight[i] = in->weight[i] *
					(count[i] > SECOND_ROWS_MAX ? (double)SECOND_ROWS_MAX / (double)count[i] : 1);
}

static moderato_status fit_rows(
	const struct second_run *run, const struct second_rows *s, struct fit *fit, moderato_error *err)
{
	const struct train_inputs *in = run->in;
	const struct rows rows = {s->start, s->index, s->value, s->n};
	double weight[DATASET_SOURCES_MAX];
	const struct fit_problem problem = {.rows = &rows,
		.n_features = (uint32_t)(s->n_features + in->data.n_sources),
		.first_offset = (uint32_t)s->n_features,
		.label = s->label,
		.group = s->group,
		.source = s->source,
		.weight = weight,
		.n_sources = in->data.n_sources,
		.calibrates = in->options.n_calibrates ? in->calibrates : NULL};
	struct fit_options options = in->options.fit;

	options.solver = FIT_NEWTON;
	options.n_c = 1;
	options.c[0] = COST;
	options.n_positive = 1;
	options.positive[0] = 1;
	options.folds = SECOND_FOLDS;
	options.contrast = 0;
	weigh_sources(in, s, weight);
	return fit_head(&problem, &options, train_progress_tell, run->progress, fit, err);
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
	if (!label || !head->floats || !second_rows_init(&s, run->n_wanted, &stage))
		status = fail_no_memory(err);
	if (!status) {
		collect_inputs(run, label, column, &s);
		measure_inputs(&s, head->floats, head->floats + s.n_inputs);
		expand_rows(&stage, &s);
		status = fit_rows(run, &s, &fit, err);
	}
	if (!status)
		status = take_stage_over(head, &stage, &s, &fit, err);
	fit_dispose(&fit);
	second_rows_dispose(&s);
	free(label);
	return status;
}
