/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TREE_H
#define IMPORT_HTML_TREE_H
/* A page as a tree; html_tree.c is the only door to gumbo. The nodes lie in one array in the order
 * of the page, so that what is inside node n is n + 1 … nodes[n].end - 1 and nothing recurses. */
#include "base/buffer.h"
#include "import/html/html_names.h"
#include "moderato/status.h"

/* gumbo takes some 10 bytes for one of a usual page; a hostile one could take any number. */
#define HTML_TREE_BYTES_MAX ((size_t)1 << 30)

struct html_node {
	unsigned parent; /* of the root: itself */
	unsigned end;    /* after what is inside */
	unsigned line;
	unsigned first;   /* attribute */
	unsigned n;       /* attributes */
	const char *name; /* of the element, such as "div"; NULL: text */
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
	struct html_memory *memory; /* that strings lie in */
};

/* Out of html_clean()'s page, which must outlive the tree. MODERATO_ENOMEM; MODERATO_ELIMIT: it
 * takes more than `max` bytes. */
moderato_status html_tree_read(
	struct html_tree *tree, moderato_str page, size_t max, moderato_error *err);
void html_tree_dispose(struct html_tree *tree);

/* {NULL, 0}: the node has no such attribute. */
moderato_str html_attribute_of(
	const struct html_tree *tree, unsigned node, enum html_attribute attribute);

#endif
