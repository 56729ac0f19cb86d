/* SPDX-License-Identifier: MIT */
#include "import/html/html_clean.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/str.h"
#include "import/html/html_names.h"

#define ATTRIBUTE_BYTES_MAX 4096 /* longer ones are not names and the like */
#define CUSTOM_NAME_MAX 32

/* An element that is open. */
struct open {
	struct html_name name;
	uint64_t hash; /* of an inline element's own name */
	bool silent;   /* its tags were not written */
};

struct cleaner {
	struct html_clean *out;
	const char *at; /* the rest of the page */
	const char *end;
	struct open stack[HTML_DEPTH_MAX];
	size_t depth;
	unsigned roles_seen; /* roles that were never opened need no search */
};

struct tag {
	moderato_str name;
	bool closing;
	bool self_closed;
	bool json_ld; /* type="application/ld+json" */
	moderato_str values[HTML_N_ATTRIBUTES];
	char quotes[HTML_N_ATTRIBUTES];
	unsigned seen; /* has a bit for each attribute */
};

static bool is_name(const char *name, const char *a)
{
	return name && !strcmp(name, a);
}

/* Keeps the line ends of what is left out, so that messages can give line numbers. */
static void leave_lines(struct cleaner *c, const char *from, const char *to)
{
	while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
		buffer_add_char(&c->out->page, '\n');
		from++;
	}
}

static const char *find_nocase(const char *at, const char *end, const char *what)
{
	size_t len = strlen(what);

	while ((size_t)(end - at) >= len) {
		const char *found = memchr(at, *what, (size_t)(end - at) - len + 1);

		if (!found)
			break;
		if (str_begins_nocase((moderato_str){found, (size_t)(end - found)}, what))
			return found;
		at = found + 1;
	}
	return end;
}

/* Returns the place after a comment, a declaration or an instruction that begins with `<!`, `<?`
 * or `</`. */
static const char *behind_comment(const char *at, const char *end)
{
	const char *found;

	if (end - at < 4 || memcmp(at, "<!--", 4) != 0) {
		found = memchr(at, '>', (size_t)(end - at));
		return found ? found + 1 : end;
	}
	at += 4;
	if (at < end && *at == '>')
		return at + 1;
	if (end - at >= 2 && !memcmp(at, "->", 2))
		return at + 2;
	while ((found = memchr(at, '>', (size_t)(end - at)))) {
		if ((found - at >= 2 && !memcmp(found - 2, "--", 2)) ||
			(found - at >= 3 && !memcmp(found - 3, "--!", 3)))
			return found + 1;
		/* the dashes may be before the > that follows */
		at = found + 1;
	}
	return end;
}

static void read_attribute(struct tag *tag, moderato_str name, moderato_str value, char quote)
{
	enum html_attribute attribute = html_attribute_find(name);

	if (str_is_nocase(name, "type"))
		tag->json_ld = str_begins_nocase(value, "application/ld+json");
	if (attribute == HTML_N_ATTRIBUTES || tag->seen & 1u << attribute)
		return;
	if (value.len > ATTRIBUTE_BYTES_MAX && attribute != HTML_CONTENT_ATTRIBUTE &&
		attribute != HTML_HREF_ATTRIBUTE)
		return;
	tag->seen |= 1u << attribute;
	tag->values[attribute] = value;
	tag->quotes[attribute] = quote;
}

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

/* Reads an attribute's value, which blanks may precede. Returns the place after it. */
static const char *read_value(const char *at, const char *end, moderato_str *value, char *quote)
{
	const char *begin;

	*quote = '"';
	while (at < end && ascii_is_html_space(*at))
		at++;
	if (at < end && (*at == '"' || *at == '\'')) {
		*quote = *at++;
		begin = at;
		at = memchr(begin, *quote, (size_t)(end - begin));
		if (!at)
			return end;
		*value = (moderato_str){begin, (size_t)(at - begin)};
		return at + 1;
	}
	begin = at;
	while (at < end && !ascii_is_html_space(*at) && *at != '>')
		at++;
	*value = (moderato_str){begin, (size_t)(at - begin)};
	*quote = '\0';
	return at;
}

/* Keeps the name of an element that its program has made, such as <shreddit-comment>, as the
 * attribute that HTML has for such names. Only comments are looked for. */
static void keep_name(struct tag *tag)
{
	if (tag->name.len > CUSTOM_NAME_MAX || tag->seen & 1u << HTML_IS_ATTRIBUTE ||
		!memchr(tag->name.ptr, '-', tag->name.len) ||
		str_find_nocase(tag->name, str_of("-comment")) == SIZE_MAX)
		return;
	tag->seen |= 1u << HTML_IS_ATTRIBUTE;
	tag->values[HTML_IS_ATTRIBUTE] = tag->name;
	tag->quotes[HTML_IS_ATTRIBUTE] = '"';
}

/* Reads the tag that begins at `at`, as the standard's tokenizer does. Returns the place after
 * it, or NULL if the end of the page cuts the tag off. */
static const char *read_tag(const char *at, const char *end, struct tag *tag)
{
	tag->json_ld = false;
	tag->self_closed = false;
	tag->seen = 0;
	at++;
	tag->closing = *at == '/';
	at += tag->closing;
	tag->name.ptr = at;
	while (at < end && !ascii_is_html_space(*at) && *at != '/' && *at != '>')
		at++;
	tag->name.len = (size_t)(at - tag->name.ptr);
	while (at < end && *at != '>') {
		moderato_str name = {at, 0};
		moderato_str value = {"", 0};
		const char *next;
		char quote = '"';

		tag->self_closed = *at == '/';
		if (ascii_is_html_space(*at) || *at == '/') {
			at++;
			continue;
		}
		for (at++; at < end && !ascii_is_html_space(*at) && *at != '/' && *at != '>' && *at != '=';
			 at++)
			;
		name.len = (size_t)(at - name.ptr);
		for (next = at; next < end && ascii_is_html_space(*next); next++)
			;
		if (next < end && *next == '=')
			at = read_value(next + 1, end, &value, &quote);
		read_attribute(tag, name, value, quote);
	}
	keep_name(tag);
	return at < end ? at + 1 : NULL;
}

/* Writes the value on one line. The line ends of a tag are left after the tag. */
static void write_value(struct buffer *out, moderato_str value)
{
	size_t i;

	for (i = 0; i < value.len; i++) {
		if (value.ptr[i] == '"')
			buffer_add_str(out, "&quot;");
		else
			buffer_add_char(out, value.ptr[i] == '\n' ? ' ' : value.ptr[i]);
	}
}

static void write_start(struct buffer *out, const char *name, const struct tag *tag)
{
	size_t i;

	buffer_add_char(out, '<');
	buffer_add_str(out, name);
	for (i = 0; i < HTML_N_ATTRIBUTES; i++) {
		if (!(tag->seen & 1u << i))
			continue;
		buffer_add_char(out, ' ');
		buffer_add_str(out, html_attribute_names[i]);
		buffer_add(out, "=\"", 2);
		write_value(out, tag->values[i]);
		buffer_add_char(out, '"');
	}
	buffer_add_char(out, '>');
}

/* Closes the innermost elements until `depth` of them are left. */
static void close_to(struct cleaner *c, size_t depth)
{
	while (c->depth > depth) {
		const struct open *open = &c->stack[--c->depth];

		if (open->silent)
			continue;
		buffer_add(&c->out->page, "</", 2);
		buffer_add_str(&c->out->page, open->name.name ? open->name.name : "span");
		buffer_add_char(&c->out->page, '>');
	}
}

/* Closes the innermost element of one of the roles and all inside it, unless one of `stops` is
 * nearer. */
static bool close_role(struct cleaner *c, unsigned roles, unsigned stops)
{
	size_t i;

	for (i = (c->roles_seen & roles) ? c->depth : 0; i--;) {
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
static void close_item(struct cleaner *c, unsigned role)
{
	size_t i;

	for (i = (c->roles_seen & role) ? c->depth : 0; i--;) {
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
static void close_block(struct cleaner *c, const char *name)
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

static bool in_table(const struct cleaner *c)
{
	size_t i;

	for (i = (c->roles_seen & HTML_IS_TABLE) ? c->depth : 0; i--;)
		if (c->stack[i].name.role == HTML_IS_TABLE)
			return true;
	return false;
}

/* Closes the elements that HTML ends implicitly where the next one begins. */
static void imply_ends(struct cleaner *c, struct html_name name)
{
	if (name.kind == HTML_BLOCK || name.role == HTML_IS_TABLE)
		close_role(c, HTML_IS_P, CELL_STOPS);
	if (name.role & (HTML_IS_LI | HTML_IS_DD))
		close_item(c, name.role);
	else if (name.role == HTML_IS_TR)
		while (close_role(c, HTML_IS_TR | HTML_IS_CELL, HTML_IS_TABLE | HTML_IS_TBODY))
			;
	else if (name.role == HTML_IS_CELL)
		close_role(c, HTML_IS_CELL, HTML_IS_TABLE | HTML_IS_TR);
	else if (name.role == HTML_IS_TBODY)
		while (close_role(c, HTML_IS_TBODY | HTML_IS_TR | HTML_IS_CELL, HTML_IS_TABLE))
			;
}

static void open_element(struct cleaner *c, struct html_name name, const struct tag *tag)
{
	size_t max = name.kind == HTML_INLINE ? HTML_INLINE_DEPTH_MAX : HTML_DEPTH_MAX;

	if (name.kind == HTML_TABLE && name.role != HTML_IS_TABLE && !in_table(c))
		return;
	if (name.kind != HTML_INLINE)
		imply_ends(c, name);
	if (c->depth >= max)
		return;
	c->stack[c->depth++] = (struct open){name, name.kind == HTML_INLINE ? hash_name(tag->name) : 0,
		name.kind == HTML_INLINE && !name.name && !tag->seen};
	c->roles_seen |= name.role;
	if (!c->stack[c->depth - 1].silent)
		write_start(&c->out->page, name.name ? name.name : "span", tag);
}

static void close_inline(struct cleaner *c, moderato_str name)
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

static void close_element(struct cleaner *c, struct html_name name, moderato_str written)
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
		buffer_add_str(&c->out->page, "<br>");
}

/* Returns the content of an element that holds only text. Its end tag is the next to be read. */
static moderato_str take_text(struct cleaner *c, const char *name)
{
	char closing[20];
	moderato_str text = {c->at, 0};
	const char *at = c->at;
	size_t len;

	memcpy(closing, "</", 2);
	strcpy(closing + 2, name);
	len = strlen(closing);
	at = find_nocase(at, c->end, closing);
	while ((size_t)(c->end - at) > len && !ascii_is_html_space(at[len]) && at[len] != '>' &&
		   at[len] != '/')
		at = find_nocase(at + 1, c->end, closing);
	text.len = (size_t)(at - c->at);
	c->at = at;
	return text;
}

/* Copies a title's text. There are no tags in a title. */
static void copy_title(struct cleaner *c, moderato_str text)
{
	const char *less;

	buffer_add_str(&c->out->page, "<title>");
	while ((less = text.len ? memchr(text.ptr, '<', text.len) : NULL)) {
		buffer_add(&c->out->page, text.ptr, (size_t)(less - text.ptr));
		buffer_add_str(&c->out->page, "&lt;");
		text.len -= (size_t)(less - text.ptr) + 1;
		text.ptr = less + 1;
	}
	buffer_add(&c->out->page, text.ptr, text.len);
	buffer_add_str(&c->out->page, "</title>");
}

static void clean_text_element(struct cleaner *c, struct html_name name, const struct tag *tag)
{
	moderato_str text;

	if (tag->self_closed && (is_name(name.name, "svg") || is_name(name.name, "math")))
		return;
	text = take_text(c, name.name);
	if (name.kind == HTML_TITLE) {
		copy_title(c, text);
		return;
	}
	leave_lines(c, text.ptr, text.ptr + text.len);
	if (tag->json_ld && is_name(name.name, "script")) {
		buffer_add(&c->out->json_ld, text.ptr, text.len);
		buffer_add_char(&c->out->json_ld, '\0');
	}
}

/* Cleans the tag at the front. */
static void clean_tag(struct cleaner *c)
{
	struct tag tag;
	struct html_name name;
	const char *behind = read_tag(c->at, c->end, &tag);
	const char *begin = c->at;

	if (!behind) { /* the end of the page cuts it off */
		leave_lines(c, c->at, c->end);
		c->at = c->end;
		return;
	}
	name = html_name_find(tag.name);
	c->at = behind;
	if (tag.closing && name.kind < HTML_NO_TAG)
		close_element(c, name, tag.name);
	else if (!tag.closing && name.kind == HTML_VOID)
		write_start(&c->out->page, name.name, &tag);
	else if (!tag.closing && (name.kind == HTML_NO_TEXT || name.kind == HTML_TITLE))
		clean_text_element(c, name, &tag);
	else if (!tag.closing && name.kind < HTML_VOID)
		open_element(c, name, &tag);
	leave_lines(c, begin, behind);
}

/* Handles the `<` at the front and what it begins. */
static void clean_markup(struct cleaner *c)
{
	size_t left = (size_t)(c->end - c->at);
	const char *behind;

	if (left >= 2 && (ascii_is_letter(c->at[1]) ||
						 (left >= 3 && c->at[1] == '/' && ascii_is_letter(c->at[2])))) {
		clean_tag(c);
		return;
	}
	if (left >= 2 && (c->at[1] == '!' || c->at[1] == '?' || c->at[1] == '/')) {
		behind = behind_comment(c->at, c->end);
		leave_lines(c, c->at, behind);
		c->at = behind;
		return;
	}
	buffer_add_str(&c->out->page, "&lt;"); /* no half tag stays if the rest is left out */
	c->at++;
}

/* Drops NULs, as browsers do, because strings would end there. Carriage returns become blanks,
 * because one without a line feed would count as a line. */
static void drop_controls(struct buffer *page)
{
	size_t len = 0;
	size_t i;

	for (i = 0; i < page->len; i++)
		if (page->data[i] != '\0')
			page->data[len++] = page->data[i] == '\r' ? ' ' : page->data[i];
	page->len = len;
}

void html_clean(struct html_clean *out, moderato_str page)
{
	struct cleaner c = {.out = out, .at = page.ptr, .end = page.ptr + page.len};

	buffer_add_str(&out->page, "<!DOCTYPE html>");
	while (c.at < c.end) {
		const char *less = memchr(c.at, '<', (size_t)(c.end - c.at));
		const char *to = less ? less : c.end;

		buffer_add(&out->page, c.at, (size_t)(to - c.at));
		c.at = to;
		if (less)
			clean_markup(&c);
	}
	close_to(&c, 0);
	drop_controls(&out->page);
}
