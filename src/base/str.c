/* SPDX-License-Identifier: MIT */
#include "base/str.h"

#include <stdint.h>

bool str_equal_nocase(moderato_str a, moderato_str b)
{
	size_t i;

	if (a.len != b.len)
		return false;
	for (i = 0; i < a.len; i++)
		if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
			return false;
	return true;
}

size_t str_find_nocase(moderato_str s, moderato_str what)
{
	const char first = what.len ? ascii_lower(*what.ptr) : '\0';
	size_t i;

	/* A call for each place would cost far more than the comparison of what is seldom there. */
	for (i = 0; what.len <= s.len && i <= s.len - what.len; i++)
		if (!what.len || (ascii_lower(s.ptr[i]) == first &&
							 str_equal_nocase(str_part(s, i, i + what.len), what)))
			return i;
	return SIZE_MAX;
}

bool str_take(moderato_str *list, char separator, moderato_str *item)
{
	const char *end = list->len ? memchr(list->ptr, separator, list->len) : NULL;
	const size_t len = end ? (size_t)(end - list->ptr) : list->len;

	if (!list->len)
		return false;
	*item = str_part(*list, 0, len);
	*list = str_from(*list, end ? len + 1 : len);
	while (item->len && item->ptr[0] == ' ')
		*item = str_from(*item, 1);
	while (item->len && item->ptr[item->len - 1] == ' ')
		item->len--;
	return true;
}
