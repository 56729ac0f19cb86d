/* SPDX-License-Identifier: MIT */
#include "base/timestamp.h"

#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/str.h"
#include "base/written_time.h"

/* A number beyond these seconds since 1970 (the year 5138) counts milliseconds; one that is a
 * thousand times as large counts microseconds, and so on. */
#define SECONDS_MAX UINT64_C(100000000000)
#define DIGITS_MAX 19 /* nanoseconds since 2001 have as many */

bool timestamp_seconds(const int date[3], const int time[3], int64_t *seconds)
{
	const bool midnight = time[0] == 24 && !time[1] && !time[2];
	int y;
	int m;
	int d;

	if (date[1] < 1 || date[1] > 12 || date[2] < 1 || (time[0] > 23 && !midnight) || time[1] > 59 ||
		time[2] > 60)
		return false;
	*seconds = calendar_day(date[0], date[1], date[2]);
	calendar_date(*seconds, &y, &m, &d);
	*seconds = *seconds * DAY_SECONDS + time[0] * 3600 + time[1] * 60 + time[2];
	return d == date[2];
}

/* Writes the number with n digits, and what follows it; returns the end. snprintf() takes several
 * times as long, which shows where every comment has a time. */
static char *put_number(char *out, int value, int n, char after)
{
	int i;

	for (i = n; i-- > 0; value /= 10)
		out[i] = (char)('0' + value % 10);
	out[n] = after;
	return out + n + 1;
}

size_t timestamp_write(char out[TIMESTAMP_MAX], int64_t seconds, moderato_str fraction)
{
	int64_t day = seconds / DAY_SECONDS;
	int64_t left = seconds % DAY_SECONDS;
	int y;
	int m;
	int d;
	char *end = out;

	if (left < 0) {
		left += DAY_SECONDS;
		day--;
	}
	calendar_date(day, &y, &m, &d);
	if (y < 0 || y > 9999)
		return 0;
	end = put_number(end, y, 4, '-');
	end = put_number(end, m, 2, '-');
	end = put_number(end, d, 2, 'T');
	end = put_number(end, (int)(left / 3600), 2, ':');
	end = put_number(end, (int)(left / 60 % 60), 2, ':');
	end = put_number(end, (int)(left % 60), 2, fraction.len ? '.' : 'Z');
	if (fraction.len) {
		memcpy(end, fraction.ptr, fraction.len);
		end += fraction.len;
		*end++ = 'Z';
	}
	*end = '\0';
	return (size_t)(end - out);
}

/* Returns up to nine digits after a point or a comma, or nothing if all digits are zeros. *len
 * receives the length of it all. */
static moderato_str fraction_of(moderato_str text, size_t *len)
{
	moderato_str none = {"", 0};
	bool zeros = true;
	size_t i = 1;

	*len = 0;
	if (!text.len || (*text.ptr != '.' && *text.ptr != ','))
		return none;
	while (i < text.len && ascii_is_digit(text.ptr[i]))
		zeros &= text.ptr[i++] == '0';
	*len = i;
	return zeros ? none : str_part(text, 1, i > 10 ? 10 : i);
}

static size_t of_number(char out[TIMESTAMP_MAX], moderato_str text)
{
	const bool minus = text.len && *text.ptr == '-';
	moderato_str fraction = {"", 0};
	uint64_t value = 0;
	size_t i = minus;
	size_t len;

	while (i < text.len && i < DIGITS_MAX && ascii_is_digit(text.ptr[i]))
		value = value * 10 + (uint64_t)(text.ptr[i++] - '0');
	if (i == (size_t)minus)
		return 0;
	if (value < SECONDS_MAX && !minus)
		fraction = fraction_of(str_from(text, i), &len);
	while (value >= SECONDS_MAX)
		value /= 1000;
	fraction_of(str_from(text, i), &len);
	if (i + len != text.len)
		return 0;
	return timestamp_write(out, minus ? -(int64_t)value : (int64_t)value, fraction);
}

/* Returns whether `text` begins as the pattern does, in which 0 stands for a digit, a blank for a T
 * or a blank, and a - for itself or a slash. */
static bool fits(moderato_str text, const char *pattern)
{
	size_t i;

	for (i = 0; pattern[i]; i++) {
		if (i == text.len)
			return false;
		if (pattern[i] == '0'   ? !ascii_is_digit(text.ptr[i])
			: pattern[i] == ' ' ? !strchr("Tt ", text.ptr[i]) || !text.ptr[i]
			: pattern[i] == '-' ? text.ptr[i] != '-' && text.ptr[i] != '/'
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
	*offset = 0;
	if (text.len && *text.ptr == ' ')
		text = str_from(text, 1);
	if (!text.len || str_is_nocase(text, "z") || str_is(text, "UTC") || str_is(text, "GMT"))
		return true;
	if (*text.ptr != '+' && *text.ptr != '-')
		return false;
	if (!fits(str_from(text, 1), "00"))
		return false;
	*offset = number(text.ptr + 1, 2) * 3600;
	if (text.len == 6 && fits(str_from(text, 3), ":00"))
		*offset += number(text.ptr + 4, 2) * 60;
	else if (text.len == 5 && fits(str_from(text, 3), "00"))
		*offset += number(text.ptr + 3, 2) * 60;
	else if (text.len != 3)
		return false;
	if (*text.ptr == '-')
		*offset = -*offset;
	return true;
}

/* The written forms of ISO 8601, and where their numbers are. */
static const struct form {
	const char *pattern;
	unsigned char at[5]; /* of month, day, hour, minute and second, which has none if that is 0 */
} forms[] = {
	{"0000-00-00 00:00:00", {5, 8, 11, 14, 17}},
	{"0000-00-00 00:00", {5, 8, 11, 14, 0}},
	{"00000000T000000", {4, 6, 9, 11, 13}},
};

static size_t of_iso(char out[TIMESTAMP_MAX], moderato_str text, const struct form *form)
{
	const unsigned char *at = form->at;
	const int date[3] = {
		number(text.ptr, 4), number(text.ptr + at[0], 2), number(text.ptr + at[1], 2)};
	const int time[3] = {number(text.ptr + at[2], 2), number(text.ptr + at[3], 2),
		at[4] ? number(text.ptr + at[4], 2) : 0};
	moderato_str fraction;
	int64_t seconds;
	size_t len = 0;
	int offset;

	if (!timestamp_seconds(date, time, &seconds))
		return 0;
	text = str_from(text, strlen(form->pattern));
	fraction = at[4] ? fraction_of(text, &len) : (moderato_str){"", 0};
	if (!zone_of(str_from(text, len), &offset))
		return 0;
	return timestamp_write(out, seconds - offset, fraction);
}

size_t timestamp_of_program(char out[TIMESTAMP_MAX], moderato_str text)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (fits(text, forms[i].pattern))
			return of_iso(out, text, &forms[i]);
	return of_number(out, text);
}

size_t timestamp_utc(char out[TIMESTAMP_MAX], moderato_str text)
{
	const size_t len = timestamp_of_program(out, text);
	int64_t seconds;

	if (len || !written_time_seconds(text, &seconds))
		return len;
	return timestamp_write(out, seconds, (moderato_str){"", 0});
}
