/* SPDX-License-Identifier: MIT */
/* Trains the heads for comments that the encoder has read too (model/encoder_head.h).
 *
 * What the first reading says of a comment comes from heads that did not see it (second_stage.c),
 * but the encoder has seen most of the comments, and is surer of them than of others. A machine
 * that learned from both would therefore trust the encoder far too much: of what both gain on
 * held-out sets together it kept a third. So each reading gets a machine of its own, and their sum,
 * both made equally loud, is the margin.
 *
 * With a base, its heads are what is known: what each of its two sums says is an input more, and a
 * strong one, so that a site's few hundred comments correct the sums rather than replace them. */
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

/* The base's sum counts as one input that is so many standard deviations large. */
#define BASE_VALUE 10.0

static size_t width_of(const struct second_run *run)
{
	return run->in->encoder.file.encoder.width;
}

float encoder_first_margin(const struct second_run *run, const struct evidence *e,
	const struct second *stage, size_t column)
{
	float input[SECOND_INPUTS_MAX];

	if (!stage || !stage->n)
		return e->head[EVIDENCE_MARGIN][column];
	evidence_inputs(e, run->n_linear, stage->dims, column, input);
	return (float)second_margin(stage, input);
}

/* The final margins of the first reading of a comment, by column. */
static void final_margins(const struct second_run *run, const struct evidence *e, float *margin)
{
	const struct train_heads *heads = run->heads;
	const moderato_bundle *base = run->in->base;
	size_t h;

	for (h = 0; h < heads->n; h++)
		margin[run->column[h]] = encoder_first_margin(run, e, &heads->v[h].second, run->column[h]);
	for (h = 0; h < heads->n_kept; h++) {
		const int at = moderato_bundle_find(base, heads->kept[h]->attribute);
		const bool same = run->n_linear == base->shape->n_linear;

		margin[run->kept_column[h]] =
			encoder_first_margin(run, e, same ? &base->second[at] : NULL, run->kept_column[h]);
	}
}

/* The base's head of an attribute; NULL: it has none. */
static const struct encoder_head *head_of_base(const struct train_inputs *in, const char *attribute)
{
	const int at = in->base ? moderato_bundle_find(in->base, attribute) : -1;

	return at >= 0 && in->base->encoder_heads[at].width ? &in->base->encoder_heads[at] : NULL;
}

static void collect(
	const struct second_run *run, const char *attribute, const int8_t *label, struct second_rows *s)
{
	const size_t width = width_of(run);
	size_t i;

	for (i = 0; i < run->n_wanted; i++) {
		const struct dataset_comment *c = &run->in->data.comments[run->row[i]];
		float *input = s->input + s->n * s->n_inputs;

		if (label[run->row[i]] == LABEL_UNKNOWN || !run->windows[i].n)
			continue;
		encoder_windows_vector(run, i, attribute, input);
		final_margins(run, &run->evidence[i], input + width);
		memcpy(input + width + run->n_linear, run->evidence[i].fact, sizeof(run->evidence[i].fact));
		s->label[s->n] = label[run->row[i]];
		s->group[s->n] = c->group;
		s->source[s->n] = c->source;
		s->row[s->n++] = run->row[i];
	}
}

/* ---- the two judges ---- */

/* What one of the readings says by itself: a linear machine over its part of the inputs. */
struct judge {
	size_t first, end;               /* its inputs */
	const struct encoder_head *base; /* whose sum over them is an input more; NULL: none */
	double base_inverse;             /* of that sum's standard deviation, times BASE_VALUE */
	struct fit fit;
	double inverse; /* of the standard deviation of its held-out margins */
};

/* The base's sum over a judge's inputs. */
static double base_sum(const struct judge *judge, const float *input)
{
	const struct encoder_head *base = judge->base;
	double sum = 0;
	size_t k;

	for (k = judge->first; k < judge->end; k++)
		sum += k < base->width ? (double)input[k] * (double)base->vector[k]
							   : (double)encoder_head_standardise(base, k - base->width, input[k]) *
									 (double)base->weight[k - base->width];
	return sum;
}

static void measure_base(struct judge *judge, const struct second_rows *s)
{
	double sum = 0, squares = 0;
	size_t i;

	for (i = 0; judge->base && i < s->n; i++) {
		const double x = base_sum(judge, s->input + i * s->n_inputs);

		sum += x / (double)s->n;
		squares += x * x / (double)s->n;
	}
	squares -= sum * sum;
	judge->base_inverse = squares > 1e-12 ? BASE_VALUE / sqrt(squares) : 0;
}

/* Write some of the inputs, standardised, as features, and last the base's sum over them. */
static void write_rows(const struct encoder_head *head, const float *mean, const float *inverse,
	const struct judge *judge, struct second_rows *s)
{
	size_t at = 0;
	size_t i;
	size_t k;

	s->n_features = judge->end - judge->first + (judge->base != NULL);
	for (i = 0; i < s->n; i++) {
		const float *input = s->input + i * s->n_inputs;

		s->start[i] = at;
		for (k = judge->first; k < judge->end; k++) {
			s->index[at] = (uint32_t)(k - judge->first);
			s->value[at++] = k < head->width
								 ? (input[k] - mean[k]) * inverse[k] * VECTOR_VALUE
								 : encoder_head_standardise(head, k - head->width, input[k]);
		}
		if (judge->base) {
			s->index[at] = (uint32_t)(k - judge->first);
			s->value[at++] = (float)(base_sum(judge, input) * judge->base_inverse);
		}
		at = second_rows_offset(s, i, at);
	}
	s->start[s->n] = at;
}

static double inverse_deviation(
	const struct train_inputs *in, const struct second_rows *s, const struct fit *fit)
{
	double sum = 0, squares = 0, n = 0;
	size_t i;

	for (i = 0; i < fit->n; i++) {
		if (!encoder_counts(in, s->source[fit->pick[i]]))
			continue;
		sum += fit->margin[i];
		squares += fit->margin[i] * fit->margin[i];
		n++;
	}
	if (n > 0)
		squares = squares / n - (sum / n) * (sum / n);
	return squares > 1e-12 ? 1 / sqrt(squares) : 1;
}

static moderato_status fit_judge(const struct second_run *run, const struct encoder_head *head,
	const float *moments, struct judge *judge, struct second_rows *s, moderato_error *err)
{
	moderato_status status;

	measure_base(judge, s);
	write_rows(head, moments, moments + s->n_inputs, judge, s);
	status = second_rows_fit(run, s, COST, &judge->fit, err);
	if (!status && !judge->fit.margin)
		status = fail(err, MODERATO_EINVAL, "encoder: its heads need folds");
	if (!status)
		judge->inverse = inverse_deviation(run->in, s, &judge->fit);
	return status;
}

/* Fit the sum of both, which is one number. Rows of no weight have none, and are not picked. */
static moderato_status fit_sum(const struct second_run *run, const struct judge judge[2],
	struct second_rows *s, struct fit *sum, moderato_error *err)
{
	size_t i;
	size_t k;

	s->n_features = 1;
	for (i = 0; i < s->n; i++) {
		s->start[i] = 2 * i;
		s->index[2 * i] = 0;
		s->value[2 * i] = 0;
		second_rows_offset(s, i, 2 * i + 1);
	}
	s->start[s->n] = 2 * s->n;
	for (k = 0; k < 2; k++)
		for (i = 0; i < judge[k].fit.n; i++)
			s->value[2 * judge[k].fit.pick[i]] +=
				(float)(judge[k].fit.margin[i] * judge[k].inverse);
	return second_rows_fit(run, s, COST, sum, err);
}

/* Add the base's sums, which are sums over the same inputs, as often as they are trusted. */
static void fold_base(const struct judge judge[2], double by_vector, double by_first, float *floats)
{
	const struct encoder_head *base = judge[0].base;
	const double vector = by_vector * judge[0].fit.weight[base->width] * judge[0].base_inverse;
	const double first = by_first * judge[1].fit.weight[base->n] * judge[1].base_inverse;
	size_t k;

	for (k = 0; k < base->width; k++)
		floats[k] += (float)(vector * (double)base->vector[k]);
	for (k = 0; k < base->n; k++)
		floats[base->width + 2 * base->n + k] += (float)(first * (double)base->weight[k]);
}

/* Fold all three into one sum over the inputs. */
static void fold(const struct judge judge[2], const struct fit *sum, const float *moments,
	float *floats, struct encoder_head *head)
{
	const double by_vector = sum->weight[0] * judge[0].inverse;
	const double by_first = sum->weight[0] * judge[1].inverse;
	const float *inverse = moments + head->width + head->n;
	size_t k;

	head->bias = sum->bias + by_vector * judge[0].fit.bias + by_first * judge[1].fit.bias;
	for (k = 0; k < head->width; k++) {
		const double w =
			by_vector * judge[0].fit.weight[k] * (double)inverse[k] * (double)VECTOR_VALUE;

		floats[k] = (float)w;
		head->bias -= w * (double)moments[k];
	}
	for (k = 0; k < head->n; k++)
		floats[head->width + 2 * head->n + k] = (float)(by_first * judge[1].fit.weight[k]);
	head->calibration = sum->calibration;
	if (judge[0].base)
		fold_base(judge, by_vector, by_first, floats);
}

/* ---- a head ---- */

static moderato_status fit_rows(const struct second_run *run, struct train_head *head,
	const float *moments, struct second_rows *s, moderato_error *err)
{
	struct encoder_head *out = &head->encoder;
	struct judge judge[2] = {
		{.first = 0, .end = out->width}, {.first = out->width, .end = out->width + out->n}};
	const struct encoder_head *base = head_of_base(run->in, head->attribute);
	struct fit sum = {.weight = NULL};
	moderato_status status;

	judge[0].base = judge[1].base = base && base->n == out->n ? base : NULL;
	status = fit_judge(run, out, moments, &judge[0], s, err);
	if (!status)
		status = fit_judge(run, out, moments, &judge[1], s, err);
	if (!status)
		status = fit_sum(run, judge, s, &sum, err);
	if (!status)
		fold(judge, &sum, moments, head->encoder_floats, out);
	if (base)
		out->from = base->from;
	fit_dispose(&judge[0].fit);
	fit_dispose(&judge[1].fit);
	fit_dispose(&sum);
	return status;
}

/* With a base, the first reading's inputs are standardised as the base's are: only then can their
 * weights be added. */
static void take_base_moments(
	const struct encoder_head *base, size_t width, size_t n, float *moments)
{
	if (!base || base->n != n)
		return;
	memcpy(moments + width, base->mean, n * sizeof(*moments));
	memcpy(moments + 2 * width + n, base->inverse, n * sizeof(*moments));
}

static moderato_status fit_one(
	const struct second_run *run, struct train_head *head, moderato_error *err)
{
	const size_t width = width_of(run);
	const size_t n = encoder_head_inputs(run->n_linear);
	int8_t *label = train_labels(run->in, head->column);
	float *moments = resize_array(NULL, 2 * (width + n), sizeof(*moments));
	struct second_rows s = {.n = 0};
	moderato_status status = MODERATO_OK;

	head->encoder_floats = resize_array(NULL, encoder_head_floats(width, n), sizeof(float));
	if (!label || !moments || !head->encoder_floats ||
		!second_rows_init(&s, run->n_wanted, width + n, width + n + 1))
		status = fail_no_memory(err);
	if (!status) {
		encoder_head_place(&head->encoder, width, n, head->encoder_floats);
		collect(run, head->attribute, label, &s);
		second_rows_measure(&s, moments, moments + width + n);
		take_base_moments(head_of_base(run->in, head->attribute), width, n, moments);
		memcpy(head->encoder_floats + width, moments + width, n * sizeof(float));
		memcpy(head->encoder_floats + width + n, moments + 2 * width + n, n * sizeof(float));
		status = fit_rows(run, head, moments, &s, err);
	}
	second_rows_dispose(&s);
	free(moments);
	free(label);
	return status;
}

/* ---- all heads ---- */

/* An attribute that cannot be fitted on few comments keeps the base's head. */
static void keep_base(struct train_head *head, const struct encoder_head *base)
{
	free(head->encoder_floats);
	head->encoder_floats = NULL;
	head->encoder = *base;
}

moderato_status encoder_fit(const struct second_run *run, moderato_error *err)
{
	struct train_heads *heads = run->heads;
	moderato_status status = MODERATO_OK;
	size_t h;

	for (h = 0; !status && h < heads->n; h++) {
		const struct encoder_head *base = head_of_base(run->in, heads->v[h].attribute);

		if (!heads->v[h].second.n && !base)
			continue;
		run->progress->step = heads->v[h].attribute;
		status = fit_one(run, &heads->v[h], err);
		if (status == MODERATO_EINVAL && base && base->n == encoder_head_inputs(run->n_linear)) {
			keep_base(&heads->v[h], base);
			status = MODERATO_OK;
		}
	}
	return status || run->in->base ? status : encoder_choose_from(run, err);
}
