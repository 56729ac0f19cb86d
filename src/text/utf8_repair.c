/* SPDX-License-Identifier: MIT */
/* Which bytes of a comment are no valid UTF-8, and what replaces them. */
#include "text/utf8_repair.h"

#include <string.h>

size_t utf8_sequence(const unsigned char *p, size_t len, size_t *bad)
{
	unsigned char low = 0x80; /* the range of the second byte depends on the first */
	unsigned char high = 0xBF;
	size_t need;
	size_t i;

	*bad = 1;
	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		need = 2;
	} else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
		need = 3;
		if (p[0] == 0xE0)
			low = 0xA0; /* lower values fit two bytes */
		else if (p[0] == 0xED)
			high = 0x9F; /* surrogates */
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		need = 4;
		if (p[0] == 0xF0)
			low = 0x90; /* lower values fit three bytes */
		else if (p[0] == 0xF4)
			high = 0x8F; /* beyond U+10FFFF */
	} else {
		return 0;
	}
	for (i = 1; i < need; i++) {
		if (i == len || p[i] < low || p[i] > high) {
			*bad = i;
			return 0;
		}
		low = 0x80;
		high = 0xBF;
	}
	return need;
}

/* The place of the next sequence from `i` on that must be replaced, or in->len when there is none;
 * `*bad` receives the length of the sequence. */
static size_t find_bad(const struct text *in, size_t i, size_t *bad)
{
	const unsigned char *p = (const unsigned char *)in->s;

	while (i < in->len) {
		size_t n = p[i] ? utf8_sequence(p + i, in->len - i, bad) : 0;

		if (!p[i])
			*bad = 1;
		if (!n)
			break;
		i += n;
	}
	return i;
}

bool utf8_repair(struct arena *arena, const struct text *in, struct text *out, size_t *repaired)
{
	struct text_writer w;
	size_t bad = 0;
	size_t from = 0;
	size_t i;

	*out = *in;
	*repaired = 0;
	if (text_is_ascii(in->s, in->len) && !(in->len && memchr(in->s, '\0', in->len)))
		return true;
	i = find_bad(in, 0, &bad);
	if (i == in->len)
		return true;
	if (!text_writer_init(&w, arena, in, in->len * 3)) /* one bad byte becomes three */
		return false;
	for (; i < in->len; i = find_bad(in, from, &bad)) {
		text_keep(&w, from, i);
		text_put(&w, "\xEF\xBF\xBD", 3, i, i + bad);
		(*repaired)++;
		from = i + bad;
	}
	text_keep(&w, from, in->len);
	*out = text_writer_done(&w);
	return true;
}
