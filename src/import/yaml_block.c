/* SPDX-License-Identifier: MIT */
#include "import/yaml_block.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

/* Returns whether YAML allows the character that begins there, and takes it for no break of a line.
 * A tab is allowed in some places, U+FEFF in none that matter. */
static bool is_plain(const unsigned char *p, size_t left)
{
	if (*p < 0x80)
		return (*p >= ' ' && *p < 0x7f) || *p == '\n';
	if (*p == 0xc2)
		return left > 1 && p[1] >= 0xa0;
	if (*p == 0xe2)
		return left > 2 && !(p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9));
	return *p != 0xef;
}

static bool is_all_plain(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!is_plain((const unsigned char *)s.ptr + i, s.len - i))
			return false;
	return utf8_valid(s.ptr, s.len);
}

static size_t spaces_of(moderato_str s)
{
	size_t n = 0;

	while (n < s.len && s.ptr[n] == ' ')
		n++;
	return n;
}

/* Cuts the first line off, and returns it without its end. */
static moderato_str cut_line(moderato_str *lines)
{
	const char *newline = memchr(lines->ptr, '\n', lines->len);
	const size_t len = newline ? (size_t)(newline - lines->ptr) : lines->len;
	const moderato_str line = str_part(*lines, 0, len);

	*lines = str_from(*lines, newline ? len + 1 : len);
	return line;
}

/* Appends lines, each of which is indented by `indent` at least. Folded, those that follow one
 * another are one, and empty lines end it. */
static bool add_lines(struct buffer *out, moderato_str lines, size_t indent, bool folded)
{
	size_t ends = 0; /* how many lines ended since the last one that was not empty */

	while (lines.len) {
		const moderato_str line = cut_line(&lines);
		const size_t spaces = spaces_of(line);

		if (line.len) {
			if (line.len <= indent || spaces < indent || (folded && spaces > indent))
				return false;
			if (folded && ends == 1)
				buffer_add_char(out, ' ');
			else
				buffer_repeat(out, '\n', ends - (folded && ends));
			buffer_add(out, line.ptr + indent, line.len - indent);
			ends = 0;
		}
		ends++;
	}
	return true;
}

bool yaml_block_add(struct buffer *out, moderato_str block)
{
	const bool folded = str_begins(block, ">");
	const bool strip = block.len > 1 && block.ptr[1] == '-';
	const size_t before = out->len;
	moderato_str lines = block;
	size_t indent;

	if (cut_line(&lines).len != 1U + strip || !str_ends(block, "\n") || !is_all_plain(lines))
		return false;
	indent = spaces_of(lines);
	if (!indent || indent == lines.len || lines.ptr[indent] == '\n')
		return false;
	if (!add_lines(out, lines, indent, folded)) {
		out->len = before;
		return false;
	}
	if (!strip)
		buffer_add_char(out, '\n');
	return true;
}
