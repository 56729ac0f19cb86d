/* SPDX-License-Identifier: MIT */
#include "model/nodes.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"

void nodes_dispose(struct nodes *nodes)
{
	free(nodes->y);
	free(nodes->x);
	free(nodes->node);
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

static int by_index(const void *a, const void *b)
{
	return ((const struct node *)a)->index - ((const struct node *)b)->index;
}

static struct node *put_row(
	const struct svm_task *task, size_t row, double bias_scale, struct node *node)
{
	const struct rows *rows = task->rows;
	struct node *const first = node;
	bool rising = true;
	size_t k;

	for (k = rows->start[row]; k < rows->start[row + 1]; k++) {
		rising = rising && (k == rows->start[row] || rows->index[k] > rows->index[k - 1]);
		*node++ = (struct node){(int)rows->index[k] + 1,
			(double)rows->value[k] * (task->scale ? (double)task->scale[rows->index[k]] : 1.0)};
	}
	if (!rising) /* the libraries merge rows by index */
		qsort(first, (size_t)(node - first), sizeof(*node), by_index);
	if (bias_scale >= 0)
		*node++ = (struct node){(int)task->n_features + 1, bias_scale};
	*node++ = (struct node){.index = -1};
	return node;
}

/* Lay the rows out in order of their first pick; of_row[rows->n] is all NULL. */
static void put_rows(
	struct nodes *nodes, const struct svm_task *task, double bias_scale, struct node **of_row)
{
	struct node *next = nodes->node;
	size_t i;

	for (i = 0; i < task->n; i++) {
		uint32_t row = task->pick[i];

		if (!of_row[row]) {
			of_row[row] = next;
			next = put_row(task, row, bias_scale, next);
		}
		nodes->x[i] = of_row[row];
		nodes->y[i] = task->label[i];
	}
}

moderato_status nodes_init(
	struct nodes *nodes, const struct svm_task *task, double bias_scale, moderato_error *err)
{
	bool *picked = calloc(task->rows->n, sizeof(*picked));
	struct node **of_row = calloc(task->rows->n, sizeof(struct node *));
	moderato_status status = MODERATO_OK;

	*nodes = (struct nodes){.y = calloc(task->n, sizeof(*nodes->y))};
	nodes->x = calloc(task->n, sizeof(struct node *));
	if (picked)
		nodes->node = resize_array(NULL, count_nodes(task, picked), sizeof(*nodes->node));
	if (!nodes->y || !nodes->x || !nodes->node || !of_row) {
		nodes_dispose(nodes);
		status = fail_no_memory(err);
	} else {
		put_rows(nodes, task, bias_scale, of_row);
	}
	free(of_row);
	free(picked);
	return status;
}
