/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_FINDER_H
#define IMPORT_HTML_FINDER_H
/* The parts of html_find(): which nodes are items, what is in one, and which item it answers. */
#include "import/html/html_items.h"
#include "import/html/html_patterns.h"

struct html_finder {
	struct html_items *items;
	const struct html_tree *tree;
	const struct html_pattern *pattern;
	struct buffer scratch;
	unsigned text; /* node of the text of the comment that is being read */
	unsigned author;
	unsigned time;
	unsigned skipped; /* node of the author's name, which is left out of the text */
	size_t next;      /* index of the item after it */
	size_t inside;    /* index of the item after the one that is read, which may be inside it */
	bool held;
};

/* Reads the item. Returns whether it is a comment: a mere heading or a box that contains
 * comments is not. */
bool html_item_read(struct html_finder *f, size_t index);

/* Finds the parents of items that follow one another, if they are indented. */
void html_indent_read(struct html_finder *f);

#endif
