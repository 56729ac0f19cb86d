/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

/* Bytes that a JSON string holds as they are, of ASCII. */
static bool is_plain(char c)
{
	return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* Length of the run of plain bytes at `p`, a word at a time. */
static size_t plain_run(const char *p, size_t len)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t tops = ones * 0x80;
	size_t i = 0;

	for (; len - i >= 8; i += 8) {
		uint64_t word;
		uint64_t quote;
		uint64_t slash;

		memcpy(&word, p + i, 8);
		quote = word ^ ones * '"';
		slash = word ^ ones * '\\';
		/* x - 0x01… sets the top bit of a byte that was 0, x - 0x20… of one below 0x20. */
		if ((word | (word - ones * 0x20) | (quote - ones) | (slash - ones)) & tops)
			break;
	}
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
