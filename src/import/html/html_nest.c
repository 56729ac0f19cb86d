/* SPDX-License-Identifier: MIT */
#include "import/html/html_nest.h"

#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/str.h"

/* Returns a hash of the name that ignores case. */
static uint64_t hash_name(moderato_str name)
{
	char word[32];
	size_t len = name.len < sizeof(word) ? name.len : sizeof(word);
	size_t i;

	for (i = 0; i < len; i++)
		word[i] = ascii_lower(name.ptr[i]);
	return hash_bytes(word, len, name.len);
}

/* Closes the innermost elements until `depth` of them are left. */
static void close_to(struct html_nest *c, size_t depth)
{
	while (c->depth > depth) {
		const struct html_open *open = &c->stack[--c->depth];
		const unsigned role = open->name.role;

		if (role && !--c->n_open[__builtin_ctz(role)])
			c->roles &= ~role;
		if (!open->silent)
			html_build_close(&c->build);
	}
}

/* Closes the innermost element of one of the roles and all inside it, unless one of `stops` is
 * nearer. */
static bool close_role(struct html_nest *c, unsigned roles, unsigned stops)
{
	size_t i;

	for (i = (c->roles & roles) ? c->depth : 0; i--;) {
		if (c->stack[i].name.role & roles) {
			close_to(c, i);
			return true;
		}
		if (c->stack[i].name.role & stops)
			break;
	}
	return false;
}

/* Closes the open item of a list, which ends where the next one begins, unless the next one is
 * in a box of its own. */
static void close_item(struct html_nest *c, unsigned role)
{
	size_t i;

	for (i = (c->roles & role) ? c->depth : 0; i--;) {
		const struct html_name *name = &c->stack[i].name;

		if (name->role & role) {
			close_to(c, i);
			return;
		}
		if (name->kind != HTML_INLINE && !(name->role & (HTML_IS_PLAIN | HTML_IS_P)))
			return;
	}
}

#define CELL_STOPS (HTML_IS_TABLE | HTML_IS_CELL)

/* The same for a block without a role. Its name can be compared as a pointer. */
static void close_block(struct html_nest *c, const char *name)
{
	size_t i;

	for (i = c->depth; i--;) {
		if (c->stack[i].name.name == name) {
			close_to(c, i);
			return;
		}
		if (c->stack[i].name.role & CELL_STOPS)
			return;
	}
}

/* Returns the role of the innermost part of a table that is open; 0: there is none. */
static unsigned table_part(const struct html_nest *c)
{
	const unsigned parts = HTML_IS_TABLE | HTML_IS_TBODY | HTML_IS_TR | HTML_IS_CELL;
	size_t i;

	for (i = (c->roles & HTML_IS_TABLE) ? c->depth : 0; i--;)
		if (c->stack[i].name.role & parts)
			return c->stack[i].name.role;
	return 0;
}

static bool is_caption(struct html_name name)
{
	return name.role == HTML_IS_CELL && *name.name == 'c';
}

/* Closes all that is open in the innermost table. */
static void close_parts(struct html_nest *c)
{
	while (close_role(c, HTML_IS_TBODY | HTML_IS_TR | HTML_IS_CELL, HTML_IS_TABLE))
		;
}

/* Closes the elements that HTML ends implicitly where the next one begins. */
static void imply_ends(struct html_nest *c, struct html_name name)
{
	if (name.kind == HTML_BLOCK || name.role == HTML_IS_TABLE)
		close_role(c, HTML_IS_P, CELL_STOPS);
	if (name.role & (HTML_IS_LI | HTML_IS_DD))
		close_item(c, name.role);
	else if (name.role == HTML_IS_HEADING && c->depth &&
			 c->stack[c->depth - 1].name.role == HTML_IS_HEADING)
		close_to(c, c->depth - 1);
	else if (name.role == HTML_IS_TR)
		while (close_role(c, HTML_IS_TR | HTML_IS_CELL, HTML_IS_TABLE | HTML_IS_TBODY))
			;
	else if (name.role == HTML_IS_TBODY || is_caption(name))
		close_parts(c);
	else if (name.role == HTML_IS_CELL)
		close_role(c, HTML_IS_CELL, HTML_IS_TABLE | HTML_IS_TR);
	else if (name.role == HTML_IS_TABLE && table_part(c) && table_part(c) != HTML_IS_CELL)
		close_role(c, HTML_IS_TABLE, 0);
}

/* Opens an element, unless it is too deep. */
static void push(
	struct html_nest *c, struct html_name name, const struct html_tag *tag, const char *at)
{
	const size_t max = name.kind == HTML_INLINE ? HTML_INLINE_DEPTH_MAX : HTML_DEPTH_MAX;
	struct html_open *open = &c->stack[c->depth];

	if (c->depth >= max)
		return;
	*open = (struct html_open){.name = name};
	if (name.kind == HTML_INLINE) {
		open->hash = hash_name(tag->name);
		open->silent = !name.name && !tag->seen;
	}
	c->depth++;
	if (name.role)
		c->n_open[__builtin_ctz(name.role)]++;
	c->roles |= name.role;
	if (!open->silent)
		html_build_open(&c->build, name.name ? name.name : "span", tag, at);
}

/* Opens what a row or a cell is in, if its own tag is missing. */
static void imply_begins(struct html_nest *c, struct html_name name, const char *at)
{
	if (name.role == HTML_IS_TR && table_part(c) == HTML_IS_TABLE)
		push(c, html_name_find(str_of("tbody")), NULL, at);
	if (name.role != HTML_IS_CELL || is_caption(name))
		return;
	if (table_part(c) == HTML_IS_TABLE)
		push(c, html_name_find(str_of("tbody")), NULL, at);
	if (table_part(c) == HTML_IS_TBODY)
		push(c, html_name_find(str_of("tr")), NULL, at);
}

void html_nest_open(
	struct html_nest *c, struct html_name name, const struct html_tag *tag, const char *at)
{
	if (name.kind == HTML_TABLE && name.role != HTML_IS_TABLE && !table_part(c))
		return;
	if (name.kind != HTML_INLINE)
		imply_ends(c, name);
	if (name.kind == HTML_TABLE)
		imply_begins(c, name, at);
	push(c, name, tag, at);
}

void html_nest_void(
	struct html_nest *c, struct html_name name, const struct html_tag *tag, const char *at)
{
	if (!strcmp(name.name, "hr"))
		close_role(c, HTML_IS_P, CELL_STOPS);
	html_build_open(&c->build, name.name, tag, at);
	html_build_close(&c->build);
}

static void close_inline(struct html_nest *c, moderato_str name)
{
	uint64_t hash = hash_name(name);
	size_t i;

	for (i = c->depth; i-- && c->stack[i].name.kind == HTML_INLINE;) {
		if (c->stack[i].hash == hash) {
			close_to(c, i);
			return;
		}
	}
}

void html_nest_close(
	struct html_nest *c, struct html_name name, moderato_str written, const char *at)
{
	if (name.kind == HTML_INLINE)
		close_inline(c, written);
	else if (name.role == HTML_IS_TABLE)
		close_role(c, HTML_IS_TABLE, 0);
	else if (name.kind == HTML_TABLE)
		close_role(c, name.role, HTML_IS_TABLE);
	else if (name.role & (HTML_IS_HEADING | HTML_IS_P | HTML_IS_DD))
		close_role(c, name.role, CELL_STOPS);
	else if (name.role == HTML_IS_LI)
		close_role(c, name.role, CELL_STOPS | HTML_IS_LIST);
	else if (name.kind == HTML_BLOCK)
		close_block(c, name.name);
	else if (name.kind == HTML_VOID && !strcmp(name.name, "br"))
		html_nest_void(c, name, NULL, at);
}
