/* SPDX-License-Identifier: MIT */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H
/* A text between two stages: bytes, and for each byte the original bytes that it came from.
 *
 * Every stage maps its output back to the original, so that a span of any stage can be shown in the
 * text as its author wrote it. While no stage has changed anything `origin` is NULL and byte i
 * comes from byte i. All memory is the arena's or the caller's. */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* The bytes [begin, end) of the original that one byte of a text came from; the bytes of one code
 * point all come from the same. 32 bits suffice:
 * MODERATO_COMMENT_BYTES_MAX is far below. */
struct origin {
	uint32_t begin;
	uint32_t end;
};

struct text {
	const char *s;
	size_t len;
	const struct origin *origin; /* [len], or NULL: the identity */
};

/* The original's range that bytes [begin, end) of `t` came from; begin < end <= t->len. */
static inline moderato_span text_original(const struct text *t, size_t begin, size_t end)
{
	moderato_span span = {begin, end};

	if (t->origin) {
		span.begin = t->origin[begin].begin;
		span.end = t->origin[end - 1].end;
	}
	return span;
}

/* A stage's output under construction: never longer than the capacity given at the start. */
struct text_writer {
	const struct text *in;
	char *s;
	struct origin *origin;
	size_t len;
	size_t cap;
};

/* Room for `cap` bytes from the arena; false: out of memory. */
bool text_writer_init(
	struct text_writer *w, struct arena *arena, const struct text *in, size_t cap);

/* Append `n` bytes that came from bytes [begin, end) of the input. Bytes beyond the capacity are a
 * programming error. */
void text_put(struct text_writer *w, const char *bytes, size_t n, size_t begin, size_t end);

/* Append bytes [begin, end) of the input unchanged, each from itself (a code point from the whole
 * of itself). */
void text_keep(struct text_writer *w, size_t begin, size_t end);

/* Append the ASCII that begins at byte `begin` of the input, in lower case, each byte from itself;
 * returns how much there is. */
size_t text_put_lower(struct text_writer *w, size_t begin);

struct text text_writer_done(const struct text_writer *w);

/* Lower-case ASCII; other bytes stay. `to` does not overlap `from`. */
void text_lower(char *to, const char *from, size_t len);

/* Is every byte below 0x80? */
bool text_is_ascii(const char *s, size_t len);

#endif
