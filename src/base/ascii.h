/* SPDX-License-Identifier: MIT */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H
/* Classes and case of ASCII characters, the same in every locale: <ctype.h> and strncasecmp()
 * follow the one that the host program has set, and in a Turkish one DIV and div differ. They take
 * a char, an unsigned char or a code point, all of which an int64_t holds; characters beyond ASCII
 * belong to no class and have no case. */
#include <stdbool.h>
#include <stdint.h>

static inline bool ascii_is_digit(int64_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_lower(int64_t c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_upper(int64_t c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_letter(int64_t c)
{
	return ascii_is_lower(c) || ascii_is_upper(c);
}

static inline bool ascii_is_alnum(int64_t c)
{
	return ascii_is_letter(c) || ascii_is_digit(c);
}

/* True for what JSON and XML call white space. */
static inline bool ascii_is_space(int64_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* True for what HTML calls white space: JSON's and the form feed. */
static inline bool ascii_is_html_space(int64_t c)
{
	return ascii_is_space(c) || c == '\f';
}

/* True for what <ctype.h> calls white space in the C locale: HTML's and the vertical tab. */
static inline bool ascii_is_c_space(int64_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char ascii_lower(char c)
{
	return ascii_is_upper(c) ? (char)(c | 0x20) : c;
}

static inline char ascii_upper(char c)
{
	return ascii_is_lower(c) ? (char)(c & ~0x20) : c;
}

/* Returns the value of a hexadecimal digit, or -1 for any other character. */
static inline int ascii_hex(char c)
{
	const char low = ascii_lower(c);

	if (ascii_is_digit(c))
		return c - '0';
	return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

#endif
