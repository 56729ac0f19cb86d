/* SPDX-License-Identifier: MIT */
/* The order of a training: rows, heads one after the other, second stage, figures, card, bundle. */
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "dataset/base_heads.h"
#include "train/rehearse.h"
#include "train/train_problem.h"
#include "train/trainer_internal.h"

bool train_progress_tell(void *payload, size_t done, size_t total)
{
	const struct train_progress *p = payload;

	return !p->tell || p->tell(p->payload, p->step, p->offset + done,
						   p->total > total ? p->total : p->offset + total);
}

/* Turn a linear head's weights by place into weights by feature, and add to them the weights of the
 * base's heads, as far as the head trusts them. False: out of memory. */
static bool settle_weights(
	const struct train_inputs *in, const struct dataset_rows *rows, double *weight)
{
	if (!weight)
		return true;
	if (!dataset_rows_restore(rows, weight))
		return false;
	if (in->base)
		base_fold(in->base, weight + rows->first_base, weight);
	return true;
}

/* Fit the head, and where the base brought a sample judge by it how far the head may go. */
static moderato_status fit_and_judge(const struct train_inputs *in, struct train_head *head,
	const struct dataset_rows *rows, struct train_progress *progress, moderato_error *err)
{
	struct train_problem problem;
	moderato_status status = train_problem_init(&problem, in, head, rows, err);

	if (!status)
		status = fit_head(
			&problem.fit, &in->options.fit, train_progress_tell, progress, &head->fit, err);
	if (!status && in->known.n)
		status = rehearse_judge(in, head, &problem.fit, rows, err);
	train_problem_dispose(&problem);
	return status;
}

static moderato_status train_head(const struct train_inputs *in, struct train_head *head,
	const struct dataset_rows *rows, struct train_progress *progress, moderato_error *err)
{
	moderato_error detail = {.line = 0};
	moderato_status status;

	progress->step = head->attribute;
	status = fit_and_judge(in, head, rows, progress, &detail);
	if (status)
		return fail(err, status, "%s: %s", head->attribute, detail.message);
	return settle_weights(in, rows, head->fit.weight) ? MODERATO_OK : fail_no_memory(err);
}

static moderato_status train_each_head(struct train_heads *heads, const struct train_inputs *in,
	const struct dataset_rows *rows, struct train_progress *progress, moderato_error *err)
{
	const struct fit_options *fit = &in->options.fit;
	const size_t points = fit->n_c * fit->n_positive;
	const size_t folds = fit->folds > 1 ? fit->folds : 0;
	const size_t steps = points * folds + (points == 1);
	moderato_status status = MODERATO_OK;
	size_t i;

	progress->total = steps * heads->n;
	for (i = 0; !status && i < heads->n; i++) {
		progress->offset = steps * i;
		status = train_head(in, &heads->v[i], rows, progress, err);
		heads->known[heads->n_known] = heads->v[i].known;
		heads->n_known += in->known.n > 0;
	}
	return status;
}

/* The card is in the bundle and tells how well the bundle does: make the bundle without a card and
 * measure it first. */
static moderato_status measure_first(
	moderato_trainer *t, const struct dataset_rows *rows, moderato_error *err)
{
	moderato_status status;

	if (!t->in.tests.n && !t->judge)
		return MODERATO_OK;
	status = train_assemble(&t->out, &t->in, &t->heads, rows, err);
	if (!status)
		status =
			t->judge ? t->judge(t->judge_payload, t, err) : train_held_out(&t->out, &t->in, err);
	buffer_clear(&t->out.bundle);
	return status;
}

/* Everything after the rows are made. */
static moderato_status train_on_rows(
	moderato_trainer *t, struct dataset_rows *rows, moderato_error *err)
{
	struct train_heads *heads = &t->heads;
	moderato_status status = rehearse_append(&t->in, rows) ? MODERATO_OK : fail_no_memory(err);
	size_t i;

	if (!status)
		status = train_each_head(heads, &t->in, rows, &t->progress, err);
	if (!status && t->in.options.n_second)
		status = train_words(heads, &t->in, rows, &t->progress, err);
	if (!status && (t->in.options.n_second || t->in.encoder.bytes.len))
		status = train_second(heads, &t->in, rows, &t->progress, err);
	for (i = 0; !status && i < heads->n; i++)
		status = train_outputs_evaluate(&t->out, &t->in, heads, i, err);
	if (!status && !t->judge)
		status = rehearse_drop(heads, &t->in, err);
	if (!status)
		status = measure_first(t, rows, err);
	if (!status)
		status = train_card(&t->out, &t->in, heads, err);
	return status ? status : train_assemble(&t->out, &t->in, heads, rows, err);
}

static moderato_status train_on_comments(moderato_trainer *t, moderato_error *err)
{
	struct dataset_rows rows;
	moderato_status status = dataset_make_rows(
		&t->in.data, NULL, t->in.options.min_comments, train_layout(&t->in), &rows, err);

	if (status)
		return status;
	status = train_on_rows(t, &rows, err);
	dataset_rows_dispose(&rows);
	return status;
}

static moderato_status run_training(moderato_trainer *t, moderato_error *err)
{
	moderato_status status;

	train_heads_dispose(&t->heads);
	train_outputs_clear(&t->out);
	status = train_inputs_finish(&t->in, err);
	if (status)
		return status;
	if (t->in.vectors.n)
		return train_on_vectors(&t->out, &t->heads, &t->in, &t->progress, err);
	status = train_heads_choose(&t->heads, &t->in, err);
	if (!status)
		status = train_outputs_evaluator(&t->out, &t->heads, t->in.options.fit.seed, err);
	if (status)
		return status;
	return t->in.options.protocol ? train_protocol(&t->out, &t->heads, &t->in, &t->progress, err)
								  : train_on_comments(t, err);
}

moderato_status moderato_trainer_run(moderato_trainer *t, moderato_error *err)
{
	const struct c_locale locale = c_locale_enter(); /* for the numbers in card and facts */
	const moderato_status status = run_training(t, err);

	c_locale_leave(locale);
	return status;
}
