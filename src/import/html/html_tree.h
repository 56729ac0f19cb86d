/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TREE_H
#define IMPORT_HTML_TREE_H
/* A page as a tree. The nodes are in one array in the order of the page: what is inside node n is
 * n + 1 … nodes[n].end - 1, so nothing needs recursion. Strings are the page's own bytes, unless
 * references had to be read or pieces joined. */
#include "base/buffer.h"
#include "import/html/html_names.h"
#include "moderato/status.h"

struct html_node {
	unsigned parent;  /* the root is its own parent */
	unsigned end;     /* after the last node inside */
	unsigned line;    /* of an element */
	unsigned n;       /* number of an element's attributes, or of a text's bytes */
	const char *name; /* of the element, such as "div"; NULL: this is text */
	union {
		const char *text;
		unsigned first; /* index of an element's first attribute */
	};
};

struct html_value {
	const char *ptr;
	unsigned len;
	enum html_attribute attribute;
};

struct html_block {
	struct html_block *next;
	char bytes[];
};

struct html_tree {
	struct html_node *nodes; /* [0] is the root */
	unsigned n_nodes;
	struct html_value *values;
	unsigned n_values;
	moderato_str *scripts; /* those of the type application/ld+json */
	size_t n_scripts;
	struct html_block *blocks;        /* hold the strings that are not the page's own */
	struct html_selection *selection; /* of html_select.c */
	bool cut; /* the limit of memory was met: this is the beginning of the page */
};

/* Reads the tree of a page in UTF-8, which must outlive it, in linear time and at most `max` bytes.
 * However hostile the page, the tree is no deeper than HTML_DEPTH_MAX below its root. Scripts,
 * styles, forms and attributes that do not help to find comments are left out. */
moderato_status html_tree_read(
	struct html_tree *tree, moderato_str page, size_t max, moderato_error *err);
void html_tree_dispose(struct html_tree *tree);

static inline moderato_str html_text_of(const struct html_node *node)
{
	return (moderato_str){node->text, node->n};
}

struct html_selection *html_selection_new(void); /* NULL: out of memory */

/* Returns {NULL, 0} if the node has no such attribute. */
moderato_str html_attribute_of(
	const struct html_tree *tree, unsigned node, enum html_attribute attribute);

/* Browsers stop at 512 too. Deeper elements keep their text and lose their tags. */
#define HTML_DEPTH_MAX 512
#define HTML_INLINE_DEPTH_MAX 256 /* keeps unclosed <b> from using it up */

#endif
