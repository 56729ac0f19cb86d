/* SPDX-License-Identifier: MIT */
/* Texts with the origin of each byte: how a stage writes its output, eight bytes at a time where
 * the text is ASCII. */
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

/* Bytes that are read and written at a time. */
enum { WORD = 8 };

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

/* Writes the origins of `n` bytes that are copied one by one from byte `begin` of the input. */
static void put_origins(const struct text_writer *w, size_t begin, size_t n)
{
	struct origin *to = w->origin + w->len;
	size_t i;

	if (w->in->origin) {
		memcpy(to, w->in->origin + begin, n * sizeof(*to));
		return;
	}
	for (i = 0; i < n; i++) {
		to[i].begin = (uint32_t)(begin + i);
		to[i].end = (uint32_t)(begin + i + 1);
	}
}

/* The number of leading ASCII bytes in a word that was loaded as little-endian. */
static size_t ascii_bytes(uint64_t word)
{
	const uint64_t high = word & UINT64_C(0x8080808080808080);

	return high ? (size_t)__builtin_ctzll(high) / 8 : WORD;
}

static uint64_t load_word(const char *s)
{
	uint64_t word;

	memcpy(&word, s, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* The length of the run of ASCII from `begin` on, up to `end`. */
static size_t ascii_run(const struct text *in, size_t begin, size_t end)
{
	size_t i = begin;

	for (; end - i >= WORD; i += WORD) {
		const size_t n = ascii_bytes(load_word(in->s + i));

		if (n < WORD)
			return i + n - begin;
	}
	while (i < end && !((unsigned char)in->s[i] & 0x80))
		i++;
	return i - begin;
}

/* Lower-cases eight bytes at a time: adding carries into a byte's top bit exactly where the byte is
 * at least 'A', or greater than 'Z'. */
static uint64_t lower_eight(uint64_t v)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t low = v & 0x7f * ones;
	const uint64_t upper =
		(low + (0x80 - 'A') * ones) & ~(low + (0x7f - 'Z') * ones) & ~v & 0x80 * ones;

	return v | upper >> 2;
}

void text_lower(char *to, const char *from, size_t len)
{
	uint64_t v;
	size_t i = 0;

	for (; i + WORD <= len; i += WORD) {
		memcpy(&v, from + i, WORD);
		v = lower_eight(v);
		memcpy(to + i, &v, WORD);
	}
	for (; i < len; i++)
		to[i] = (char)(from[i] + ((unsigned char)(from[i] - 'A') < 26 ? 32 : 0));
}

size_t text_put_lower(struct text_writer *w, size_t begin)
{
	const size_t n = ascii_run(w->in, begin, w->in->len);

	assert(n <= w->cap - w->len);
	text_lower(w->s + w->len, w->in->s + begin, n);
	put_origins(w, begin, n);
	w->len += n;
	return n;
}

void text_keep(struct text_writer *w, size_t begin, size_t end)
{
	while (begin < end) {
		size_t n = w->in->origin ? end - begin : ascii_run(w->in, begin, end);

		if (n) {
			assert(n <= w->cap - w->len);
			memcpy(w->s + w->len, w->in->s + begin, n);
			put_origins(w, begin, n);
			w->len += n;
		} else {
			n = codepoint_len((unsigned char)w->in->s[begin]);
			if (n > end - begin)
				n = end - begin;
			text_put(w, w->in->s + begin, n, begin, begin + n);
		}
		begin += n;
	}
}

struct text text_writer_done(const struct text_writer *w)
{
	struct text out = {w->s, w->len, w->origin};

	return out;
}

bool text_is_one_of(const char *const list[], const char *s, size_t len)
{
	size_t i;

	for (i = 0; len && list[i]; i++)
		if (list[i][0] == s[0] && strlen(list[i]) == len && memcmp(list[i], s, len) == 0)
			return true;
	return false;
}

bool text_is_ascii(const char *s, size_t len)
{
	uint64_t seen = 0;
	size_t i = 0;

	for (; i + WORD <= len; i += WORD) {
		uint64_t eight;

		memcpy(&eight, s + i, WORD);
		seen |= eight;
	}
	for (; i < len; i++)
		seen |= (unsigned char)s[i];
	return !(seen & UINT64_C(0x8080808080808080));
}
