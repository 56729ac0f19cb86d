/* SPDX-License-Identifier: MIT */
#ifndef BASE_WINDOWS_1252_H
#define BASE_WINDOWS_1252_H
/* What bytes mean that are not UTF-8: Windows-1252, as browsers take them. */
#include <stdint.h>

#include "base/buffer.h"

/* Returns the code point of `len` bytes that are not UTF-8, as utf8_next() measures them. It is
 * U+FFFD for several bytes, which are a character that was cut short, and for a byte that means
 * nothing. */
uint32_t windows_1252_code(const char *bytes, size_t len);

/* Appends `text` with such bytes replaced, and returns how many of them mean something. */
size_t windows_1252_add(struct buffer *out, moderato_str text);

#endif
