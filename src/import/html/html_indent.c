/* SPDX-License-Identifier: MIT */
/* Which item another answers where answers are not inside of it, but neighbours that are indented.
 */
#include <string.h>

#include "import/html/html_finder.h"
#include "import/html/html_select.h"

#define INDENT_STEP 40 /* width of the pictures by which Hacker News indents */

/* Returns a count that an attribute gives. */
static unsigned count_of(moderato_str digits)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < digits.len && n < 100000; i++)
		n = n * 10 + (unsigned)(digits.ptr[i] - '0') % 10;
	return n;
}

/* Counts the boxes for answers that each item is in. Drupal's follow the comment that is answered.
 * Returns whether there are any. */
static bool count_boxes(struct html_finder *f)
{
	const struct html_node *nodes = f->tree->nodes;
	unsigned ends[HTML_DEPTH_MAX]; /* of the boxes that are open */
	unsigned open = 0;
	bool any = false;
	size_t k = 0;
	unsigned i;

	for (i = 1; i < f->tree->n_nodes && k < f->items->n; i++) {
		while (open && i >= ends[open - 1])
			open--;
		if (open < HTML_DEPTH_MAX && html_select(f->tree, i, "div.indented"))
			ends[open++] = nodes[i].end;
		if (f->items->items[k].node != i)
			continue;
		f->items->items[k++].line = open;
		any |= open > 0;
	}
	return any;
}

/* Returns the indent of an item that is a neighbour of the others, or around the next. */
static unsigned indent_of(const struct html_finder *f, size_t index)
{
	const struct html_item *item = &f->items->items[index];
	const bool last = index + 1 == f->items->n;
	const unsigned next = last ? f->tree->n_nodes : item[1].node;
	unsigned i;

	for (i = item->node; i < f->tree->nodes[item->node].end && i < next; i++) {
		moderato_str indent = html_attribute_of(f->tree, i, HTML_INDENT_ATTRIBUTE);
		moderato_str width = html_attribute_of(f->tree, i, HTML_WIDTH_ATTRIBUTE);

		if (!indent.len)
			indent = html_attribute_of(f->tree, i, HTML_DEPTH_ATTRIBUTE);
		if (indent.len)
			return count_of(indent);
		if (width.len && !strcmp(f->tree->nodes[i].name, "img"))
			return count_of(width) / INDENT_STEP;
	}
	return 0;
}

/* Finds how far each item is indented, which is its line until the parents are known. Returns
 * whether that says what it answers. */
static bool read_indents(struct html_finder *f)
{
	size_t i;

	if (!(f->pattern->need & HTML_INDENTED))
		return count_boxes(f);
	for (i = 0; i < f->items->n; i++)
		f->items->items[i].line = indent_of(f, i);
	return true;
}

/* Finds each item's parent: the nearest item before it that is indented less. */
static void parents_by_indent(struct html_finder *f)
{
	size_t i;

	for (i = 0; i < f->items->n; i++) {
		struct html_item *item = &f->items->items[i];
		unsigned before = (unsigned)i;

		while (before && f->items->items[before - 1].line >= item->line)
			before = f->items->items[before - 1].parent;
		item->parent = before;
	}
}

void html_indent_read(struct html_finder *f)
{
	size_t i;

	if (read_indents(f))
		parents_by_indent(f);
	for (i = 0; i < f->items->n; i++)
		f->items->items[i].line = f->tree->nodes[f->items->items[i].node].line;
}
