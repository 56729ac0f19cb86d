/* SPDX-License-Identifier: MIT */
/* Where quotes begin and end, by tags, which nest, and by lines. */
#include "campaign/unquoted.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"

/* True if the tag `tag`, whose name no further letter follows, stands at byte i. */
static bool is_tag(moderato_str text, size_t i, const char *tag)
{
	const size_t end = i + strlen(tag);

	return str_begins_nocase(str_from(text, i), tag) &&
		   (end == text.len || !ascii_is_letter(text.ptr[end]));
}

/* The length of the opening or closing tag of a quote at byte i, up to the end of its name; 0 when
 * it is none. */
static size_t tag_at(moderato_str text, size_t i, bool *opens)
{
	static const char *const open[] = {"<blockquote", "[quote"};
	static const char *const close[] = {"</blockquote", "[/quote"};
	size_t k;

	for (k = 0; k < 2; k++) {
		*opens = is_tag(text, i, open[k]);
		if (*opens)
			return strlen(open[k]);
		if (is_tag(text, i, close[k]))
			return strlen(close[k]);
	}
	return 0;
}

/* True if the line that begins at byte i is a quote, as in e-mail and Markdown. */
static bool line_quotes(moderato_str text, size_t i)
{
	while (i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\t'))
		i++;
	text = str_from(text, i);
	return str_begins(text, ">") || str_begins_nocase(text, "&gt;");
}

static size_t line_end(moderato_str text, size_t i)
{
	const char *end = i < text.len ? memchr(text.ptr + i, '\n', text.len - i) : NULL;

	return end ? (size_t)(end - text.ptr) : text.len;
}

/* A quick test; false for most comments, which quote nothing. */
static bool may_quote(moderato_str text)
{
	return text.len && (memchr(text.ptr, '>', text.len) || memchr(text.ptr, '[', text.len) ||
						   memmem(text.ptr, text.len, "&gt;", 4));
}

/* The end of a tag whose name ends at byte i: after its bracket if that is on the same line, else
 * i. */
static size_t tag_end(moderato_str text, size_t i, char bracket)
{
	const char *end = memchr(text.ptr + i, bracket, line_end(text, i) - i);

	return end ? (size_t)(end - text.ptr) + 1 : i;
}

bool unquoted_text(struct arena *arena, moderato_str text, moderato_str *own)
{
	size_t depth = 0;
	size_t n = 0;
	size_t i = 0;
	char *out;

	*own = text;
	if (!may_quote(text))
		return true;
	out = arena_alloc(arena, text.len);
	if (!out)
		return false;
	while (i < text.len) {
		bool opens;
		size_t name;

		if ((!i || text.ptr[i - 1] == '\n') && line_quotes(text, i)) {
			i = line_end(text, i) + 1;
			continue;
		}
		name = text.ptr[i] == '<' || text.ptr[i] == '[' ? tag_at(text, i, &opens) : 0;
		if (name) {
			depth += opens;
			depth -= !opens && depth;
			i = tag_end(text, i + name, text.ptr[i] == '<' ? '>' : ']');
			out[n++] = ' '; /* the words before and after the tag stay apart */
			continue;
		}
		if (!depth)
			out[n++] = text.ptr[i];
		i++;
	}
	*own = (moderato_str){out, n};
	return true;
}
