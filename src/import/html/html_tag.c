/* SPDX-License-Identifier: MIT */
#include "import/html/html_tag.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"

#define ATTRIBUTE_BYTES_MAX 4096 /* longer ones are not names and the like */
#define CUSTOM_NAME_MAX 32

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

const char *html_comment_end(const char *at, const char *end)
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

static void read_attribute(struct html_tag *tag, moderato_str name, moderato_str value)
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
}

/* Reads an attribute's value, which blanks may precede. Returns the place after it. */
static const char *read_value(const char *at, const char *end, moderato_str *value)
{
	const char *begin;

	while (at < end && ascii_is_html_space(*at))
		at++;
	if (at < end && (*at == '"' || *at == '\'')) {
		begin = at + 1;
		at = memchr(begin, *at, (size_t)(end - begin));
		if (!at)
			return end;
		*value = (moderato_str){begin, (size_t)(at - begin)};
		return at + 1;
	}
	begin = at;
	while (at < end && !ascii_is_html_space(*at) && *at != '>')
		at++;
	*value = (moderato_str){begin, (size_t)(at - begin)};
	return at;
}

/* Keeps the name of an element that its program has made, such as <shreddit-comment>, as the
 * attribute that HTML has for such names. Only comments are looked for. */
static void keep_name(struct html_tag *tag)
{
	if (tag->name.len > CUSTOM_NAME_MAX || tag->seen & 1u << HTML_IS_ATTRIBUTE ||
		!memchr(tag->name.ptr, '-', tag->name.len) ||
		str_find_nocase(tag->name, str_of("-comment")) == SIZE_MAX)
		return;
	tag->seen |= 1u << HTML_IS_ATTRIBUTE;
	tag->values[HTML_IS_ATTRIBUTE] = tag->name;
}

const char *html_tag_read(const char *at, const char *end, struct html_tag *tag)
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
			at = read_value(next + 1, end, &value);
		read_attribute(tag, name, value);
	}
	keep_name(tag);
	return at < end ? at + 1 : NULL;
}

const char *html_text_end(const char *at, const char *end, const char *name)
{
	char closing[20] = "</";
	size_t len;

	strcpy(closing + 2, name);
	len = strlen(closing);
	at = find_nocase(at, end, closing);
	while ((size_t)(end - at) > len && !ascii_is_html_space(at[len]) && at[len] != '>' &&
		   at[len] != '/')
		at = find_nocase(at + 1, end, closing);
	return at;
}
