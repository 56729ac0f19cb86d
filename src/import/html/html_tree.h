/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TREE_H
#define IMPORT_HTML_TREE_H
/* A page as a tree; html_tree.c is the only interface to gumbo. The nodes are in one array in
 * the order of the page: what is inside node n is n + 1 … nodes[n].end - 1, so nothing needs
 * recursion. */
#include "base/buffer.h"
#include "import/html/html_names.h"
#include "moderato/status.h"

struct html_node {
	unsigned parent; /* the root is its own parent */
	unsigned end;    /* after the last node inside */
	unsigned line;
	unsigned first;   /* index of its first attribute */
	unsigned n;       /* number of attributes */
	const char *name; /* of the element, such as "div"; NULL: this is text */
	moderato_str text;
};

struct html_value {
	enum html_attribute attribute;
	moderato_str value;
};

struct html_tree {
	struct html_node *nodes; /* [0] is the root */
	unsigned n_nodes;
	struct html_value *values;
	unsigned n_values;
	struct html_memory *memory; /* holds the strings */
};

/* Reads a tree from html_clean()'s page, which must outlive it. Fails with MODERATO_ENOMEM, or
 * with MODERATO_ELIMIT if it needs more than `max` bytes. */
moderato_status html_tree_read(
	struct html_tree *tree, moderato_str page, size_t max, moderato_error *err);
void html_tree_dispose(struct html_tree *tree);

/* Returns {NULL, 0} if the node has no such attribute. */
moderato_str html_attribute_of(
	const struct html_tree *tree, unsigned node, enum html_attribute attribute);

#endif
