/* SPDX-License-Identifier: MIT */
/* One training: makes the task that a solver gets out of the rows, their sources' weights and the
 * features' scales, runs the solver, and gives back weights of the features as they are. Which
 * rows and which solver is decided in fit.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/rng.h"
#include "model/descent.h"
#include "model/newton.h"
#include "train/fit_run.h"
#include "train/nb_scale.h"

/* The task of one training, and the arrays that it points to. */
struct training {
	struct svm_task task;
	uint32_t *pick;
	int8_t *label;
	float *scale; /* NULL: the features are not scaled */
};

static void training_dispose(struct training *t)
{
	free(t->pick);
	free(t->label);
	free(t->scale);
}

/* --- the task --- */

/* How often a row is listed: a weight of 2.3 lists every row of the source twice, and three in ten
 * of them, chosen by hash, once more. */
static size_t times_listed(const struct fit_run *run, uint32_t row)
{
	const double weight = run->problem->weight[run->problem->source[row]];
	const double chance = (double)(rng_mix(row ^ run->options->seed << 32) >> 11) * 0x1p-53;

	return (size_t)weight + (chance < weight - floor(weight));
}

/* List the rows outside of the fold, each as often as its source's weight asks. False: out of
 * memory. */
static bool list_rows(const struct fit_run *run, size_t fold, struct training *t)
{
	const struct fit_problem *p = run->problem;
	size_t cap = 0;
	size_t cap_label = 0;
	size_t n = 0;
	size_t i;

	for (i = 0; i < run->out->n; i++) {
		const uint32_t row = run->out->pick[i];
		size_t times = times_listed(run, row);
		void *pick = t->pick;
		void *label = t->label;

		if (run->out->fold[i] == fold)
			continue;
		if (!grow_array(&pick, &cap, n + times, sizeof(*t->pick)))
			return false;
		t->pick = pick;
		if (!grow_array(&label, &cap_label, n + times, sizeof(*t->label)))
			return false;
		t->label = label;
		for (; times; times--) {
			t->pick[n] = row;
			t->label[n++] = p->label[row] ? 1 : -1;
		}
	}
	t->task.pick = t->pick;
	t->task.label = t->label;
	t->task.n = n;
	return true;
}

/* Scale the features by how well they separate the classes. False: out of memory. */
static bool scale_features(const struct fit_run *run, struct training *t)
{
	const struct fit_problem *p = run->problem;
	const struct nb_scale_task task = {
		p->rows, t->pick, t->label, t->task.n, p->source, p->n_sources, p->n_features};

	t->scale = resize_array(NULL, p->n_features, sizeof(*t->scale));
	t->task.scale = t->scale;
	return t->scale && nb_scale_features(&task, run->options->contrast, t->scale);
}

static double balanced_weight(const int8_t *label, size_t n)
{
	size_t positives = 0;
	size_t i;

	for (i = 0; i < n; i++)
		positives += label[i] > 0;
	return positives ? (double)(n - positives) / (double)positives : 1.0;
}

static bool is_linear(const struct fit_run *run)
{
	return run->options->kernel.type == KERNEL_LINEAR;
}

/* False: out of memory. */
static bool training_init(struct training *t, const struct fit_run *run, const struct fit_job *job)
{
	*t = (struct training){.task = {
							   .rows = run->problem->rows,
							   .n_features = run->problem->n_features,
							   .c = job->c,
							   .seed = (unsigned)(run->options->seed + job->fold),
						   }};
	if (!list_rows(run, job->fold, t))
		return false;
	t->task.weight_positive =
		job->positive == FIT_BALANCED ? balanced_weight(t->label, t->task.n) : job->positive;
	return !(run->options->contrast > 0 && is_linear(run)) || scale_features(run, t);
}

/* --- the solvers: each leaves weights of the scaled features, or a kernel machine --- */

static moderato_status solve_by_descent(
	const struct svm_task *task, struct fit *model, moderato_error *err)
{
	struct descent_report report;
	const moderato_status status = descent_solve(task, model->weight, &model->bias, &report, err);

	model->stopped = !report.converged;
	return status;
}

/* Weights of scaled features are brought to the features themselves, or sums over unscaled rows to
 * the scaled features: the same factor. */
static void apply_scale(const struct svm_task *task, double *weight)
{
	size_t i;

	for (i = 0; task->scale && i < task->n_features; i++)
		weight[i] *= (double)task->scale[i];
}

/* A linear machine as weights. The fold sums unscaled rows, but libsvm was trained on scaled ones:
 * the scale is applied here. */
static void fold_machine(const struct svm_task *task, struct fit *model)
{
	kernel_fold_linear(&model->machine, task->rows, model->weight, task->n_features);
	apply_scale(task, model->weight);
	model->bias = -model->machine.rho;
	svm_machine_dispose(&model->machine);
}

static moderato_status solve_by_libsvm(
	const struct fit_run *run, const struct svm_task *task, struct fit *model, moderato_error *err)
{
	const moderato_status status = svm_solve(task, &run->options->kernel, &model->machine, err);

	if (status)
		return status;
	if (!is_linear(run))
		return fit_copy_vectors(model, task->rows, err);
	fold_machine(task, model);
	return MODERATO_OK;
}

static moderato_status run_solver(
	const struct fit_run *run, const struct svm_task *task, struct fit *model, moderato_error *err)
{
	switch (run->out->solver) {
	case FIT_NEWTON:
		return newton_solve(task, model->weight, &model->bias, err);
	case FIT_DESCENT:
		return solve_by_descent(task, model, err);
	case FIT_LIBSVM:
	case FIT_AUTO: /* fit_head() has resolved it */
		break;
	}
	return solve_by_libsvm(run, task, model, err);
}

moderato_status fit_solve(
	const struct fit_run *run, const struct fit_job *job, struct fit *model, moderato_error *err)
{
	struct training t;
	const bool ok = training_init(&t, run, job);
	moderato_status status;

	model->weight = calloc(run->problem->n_features, sizeof(*model->weight));
	status = ok && model->weight ? run_solver(run, &t.task, model, err) : fail_no_memory(err);
	if (!status)
		apply_scale(&t.task, model->weight);
	training_dispose(&t);
	return status;
}

moderato_status fit_copy_vectors(struct fit *fit, const struct rows *rows, moderato_error *err)
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
