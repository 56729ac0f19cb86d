/* SPDX-License-Identifier: MIT */
#ifndef BASE_CODEPOINT_H
#define BASE_CODEPOINT_H
/* Reads and writes code points of *valid* UTF-8 (text/utf8_repair makes it valid). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REPLACEMENT 0xFFFDu

/* Returns the length in bytes of the sequence that this lead byte begins. */
static inline size_t codepoint_len(unsigned char lead)
{
	return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Decodes the sequence at `s`; `*len` receives its length in bytes. */
static inline uint32_t codepoint_get(const char *s, size_t *len)
{
	const unsigned char *p = (const unsigned char *)s;

	*len = codepoint_len(p[0]);
	switch (*len) {
	case 1:
		return p[0];
	case 2:
		return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
	case 3:
		return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
	default:
		return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
			   (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
	}
}

/* Encode `cp` into `out`; returns the bytes written. A surrogate or a number beyond Unicode is
 * written as U+FFFD. */
static inline size_t codepoint_put(char out[4], uint32_t cp)
{
	unsigned char *p = (unsigned char *)out;

	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = REPLACEMENT;
	if (cp < 0x80) {
		p[0] = (unsigned char)cp;
		return 1;
	}
	if (cp < 0x800) {
		p[0] = (unsigned char)(0xC0 | cp >> 6);
		p[1] = (unsigned char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		p[0] = (unsigned char)(0xE0 | cp >> 12);
		p[1] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
		p[2] = (unsigned char)(0x80 | (cp & 0x3F));
		return 3;
	}
	p[0] = (unsigned char)(0xF0 | cp >> 18);
	p[1] = (unsigned char)(0x80 | (cp >> 12 & 0x3F));
	p[2] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
	p[3] = (unsigned char)(0x80 | (cp & 0x3F));
	return 4;
}

/* Returns the length of a text cut to at most `max` bytes without splitting a code point; `len` if
 * it is shorter.
 */
static inline size_t codepoint_cut(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max && ((unsigned char)s[max] & 0xC0) == 0x80)
		max--;
	return max;
}

struct codepoint_range {
	uint32_t first, last;
};

/* Returns whether a character is in one of n ranges. */
static inline bool codepoint_within(const struct codepoint_range *ranges, size_t n, uint32_t code)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

#endif
