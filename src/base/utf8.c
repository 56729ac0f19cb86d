/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <string.h>

#include "base/codepoint.h"

/* Returns the length of the run of ASCII at `text`, a word at a time. */
static size_t ascii_run(const char *text, size_t len)
{
	size_t i = 0;

	for (; len - i >= 8; i += 8) {
		uint64_t word;

		memcpy(&word, text + i, 8);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < len && !((unsigned char)text[i] & 0x80))
		i++;
	return i;
}

size_t utf8_next(const char *text, size_t len, bool *valid)
{
	const unsigned char *p = (const unsigned char *)text;
	unsigned char low = 0x80; /* range of the second byte */
	unsigned char high = 0xbf;
	size_t need;
	size_t i;

	*valid = true;
	if (p[0] < 0x80)
		return 1;
	*valid = false;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 1;
	need = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0; /* else overlong */
	else if (p[0] == 0xed)
		high = 0x9f; /* else a surrogate */
	else if (p[0] == 0xf0)
		low = 0x90; /* else overlong */
	else if (p[0] == 0xf4)
		high = 0x8f; /* else above U+10FFFF */
	for (i = 1; i < need; i++) {
		if (i == len || p[i] < low || p[i] > high)
			return i;
		low = 0x80;
		high = 0xbf;
	}
	*valid = true;
	return need;
}

size_t utf8_decode(const char *text, size_t len, uint32_t *code)
{
	bool valid;
	size_t n = utf8_next(text, len, &valid);

	*code = REPLACEMENT;
	if (!valid)
		return 1;
	*code = codepoint_get(text, &n);
	return n;
}

bool utf8_valid(const char *text, size_t len)
{
	bool valid = true;
	size_t i = 0;

	while (i < len) {
		i += ascii_run(text + i, len - i);
		if (i == len)
			break;
		i += utf8_next(text + i, len - i, &valid);
		if (!valid)
			return false;
	}
	return true;
}

void utf8_add_repaired(struct buffer *out, moderato_str text)
{
	size_t done = 0;
	size_t i = 0;

	while (i < text.len) {
		bool valid;
		size_t n;

		i += ascii_run(text.ptr + i, text.len - i);
		if (i == text.len)
			break;
		n = utf8_next(text.ptr + i, text.len - i, &valid);
		if (!valid) {
			buffer_add(out, text.ptr + done, i - done);
			buffer_add(out, "\xef\xbf\xbd", 3);
			done = i + n;
		}
		i += n;
	}
	if (done < text.len)
		buffer_add(out, text.ptr + done, text.len - done);
}
