/* SPDX-License-Identifier: MIT */
#include "model/liblinear.h"

#include <linear.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/fail.h"
#include "model/nodes.h"

#define DEFAULT_TOLERANCE 0.1 /* LIBLINEAR's own for these solvers */

_Static_assert(NODE_IS(struct feature_node), "LIBLINEAR's node is ours");

const char *liblinear_library_version(void)
{
	static const char version[] = {'L', 'I', 'B', 'L', 'I', 'N', 'E', 'A', 'R', ' ',
		'0' + LIBLINEAR_VERSION / 100, '.', '0' + LIBLINEAR_VERSION / 10 % 10,
		'0' + LIBLINEAR_VERSION % 10, '\0'};

	return version;
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
	struct problem problem;
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
	/* The bias is a feature of our own after the last one, so LIBLINEAR is told of none. */
	problem = (struct problem){.l = (int)task->n,
		.n = (int)task->n_features + 1,
		.y = nodes.y,
		.x = (struct feature_node **)(void *)nodes.x,
		.bias = -1};
	complaint = check_parameter(&problem, &parameter);
	if (complaint) {
		status = fail(err, MODERATO_EINVAL, "LIBLINEAR: %s", complaint);
		goto out;
	}
	set_print_string_function(print_nothing);
	srand(task->seed); /* it visits the rows in an order drawn from rand() */
	model = train(&problem, &parameter);
	take_weights(model, task, bias_scale, weight, bias);
out:
	if (model)
		free_and_destroy_model(&model);
	nodes_dispose(&nodes);
	return status;
}
