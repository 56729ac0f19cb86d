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

/* Returns how many boxes for answers an item is in. Drupal's follow the comment that is answered.
 */
static unsigned boxes_around(const struct html_finder *f, const struct html_item *item)
{
	unsigned node = item->node;
	unsigned n = 0;

	for (; node; node = f->tree->nodes[node].parent)
		n += html_select(f->tree, node, "div.indented") > 0;
	return n;
}

/* Returns the indent of an item that is a neighbour of the others. */
static unsigned indent_of(const struct html_finder *f, const struct html_item *item)
{
	unsigned i;

	if (!(f->pattern->need & HTML_INDENTED))
		return boxes_around(f, item);
	for (i = item->node; i < f->tree->nodes[item->node].end; i++) {
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

static bool any_indented(const struct html_finder *f)
{
	size_t i;

	for (i = 0; i < f->items->n; i++)
		if (boxes_around(f, &f->items->items[i]))
			return true;
	return false;
}

/* Finds each item's parent: the nearest item before it that is indented less. */
static void parents_by_indent(struct html_finder *f)
{
	size_t i;

	for (i = 0; i < f->items->n; i++) {
		struct html_item *item = &f->items->items[i];
		unsigned before = (unsigned)i;

		item->line = indent_of(f, item); /* only until the parents are known */
		while (before && f->items->items[before - 1].line >= item->line)
			before = f->items->items[before - 1].parent;
		item->parent = before;
	}
	for (i = 0; i < f->items->n; i++)
		f->items->items[i].line = f->tree->nodes[f->items->items[i].node].line;
}

void html_indent_read(struct html_finder *f)
{
	if (f->pattern->need & HTML_INDENTED || any_indented(f))
		parents_by_indent(f);
}
