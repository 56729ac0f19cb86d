/* SPDX-License-Identifier: MIT */
/*
 * The way of the bytes: tags are read (html_tag.h), opened and closed by rules (html_nest.h) and
 * become nodes (html_build.h).
 */
#include "import/html/html_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/fail.h"
#include "import/html/html_nest.h"

struct parser {
	struct html_nest nest;
	const char *at; /* the rest of the page */
	const char *end;
};

static bool is_name(const char *name, const char *a)
{
	return name && !strcmp(name, a);
}

/* Reads an element that holds only text. Its end tag is the next to be read. */
static void read_text_element(
	struct parser *p, struct html_name name, const struct html_tag *tag, const char *begin)
{
	const char *from = p->at;
	moderato_str text;

	if (tag->self_closed && (is_name(name.name, "svg") || is_name(name.name, "math")))
		return;
	p->at = html_text_end(from, p->end, name.name);
	text = (moderato_str){from, (size_t)(p->at - from)};
	if (name.kind == HTML_TITLE) {
		html_build_open(&p->nest.build, name.name, NULL, begin);
		html_build_text(&p->nest.build, text);
		html_build_close(&p->nest.build);
	} else if (tag->json_ld && is_name(name.name, "script")) {
		html_build_script(&p->nest.build, text);
	}
}

static void read_tag(struct parser *p)
{
	const char *begin = p->at;
	struct html_tag tag;
	struct html_name name;

	p->at = html_tag_read(begin, p->end, &tag);
	if (!p->at) { /* the end of the page cuts it off */
		p->at = p->end;
		return;
	}
	name = html_name_find(tag.name);
	if (tag.closing && name.kind < HTML_NO_TAG)
		html_nest_close(&p->nest, name, tag.name, begin);
	else if (!tag.closing && name.kind == HTML_VOID)
		html_nest_void(&p->nest, name, &tag, begin);
	else if (!tag.closing && (name.kind == HTML_NO_TEXT || name.kind == HTML_TITLE))
		read_text_element(p, name, &tag, begin);
	else if (!tag.closing && name.kind < HTML_VOID)
		html_nest_open(&p->nest, name, &tag, begin);
}

/* Reads the `<` at the front and what it begins. */
static void read_markup(struct parser *p)
{
	const size_t left = (size_t)(p->end - p->at);

	if (left >= 2 &&
		(ascii_is_letter(p->at[1]) || (left >= 3 && p->at[1] == '/' && ascii_is_letter(p->at[2]))))
		read_tag(p);
	else if (left >= 2 && (p->at[1] == '!' || p->at[1] == '?' || p->at[1] == '/'))
		p->at = html_comment_end(p->at, p->end);
	else
		html_build_text(&p->nest.build, (moderato_str){p->at++, 1});
}

moderato_status html_tree_read(
	struct html_tree *tree, moderato_str page, size_t max, moderato_error *err)
{
	struct parser p = {.at = page.ptr, .end = page.ptr + page.len};

	html_build_begin(&p.nest.build, tree, page, max);
	while (p.at < p.end && !html_build_is_over(&p.nest.build)) {
		const char *less = memchr(p.at, '<', (size_t)(p.end - p.at));
		const char *to = less ? less : p.end;

		html_build_text(&p.nest.build, (moderato_str){p.at, (size_t)(to - p.at)});
		p.at = to;
		if (less)
			read_markup(&p);
	}
	html_build_end(&p.nest.build);
	tree->selection = html_selection_new();
	if (!p.nest.build.failed && tree->selection)
		return MODERATO_OK;
	html_tree_dispose(tree);
	return fail_no_memory(err);
}

void html_tree_dispose(struct html_tree *tree)
{
	while (tree->blocks) {
		struct html_block *block = tree->blocks;

		tree->blocks = block->next;
		free(block);
	}
	free(tree->nodes);
	free(tree->values);
	free(tree->scripts);
	free(tree->selection);
	*tree = (struct html_tree){0};
}

moderato_str html_attribute_of(
	const struct html_tree *tree, unsigned node, enum html_attribute attribute)
{
	const struct html_node *of = &tree->nodes[node];
	unsigned i;

	for (i = 0; of->name && i < of->n; i++) {
		const struct html_value *value = &tree->values[of->first + i];

		if (value->attribute == attribute)
			return (moderato_str){value->ptr, value->len};
	}
	return (moderato_str){NULL, 0};
}
