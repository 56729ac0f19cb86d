/* SPDX-License-Identifier: MIT */
#include "corpus/times.h"

#include "base/ascii.h"
#include "base/str.h"
#include "corpus/source.h"

/* Numbers of fewer digits are seconds before March 1973: likelier a year, a day (20240701) or the
 * days that spreadsheets count. */
#define SECONDS_DIGITS 9

static size_t digits_at(moderato_str text)
{
	size_t n = 0;

	while (n < text.len && ascii_is_digit(text.ptr[n]))
		n++;
	return n;
}

/* Returns whether the text has the form of the pattern, in which 0 stands for a digit. */
static bool has_form(moderato_str text, const char *pattern)
{
	size_t i;

	for (i = 0; i < text.len && pattern[i]; i++)
		if (pattern[i] == '0' ? !ascii_is_digit(text.ptr[i]) : pattern[i] != text.ptr[i])
			return false;
	return i == text.len && !pattern[i];
}

/* Whole or broken: 45000, 45000.5 or 45000,5. */
static bool is_small_number(moderato_str text)
{
	const size_t n = digits_at(text);

	if (!n || n >= SECONDS_DIGITS || (n < text.len && !strchr(".,", text.ptr[n])))
		return false;
	return n == text.len || n + 1 + digits_at(str_from(text, n + 1)) == text.len;
}

void times_rewrite(struct times *times, moderato_str *time)
{
	const moderato_str text = trim_blanks(*time);
	size_t len;

	if (!text.len || has_form(text, "0000-00-00") ||
		(times->local && has_form(text, "0000-00-00T00:00:00")))
		return;
	len = is_small_number(text) ? 0 : timestamp_utc(times->utc, text);
	if (len)
		*time = (moderato_str){times->utc, len};
	else
		times->unread++;
}
