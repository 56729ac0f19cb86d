/* SPDX-License-Identifier: MIT */
/* Hands a task to libsvm in libsvm's own form and takes the support vectors over from its model. It
 * also has the checks that all solvers make of a task. */
#include "model/svm.h"

#include <libsvm/svm.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"

#define CACHE_MEGABYTES 200.0
#define DEFAULT_TOLERANCE 1e-3 /* libsvm's own */

const char *svm_library_version(void)
{
	static const char version[] = {'l', 'i', 'b', 's', 'v', 'm', ' ', '0' + LIBSVM_VERSION / 100,
		'.', '0' + LIBSVM_VERSION / 10 % 10, '0' + LIBSVM_VERSION % 10, '\0'};

	return version;
}

void svm_machine_dispose(struct svm_machine *machine)
{
	free(machine->coef);
	free(machine->sv);
	*machine = (struct svm_machine){.n_sv = 0};
}

moderato_status svm_task_check(const struct svm_task *task, moderato_error *err)
{
	size_t n_positive = 0;
	size_t i;

	if (!(task->c > 0) || !isfinite(task->c))
		return fail(err, MODERATO_EINVAL, "the cost C must be a number above 0");
	if (!(task->weight_positive > 0) || !isfinite(task->weight_positive))
		return fail(err, MODERATO_EINVAL, "the positive class's weight must be a number above 0");
	if (!(task->tolerance >= 0) || !isfinite(task->tolerance))
		return fail(err, MODERATO_EINVAL, "the tolerance must be a number, 0 or above");
	if (task->n > INT_MAX || task->n_features >= INT_MAX - 1)
		return fail(err, MODERATO_EINVAL, "more rows or features than the solver can number");
	for (i = 0; i < task->n; i++) {
		if (task->pick[i] >= task->rows->n || (task->label[i] != 1 && task->label[i] != -1))
			return fail(err, MODERATO_EINVAL, "row %zu has no such row or label", i);
		n_positive += task->label[i] == 1;
	}
	if (!n_positive || n_positive == task->n)
		return fail(err, MODERATO_EINVAL,
			"both classes are needed to train, but of %zu rows %zu are positive", task->n,
			n_positive);
	return MODERATO_OK;
}

/* --- rows as libsvm takes them --- */

/* For each row an array of (index from 1, value) that ends in index -1. */
struct nodes {
	double *y;           /* [task->n] +1 or -1 */
	struct svm_node **x; /* [task->n] a row that is picked twice has its nodes once */
	struct svm_node *node;
};

static void nodes_dispose(struct nodes *nodes)
{
	free(nodes->y);
	free(nodes->x);
	free(nodes->node);
}

/* Mark the picked rows and count their nodes, each with an end mark. */
static size_t count_nodes(const struct svm_task *task, bool *picked)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < task->n; i++) {
		uint32_t row = task->pick[i];

		if (picked[row])
			continue;
		picked[row] = true;
		count += task->rows->start[row + 1] - task->rows->start[row] + 1;
	}
	return count;
}

static int by_index(const void *a, const void *b)
{
	return ((const struct svm_node *)a)->index - ((const struct svm_node *)b)->index;
}

/* Write a row's nodes; returns where the next row's begin. */
static struct svm_node *put_row(const struct svm_task *task, size_t row, struct svm_node *node)
{
	const struct rows *rows = task->rows;
	struct svm_node *const first = node;
	bool rising = true;
	size_t k;

	for (k = rows->start[row]; k < rows->start[row + 1]; k++) {
		rising = rising && (k == rows->start[row] || rows->index[k] > rows->index[k - 1]);
		*node++ = (struct svm_node){(int)rows->index[k] + 1,
			(double)rows->value[k] * (task->scale ? (double)task->scale[rows->index[k]] : 1.0)};
	}
	if (!rising) /* libsvm merges two rows by their indices */
		qsort(first, (size_t)(node - first), sizeof(*node), by_index);
	*node++ = (struct svm_node){.index = -1};
	return node;
}

/* Lay the rows out in order of their first pick; of_row[rows->n] is all NULL. */
static void put_rows(struct nodes *nodes, const struct svm_task *task, struct svm_node **of_row)
{
	struct svm_node *next = nodes->node;
	size_t i;

	for (i = 0; i < task->n; i++) {
		uint32_t row = task->pick[i];

		if (!of_row[row]) {
			of_row[row] = next;
			next = put_row(task, row, next);
		}
		nodes->x[i] = of_row[row];
		nodes->y[i] = task->label[i];
	}
}

/* On failure (MODERATO_ENOMEM) nothing is left to dispose of. */
static moderato_status nodes_init(
	struct nodes *nodes, const struct svm_task *task, moderato_error *err)
{
	bool *picked = calloc(task->rows->n, sizeof(*picked));
	struct svm_node **of_row = calloc(task->rows->n, sizeof(struct svm_node *));
	moderato_status status = MODERATO_OK;

	*nodes = (struct nodes){.y = calloc(task->n, sizeof(*nodes->y))};
	nodes->x = calloc(task->n, sizeof(struct svm_node *));
	if (picked)
		nodes->node = resize_array(NULL, count_nodes(task, picked), sizeof(*nodes->node));
	if (!nodes->y || !nodes->x || !nodes->node || !of_row) {
		nodes_dispose(nodes);
		status = fail_no_memory(err);
	} else {
		put_rows(nodes, task, of_row);
	}
	free(of_row);
	free(picked);
	return status;
}

/* --- solving --- */

/* Copy the model, with the sign turned so that label +1 is positive, and with the picks of one row
 * added up. Support vectors come in rising order of rows. */
static moderato_status take_machine(const struct svm_model *model, const struct svm_task *task,
	struct svm_machine *out, moderato_error *err)
{
	double sign = model->label[0] == 1 ? 1.0 : -1.0;
	double *sum = calloc(task->rows->n, sizeof(*sum));
	size_t row;
	size_t n = 0;
	int i;

	out->coef = calloc((size_t)model->l + 1, sizeof(*out->coef));
	out->sv = calloc((size_t)model->l + 1, sizeof(*out->sv));
	if (!sum || !out->coef || !out->sv) {
		free(sum);
		svm_machine_dispose(out);
		return fail_no_memory(err);
	}
	for (i = 0; i < model->l; i++)
		sum[task->pick[model->sv_indices[i] - 1]] += sign * model->sv_coef[0][i];
	for (row = 0; row < task->rows->n; row++) {
		if (sum[row] == 0)
			continue;
		out->sv[n] = (uint32_t)row;
		out->coef[n++] = sum[row];
	}
	free(sum);
	out->n_sv = n;
	out->rho = sign * model->rho[0];
	return MODERATO_OK;
}

static int library_kernel(enum kernel_type type)
{
	switch (type) {
	case KERNEL_LINEAR:
		return LINEAR;
	case KERNEL_POLY:
		return POLY;
	case KERNEL_RBF:
		return RBF;
	case KERNEL_SIGMOID:
		return SIGMOID;
	}
	return -1; /* svm_check_parameter() refuses it */
}

static void print_nothing(const char *text)
{
	(void)text;
}

/* task->seed is not looked at: without its own probability estimates libsvm draws no numbers. */
moderato_status svm_solve(const struct svm_task *task, const struct kernel_params *kernel,
	struct svm_machine *out, moderato_error *err)
{
	int positive = 1;
	double weight = task->weight_positive;
	struct svm_parameter parameter = {
		.svm_type = C_SVC,
		.kernel_type = library_kernel(kernel->type),
		.degree = kernel->degree,
		.gamma = kernel->gamma,
		.coef0 = kernel->coef0,
		.cache_size = CACHE_MEGABYTES,
		.eps = task->tolerance > 0 ? task->tolerance : DEFAULT_TOLERANCE,
		.C = task->c,
		.nr_weight = 1,
		.weight_label = &positive,
		.weight = &weight,
		.shrinking = 1,
	};
	struct svm_model *model = NULL;
	struct svm_problem problem;
	struct nodes nodes;
	const char *complaint;
	moderato_status status;

	*out = (struct svm_machine){.kernel = *kernel};
	status = svm_task_check(task, err);
	if (status)
		return status;
	if (!isfinite(kernel->gamma) || !isfinite(kernel->coef0))
		return fail(err, MODERATO_EINVAL, "the kernel's gamma and coef0 must be finite");
	status = nodes_init(&nodes, task, err);
	if (status)
		return status;
	problem = (struct svm_problem){(int)task->n, nodes.y, nodes.x};
	complaint = svm_check_parameter(&problem, &parameter);
	if (complaint) {
		status = fail(err, MODERATO_EINVAL, "libsvm: %s", complaint);
		goto out;
	}
	svm_set_print_string_function(print_nothing);
	model = svm_train(&problem, &parameter);
	status = take_machine(model, task, out, err);
out:
	svm_free_and_destroy_model(&model);
	nodes_dispose(&nodes);
	return status;
}
