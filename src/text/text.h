/* SPDX-License-Identifier: MIT */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H
/* A text between two stages: its bytes and, for each byte, the original bytes that it came from.
 *
 * Every stage maps its output back to the original, so that a span of any stage can be shown in the
 * text as its author wrote it. While no stage has changed anything, `origin` is NULL and byte i
 * comes from byte i. All memory belongs to the arena or to the caller. */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* The bytes [begin, end) of the original that one byte of a text came from. All bytes of a code
 * point have the same origin. 32 bits suffice: MODERATO_COMMENT_BYTES_MAX is far below. */
struct origin {
	uint32_t begin;
	uint32_t end;
};

struct text {
	const char *s;
	size_t len;
	const struct origin *origin; /* [len]; NULL: byte i comes from byte i */
};

/* The range of the original that bytes [begin, end) of `t` came from. Requires begin < end <=
 * t->len. */
static inline moderato_span text_original(const struct text *t, size_t begin, size_t end)
{
	moderato_span span = {begin, end};

	if (t->origin) {
		span.begin = t->origin[begin].begin;
		span.end = t->origin[end - 1].end;
	}
	return span;
}

/* The output of a stage while it is written. It never grows beyond the capacity given at the start.
 */
struct text_writer {
	const struct text *in;
	char *s;
	struct origin *origin;
	size_t len;
	size_t cap;
};

/* Allocates room for `cap` bytes from the arena. Returns false when memory runs out. */
bool text_writer_init(
	struct text_writer *w, struct arena *arena, const struct text *in, size_t cap);

/* Appends `n` bytes that came from bytes [begin, end) of the input. Exceeding the capacity is a
 * programming error. */
void text_put(struct text_writer *w, const char *bytes, size_t n, size_t begin, size_t end);

/* Appends bytes [begin, end) of the input unchanged. Each byte keeps its own origin; the bytes of a
 * code point share the origin of the whole code point. */
void text_keep(struct text_writer *w, size_t begin, size_t end);

/* Appends the run of ASCII that begins at byte `begin` of the input, in lower case, with each
 * byte's own origin. Returns the length of the run, which may be 0. */
size_t text_put_lower(struct text_writer *w, size_t begin);

struct text text_writer_done(const struct text_writer *w);

/* Copies `from` to `to` with ASCII letters in lower case and other bytes unchanged. The two must
 * not overlap. */
void text_lower(char *to, const char *from, size_t len);

/* True if the bytes are one of the strings in a list that NULL ends. */
bool text_is_one_of(const char *const list[], const char *s, size_t len);

/* True if every byte is below 0x80. */
bool text_is_ascii(const char *s, size_t len);

#endif
