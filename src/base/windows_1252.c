/* SPDX-License-Identifier: MIT */
#include "base/windows_1252.h"

#include "base/codepoint.h"
#include "base/utf8.h"

/* The characters 80 to 9F; 0 if there is none. */
static const uint16_t controls[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

uint32_t windows_1252_code(const char *bytes, size_t len)
{
	const unsigned char c = (unsigned char)*bytes;
	const uint32_t cp = len > 1 || c < 0x80 ? 0 : c < 0xa0 ? controls[c - 0x80] : c;

	return cp ? cp : REPLACEMENT;
}

size_t windows_1252_add(struct buffer *out, moderato_str text)
{
	size_t done = 0;
	size_t n_meant = 0;
	size_t i = 0;

	while (i < text.len) {
		bool valid = true;
		const size_t n = utf8_next(text.ptr + i, text.len - i, &valid);

		if (!valid) {
			const uint32_t code = windows_1252_code(text.ptr + i, n);

			buffer_add(out, text.ptr + done, i - done);
			if (buffer_reserve(out, 4))
				out->len += codepoint_put(out->data + out->len, code);
			n_meant += code != REPLACEMENT;
			done = i + n;
		}
		i += n;
	}
	buffer_add(out, text.ptr + done, text.len - done);
	return n_meant;
}
