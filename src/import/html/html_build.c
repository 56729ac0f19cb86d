/* SPDX-License-Identifier: MIT */
#include "import/html/html_build.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "import/html/html_references.h"

enum {
	FIRST_CAP = 16,
	NODE_PER_BYTES = 40,
	VALUE_PER_BYTES = 80,
	BLOCK_BYTES = 64 << 10,
	/* Text that is put together from pieces becomes several nodes if it is longer than this, so
	   that it is not held twice; */
	MIXED_BYTES_MAX = 8192,
	/* and a longer piece becomes a node of its own, which is cheaper than a copy. */
	PIECE_BYTES_MAX = 128,
};

static size_t bytes_taken(const struct html_builder *b)
{
	return b->cap_nodes * sizeof(*b->tree->nodes) + b->cap_values * sizeof(*b->tree->values) +
		   b->cap_scripts * sizeof(*b->tree->scripts) + b->block_bytes;
}

/* Returns how many bytes the tree may still take. */
static size_t bytes_left(const struct html_builder *b)
{
	const size_t taken = bytes_taken(b);

	return b->max > taken ? b->max - taken : 0;
}

/* Makes room for one more item. An array has room for a usual page at first, grows by half, and at
 * last into what is left. */
static bool make_room(
	struct html_builder *b, void **items, size_t *cap, size_t n, size_t size, size_t first)
{
	const size_t most = *cap + bytes_left(b) / size;
	size_t wanted = *cap ? *cap + *cap / 2 : first;
	void *grown;

	if (n < *cap)
		return true;
	wanted = wanted < most ? wanted : most;
	if (n >= wanted) {
		b->tree->cut = true;
		return false;
	}
	grown = resize_array(*items, wanted, size);
	if (!grown) {
		b->failed = true;
		return false;
	}
	*items = grown;
	*cap = wanted;
	return true;
}

static struct html_node *add_node(struct html_builder *b)
{
	struct html_tree *tree = b->tree;
	void *nodes = tree->nodes;
	bool room = !html_build_is_over(b) &&
				make_room(b, &nodes, &b->cap_nodes, tree->n_nodes, sizeof(*tree->nodes),
					FIRST_CAP + b->page_bytes / NODE_PER_BYTES);

	tree->nodes = nodes;
	if (!room)
		return NULL;
	tree->nodes[tree->n_nodes] = (struct html_node){.parent = b->open, .end = tree->n_nodes + 1};
	return &tree->nodes[tree->n_nodes++];
}

/* Returns the place of an equal class that was added before, if it is still known. */
static const char *same_class(struct html_builder *b, moderato_str class)
{
	moderato_str *kept = &b->classes[hash_bytes(class.ptr, class.len, 0) % HTML_CLASSES_KEPT];

	if (!kept->ptr || !str_equal(*kept, class))
		*kept = class;
	return kept->ptr;
}

static void add_value(
	struct html_builder *b, enum html_attribute attribute, const char *ptr, size_t len)
{
	struct html_tree *tree = b->tree;
	void *values = tree->values;
	bool room = !html_build_is_over(b) &&
				make_room(b, &values, &b->cap_values, tree->n_values, sizeof(*tree->values),
					FIRST_CAP + b->page_bytes / VALUE_PER_BYTES);

	tree->values = values;
	if (room && attribute == HTML_CLASS_ATTRIBUTE)
		ptr = same_class(b, (moderato_str){ptr, len});
	if (room)
		tree->values[tree->n_values++] = (struct html_value){ptr, (unsigned)len, attribute};
}

static void add_block(struct html_builder *b, size_t bytes)
{
	struct html_block *block;

	if (bytes_left(b) < sizeof(*block) + bytes) {
		b->tree->cut = true;
		return;
	}
	block = malloc(sizeof(*block) + bytes);
	if (!block) {
		b->failed = true;
		return;
	}
	block->next = b->tree->blocks;
	b->tree->blocks = block;
	b->block_bytes += sizeof(*block) + bytes;
	b->block_at = block->bytes;
	b->block_left = bytes;
}

/* Keeps what was put together with the tree, and begins anew. Returns NULL if there is no room. */
static const char *keep(struct html_builder *b)
{
	const size_t len = b->mixed.len;
	char *kept;

	b->failed |= b->mixed.failed;
	if (!html_build_is_over(b) && len > b->block_left)
		add_block(b, len > BLOCK_BYTES ? len : BLOCK_BYTES);
	kept = b->block_at;
	if (html_build_is_over(b))
		return NULL;
	memcpy(kept, b->mixed.data, len);
	b->block_at += len;
	b->block_left -= len;
	buffer_clear(&b->mixed);
	return kept;
}

/* Appends what is written, without NULs, which browsers drop as well. */
static void add_bytes(struct html_builder *b, const char *at, const char *end)
{
	while (b->has_nul && at < end) {
		const char *nul = memchr(at, '\0', (size_t)(end - at));

		if (!nul)
			break;
		buffer_add(&b->mixed, at, (size_t)(nul - at));
		at = nul + 1;
	}
	buffer_add(&b->mixed, at, (size_t)(end - at));
}

static bool has_byte(moderato_str text, char byte)
{
	return memchr(text.ptr, byte, text.len);
}

/* Finds the next reference. Returns `end` if there is none. */
static const char *find_reference(
	const char *at, const char *end, bool in_value, struct html_reference *found)
{
	while ((at = memchr(at, '&', (size_t)(end - at)))) {
		if (html_reference_read(at, end, in_value, found))
			return at;
		at++;
	}
	return end;
}

/* Makes a node of the text that has been added. */
static void end_text(struct html_builder *b)
{
	const size_t len = b->mixed.len + b->plain.len;
	const char *text = b->mixed.len ? keep(b) : b->plain.ptr;
	struct html_node *node = len && text ? add_node(b) : NULL;

	b->failed |= b->mixed.failed;
	b->plain.len = 0;
	if (node) {
		node->n = (unsigned)len;
		node->text = text;
	}
}

/* Makes room for another piece of text, behind those that it is to be put together with. */
static void mix(struct html_builder *b)
{
	if (b->plain.len > PIECE_BYTES_MAX || b->mixed.len > MIXED_BYTES_MAX)
		end_text(b);
	buffer_add(&b->mixed, b->plain.ptr, b->plain.len);
	b->plain.len = 0;
}

/* Adds text without references. */
static void add_piece(struct html_builder *b, moderato_str piece)
{
	const bool bare = !b->has_nul || !has_byte(piece, '\0');

	if (!piece.len)
		return;
	if (bare && piece.len > PIECE_BYTES_MAX)
		end_text(b);
	if (bare && !b->plain.len && !b->mixed.len) {
		b->plain = piece;
		return;
	}
	mix(b);
	add_bytes(b, piece.ptr, piece.ptr + piece.len);
}

void html_build_text(struct html_builder *b, moderato_str text)
{
	const char *at = text.ptr;
	const char *end = text.ptr + text.len;

	while (at < end && !html_build_is_over(b)) {
		struct html_reference found;
		const char *begin = find_reference(at, end, false, &found);

		add_piece(b, (moderato_str){at, (size_t)(begin - at)});
		if (begin == end)
			break;
		mix(b);
		buffer_add(&b->mixed, found.text, found.len);
		at = found.end;
	}
}

/* Writes what is between references in a value, on one line. */
static void add_line(struct html_builder *b, const char *at, const char *end)
{
	size_t i = b->mixed.len;

	add_bytes(b, at, end);
	for (; i < b->mixed.len; i++)
		if (b->mixed.data[i] == '\n' || b->mixed.data[i] == '\r')
			b->mixed.data[i] = ' ';
}

static void add_attribute(struct html_builder *b, enum html_attribute attribute, moderato_str value)
{
	const char *at = value.ptr;
	const char *end = value.ptr + value.len;
	const char *kept;

	if (!has_byte(value, '&') && !has_byte(value, '\n') && !has_byte(value, '\r') &&
		(!b->has_nul || !has_byte(value, '\0'))) {
		add_value(b, attribute, value.ptr, value.len);
		return;
	}
	while (at < end) {
		struct html_reference found;
		const char *begin = find_reference(at, end, true, &found);

		add_line(b, at, begin);
		if (begin == end)
			break;
		buffer_add(&b->mixed, found.text, found.len);
		at = found.end;
	}
	value.len = b->mixed.len;
	kept = value.len ? keep(b) : "";
	if (kept)
		add_value(b, attribute, kept, value.len);
}

/* Returns the line of a place that is not before the last one asked for. */
static unsigned line_of(struct html_builder *b, const char *at)
{
	while (b->line_at < at && (b->line_at = memchr(b->line_at, '\n', (size_t)(at - b->line_at)))) {
		b->line_at++;
		b->line++;
	}
	b->line_at = at;
	return b->line;
}

void html_build_open(
	struct html_builder *b, const char *name, const struct html_tag *tag, const char *at)
{
	struct html_node *node;
	unsigned seen = tag ? tag->seen : 0;
	unsigned here;

	end_text(b);
	node = add_node(b);
	if (!node)
		return;
	here = b->tree->n_nodes - 1;
	node->name = name;
	node->line = line_of(b, at);
	node->first = b->tree->n_values;
	for (; seen; seen &= seen - 1) {
		const int attribute = __builtin_ctz(seen);

		add_attribute(b, (enum html_attribute)attribute, tag->values[attribute]);
	}
	node->n = b->tree->n_values - node->first;
	b->open = here;
}

void html_build_close(struct html_builder *b)
{
	end_text(b);
	if (html_build_is_over(b))
		return;
	b->tree->nodes[b->open].end = b->tree->n_nodes;
	b->open = b->tree->nodes[b->open].parent;
}

void html_build_script(struct html_builder *b, moderato_str script)
{
	struct html_tree *tree = b->tree;
	void *scripts = tree->scripts;
	bool room = !html_build_is_over(b) && make_room(b, &scripts, &b->cap_scripts, tree->n_scripts,
											  sizeof(*tree->scripts), FIRST_CAP);

	tree->scripts = scripts;
	if (room)
		tree->scripts[tree->n_scripts++] = script;
}

void html_build_begin(struct html_builder *b, struct html_tree *tree, moderato_str page, size_t max)
{
	*tree = (struct html_tree){0};
	*b = (struct html_builder){.tree = tree,
		.max = max,
		.page_bytes = page.len,
		.line = 1,
		.line_at = page.ptr,
		.has_nul = page.len && memchr(page.ptr, '\0', page.len)};
	html_build_open(b, "html", NULL, page.ptr);
}

void html_build_end(struct html_builder *b)
{
	end_text(b);
	buffer_dispose(&b->mixed);
	for (; b->tree->n_nodes; b->open = b->tree->nodes[b->open].parent) {
		b->tree->nodes[b->open].end = b->tree->n_nodes;
		if (!b->open)
			break;
	}
}
