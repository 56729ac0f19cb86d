/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include "base/codepoint.h"
#include "base/json.h"
#include "base/shown.h"
#include "base/utf8.h"

#define ONES UINT64_C(0x0101010101010101)
#define TOPS (ONES * 0x80)

/* Returns true for ASCII characters that need no escape in a JSON string. */
static bool is_plain(char c)
{
	return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* Returns true if all eight bytes are plain: x - 0x01… sets the top bit of a byte that was 0, x -
 * 0x20… of one below 0x20. */
static bool is_plain_word(uint64_t word)
{
	const uint64_t quote = word ^ ONES * '"';
	const uint64_t slash = word ^ ONES * '\\';

	return !((word | (word - ONES * 0x20) | (quote - ONES) | (slash - ONES)) & TOPS);
}

static uint64_t load(const char *p)
{
	uint64_t word;

	memcpy(&word, p, 8);
	return word;
}

/* Loads up to seven bytes, filled up with blanks. */
static uint64_t load_few(const char *p, size_t len)
{
	char bytes[8] = "        ";

	if (len & 4) {
		memcpy(bytes, p, 4);
		memcpy(bytes + 4, p + len - 4, 4);
	} else if (len) {
		bytes[0] = p[0];
		bytes[1] = p[len / 2];
		bytes[2] = p[len - 1];
	}
	return load(bytes);
}

/* Returns the length of the run of plain bytes at `p`, a word at a time; the last word overlaps the
 * one before it. */
static size_t plain_run(const char *p, size_t len)
{
	size_t i = 0;

	while (len - i >= 8 && is_plain_word(load(p + i)))
		i += 8;
	if (len - i < 8 && is_plain_word(len < 8 ? load_few(p, len) : load(p + len - 8)))
		return len;
	while (i < len && is_plain(p[i]))
		i++;
	return i;
}

static void add_escaped(struct buffer *out, char c)
{
	static const char names[] = "\bb\ff\nn\rr\tt\"\"\\\\";
	static const char hex[] = "0123456789abcdef";

	size_t i;

	for (i = 0; i + 1 < sizeof(names); i += 2) {
		if (names[i] == c) {
			buffer_add_char(out, '\\');
			buffer_add_char(out, names[i + 1]);
			return;
		}
	}
	buffer_add(out, "\\u00", 4);
	buffer_add_char(out, hex[(unsigned char)c >> 4]);
	buffer_add_char(out, hex[c & 15]);
}

void json_write_string(struct buffer *out, moderato_str text)
{
	size_t done = 0; /* what lies before this is written */
	size_t i = 0;

	buffer_add_char(out, '"');
	while (i < text.len) {
		const char *p = text.ptr + i;
		bool valid;
		size_t n;

		if (is_plain(*p)) {
			i += plain_run(p, text.len - i);
			continue;
		}
		n = utf8_next(p, text.len - i, &valid);
		if (valid && n > 1 && !(n == 3 && !memcmp(p, "\xe2\x80", 2) && (p[2] | 1) == '\xa9')) {
			i += n;
			continue;
		}
		buffer_add(out, text.ptr + done, i - done);
		if (!valid)
			buffer_add(out, "\xef\xbf\xbd", 3);
		else if (n == 3) /* U+2028 and U+2029 end a line in JavaScript */
			buffer_add_str(out, p[2] == '\xa8' ? "\\u2028" : "\\u2029");
		else
			add_escaped(out, *p);
		i += n;
		done = i;
	}
	if (done < text.len)
		buffer_add(out, text.ptr + done, text.len - done);
	buffer_add_char(out, '"');
}

/* Returns true if a code point needs no escape in a script element. What controls a terminal or
 * turns the text is escaped too: it is harmless in JSON, but not to somebody who reads the file. */
static bool is_plain_in_script(uint32_t cp)
{
	return cp != '"' && cp != '\\' && cp != '<' && shown_kind(cp) != SHOWN_CONTROL;
}

void json_write_script_string(struct buffer *out, moderato_str text)
{
	size_t done = 0; /* what lies before this is written */
	size_t i = 0;

	buffer_add_char(out, '"');
	while (i < text.len) {
		bool valid;
		size_t len = utf8_next(text.ptr + i, text.len - i, &valid);
		const uint32_t cp = valid ? codepoint_get(text.ptr + i, &len) : REPLACEMENT;

		if (!valid || !is_plain_in_script(cp)) {
			len = valid ? len : 1;
			buffer_add(out, text.ptr + done, i - done);
			buffer_printf(out, "\\u%04x", (unsigned)cp);
			done = i + len;
		}
		i += len;
	}
	buffer_add(out, text.ptr + done, text.len - done);
	buffer_add_char(out, '"');
}
