/* SPDX-License-Identifier: MIT */
#ifndef BASE_STR_H
#define BASE_STR_H
/* Compares, cuts and searches borrowed text (moderato_str). Functions that ignore case do so for
 * ASCII letters only, in every locale. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "moderato/comment.h"

/* Returns a C string as borrowed bytes; NULL becomes the absent text. */
static inline moderato_str str_of(const char *text)
{
	moderato_str s = {text, text ? strlen(text) : 0};
	return s;
}

/* Returns the bytes from `from` up to `to`. */
static inline moderato_str str_part(moderato_str s, size_t from, size_t to)
{
	moderato_str part = {s.ptr + from, to - from};
	return part;
}

/* Returns the text without its first n bytes. */
static inline moderato_str str_from(moderato_str s, size_t n)
{
	return str_part(s, n, s.len);
}

static inline bool str_equal(moderato_str a, moderato_str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len));
}

static inline bool str_is(moderato_str s, const char *text)
{
	return str_equal(s, str_of(text));
}

static inline bool str_begins(moderato_str s, const char *with)
{
	const size_t n = strlen(with);

	return s.len >= n && str_is(str_part(s, 0, n), with);
}

static inline bool str_ends(moderato_str s, const char *with)
{
	const size_t n = strlen(with);

	return s.len >= n && str_is(str_from(s, s.len - n), with);
}

bool str_equal_nocase(moderato_str a, moderato_str b);

static inline bool str_is_nocase(moderato_str s, const char *text)
{
	return str_equal_nocase(s, str_of(text));
}

static inline bool str_begins_nocase(moderato_str s, const char *with)
{
	size_t i;

	for (i = 0; with[i]; i++)
		if (i == s.len || ascii_lower(s.ptr[i]) != ascii_lower(with[i]))
			return false;
	return true;
}

/* Cuts what stands before the next separator off a list, without the spaces around it. Returns
 * false at the end. */
bool str_take(moderato_str *list, char separator, moderato_str *item);

/* Returns the place of the first `what`, or SIZE_MAX if there is none. */
size_t str_find_nocase(moderato_str s, moderato_str what);

#endif
