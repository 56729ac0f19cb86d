/* SPDX-License-Identifier: MIT */
/*
 * A written time is taken apart into numbers and words. Numbers say what they are by their form
 * (10:00, 2024, 03/05/2024) and words by a table; other words mean nothing. A number that has no
 * place, or a second date, makes the text no time.
 */
#include "base/written_time.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/str.h"
#include "base/time_words.h"

#define WRITTEN_MAX 100 /* bytes; nobody writes a longer time */

enum { NONE = -1, AM = 0, PM = 12 };

struct written {
	moderato_str rest;
	int year, month, day; /* NONE: not yet read, also below */
	int first, second;    /* the numbers of 03/05/2024 */
	int hour, minute;
	int seconds;
	int half;    /* AM or PM */
	int weekday; /* 0: Monday */
	int offset;  /* minutes east of Greenwich */
	bool dotted; /* 03.05.2024 has the day first, wherever it is written */
	bool failed;
};

/* Sets what the text must not say twice. */
static void set(struct written *w, int *what, int value)
{
	w->failed |= *what != NONE && *what != value;
	*what = value;
}

static bool next_is(const struct written *w, char c)
{
	return w->rest.len && *w->rest.ptr == c;
}

/* Takes the digits at the front; *digits is their number. */
static int take_number(struct written *w, size_t *digits)
{
	int value = 0;

	for (*digits = 0; *digits < w->rest.len && ascii_is_digit(w->rest.ptr[*digits]); ++*digits)
		value = *digits < 6 ? value * 10 + (w->rest.ptr[*digits] - '0') : value;
	w->rest = str_from(w->rest, *digits);
	return value;
}

/* Takes the separator if a digit follows it. */
static bool take_between(struct written *w, char separator)
{
	if (w->rest.len < 2 || *w->rest.ptr != separator || !ascii_is_digit(w->rest.ptr[1]))
		return false;
	w->rest = str_from(w->rest, 1);
	return true;
}

/* Reads what follows the hour in 10:00, 10:00:00.25 and 10h30. */
static void read_clock(struct written *w, int hour)
{
	size_t digits;

	set(w, &w->hour, hour);
	set(w, &w->minute, take_number(w, &digits));
	w->failed |= digits != 2;
	if (take_between(w, ':'))
		set(w, &w->seconds, take_number(w, &digits));
	if (w->seconds != NONE && take_between(w, '.'))
		take_number(w, &digits);
}

/* Reads what follows the first number in 03/05/2024, 3.5.24 and 2024-05-03. */
static void read_date(struct written *w, int first, size_t first_digits, char separator)
{
	size_t digits;
	int second = take_number(w, &digits);
	int third;

	if (separator == '.' && first_digits <= 2 && digits == 2 && !next_is(w, '.')) { /* 10.00 */
		set(w, &w->hour, first);
		set(w, &w->minute, second);
		return;
	}
	w->failed |= digits > 2 || !take_between(w, separator);
	third = take_number(w, &digits);
	if (first_digits == 4) {
		set(w, &w->year, first);
		set(w, &w->month, second);
		set(w, &w->day, third);
		w->failed |= digits > 2;
		return;
	}
	if (digits == 2)
		third += third < 70 ? 2000 : 1900;
	w->failed |= digits != 2 && digits != 4;
	set(w, &w->year, third);
	set(w, &w->first, first);
	set(w, &w->second, second);
	w->dotted = separator == '.';
}

/* Takes the sign that says what the number before it is in Chinese, Japanese and Korean. Returns
 * whether there was one. */
static bool read_counted(struct written *w, int value)
{
	const struct {
		const char *signs[2];
		int *what;
	} parts[] = {{{"\xe5\xb9\xb4", "\xeb\x85\x84"}, &w->year},
		{{"\xe6\x9c\x88", "\xec\x9b\x94"}, &w->month}, {{"\xe6\x97\xa5", "\xec\x9d\xbc"}, &w->day}};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (!str_begins(w->rest, parts[i].signs[0]) && !str_begins(w->rest, parts[i].signs[1]))
			continue;
		w->rest = str_from(w->rest, strlen(parts[i].signs[0]));
		set(w, parts[i].what, value);
		return true;
	}
	return false;
}

/* Returns whether what comes next is "am" or "p.m.", so that the number before it is an hour. */
static bool half_follows(const struct written *w)
{
	const moderato_str rest = next_is(w, ' ') ? str_from(w->rest, 1) : w->rest;

	if (str_begins_nocase(rest, "a.m") || str_begins_nocase(rest, "p.m"))
		return true;
	return (str_begins_nocase(rest, "am") || str_begins_nocase(rest, "pm")) &&
		   (rest.len == 2 || !ascii_is_letter(rest.ptr[2]));
}

static void read_number(struct written *w)
{
	static const char separators[] = "/-.";
	size_t digits;
	const int value = take_number(w, &digits);
	size_t i;

	if (digits <= 2 && (take_between(w, ':') || take_between(w, 'h'))) {
		read_clock(w, value);
		return;
	}
	for (i = 0; separators[i]; i++) {
		if (!take_between(w, separators[i]))
			continue;
		read_date(w, value, digits, separators[i]);
		return;
	}
	if (read_counted(w, value))
		return;
	if (digits == 4) {
		set(w, &w->year, value);
	} else if (digits <= 2 && half_follows(w)) {
		set(w, &w->hour, value);
		set(w, &w->minute, 0);
	} else if (digits <= 2)
		set(w, &w->day, value);
	else
		w->failed = true;
}

/* Reads an offset such as +0200, -05:00 or +1, which follows a time of day. */
static void read_offset(struct written *w)
{
	const int sign = *w->rest.ptr == '-' ? -1 : 1;
	size_t digits;
	int value;

	w->rest = str_from(w->rest, 1);
	value = take_number(w, &digits);
	if (digits == 4)
		value = value / 100 * 60 + value % 100;
	else if (digits <= 2)
		value = value * 60 + (take_between(w, ':') ? take_number(w, &digits) : 0);
	else
		w->failed = true;
	w->failed |= value > 14 * 60;
	w->offset = sign * value;
}

static void read_word(struct written *w)
{
	moderato_str word = {w->rest.ptr, 0};
	struct time_word found;

	while (word.len < w->rest.len &&
		   (ascii_is_letter(word.ptr[word.len]) || (unsigned char)word.ptr[word.len] >= 0x80) &&
		   memcmp(word.ptr + word.len, "\xc2\xa0", word.len + 1 < w->rest.len ? 2 : 1) != 0)
		word.len++;
	w->rest = str_from(w->rest, word.len);
	found = time_word_find(word);
	if (found.sort == TIME_MONTH || (found.sort == TIME_AGO && found.value))
		set(w, &w->month, found.value);
	else if (found.sort == TIME_WEEKDAY)
		set(w, &w->weekday, found.value);
	else if (found.sort == TIME_HALF)
		set(w, &w->half, found.value);
	else if (found.sort == TIME_ZONE && w->hour != NONE)
		w->offset = found.value;
}

static struct written take_apart(moderato_str text)
{
	struct written w = {text, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, 0, false,
		text.len > WRITTEN_MAX};

	while (w.rest.len && !w.failed) {
		const char c = *w.rest.ptr;

		if (ascii_is_digit(c))
			read_number(&w);
		else if (str_begins_nocase(w.rest, "a.m") || str_begins_nocase(w.rest, "p.m")) {
			set(&w, &w.half, ascii_lower(c) == 'p' ? PM : AM);
			w.rest = str_from(w.rest, 3);
		} else if (str_begins(w.rest, "\xc2\xa0"))
			w.rest = str_from(w.rest, 2);
		else if (ascii_is_letter(c) || (unsigned char)c >= 0x80)
			read_word(&w);
		else if (w.hour != NONE && (c == '+' || (c == '-' && w.year != NONE)) && w.rest.len > 1 &&
				 ascii_is_digit(w.rest.ptr[1]))
			read_offset(&w);
		else
			w.rest = str_from(w.rest, 1);
	}
	return w;
}

static int days_of(int year, int month)
{
	return (int)(calendar_day(month == 12 ? year + 1 : year, month % 12 + 1, 1) -
				 calendar_day(year, month, 1));
}

static bool is_day(int year, int month, int day)
{
	return year >= 1970 && year < 2200 && month >= 1 && month <= 12 && day >= 1 &&
		   day <= days_of(year, month);
}

/* Returns whether the date is one, on the weekday that the text says if it does. */
static bool fits(const struct written *w, int month, int day)
{
	return is_day(w->year, month, day) &&
		   (w->weekday == NONE || (calendar_day(w->year, month, day) + 3) % 7 == w->weekday);
}

static enum date_order order_of(const struct written *w)
{
	const bool month_first = fits(w, w->first, w->second);
	const bool day_first = fits(w, w->second, w->first);

	if (w->first == NONE || month_first == day_first)
		return DATE_ORDER_UNKNOWN;
	return month_first ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
}

enum date_order written_time_order(moderato_str text)
{
	const struct written w = take_apart(text);

	return w.failed ? DATE_ORDER_UNKNOWN : order_of(&w);
}

/* Decides which number is the month. */
static void put_in_order(struct written *w, enum date_order order)
{
	enum date_order proven = order_of(w);

	if (w->first == NONE)
		return;
	if (!proven && (w->dotted || w->first == w->second))
		proven = DATE_DAY_FIRST;
	if (!proven)
		proven = order;
	if (!proven && w->half != NONE)
		proven = DATE_MONTH_FIRST;
	w->failed |= !proven;
	set(w, &w->month, proven == DATE_MONTH_FIRST ? w->first : w->second);
	set(w, &w->day, proven == DATE_MONTH_FIRST ? w->second : w->first);
}

/* Returns the hour of a clock of 24 hours, or a number that is no hour. */
static int hour_of(const struct written *w)
{
	if (w->half == NONE || w->hour > 12)
		return w->hour;
	return w->hour % 12 + w->half;
}

static size_t write_day(char out[TIMESTAMP_MAX], const struct written *w)
{
	return (size_t)snprintf(out, TIMESTAMP_MAX, "%04d-%02d-%02d", w->year, w->month, w->day);
}

static size_t write_time(char out[TIMESTAMP_MAX], const struct written *w)
{
	const int hour = hour_of(w);
	const int seconds = w->seconds == NONE ? 0 : w->seconds;
	int64_t minutes;
	int y, m, d;

	if (hour > 23 || w->minute > 59 || seconds > 60)
		return 0;
	minutes = calendar_day(w->year, w->month, w->day) * (DAY_SECONDS / 60) + hour * 60 + w->minute -
			  w->offset;
	calendar_date(minutes / (24 * 60), &y, &m, &d);
	return (size_t)snprintf(out, TIMESTAMP_MAX, "%04d-%02d-%02dT%02d:%02d:%02dZ", y, m, d,
		(int)(minutes / 60 % 24), (int)(minutes % 60), seconds);
}

/* Returns whether the text is a number too short for seconds since 1970. */
static bool is_short_number(moderato_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (!ascii_is_digit(text.ptr[i]) && text.ptr[i] != '.' && text.ptr[i] != '-')
			return false;
	return text.len < 9;
}

size_t written_time_utc(char out[TIMESTAMP_MAX], moderato_str text, enum date_order order)
{
	struct written w;
	size_t len;

	if (!text.len || text.len > WRITTEN_MAX || is_short_number(text))
		return 0;
	len = timestamp_utc(out, text);
	if (len)
		return len;
	w = take_apart(text);
	put_in_order(&w, order);
	if (w.failed || !is_day(w.year, w.month, w.day))
		return 0;
	if (w.hour == NONE)
		return w.half == NONE ? write_day(out, &w) : 0;
	return write_time(out, &w);
}
