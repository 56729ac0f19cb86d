/* SPDX-License-Identifier: MIT */
/* Trains the heads for comments that the encoder has read too (model/encoder_head.h).
 *
 * What the first reading says of a comment comes from heads that did not see it (second_stage.c).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "classify/second_reading.h"
#include "train/second_run.h"
#include "train/train_problem.h"

/* The cost over standardised inputs. */
#define COST 0.003

/* The encoder's numbers are many, and say the same in part. */
#define VECTOR_VALUE 0.3f

static size_t width_of(const struct second_run *run)
{
	return run->in->encoder.file.encoder.width;
}

/* The final margins of the first reading of a comment, by column. */
static void final_margins(const struct second_run *run, const struct evidence *e, float *margin)
{
	const struct train_heads *heads = run->heads;
	float input[SECOND_INPUTS_MAX];
	size_t h;

	for (h = 0; h < heads->n; h++) {
		const struct second *stage = &heads->v[h].second;
		const size_t column = run->column[h];

		if (stage->n)
			evidence_inputs(e, run->n_linear, stage->dims, column, input);
		margin[column] =
			stage->n ? (float)second_margin(stage, input) : e->head[EVIDENCE_MARGIN][column];
	}
}

static void collect(const struct second_run *run, const int8_t *label, struct second_rows *s)
{
	const size_t width = width_of(run);
	size_t i;

	for (i = 0; i < run->n_wanted; i++) {
		const struct dataset_comment *c = &run->in->data.comments[run->row[i]];
		float *input = s->input + s->n * s->n_inputs;

		if (label[run->row[i]] == LABEL_UNKNOWN || !run->has_vector[i])
			continue;
		memcpy(input, run->vector + i * width, width * sizeof(*input));
		final_margins(run, &run->evidence[i], input + width);
		memcpy(input + width + run->n_linear, run->evidence[i].fact, sizeof(run->evidence[i].fact));
		s->label[s->n] = label[run->row[i]];
		s->group[s->n] = c->group;
		s->source[s->n] = c->source;
		s->row[s->n++] = run->row[i];
	}
}

/* Write the inputs, standardised, as features. */
static void write_rows(
	const struct encoder_head *head, const float *mean, const float *inverse, struct second_rows *s)
{
	size_t at = 0;
	size_t i;
	size_t k;

	for (i = 0; i < s->n; i++) {
		const float *input = s->input + i * s->n_inputs;

		s->start[i] = at;
		for (k = 0; k < s->n_inputs; k++) {
			s->index[at + k] = (uint32_t)k;
			s->value[at + k] = k < head->width
								   ? (input[k] - mean[k]) * inverse[k] * VECTOR_VALUE
								   : encoder_head_standardise(head, k - head->width, input[k]);
		}
		at = second_rows_offset(s, i, at + s->n_inputs);
	}
	s->start[s->n] = at;
}

/* Fold the standardisation of the vector into weights and bias. */
static void fold(const struct fit *fit, const float *mean, const float *inverse, float *floats,
	struct encoder_head *head)
{
	size_t k;

	head->bias = fit->bias;
	for (k = 0; k < head->width; k++) {
		const double w = fit->weight[k] * (double)inverse[k] * (double)VECTOR_VALUE;

		floats[k] = (float)w;
		head->bias -= w * (double)mean[k];
	}
	for (k = 0; k < head->n; k++)
		floats[head->width + 2 * head->n + k] = (float)fit->weight[head->width + k];
	head->calibration = fit->calibration;
}

static moderato_status fit_one(
	const struct second_run *run, struct train_head *head, moderato_error *err)
{
	const size_t width = width_of(run);
	const size_t n = encoder_head_inputs(run->n_linear);
	int8_t *label = train_labels(run->in, head->column);
	float *moments = resize_array(NULL, 2 * (width + n), sizeof(*moments));
	struct second_rows s = {.n = 0};
	struct fit fit = {.weight = NULL};
	moderato_status status = MODERATO_OK;

	head->encoder_floats = resize_array(NULL, encoder_head_floats(width, n), sizeof(float));
	if (!label || !moments || !head->encoder_floats ||
		!second_rows_init(&s, run->n_wanted, width + n, width + n))
		status = fail_no_memory(err);
	if (!status) {
		encoder_head_place(&head->encoder, width, n, head->encoder_floats);
		collect(run, label, &s);
		second_rows_measure(&s, moments, moments + width + n);
		memcpy(head->encoder_floats + width, moments + width, n * sizeof(float));
		memcpy(head->encoder_floats + width + n, moments + 2 * width + n, n * sizeof(float));
		write_rows(&head->encoder, moments, moments + width + n, &s);
		status = second_rows_fit(run, &s, COST, &fit, err);
	}
	if (!status)
		fold(&fit, moments, moments + width + n, head->encoder_floats, &head->encoder);
	fit_dispose(&fit);
	second_rows_dispose(&s);
	free(moments);
	free(label);
	return status;
}

moderato_status encoder_fit(const struct second_run *run, moderato_error *err)
{
	struct train_heads *heads = run->heads;
	moderato_status status = MODERATO_OK;
	size_t h;

	for (h = 0; !status && h < heads->n; h++) {
		if (!heads->v[h].second.n)
			continue;
		run->progress->step = heads->v[h].attribute;
		status = fit_one(run, &heads->v[h], err);
	}
	return status;
}
