/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_STRBUF_H
#define TOOLS_STRBUF_H
/* A growing text. Its first failure sticks: write a whole line, then look at `failed` once. */
#include <stdbool.h>

#include "moderato/comment.h"

struct strbuf {
	char *ptr; /* NUL-terminated once anything has been added; malloc'ed */
	size_t len;
	size_t cap;
	bool failed; /* out of memory: what is there is not whole */
};

/* Make room for `more` bytes and the NUL behind them; false: it has failed. */
bool strbuf_reserve(struct strbuf *buf, size_t more);
void strbuf_add(struct strbuf *buf, const char *ptr, size_t len);
void strbuf_puts(struct strbuf *buf, const char *text);
void strbuf_repeat(struct strbuf *buf, char byte, size_t times);
void strbuf_format(struct strbuf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A number that reads back to the same value; JSON's null when it is not finite. */
void strbuf_number(struct strbuf *buf, double value);

/* A quoted JSON string; bytes that are not valid UTF-8 become U+FFFD. */
void strbuf_json(struct strbuf *buf, moderato_str text);

/* A field of a CSV or TSV row, quoted by RFC 4180 where it must be. */
void strbuf_field(struct strbuf *buf, moderato_str text, char separator);

/* Empty it, keep the memory. */
void strbuf_clear(struct strbuf *buf);
void strbuf_dispose(struct strbuf *buf);

/* A C string as borrowed bytes; NULL is the absent text. */
moderato_str str_of(const char *text);

/* Decode one code point of [text, text + len), len > 0. Returns the bytes that it takes; for an
 * invalid sequence 1, with *code 0xFFFD. */
size_t decode_utf8(const char *text, size_t len, unsigned *code);

#endif
