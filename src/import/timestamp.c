/* SPDX-License-Identifier: MIT */
#include "import/timestamp.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"

/* A number beyond these seconds since 1970 (the year 5138) counts milliseconds. */
#define SECONDS_MAX INT64_C(100000000000)

static size_t write_time(char out[TIMESTAMP_MAX], int64_t seconds, moderato_str fraction)
{
	int64_t day = seconds / DAY_SECONDS;
	int64_t left = seconds % DAY_SECONDS;
	int y;
	int m;
	int d;
	int len;

	if (left < 0) {
		left += DAY_SECONDS;
		day--;
	}
	calendar_date(day, &y, &m, &d);
	if (y < 0 || y > 9999)
		return 0;
	len = snprintf(out, TIMESTAMP_MAX, "%04d-%02d-%02dT%02d:%02d:%02d%.*sZ", y, m, d,
		(int)(left / 3600), (int)(left / 60 % 60), (int)(left % 60), (int)fraction.len,
		fraction.ptr);
	return (size_t)len;
}

/* Returns a point and up to nine digits, unless all digits are zeros. */
static moderato_str fraction_of(moderato_str text, size_t *len)
{
	moderato_str none = {"", 0};
	bool zeros = true;
	size_t i = 1;

	*len = 0;
	if (!text.len || *text.ptr != '.')
		return none;
	while (i < text.len && ascii_is_digit(text.ptr[i]))
		zeros &= text.ptr[i++] == '0';
	*len = i;
	return zeros ? none : (moderato_str){text.ptr, i > 10 ? 10 : i};
}

static size_t of_number(char out[TIMESTAMP_MAX], moderato_str text)
{
	const bool minus = text.len && *text.ptr == '-';
	moderato_str fraction = {"", 0};
	int64_t value = 0;
	size_t i = minus;
	size_t len;

	while (i < text.len && i < 17 && ascii_is_digit(text.ptr[i]))
		value = value * 10 + (text.ptr[i++] - '0');
	if (i == (size_t)minus)
		return 0;
	if (value >= SECONDS_MAX)
		value /= 1000;
	else if (!minus)
		fraction = fraction_of((moderato_str){text.ptr + i, text.len - i}, &len);
	fraction_of((moderato_str){text.ptr + i, text.len - i}, &len);
	if (i + len != text.len)
		return 0;
	return write_time(out, minus ? -value : value, fraction);
}

/* Returns whether `text` begins as the pattern does, in which 0 stands for a digit and a blank
 * for a T or a blank. */
static bool fits(moderato_str text, const char *pattern)
{
	size_t i;

	for (i = 0; pattern[i]; i++) {
		if (i == text.len)
			return false;
		if (pattern[i] == '0'   ? !ascii_is_digit(text.ptr[i])
			: pattern[i] == ' ' ? !strchr("Tt ", text.ptr[i]) || !text.ptr[i]
								: text.ptr[i] != pattern[i])
			return false;
	}
	return true;
}

static int number(const char *digits, size_t n)
{
	int value = 0;

	while (n--)
		value = value * 10 + (*digits++ - '0');
	return value;
}

/* Finds the zone's seconds east of Greenwich. Returns false if the text is not a zone. */
static bool zone_of(moderato_str text, int *offset)
{
	const size_t minutes = text.len == 6 ? 4 : 3;

	*offset = 0;
	if (!text.len || (text.len == 1 && (*text.ptr == 'Z' || *text.ptr == 'z')) ||
		(text.len == 4 && !memcmp(text.ptr, " UTC", 4)))
		return true;
	if (!fits(text, *text.ptr == '-' ? "-00" : "+00"))
		return false;
	*offset = number(text.ptr + 1, 2) * 3600;
	if (fits((moderato_str){text.ptr + 3, text.len - 3}, minutes == 4 ? ":00" : "00") &&
		text.len == minutes + 2)
		*offset += number(text.ptr + minutes, 2) * 60;
	else if (text.len != 3)
		return false;
	if (*text.ptr == '-')
		*offset = -*offset;
	return true;
}

size_t timestamp_utc(char out[TIMESTAMP_MAX], moderato_str text)
{
	moderato_str fraction;
	int64_t seconds;
	size_t len;
	int offset;
	int month;
	int day;

	if (!fits(text, "0000-00-00 00:00:00"))
		return of_number(out, text);
	month = number(text.ptr + 5, 2);
	day = number(text.ptr + 8, 2);
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return 0;
	seconds = calendar_day(number(text.ptr, 4), month, day) * DAY_SECONDS +
			  number(text.ptr + 11, 2) * 3600 + number(text.ptr + 14, 2) * 60 +
			  number(text.ptr + 17, 2);
	text.ptr += 19;
	text.len -= 19;
	fraction = fraction_of(text, &len);
	if (!zone_of((moderato_str){text.ptr + len, text.len - len}, &offset))
		return 0;
	return write_time(out, seconds - offset, fraction);
}
