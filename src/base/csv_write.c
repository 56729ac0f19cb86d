/* SPDX-License-Identifier: MIT */
#include "base/csv.h"

#include <string.h>

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

/* Spreadsheets take these for the beginning of a formula; some also their wide forms. */
static bool begins_formula(moderato_str text)
{
	static const char *const wide[] = {
		"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
	size_t i;

	if (text.len && text.ptr[0] && strchr("=+-@\t\r\n", text.ptr[0]))
		return true;
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		if (text.len >= 3 && memcmp(text.ptr, wide[i], 3) == 0)
			return true;
	}
	return false;
}

void csv_write_guarded(struct buffer *out, moderato_str text, char separator)
{
	struct buffer guarded = BUFFER_INIT;

	if (!begins_formula(text)) {
		csv_write_field(out, text, separator);
		return;
	}
	buffer_add_char(&guarded, '\'');
	buffer_add(&guarded, text.ptr, text.len);
	csv_write_field(out, buffer_view(&guarded), separator);
	out->failed |= guarded.failed;
	buffer_dispose(&guarded);
}
