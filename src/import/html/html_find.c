/* SPDX-License-Identifier: MIT */
/* Which nodes of a page are items: those that a pattern's selector matches, or similar neighbours.
 */
#include <string.h>

#include "base/str.h"
#include "import/html/html_finder.h"
#include "import/html/html_select.h"

static bool same(moderato_str a, moderato_str b)
{
	return a.len && str_equal(a, b);
}

/* Returns whether the node is in a wrapper with the same id: li-comment-12 contains
 * comment-12. */
static bool is_wrapped(const struct html_finder *f, size_t parent, unsigned node)
{
	const struct html_items *items = f->items;

	if (!parent)
		return false;
	return same(html_number_of(
					html_attribute_of(f->tree, items->items[parent - 1].node, HTML_ID_ATTRIBUTE)),
		html_number_of(html_attribute_of(f->tree, node, HTML_ID_ATTRIBUTE)));
}

/* Adds all nodes that match the pattern's `item`, each with the item around it. */
static void collect(struct html_finder *f)
{
	size_t around = 0;
	unsigned i;

	for (i = 1; i < f->tree->n_nodes; i++) {
		struct html_item *item;

		while (around && i >= f->tree->nodes[f->items->items[around - 1].node].end)
			around = f->items->items[around - 1].parent;
		if (!html_select(f->tree, i, f->pattern->item) || is_wrapped(f, around, i))
			continue;
		item = html_items_add(f->items);
		if (!item)
			return;
		item->node = i;
		item->line = f->tree->nodes[i].line;
		item->parent = (unsigned)around;
		around = f->items->n;
	}
}

static void add_neighbour(struct html_finder *f, unsigned node)
{
	struct html_item *item = f->items->n && f->items->items[f->items->n - 1].node == node
								 ? NULL
								 : html_items_add(f->items);

	if (item) {
		item->node = node;
		item->line = f->tree->nodes[node].line;
	}
}

/* Returns whether people talk in the node, or it is the list in such a box. */
static bool is_talk(const struct html_finder *f, unsigned node)
{
	const struct html_node *nodes = f->tree->nodes;
	unsigned i;

	if (html_select(f->tree, node, html_talk))
		return true;
	for (i = 0; i < 2 && html_select(f->tree, node, "ul ol table tbody section"); i++) {
		node = nodes[node].parent;
		if (html_select(f->tree, node, html_talk))
			return true;
	}
	return false;
}

/* Adds elements of the same name and class that follow one another. */
static void collect_neighbours(struct html_finder *f)
{
	const struct html_node *nodes = f->tree->nodes;
	unsigned i = 1;

	while (i < f->tree->n_nodes) {
		size_t before = f->items->n;
		const bool talk = is_talk(f, i);
		unsigned last = 0;
		unsigned k;

		for (k = i + 1; talk && k < nodes[i].end; k = nodes[k].end) {
			if (!nodes[k].name)
				continue;
			if (last && !strcmp(nodes[k].name, nodes[last].name) &&
				same(html_attribute_of(f->tree, k, HTML_CLASS_ATTRIBUTE),
					html_attribute_of(f->tree, last, HTML_CLASS_ATTRIBUTE))) {
				add_neighbour(f, last);
				add_neighbour(f, k);
			}
			last = k;
		}
		i = f->items->n > before ? nodes[i].end : i + 1;
	}
}

void html_find(struct html_items *items, const struct html_tree *tree, bool schema)
{
	struct html_finder f = {.items = items, .tree = tree};
	size_t n = schema ? HTML_N_SCHEMA : html_n_patterns;
	size_t i, k;
	bool found = false;

	for (i = schema ? 0 : HTML_N_SCHEMA; i < n && !found && !items->failed; i++) {
		items->n = 0;
		items->cut = false;
		f.pattern = &html_patterns[i];
		if (html_patterns[i].item)
			collect(&f);
		else
			collect_neighbours(&f);
		for (k = 0; k < items->n && !items->failed; k++)
			found |= html_item_read(&f, k);
		if (found)
			html_indent_read(&f);
	}
	if (!found)
		items->n = 0;
	items->either_order = found && f.pattern->need & HTML_EITHER_ORDER;
	buffer_dispose(&f.scratch);
}
