/* SPDX-License-Identifier: MIT */
/* Does a fit's jobs in child processes. A child's answer is bytes in the order in which this file
 * writes and reads them: the held-out margins of a fold, the model of the final training, or a
 * fold's weights. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "model/isolate.h"
#include "train/fit_run.h"

/* --- in the child --- */

static void put_bytes(struct buffer *out, const void *from, size_t len)
{
	buffer_add(out, from, len);
}

/* The margins of the rows that the model was not trained on. False: out of memory. */
static bool put_margins(
	const struct fit_run *run, size_t fold, const struct fit *model, struct buffer *out)
{
	size_t k;

	for (k = 0; k < run->out->n; k++) {
		double margin;

		if (run->out->fold[k] != fold)
			continue;
		if (!fit_margin(model, run->problem, run->out->pick[k], &margin))
			return false;
		put_bytes(out, &margin, sizeof(margin));
	}
	return true;
}

static void put_weights(const struct fit_run *run, const struct fit *model, struct buffer *out)
{
	put_bytes(out, model->weight, run->problem->first_offset * sizeof(*model->weight));
}

/* The whole model: support vectors by their rows' numbers, or if there are none the weights. */
static void put_model(const struct fit_run *run, const struct fit *model, struct buffer *out)
{
	const uint64_t n_sv = model->machine.n_sv;

	put_bytes(out, &n_sv, sizeof(n_sv));
	put_bytes(out, &model->machine.rho, sizeof(model->machine.rho));
	put_bytes(out, model->machine.coef, n_sv * sizeof(*model->machine.coef));
	put_bytes(out, model->machine.sv, n_sv * sizeof(*model->machine.sv));
	put_bytes(out, &model->bias, sizeof(model->bias));
	put_bytes(out, &model->stopped, sizeof(model->stopped));
	if (!n_sv)
		put_weights(run, model, out);
}

static moderato_status do_job(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	const struct fit_run *run = payload;
	const struct fit_job *job = &run->jobs[i];
	struct fit model = {.weight = NULL};
	moderato_status status = fit_solve(run, job, &model, err);

	if (!status && run->wants_models) {
		put_bytes(out, &model.bias, sizeof(model.bias));
		put_weights(run, &model, out);
	} else if (!status && job->fold == run->n_folds) {
		put_model(run, &model, out);
	} else if (!status && !put_margins(run, job->fold, &model, out)) {
		status = fail_no_memory(err);
	}
	fit_dispose(&model);
	return status;
}

/* --- in the parent --- */

static moderato_status too_short(moderato_error *err)
{
	return fail(err, MODERATO_EIO, "a solver's answer is too short");
}

static moderato_status take_margins(
	struct fit_run *run, size_t i, moderato_str answer, moderato_error *err)
{
	double *held = run->held + (i / run->n_folds) * run->out->n;
	size_t k;

	for (k = 0; k < run->out->n; k++)
		if (run->out->fold[k] == run->jobs[i].fold &&
			!isolate_take_bytes(&answer, &held[k], sizeof(*held)))
			return too_short(err);
	return MODERATO_OK;
}

static moderato_status take_model(struct fit_run *run, moderato_str answer, moderato_error *err)
{
	struct fit *out = run->out;
	const uint32_t n = run->problem->first_offset;
	uint64_t n_sv;

	if (!isolate_take_bytes(&answer, &n_sv, sizeof(n_sv)) || n_sv > answer.len ||
		!isolate_take_bytes(&answer, &out->machine.rho, sizeof(out->machine.rho)))
		return too_short(err);
	out->machine.n_sv = n_sv;
	out->machine.kernel = run->options->kernel;
	out->machine.coef = resize_array(NULL, n_sv, sizeof(*out->machine.coef));
	out->machine.sv = resize_array(NULL, n_sv, sizeof(*out->machine.sv));
	out->weight = resize_array(NULL, n, sizeof(*out->weight));
	if (!out->machine.coef || !out->machine.sv || !out->weight)
		return fail_no_memory(err);
	if (!isolate_take_bytes(&answer, out->machine.coef, n_sv * sizeof(*out->machine.coef)) ||
		!isolate_take_bytes(&answer, out->machine.sv, n_sv * sizeof(*out->machine.sv)) ||
		!isolate_take_bytes(&answer, &out->bias, sizeof(out->bias)) ||
		!isolate_take_bytes(&answer, &out->stopped, sizeof(out->stopped)) ||
		(!n_sv && !isolate_take_bytes(&answer, out->weight, n * sizeof(*out->weight))))
		return too_short(err);
	return n_sv ? fit_copy_vectors(out, run->problem->rows, err) : MODERATO_OK;
}

static moderato_status take_weights(
	struct fit_run *run, size_t i, moderato_str answer, moderato_error *err)
{
	const size_t n = run->problem->first_offset;

	run->weight[i] = resize_array(NULL, n, sizeof(**run->weight));
	if (!run->weight[i])
		return fail_no_memory(err);
	if (!isolate_take_bytes(&answer, &run->bias[i], sizeof(*run->bias)) ||
		!isolate_take_bytes(&answer, run->weight[i], n * sizeof(**run->weight)))
		return too_short(err);
	return MODERATO_OK;
}

static moderato_status take_answer(
	void *payload, size_t i, moderato_str answer, moderato_error *err)
{
	struct fit_run *run = payload;

	if (run->wants_models)
		return take_weights(run, i, answer, err);
	return run->jobs[i].fold == run->n_folds ? take_model(run, answer, err)
											 : take_margins(run, i, answer, err);
}

static bool report_progress(void *payload, size_t done, size_t total)
{
	const struct fit_run *run = payload;

	return !run->progress || run->progress(run->payload, done, total);
}

moderato_status fit_jobs(struct fit_run *run, size_t n_jobs, size_t n_workers, moderato_error *err)
{
	return isolate_run(n_jobs, n_workers, do_job, take_answer, report_progress, run, err);
}
