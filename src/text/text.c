/* SPDX-License-Identifier: MIT */
#include "text/text.h"

#include <assert.h>
#include <string.h>

#include "base/codepoint.h"

bool text_writer_init(struct text_writer *w, struct arena *arena, const struct text *in, size_t cap)
{
	w->in = in;
	w->len = 0;
	w->cap = cap;
	w->s = arena_array(arena, cap, 1);
	w->origin = arena_array(arena, cap, sizeof(*w->origin));
	return w->s && w->origin;
}

void text_put(struct text_writer *w, const char *bytes, size_t n, size_t begin, size_t end)
{
	const moderato_span span = text_original(w->in, begin, end);
	const struct origin origin = {(uint32_t)span.begin, (uint32_t)span.end};
	size_t i;

	assert(n <= w->cap - w->len);
	for (i = 0; i < n; i++) {
		w->s[w->len] = bytes[i];
		w->origin[w->len++] = origin;
	}
}

void text_keep(struct text_writer *w, size_t begin, size_t end)
{
	while (begin < end) {
		size_t n = codepoint_len((unsigned char)w->in->s[begin]);

		if (n > end - begin)
			n = end - begin;
		text_put(w, w->in->s + begin, n, begin, begin + n);
		begin += n;
	}
}

struct text text_writer_done(const struct text_writer *w)
{
	struct text out = {w->s, w->len, w->origin};

	return out;
}

bool text_is_ascii(const char *s, size_t len)
{
	uint64_t seen = 0;
	size_t i = 0;

	for (; i + 8 <= len; i += 8) {
		uint64_t eight;

		memcpy(&eight, s + i, 8);
		seen |= eight;
	}
	for (; i < len; i++)
		seen |= (unsigned char)s[i];
	return !(seen & UINT64_C(0x8080808080808080));
}
