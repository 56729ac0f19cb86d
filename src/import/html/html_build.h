/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_BUILD_H
#define IMPORT_HTML_BUILD_H
/* Builds a tree from elements that open and close in order, and text between them. After `failed`
 * or `tree->cut` nothing more is added. */
#include "import/html/html_tag.h"
#include "import/html/html_tree.h"

/* Equal classes are mostly one string, so that they can be compared by their address. */
#define HTML_CLASSES_KEPT 256

struct html_builder {
	struct html_tree *tree;
	size_t page_bytes;
	size_t max; /* of the bytes that the tree takes */
	size_t cap_nodes;
	size_t cap_values;
	size_t cap_scripts;
	size_t block_bytes; /* of all blocks of strings */
	char *block_at;
	size_t block_left; /* at `block_at` */
	unsigned open;     /* the innermost open element */
	unsigned line;     /* at `line_at` */
	const char *line_at;
	moderato_str plain;                      /* text that is not yet a node: bytes of the page, */
	struct buffer mixed;                     /* or, if it has anything, what was put together */
	moderato_str classes[HTML_CLASSES_KEPT]; /* the latest ones, by hash */
	bool has_nul;                            /* the page has bytes that are dropped */
	bool failed;                             /* out of memory */
};

/* Begins an empty tree with its root, for a page. */
void html_build_begin(
	struct html_builder *b, struct html_tree *tree, moderato_str page, size_t max);

/* Opens an element at its place in the page; `tag` has its attributes, NULL: none. */
void html_build_open(
	struct html_builder *b, const char *name, const struct html_tag *tag, const char *at);
void html_build_close(struct html_builder *b);

/* Adds text as it is written, with references in it. */
void html_build_text(struct html_builder *b, moderato_str text);
void html_build_script(struct html_builder *b, moderato_str script);

/* Closes all that is open, and frees what only building needs. */
void html_build_end(struct html_builder *b);

static inline bool html_build_is_over(const struct html_builder *b)
{
	return b->failed || b->tree->cut;
}

#endif
