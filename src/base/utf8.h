/* SPDX-License-Identifier: MIT */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
/* Checks UTF-8, by Unicode's table 3-7 of well-formed sequences: no overlong forms, no surrogates,
 * nothing above U+10FFFF. A comment's invalid bytes are handled by text/utf8_repair; this is only
 * what reading and writing JSON needs. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

bool utf8_valid(const char *text, size_t len);

/* Bytes of the sequence at `text` (len > 0). When it is ill-formed *valid is false and the result
 * is its maximal subpart: what one U+FFFD stands for. */
size_t utf8_next(const char *text, size_t len, bool *valid);

/* Decode the code point at `text` (len > 0). Returns its bytes; for an ill-formed sequence 1, with
 * *code U+FFFD. */
size_t utf8_decode(const char *text, size_t len, uint32_t *code);

/* Append `text` with one U+FFFD for each maximal ill-formed subpart. */
void utf8_add_repaired(struct buffer *out, moderato_str text);

#endif
