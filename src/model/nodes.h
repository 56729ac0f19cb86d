/* SPDX-License-Identifier: MIT */
#ifndef MODEL_NODES_H
#define MODEL_NODES_H
/* A task's rows in the form that libsvm and LIBLINEAR both take: for each row an array of (index
 * from 1, value) that ends in index -1. libsvm's svm_node and LIBLINEAR's feature_node are the same
 * struct under two names; each door asserts that it is this one. */
#include "model/svm.h"

struct node {
	int index;
	double value;
};

struct nodes {
	double *y;       /* [task->n] +1 or -1 */
	struct node **x; /* [task->n] a row that is picked twice has its nodes once */
	struct node *node;
};

/* Each row ends in a feature of index n_features + 1 with value `bias_scale`, the bias, unless that
 * is negative. MODERATO_ENOMEM. */
moderato_status nodes_init(
	struct nodes *nodes, const struct svm_task *task, double bias_scale, moderato_error *err);
void nodes_dispose(struct nodes *nodes);

/* Is a library's node type ours? For _Static_assert. */
#define NODE_IS(type)                                                                              \
	(sizeof(type) == sizeof(struct node) &&                                                        \
		offsetof(type, index) == offsetof(struct node, index) &&                                   \
		offsetof(type, value) == offsetof(struct node, value))

#endif
