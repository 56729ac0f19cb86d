/* SPDX-License-Identifier: MIT */
#include "model/heads.h"

#include <math.h>

#include "base/fail.h"

/* ---- margins ---- */

void heads_linear(const struct sums *sums, struct linear_margins *out, double *margin)
{
	const moderato_bundle *b = sums->bundle;
	size_t i;

	for (i = 0; i < b->n_heads; i++) {
		const struct bundle_head *head = b->heads[i];
		const uint32_t column = head->column;

		if (head->type != HEAD_LINEAR)
			continue;
		out->dense[column] = sums->dense[column] * (double)b->shape->space.dense_value;
		out->margin[column] = (sums->norm > 0 ? sums->total[column] / sums->norm : 0.0) +
							  out->dense[column] + head->bias;
		margin[i] = out->margin[column];
	}
}

void heads_kernel(const moderato_bundle *bundle, const struct sparse *x, double *margin)
{
	size_t i;

	for (i = 0; i < bundle->n_heads; i++)
		if (bundle->heads[i]->type == HEAD_KERNEL)
			margin[i] = kernel_margin(&bundle->kernels[i], x->index, x->value, x->n);
}

/* Sums weight · value. Entries with an index beyond the feature space are features unseen in
 * training and have no weight. */
static double linear_dot(
	const moderato_bundle *b, const struct bundle_head *head, const struct sparse *x)
{
	const uint32_t buckets = (uint32_t)1 << b->shape->space.bits;
	const float *dense = b->linear.dense + head->column * b->shape->n_dense;
	double sum = head->bias;
	size_t i;

	for (i = 0; i < x->n; i++) {
		if (x->index[i] < buckets)
			sum += x->value[i] * (double)linear_weight(&b->linear, x->index[i], head->column);
		else if (x->index[i] - buckets < b->shape->n_dense)
			sum += x->value[i] * (double)dense[x->index[i] - buckets];
	}
	return sum;
}

void heads_of_vector(const moderato_bundle *bundle, const struct sparse *x, double *margin)
{
	size_t i;

	for (i = 0; i < bundle->n_heads; i++)
		if (bundle->heads[i]->type == HEAD_LINEAR)
			margin[i] = linear_dot(bundle, bundle->heads[i], x);
	heads_kernel(bundle, x, margin);
}

/* ---- scores ---- */

/* Six decimals are more than any calibration can tell apart, and print short. Adding and taking
 * away 2^52 leaves no place for a fraction: nearbyint() without a call. */
static double round_score(double p)
{
	const double whole = 0x1p52;
	const double shifted = p * 1e6 + whole;

	return (shifted - whole) / 1e6;
}

static moderato_status check_margins(
	const moderato_bundle *b, const moderato_scores *scores, moderato_error *err)
{
	size_t i;

	for (i = 0; i < b->n_heads; i++)
		if (!isfinite(scores->margin[i]))
			return fail(err, MODERATO_EMISMATCH,
				"%s: the weights or values are so large that the margin is not a number",
				b->heads[i]->attribute);
	return MODERATO_OK;
}

/* Set head i's score from those of its parts. It has no hyperplane: its margin is the log-odds of
 * the score. */
static void derive_severity(const moderato_bundle *b, size_t i, moderato_scores *scores)
{
	double part[SEVERITY_PARTS];
	double p;
	size_t k;

	for (k = 0; k < SEVERITY_PARTS; k++)
		part[k] = scores->score[b->parts[k]];
	p = bundle_severity(part);
	scores->score[i] = round_score(p);
	p = fmin(fmax(p, 1e-9), 1 - 1e-9);
	scores->margin[i] = log(p / (1 - p));
}

static const struct calibration *curve_of(const moderato_bundle *b, enum head_stage stage, size_t i)
{
	if (stage == STAGE_FIRST)
		return &b->heads[i]->calibration;
	if (stage == STAGE_ENCODER && b->encoder_heads[i].width && !b->encoder_heads[i].is_comparable)
		return &b->encoder_heads[i].calibration;
	return bundle_calibration(b, i);
}

moderato_status heads_calibrate(
	const moderato_bundle *b, enum head_stage stage, moderato_scores *scores, moderato_error *err)
{
	const moderato_status status = check_margins(b, scores, err);
	size_t i;

	if (status)
		return status;
	for (i = 0; i < b->n_heads; i++)
		if (b->heads[i]->type != HEAD_SEVERITY)
			scores->score[i] = round_score(calibrate(curve_of(b, stage, i), scores->margin[i]));
	for (i = 0; i < b->n_heads; i++)
		if (b->heads[i]->type == HEAD_SEVERITY)
			derive_severity(b, i, scores);
	return MODERATO_OK;
}

size_t heads_strongest_part(const moderato_bundle *b, const moderato_scores *scores, size_t i)
{
	double p[SEVERITY_PARTS];
	size_t best = PART_THREAT;
	size_t k;

	if (b->heads[i]->type != HEAD_SEVERITY)
		return i;
	for (k = 0; k < SEVERITY_PARTS; k++)
		p[k] = scores->score[b->parts[k]];
	if (p[PART_IDENTITY] > p[best])
		best = PART_IDENTITY;
	if (p[PART_INSULT] * p[PART_PROFANITY] > p[best])
		best = PART_INSULT;
	return (size_t)b->parts[best];
}
