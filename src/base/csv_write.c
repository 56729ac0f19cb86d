/* SPDX-License-Identifier: MIT */
#include "base/csv.h"

void csv_write_field(struct buffer *out, moderato_str text, char separator)
{
	bool quote = false;
	size_t i;

	for (i = 0; i < text.len && !quote; i++) {
		const char c = text.ptr[i];

		/* a NUL is quoted too: some readers take it for the end */
		quote = c == separator || c == '"' || c == '\r' || c == '\n' || c == '\0';
	}
	if (!quote) {
		buffer_add(out, text.ptr, text.len);
		return;
	}
	buffer_add_char(out, '"');
	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buffer_add_char(out, '"');
		buffer_add_char(out, text.ptr[i]);
	}
	buffer_add_char(out, '"');
}
