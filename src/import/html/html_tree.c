/* SPDX-License-Identifier: MIT */
/*
 * gumbo frees its trees by recursion and assumes that memory never runs out. So it gets its memory
 * from html_memory.h, which is freed as a whole. When there is no more, a longjmp() leaves the
 * parser.
 */
#include "import/html/html_tree.h"

#include <gumbo.h>
#include <setjmp.h>
#include <stdlib.h>

#include "base/fail.h"
#include "import/html/html_memory.h"

/* What gumbo allocates from, and where to go when there is no more. */
struct parsing {
	struct html_memory *memory;
	jmp_buf out;
};

static void *take(void *payload, size_t size)
{
	struct parsing *parsing = payload;
	void *piece = html_memory_take(parsing->memory, size);

	if (!piece)
		longjmp(parsing->out, 1);
	return piece;
}

static void give_back(void *payload, void *data)
{
	html_memory_give_back(((struct parsing *)payload)->memory, data);
}

static bool is_element(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

static const GumboNode *first_child(const GumboNode *node)
{
	return is_element(node) && node->v.element.children.length ? node->v.element.children.data[0]
															   : NULL;
}

static const GumboNode *next_sibling(const GumboNode *node)
{
	const GumboVector *siblings = &node->parent->v.element.children;

	return node->index_within_parent + 1 < siblings->length
			   ? siblings->data[node->index_within_parent + 1]
			   : NULL;
}

static void count(struct html_tree *tree, const GumboNode *root)
{
	const GumboNode *node = root;
	const GumboNode *next;

	while (node) {
		tree->n_nodes++;
		if (is_element(node))
			tree->n_values += node->v.element.attributes.length;
		next = first_child(node);
		while (!next && node != root) {
			next = next_sibling(node);
			node = node->parent;
		}
		node = next;
	}
}

static void add_attributes(struct html_tree *tree, struct html_node *to, const GumboVector *from)
{
	unsigned i;

	to->first = tree->n_values;
	for (i = 0; i < from->length; i++) {
		const GumboAttribute *attribute = from->data[i];
		moderato_str name = {attribute->name, strlen(attribute->name)};
		enum html_attribute found = html_attribute_find(name);

		if (found < HTML_N_ATTRIBUTES)
			tree->values[tree->n_values++] =
				(struct html_value){found, {attribute->value, strlen(attribute->value)}};
	}
	to->n = tree->n_values - to->first;
}

static void add_node(struct html_tree *tree, unsigned parent, const GumboNode *from)
{
	struct html_node *to = &tree->nodes[tree->n_nodes];

	*to = (struct html_node){.parent = parent, .end = ++tree->n_nodes};
	if (is_element(from)) {
		const GumboElement *element = &from->v.element;

		to->name = gumbo_normalized_tagname(element->tag);
		to->line = element->start_pos.line;
		add_attributes(tree, to, &element->attributes);
	} else if (from->type != GUMBO_NODE_COMMENT) {
		to->line = from->v.text.start_pos.line;
		to->text = (moderato_str){from->v.text.text, strlen(from->v.text.text)};
	}
}

/* Copies the nodes into arrays of the size that count() found. */
static void flatten(struct html_tree *tree, const GumboNode *root)
{
	const GumboNode *node = root;
	unsigned parent = 0;

	while (node) {
		unsigned here = tree->n_nodes;
		const GumboNode *next = first_child(node);

		add_node(tree, parent, node);
		if (next)
			parent = here;
		while (!next && node != root) {
			next = next_sibling(node);
			node = node->parent;
			if (next)
				break;
			tree->nodes[parent].end = tree->n_nodes;
			parent = tree->nodes[parent].parent;
		}
		node = next;
	}
	tree->nodes[0].end = tree->n_nodes;
}

/* Runs inside setjmp(), so nothing but gumbo's memory is allocated here. */
static const GumboNode *parse(struct parsing *parsing, moderato_str page)
{
	GumboOptions options = kGumboDefaultOptions;

	options.allocator = take;
	options.deallocator = give_back;
	options.userdata = parsing;
	options.max_errors = 0;
	if (setjmp(parsing->out))
		return NULL;
	return gumbo_parse_with_options(&options, page.ptr, page.len)->root;
}

/* Makes the arrays of a tree that gumbo made. Returns false if out of memory. */
static bool make_arrays(struct html_tree *tree, const GumboNode *root)
{
	count(tree, root);
	tree->nodes = resize_array(NULL, tree->n_nodes, sizeof(*tree->nodes));
	tree->values = resize_array(NULL, tree->n_values + 1, sizeof(*tree->values));
	tree->n_nodes = 0;
	tree->n_values = 0;
	if (!tree->nodes || !tree->values)
		return false;
	flatten(tree, root);
	return true;
}

moderato_status html_tree_read(
	struct html_tree *tree, moderato_str page, size_t max, moderato_error *err)
{
	struct parsing parsing = {.memory = html_memory_new(max)};
	const GumboNode *root = parsing.memory ? parse(&parsing, page) : NULL;
	bool too_much;

	*tree = (struct html_tree){.memory = parsing.memory};
	if (root && make_arrays(tree, root))
		return MODERATO_OK;
	too_much = !root && parsing.memory && html_memory_is_full(parsing.memory);
	html_tree_dispose(tree);
	if (!too_much)
		return fail_no_memory(err);
	return fail(
		err, MODERATO_ELIMIT, "the page's markup takes more than the limit of %zu bytes", max);
}

void html_tree_dispose(struct html_tree *tree)
{
	html_memory_free(tree->memory);
	free(tree->nodes);
	free(tree->values);
	*tree = (struct html_tree){0};
}

moderato_str html_attribute_of(
	const struct html_tree *tree, unsigned node, enum html_attribute attribute)
{
	const struct html_node *of = &tree->nodes[node];
	unsigned i;

	for (i = of->first; i < of->first + of->n; i++)
		if (tree->values[i].attribute == attribute)
			return tree->values[i].value;
	return (moderato_str){NULL, 0};
}
