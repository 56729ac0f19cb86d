/* SPDX-License-Identifier: MIT */
/* Which bytes of a comment are no valid UTF-8, and what replaces them. */
#include "text/utf8_repair.h"

#include <string.h>

#include "base/utf8.h"

/* The place of the next sequence from `i` on that must be replaced, or in->len when there is none;
 * `*bad` receives the length of the sequence. */
static size_t find_bad(const struct text *in, size_t i, size_t *bad)
{
	while (i < in->len) {
		bool valid = false;
		const size_t n = in->s[i] ? utf8_next(in->s + i, in->len - i, &valid) : 1;

		if (!valid) {
			*bad = n;
			break;
		}
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
