/* SPDX-License-Identifier: MIT */
#include "model/liblinear.h"

#include <linear.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"

#define DEFAULT_TOLERANCE 0.1 /* LIBLINEAR's own for these solvers */

/* A task in LIBLINEAR's terms. A row that is picked twice has its nodes once. The bias is a feature
 * of our own after the last one, so LIBLINEAR is told of none. */
struct nodes {
	struct problem problem;
	struct feature_node *node;
	struct feature_node **of_row; /* [rows->n] NULL: not picked */
};

const char *liblinear_library_version(void)
{
	static const char version[] = {'L', 'I', 'B', 'L', 'I', 'N', 'E', 'A', 'R', ' ',
		'0' + LIBLINEAR_VERSION / 100, '.', '0' + LIBLINEAR_VERSION / 10 % 10,
		'0' + LIBLINEAR_VERSION % 10, '\0'};

	return version;
}

static void nodes_dispose(struct nodes *nodes)
{
	free(nodes->problem.y);
	free(nodes->problem.x);
	free(nodes->node);
	free(nodes->of_row);
}

/* Mark the picked rows and count their nodes, each with the bias and an end mark. */
static size_t count_nodes(const struct svm_task *task, bool *picked)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < task->n; i++) {
		uint32_t row = task->pick[i];

		if (picked[row])
			continue;
		picked[row] = true;
		count += task->rows->start[row + 1] - task->rows->start[row] + 2;
	}
	return count;
}

static struct feature_node *put_row(
	const struct svm_task *task, size_t row, double bias_scale, struct feature_node *node)
{
	const struct rows *rows = task->rows;
	size_t k;

	for (k = rows->start[row]; k < rows->start[row + 1]; k++)
		*node++ = (struct feature_node){(int)rows->index[k] + 1, rows->value[k]};
	*node++ = (struct feature_node){(int)task->n_features + 1, bias_scale};
	*node++ = (struct feature_node){.index = -1};
	return node;
}

static moderato_status nodes_init(
	struct nodes *nodes, const struct svm_task *task, double bias_scale, moderato_error *err)
{
	bool *picked = calloc(task->rows->n, sizeof(*picked));
	struct feature_node *next;
	size_t i;

	*nodes =
		(struct nodes){.problem = {.l = (int)task->n, .n = (int)task->n_features + 1, .bias = -1}};
	nodes->problem.y = calloc(task->n, sizeof(*nodes->problem.y));
	nodes->problem.x = calloc(task->n, sizeof(struct feature_node *));
	nodes->of_row = calloc(task->rows->n, sizeof(struct feature_node *));
	if (picked)
		nodes->node = resize_array(NULL, count_nodes(task, picked), sizeof(*nodes->node));
	free(picked);
	if (!nodes->problem.y || !nodes->problem.x || !nodes->of_row || !nodes->node) {
		nodes_dispose(nodes);
		return fail(err, MODERATO_ENOMEM, "out of memory");
	}
	next = nodes->node;
	for (i = 0; i < task->n; i++) {
		uint32_t row = task->pick[i];

		if (!nodes->of_row[row]) {
			nodes->of_row[row] = next;
			next = put_row(task, row, bias_scale, next);
		}
		nodes->problem.x[i] = nodes->of_row[row];
		nodes->problem.y[i] = task->label[i];
	}
	return MODERATO_OK;
}

/* With two classes LIBLINEAR has one vector, which is positive for label[0]. */
static void take_weights(const struct model *model, const struct svm_task *task, double bias_scale,
	double *weight, double *bias)
{
	double sign = model->label[0] == 1 ? 1.0 : -1.0;
	size_t j;

	for (j = 0; j < task->n_features; j++)
		weight[j] = sign * model->w[j];
	*bias = sign * model->w[task->n_features] * bias_scale;
}

static void print_nothing(const char *text)
{
	(void)text;
}

moderato_status liblinear_solve(const struct svm_task *task, enum linear_loss loss,
	double bias_scale, double *weight, double *bias, moderato_error *err)
{
	int positive = 1;
	double positive_weight = task->weight_positive;
	struct parameter parameter = {
		.solver_type = loss == LOSS_LOGISTIC ? L2R_LR_DUAL : L2R_L2LOSS_SVC_DUAL,
		.eps = task->tolerance > 0 ? task->tolerance : DEFAULT_TOLERANCE,
		.C = task->c,
		.nr_weight = 1,
		.weight_label = &positive,
		.weight = &positive_weight,
		.p = 0.1, /* for regression only, but checked */
	};
	struct model *model = NULL;
	struct nodes nodes;
	const char *complaint;
	moderato_status status;

	*bias = 0;
	status = svm_task_check(task, err);
	if (status)
		return status;
	if (!(bias_scale >= 0) || !isfinite(bias_scale))
		return fail(err, MODERATO_EINVAL, "the bias's scale must be a number, 0 or above");
	status = nodes_init(&nodes, task, bias_scale, err);
	if (status)
		return status;
	complaint = check_parameter(&nodes.problem, &parameter);
	if (complaint) {
		status = fail(err, MODERATO_EINVAL, "LIBLINEAR: %s", complaint);
		goto out;
	}
	set_print_string_function(print_nothing);
	srand(task->seed); /* it visits the rows in an order drawn from rand() */
	model = train(&nodes.problem, &parameter);
	take_weights(model, task, bias_scale, weight, bias);
out:
	if (model)
		free_and_destroy_model(&model);
	nodes_dispose(&nodes);
	return status;
}
