/* SPDX-License-Identifier: MIT */
/* Decides which rows a head is trained on, in which folds, by which solver, and which trainings
 * that takes; and computes the margin that a fit gives a row. */
#include "train/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "dataset/folds.h"
#include "train/fit_run.h"

/* Fewer rows of a class than this cannot be split into folds that mean anything. */
#define CLASS_ROWS_MIN 4

/* --- margins --- */

/* Copies the row's values as doubles, which the kernel's functions take. False: out of memory. */
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

/* --- rows and folds --- */

/* Pick the rows that are trained on: labelled ones of a source with a weight. */
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

/* The first `n` entries of out->fold are the folds of the rows that are no copies, in their order.
 * Move each to its row's place, beginning with the last, and give copies the fold of their row. */
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
		if (status == MODERATO_EINVAL) /* fewer groups than folds: split the groups */
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

/* --- trainings --- */

/* Train once, without folds: nothing is held out, chosen or calibrated. */
static moderato_status train_only(struct fit_run *run, moderato_error *err)
{
	const struct fit_options *o = run->options;
	struct fit_job job = {.c = o->c[0], .positive = o->positive[0]};
	size_t i;

	for (i = 0; i < run->out->n; i++)
		run->out->fold[i] = UINT16_MAX; /* no job leaves the row out */
	run->out->c = job.c;
	run->out->positive = job.positive;
	run->out->auc = NAN;
	run->out->threshold = 0.5;
	run->out->calibration = (struct calibration)CALIBRATION_PLAIN;
	run->jobs = resize_array(NULL, 1, sizeof(*run->jobs));
	if (!run->jobs)
		return fail_no_memory(err);
	run->jobs[0] = job;
	return fit_jobs(run, 1, 1, err);
}

/* Train with every point of the grid without every fold. If there is one point only, it is the one
 * that will be chosen, so the final training runs beside the folds. */
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
	status = fit_jobs(run, n_jobs + (n_points == 1), o->jobs, err);
	return status ? status : fit_choose(run, n_points, err);
}

/* The final training with the point of the grid that was chosen. */
static moderato_status train_chosen(struct fit_run *run, moderato_error *err)
{
	run->jobs[0] = (struct fit_job){run->n_folds, run->out->c, run->out->positive};
	run->progress = NULL;
	return fit_jobs(run, 1, 1, err);
}

static enum fit_solver choose_solver(const struct fit_options *options, size_t n_rows)
{
	if (options->kernel.type != KERNEL_LINEAR)
		return FIT_LIBSVM;
	if (options->solver != FIT_AUTO)
		return options->solver;
	return n_rows <= FIT_LIBSVM_ROWS ? FIT_LIBSVM : FIT_DESCENT;
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

	memset(out, 0, sizeof(*out));
	status = pick_rows(&run, err);
	out->solver = choose_solver(options, out->n);
	if (!status && run.n_folds)
		status = assign_folds(&run, err);
	if (!status)
		status = run.n_folds ? cross_validate(&run, err) : train_only(&run, err);
	if (!status && options->n_c * options->n_positive > 1)
		status = train_chosen(&run, err);
	free(run.jobs);
	free(run.held);
	if (status)
		fit_dispose(out);
	return status;
}

moderato_status fit_folds(const struct fit_problem *problem, const struct fit_options *options,
	const uint16_t *fold, size_t n_folds, double **weight, double *bias, moderato_error *err)
{
	struct fit fit = {.solver = FIT_DESCENT};
	struct fit_run run = {.problem = problem,
		.options = options,
		.out = &fit,
		.n_folds = SIZE_MAX, /* no job is the final one */
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
		status = fit_jobs(&run, n_folds, options->jobs, err);
	for (i = 0; status && i < n_folds; i++) {
		free(weight[i]);
		weight[i] = NULL;
	}
	free(run.jobs);
	fit_dispose(&fit);
	return status;
}

const char *fit_solver_name(enum fit_solver solver)
{
	static const char *const names[] = {
		[FIT_DESCENT] = "dual coordinate descent",
		[FIT_LIBSVM] = "libsvm",
		[FIT_NEWTON] = "Newton's method",
	};

	return names[solver];
}

void fit_dispose(struct fit *fit)
{
	free(fit->weight);
	svm_machine_dispose(&fit->machine);
	free(fit->vectors.start);
	free(fit->vectors.index);
	free(fit->vectors.value);
	free(fit->vectors.norm);
	free(fit->pick);
	free(fit->margin);
	free(fit->fold);
	memset(fit, 0, sizeof(*fit));
}
