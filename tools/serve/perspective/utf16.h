/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_UTF16_H
#define TOOLS_SERVE_UTF16_H
/* Places in a text as Perspective counts them: in UTF-16 units, of which a character beyond U+FFFF,
 * such as an emoji, has two. */
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Returns the number of UTF-16 units of valid UTF-8, or of a part of it that does not begin or end
 * inside a character. */
static inline size_t utf16_units(moderato_str text)
{
	size_t units = 0;
	size_t i = 0;

	while (i < text.len) {
		uint64_t eight;
		unsigned char c;

		for (; text.len - i >= 8; i += 8, units += 8) { /* ASCII, eight at a time */
			memcpy(&eight, text.ptr + i, 8);
			if (eight & UINT64_C(0x8080808080808080))
				break;
		}
		if (i == text.len)
			break;
		/* A character's first byte is one unit, and one more where four bytes follow. */
		c = (unsigned char)text.ptr[i++];
		units += (size_t)((c & 0xC0) != 0x80) + (size_t)(c >= 0xF0);
	}
	return units;
}

#endif
