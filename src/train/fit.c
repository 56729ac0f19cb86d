/* SPDX-License-Identifier: MIT */
#include "train/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/rng.h"
#include "train/nb_scale.h"
#include "train/fit_run.h"
#include "dataset/folds.h"
#include "model/descent.h"
#include "model/isolate.h"
#include "model/newton.h"

/* Fewer rows of a class than this cannot be split into folds that mean anything. */
#define CLASS_ROWS_MIN 4

/* --- one solve --- */

/* Rows to train on, repeated as their source's weight asks: a weight of 2.3 lists every row twice
 * and three in ten of them, chosen by hash, once more. */
static moderato_status expand(const struct fit_run *run, size_t fold, struct svm_task *task,
	uint32_t **pick, int8_t **label, moderato_error *err)
{
	const struct fit_problem *p = run->problem;
	size_t cap = 0;
	size_t cap_label = 0;
	size_t i;

	*pick = NULL;
	*label = NULL;
	for (i = 0; i < run->out->n; i++) {
		const uint32_t row = run->out->pick[i];
		const double weight = p->weight[p->source[row]];
		const double chance = (double)(rng_mix(row ^ run->options->seed << 32) >> 11) * 0x1p-53;
		size_t copies = (size_t)weight + (chance < weight - floor(weight));
		void *picks = *pick;
		void *labels = *label;

		if (run->out->fold[i] == fold)
			continue;
		if (!grow_array(&picks, &cap, task->n + copies, sizeof(**pick)))
			return fail_no_memory(err);
		*pick = picks;
		if (!grow_array(&labels, &cap_label, task->n + copies, sizeof(**label)))
			return fail_no_memory(err);
		*label = labels;
		for (; copies; copies--) {
			(*pick)[task->n] = row;
			(*label)[task->n++] = p->label[row] ? 1 : -1;
		}
	}
	return MODERATO_OK;
}

static double balanced_weight(const int8_t *label, size_t n)
{
	size_t positives = 0;
	size_t i;

	for (i = 0; i < n; i++)
		positives += label[i] > 0;
	return positives ? (double)(n - positives) / (double)positives : 1.0;
}

static bool is_linear(const struct fit_options *options)
{
	return options->kernel.type == KERNEL_LINEAR;
}

/* Copy the machine's vectors out of the rows. */
static moderato_status copy_vectors(struct fit *fit, const struct rows *rows, moderato_error *err)
{
	const struct svm_machine *m = &fit->machine;
	struct fit_vectors *v = &fit->vectors;
	size_t n = 0;
	size_t i;

	for (i = 0; i < m->n_sv; i++)
		n += rows->start[m->sv[i] + 1] - rows->start[m->sv[i]];
	v->start = resize_array(NULL, m->n_sv + 1, sizeof(*v->start));
	v->index = resize_array(NULL, n, sizeof(*v->index));
	v->value = resize_array(NULL, n, sizeof(*v->value));
	v->norm = resize_array(NULL, m->n_sv, sizeof(*v->norm));
	if (!v->start || !v->index || !v->value || !v->norm)
		return fail_no_memory(err);
	v->start[0] = 0;
	for (i = 0; i < m->n_sv; i++) {
		const size_t from = rows->start[m->sv[i]];
		const size_t len = rows->start[m->sv[i] + 1] - from;

		memcpy(v->index + v->start[i], rows->index + from, len * sizeof(*v->index));
		memcpy(v->value + v->start[i], rows->value + from, len * sizeof(*v->value));
		v->start[i + 1] = v->start[i] + len;
	}
	v->head = (struct kernel_head){
		m->kernel, m->n_sv, v->start, v->index, v->value, m->coef, v->norm, m->rho};
	kernel_norms(&v->head, v->norm);
	return MODERATO_OK;
}

static void vectors_dispose(struct fit_vectors *v)
{
	free(v->start);
	free(v->index);
	free(v->value);
	free(v->norm);
	memset(v, 0, sizeof(*v));
}

/* Scale the task's features by how much they tell; `*scale` is to be freed. */
static moderato_status contrast(
	const struct fit_run *run, struct svm_task *task, float **scale, moderato_error *err)
{
	const struct fit_problem *p = run->problem;
	const struct nb_scale_task t = {
		p->rows, task->pick, task->label, task->n, p->source, p->n_sources, p->n_features};

	*scale = resize_array(NULL, p->n_features, sizeof(**scale));
	if (!*scale || !nb_scale_features(&t, run->options->contrast, *scale))
		return fail_no_memory(err);
	task->scale = *scale;
	return MODERATO_OK;
}

/* Weights of scaled features as weights of the features themselves. */
static void unscale(double *weight, const float *scale, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		weight[i] *= (double)scale[i];
}

/* Train on the rows outside of the job's fold. `model` has weights or a machine afterwards. */
static moderato_status solve(
	const struct fit_run *run, const struct fit_job *job, struct fit *model, moderato_error *err)
{
	const struct fit_problem *p = run->problem;
	struct svm_task task = {
		.rows = p->rows,
		.n_features = p->n_features,
		.c = job->c,
		.seed = (unsigned)(run->options->seed + job->fold),
	};
	uint32_t *pick = NULL;
	int8_t *label = NULL;
	float *scale = NULL;
	struct descent_report report;
	moderato_status status;

	model->weight = calloc(p->n_features, sizeof(*model->weight));
	status =
		model->weight ? expand(run, job->fold, &task, &pick, &label, err) : fail_no_memory(err);
	task.pick = pick;
	task.label = label;
	if (!status && run->options->contrast > 0 && is_linear(run->options))
		status = contrast(run, &task, &scale, err);
	task.weight_positive =
		job->positive == FIT_BALANCED ? balanced_weight(label, task.n) : job->positive;
	if (!status && run->out->solver == FIT_NEWTON) {
		status = newton_solve(&task, model->weight, &model->bias, err);
	} else if (!status && run->out->solver == FIT_LIBLINEAR &&
			   run->options->loss == LOSS_SQUARED_HINGE) {
		status = descent_solve(&task, model->weight, &model->bias, &report, err);
		model->stopped = !report.converged;
	} else if (!status && run->out->solver == FIT_LIBLINEAR) {
		status = liblinear_solve(&task, run->options->loss, 1.0, model->weight, &model->bias, err);
	} else if (!status) {
		status = svm_solve(&task, &run->options->kernel, &model->machine, err);
		if (!status && is_linear(run->options)) {
			kernel_fold_linear(&model->machine, p->rows, model->weight, p->n_features);
			if (scale) /* the fold saw the features, the machine their scaled selves */
				unscale(model->weight, scale, p->n_features);
			model->bias = -model->machine.rho;
			svm_machine_dispose(&model->machine);
		} else if (!status) {
			status = copy_vectors(model, p->rows, err);
		}
	}
	if (!status && scale)
		unscale(model->weight, scale, p->n_features);
	free(scale);
	free(pick);
	free(label);
	return status;
}

/* A row's values, widened a piece at a time: rows of a kernel problem are short or few. */
static bool kernel_row_margin(
	const struct fit *fit, const struct rows *rows, uint32_t row, double *margin)
{
	const size_t from = rows->start[row];
	const size_t n = rows->start[row + 1] - from;
	double *wide = resize_array(NULL, n, sizeof(*wide));
	size_t i;

	if (!wide)
		return false;
	for (i = 0; i < n; i++)
		wide[i] = (double)rows->value[from + i];
	*margin = kernel_margin(&fit->vectors.head, rows->index + from, wide, n);
	free(wide);
	return true;
}

bool fit_margin(
	const struct fit *fit, const struct fit_problem *problem, uint32_t row, double *margin)
{
	const struct rows *r = problem->rows;
	double sum = fit->bias;
	size_t e;

	if (fit->machine.n_sv)
		return kernel_row_margin(fit, r, row, margin);
	for (e = r->start[row]; e < r->start[row + 1]; e++)
		if (r->index[e] < problem->first_offset)
			sum += fit->weight[r->index[e]] * (double)r->value[e];
	*margin = sum;
	return true;
}

/* --- in the children --- */

static moderato_status work(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	const struct fit_run *run = payload;
	const struct fit_job *job = &run->jobs[i];
	struct fit model = {.weight = NULL};
	moderato_status status = solve(run, job, &model, err);
	size_t k;

	for (k = 0; !status && !run->wants_models && k < run->out->n; k++) {
		if (run->out->fold[k] == job->fold) {
			double margin = 0;

			if (!fit_margin(&model, run->problem, run->out->pick[k], &margin))
				status = fail_no_memory(err);
			buffer_add(out, (const char *)&margin, sizeof(margin));
		}
	}
	if (!status && job->fold == run->n_folds) { /* the final one: the model itself */
		const uint64_t n_sv = model.machine.n_sv;

		buffer_add(out, (const char *)&n_sv, sizeof(n_sv));
		buffer_add(out, (const char *)&model.machine.rho, sizeof(double));
		buffer_add(out, (const char *)model.machine.coef, n_sv * sizeof(double));
		buffer_add(out, (const char *)model.machine.sv, n_sv * sizeof(uint32_t));
		buffer_add(out, (const char *)&model.bias, sizeof(model.bias));
		buffer_add(out, (const char *)&model.stopped, sizeof(model.stopped));
		if (!n_sv)
			buffer_add(out, (const char *)model.weight,
				run->problem->first_offset * sizeof(*model.weight));
	}
	if (!status && run->wants_models) {
		buffer_add(out, (const char *)&model.bias, sizeof(model.bias));
		buffer_add(
			out, (const char *)model.weight, run->problem->first_offset * sizeof(*model.weight));
	}
	fit_dispose(&model);
	return status;
}

/* --- in the parent --- */

static moderato_status take_margins(
	struct fit_run *run, size_t i, moderato_str result, moderato_error *err)
{
	double *held = run->held + (i / run->n_folds) * run->out->n;
	size_t used = 0;
	size_t k;

	for (k = 0; k < run->out->n; k++) {
		if (run->out->fold[k] != run->jobs[i].fold)
			continue;
		if (used + sizeof(*held) > result.len)
			return fail(err, MODERATO_EIO, "a solver's answer is too short");
		memcpy(&held[k], result.ptr + used, sizeof(*held));
		used += sizeof(*held);
	}
	return MODERATO_OK;
}

static bool get(moderato_str *from, void *to, size_t len)
{
	if (from->len < len)
		return false;
	if (len)
		memcpy(to, from->ptr, len);
	from->ptr += len;
	from->len -= len;
	return true;
}

/* The model of the final training, as work() wrote it. */
static moderato_status take_model(struct fit_run *run, moderato_str result, moderato_error *err)
{
	struct fit *out = run->out;
	const uint32_t n = run->problem->first_offset;
	uint64_t n_sv;

	if (!get(&result, &n_sv, sizeof(n_sv)) || n_sv > result.len ||
		!get(&result, &out->machine.rho, sizeof(double)))
		return fail(err, MODERATO_EIO, "a solver's answer is too short");
	out->machine.n_sv = n_sv;
	out->machine.kernel = run->options->kernel;
	out->machine.coef = resize_array(NULL, n_sv, sizeof(*out->machine.coef));
	out->machine.sv = resize_array(NULL, n_sv, sizeof(*out->machine.sv));
	out->weight = resize_array(NULL, n, sizeof(*out->weight));
	if (!out->machine.coef || !out->machine.sv || !out->weight)
		return fail_no_memory(err);
	if (!get(&result, out->machine.coef, n_sv * sizeof(double)) ||
		!get(&result, out->machine.sv, n_sv * sizeof(uint32_t)) ||
		!get(&result, &out->bias, sizeof(out->bias)) ||
		!get(&result, &out->stopped, sizeof(out->stopped)) ||
		(!n_sv && !get(&result, out->weight, n * sizeof(*out->weight))))
		return fail(err, MODERATO_EIO, "a solver's answer is too short");
	return n_sv ? copy_vectors(out, run->problem->rows, err) : MODERATO_OK;
}

static moderato_status take_weights(
	struct fit_run *run, size_t i, moderato_str result, moderato_error *err)
{
	const size_t n = run->problem->first_offset;

	run->weight[i] = resize_array(NULL, n, sizeof(**run->weight));
	if (!run->weight[i])
		return fail_no_memory(err);
	if (!get(&result, &run->bias[i], sizeof(*run->bias)) ||
		!get(&result, run->weight[i], n * sizeof(**run->weight)))
		return fail(err, MODERATO_EIO, "a solver's answer is too short");
	return MODERATO_OK;
}

static moderato_status take(void *payload, size_t i, moderato_str result, moderato_error *err)
{
	struct fit_run *run = payload;

	if (run->wants_models)
		return take_weights(run, i, result, err);
	return run->jobs[i].fold == run->n_folds ? take_model(run, result, err)
											 : take_margins(run, i, result, err);
}

static bool report(void *payload, size_t done, size_t total)
{
	const struct fit_run *run = payload;

	return !run->progress || run->progress(run->payload, done, total);
}

/* The rows that are trained on: labelled, and of a source with a weight. */
static moderato_status pick_rows(struct fit_run *run, moderato_error *err)
{
	const struct fit_problem *p = run->problem;
	struct fit *out = run->out;
	size_t count[2] = {0, 0};
	uint32_t i;

	out->pick = resize_array(NULL, p->rows->n, sizeof(*out->pick));
	out->fold = resize_array(NULL, p->rows->n, sizeof(*out->fold));
	if (!out->pick || !out->fold)
		return fail_no_memory(err);
	for (i = 0; i < p->rows->n; i++) {
		if ((p->label[i] == 0 || p->label[i] == 1) && p->weight[p->source[i]] > 0) {
			count[p->label[i]]++;
			out->pick[out->n++] = i;
		}
	}
	if (count[0] < CLASS_ROWS_MIN || count[1] < CLASS_ROWS_MIN)
		return fail(err, MODERATO_EINVAL,
			"%zu positive and %zu negative comments: training needs at least %d of each", count[1],
			count[0], CLASS_ROWS_MIN);
	return MODERATO_OK;
}

/* The first `n` folds are of the rows that are no copies: hand them to their rows, from the end,
 * and to the copies. */
static void spread_folds(struct fit_run *run, size_t n)
{
	const uint8_t *copy = run->problem->copy;
	struct fit *out = run->out;
	size_t i;

	for (i = out->n; copy && i > 0; i--)
		out->fold[i - 1] = copy[out->pick[i - 1]] ? out->fold[n - 1] : out->fold[--n];
}

static moderato_status assign_folds(struct fit_run *run, moderato_error *err)
{
	struct fit *out = run->out;
	int8_t *label = resize_array(NULL, out->n, sizeof(*label));
	uint64_t *group = resize_array(NULL, out->n, sizeof(*group));
	const uint8_t *copy = run->problem->copy;
	moderato_status status = MODERATO_ENOMEM;
	size_t n = 0;
	size_t i;

	if (label && group) {
		for (i = 0; i < out->n; i++) {
			if (copy && copy[out->pick[i]])
				continue;
			label[n] = run->problem->label[out->pick[i]];
			group[n++] = run->problem->group[out->pick[i]];
		}
		status =
			folds_grouped(label, 1, group, n, run->n_folds, run->options->seed, out->fold, err);
		if (status == MODERATO_EINVAL) /* fewer groups than folds: rows must do */
			status =
				folds_grouped(label, 1, NULL, n, run->n_folds, run->options->seed, out->fold, err);
		spread_folds(run, n);
	} else {
		fail_no_memory(err);
	}
	free(label);
	free(group);
	return status;
}

/* No folds: nothing is held out, chosen or calibrated. */
static moderato_status train_only(struct fit_run *run, moderato_error *err)
{
	const struct fit_options *o = run->options;
	struct fit_job job = {.c = o->c[0], .positive = o->positive[0]};
	size_t i;

	for (i = 0; i < run->out->n; i++)
		run->out->fold[i] = UINT16_MAX; /* left out by no job */
	run->out->c = job.c;
	run->out->positive = job.positive;
	run->out->auc = NAN;
	run->out->threshold = 0.5;
	run->out->calibration = (struct calibration)CALIBRATION_PLAIN;
	run->jobs = resize_array(NULL, 1, sizeof(*run->jobs));
	if (!run->jobs)
		return fail_no_memory(err);
	run->jobs[0] = job;
	return isolate_run(1, 1, work, take, report, run, err);
}

/* Every point of the grid on every fold. Where there is one point only, it is the one that will be
 * chosen: the final training need not wait for the folds. */
static moderato_status cross_validate(struct fit_run *run, moderato_error *err)
{
	const struct fit_options *o = run->options;
	const size_t n_points = o->n_c * o->n_positive;
	const size_t n_jobs = n_points * run->n_folds;
	moderato_status status;
	size_t i;

	run->jobs = resize_array(NULL, n_jobs + 1, sizeof(*run->jobs));
	run->held = resize_array(NULL, n_points, run->out->n * sizeof(*run->held));
	if (!run->jobs || !run->held)
		return fail_no_memory(err);
	for (i = 0; i < n_jobs; i++) {
		const size_t point = i / run->n_folds;

		run->jobs[i] =
			(struct fit_job){i % run->n_folds, o->c[point % o->n_c], o->positive[point / o->n_c]};
	}
	run->jobs[n_jobs] = (struct fit_job){run->n_folds, o->c[0], o->positive[0]};
	status = isolate_run(n_jobs + (n_points == 1), o->jobs, work, take, report, run, err);
	return status ? status : fit_choose(run, n_points, err);
}

moderato_status fit_head(const struct fit_problem *problem, const struct fit_options *options,
	fit_progress progress, void *payload, struct fit *out, moderato_error *err)
{
	struct fit_run run = {.problem = problem,
		.options = options,
		.out = out,
		.n_folds = options->folds > 1 ? options->folds : 0,
		.progress = progress,
		.payload = payload};
	moderato_status status;
	size_t count;

	memset(out, 0, sizeof(*out));
	status = pick_rows(&run, err);
	count = out->n;
	out->solver = options->solver;
	if (!is_linear(options))
		out->solver = FIT_LIBSVM;
	else if (out->solver == FIT_AUTO)
		out->solver = count <= FIT_LIBSVM_ROWS ? FIT_LIBSVM : FIT_LIBLINEAR;
	if (!status && run.n_folds)
		status = assign_folds(&run, err);
	if (!status)
		status = run.n_folds ? cross_validate(&run, err) : train_only(&run, err);
	if (!status && options->n_c * options->n_positive > 1) {
		run.jobs[0] = (struct fit_job){run.n_folds, out->c, out->positive};
		run.progress = NULL;
		status = isolate_run(1, 1, work, take, NULL, &run, err);
	}
	free(run.jobs);
	free(run.held);
	if (status)
		fit_dispose(out);
	return status;
}

moderato_status fit_folds(const struct fit_problem *problem, const struct fit_options *options,
	const uint16_t *fold, size_t n_folds, double **weight, double *bias, moderato_error *err)
{
	struct fit fit = {.solver = FIT_LIBLINEAR};
	struct fit_run run = {.problem = problem,
		.options = options,
		.out = &fit,
		.n_folds = SIZE_MAX,
		.wants_models = true,
		.weight = weight,
		.bias = bias};
	moderato_status status = pick_rows(&run, err);
	size_t i;

	memset(weight, 0, n_folds * sizeof(*weight));
	run.jobs = resize_array(NULL, n_folds, sizeof(*run.jobs));
	if (!status && !run.jobs)
		status = fail_no_memory(err);
	for (i = 0; !status && i < fit.n; i++)
		fit.fold[i] = fold[fit.pick[i]];
	for (i = 0; !status && i < n_folds; i++)
		run.jobs[i] = (struct fit_job){i, options->c[0], options->positive[0]};
	if (!status)
		status = isolate_run(n_folds, options->jobs, work, take, NULL, &run, err);
	for (i = 0; status && i < n_folds; i++) {
		free(weight[i]);
		weight[i] = NULL;
	}
	free(run.jobs);
	fit_dispose(&fit);
	return status;
}

void fit_dispose(struct fit *fit)
{
	free(fit->weight);
	svm_machine_dispose(&fit->machine);
	vectors_dispose(&fit->vectors);
	free(fit->pick);
	free(fit->margin);
	free(fit->fold);
	memset(fit, 0, sizeof(*fit));
}
