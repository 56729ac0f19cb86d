/* SPDX-License-Identifier: MIT */
#include "base/written_parts.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/time_words.h"

/* Sets what the text must not say twice. */
static void set(struct written *w, int *what, int value)
{
	w->failed |= *what != WRITTEN_NONE && *what != value;
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

/* The same for a separator with blanks: "10 h 05", "3. 5. 2024". */
static bool take_spaced(struct written *w, const char *separator)
{
	const size_t len = strlen(separator);

	if (!str_begins(w->rest, separator) || w->rest.len == len || !ascii_is_digit(w->rest.ptr[len]))
		return false;
	w->rest = str_from(w->rest, len);
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
	if (w->seconds != WRITTEN_NONE && take_between(w, '.'))
		take_number(w, &digits);
}

/* Returns the year that is written with two digits. */
static int whole_year(int year)
{
	return year + (year < 70 ? 2000 : 1900);
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
	w->failed |=
		digits > 2 || !(take_between(w, separator) || (separator == '.' && take_spaced(w, ". ")));
	third = take_number(w, &digits);
	if (first_digits == 4) {
		set(w, &w->year, first);
		set(w, &w->month, second);
		set(w, &w->day, third);
		w->failed |= digits > 2;
		return;
	}
	if (digits == 2)
		third = whole_year(third);
	w->failed |= digits != 2 && digits != 4;
	set(w, &w->year, third);
	set(w, &w->first, first);
	set(w, &w->second, second);
	w->dotted = separator == '.';
}

/* Takes the sign that says what the number before it is in Chinese, Japanese and Korean, with or
 * without a blank between them. Returns whether there was one. */
static bool read_counted(struct written *w, int value)
{
	const struct {
		const char *signs[2];
		int *what;
	} parts[] = {{{"年", "년"}, &w->year}, {{"月", "월"}, &w->month}, {{"日", "일"}, &w->day},
		{{"時", "时"}, &w->hour}, {{"点", "시"}, &w->hour}, {{"分", "분"}, &w->minute},
		{{"秒", "초"}, &w->seconds}};
	const moderato_str rest = next_is(w, ' ') ? str_from(w->rest, 1) : w->rest;
	size_t i;

	if (!rest.len || (unsigned char)*rest.ptr < 0x80)
		return false;
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (!str_begins(rest, parts[i].signs[0]) && !str_begins(rest, parts[i].signs[1]))
			continue;
		w->rest = str_from(rest, strlen(parts[i].signs[0]));
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

/* Returns whether a blank and 10:00 come next, so that the number before them is no part of it. */
static bool clock_follows(const struct written *w)
{
	const moderato_str rest = str_from(w->rest, next_is(w, ' '));
	const size_t digits = rest.len > 1 && ascii_is_digit(rest.ptr[1]) ? 2 : 1;

	return rest.len < w->rest.len && rest.len > digits && ascii_is_digit(*rest.ptr) &&
		   rest.ptr[digits] == ':';
}

/* Reads the day of "May 3rd", or the year of "03-May-24 10:00". */
static void read_short_number(struct written *w, int value, size_t digits)
{
	static const char *const ends[] = {"st", "nd", "rd", "th"};
	size_t i;

	if (digits == 2 && w->day != WRITTEN_NONE && w->month != WRITTEN_NONE &&
		w->year == WRITTEN_NONE && clock_follows(w)) {
		w->year = whole_year(value);
		return;
	}
	set(w, &w->day, value);
	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (str_begins_nocase(w->rest, ends[i])) {
			w->rest = str_from(w->rest, 2);
			return;
		}
}

static void read_number(struct written *w)
{
	static const char separators[] = "/-.";
	size_t digits;
	const int value = take_number(w, &digits);
	size_t i;

	if (digits <= 2 && (take_between(w, ':') || take_between(w, 'h') || take_spaced(w, " h ") ||
						   take_spaced(w, "h "))) {
		read_clock(w, value);
		return;
	}
	for (i = 0; separators[i]; i++) {
		if (!take_between(w, separators[i]) &&
			!(separators[i] == '.' && digits <= 2 && take_spaced(w, ". ")))
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
		read_short_number(w, value, digits);
	else
		w->failed = true;
}

/* Returns whether an offset such as +0200, -05:00 or +1 comes next. It follows a time of day; a
 * single number after a hyphen is one only after the year, or with all four digits. */
static bool offset_follows(const struct written *w)
{
	size_t digits = 0;

	if (w->hour == WRITTEN_NONE || !(next_is(w, '+') || next_is(w, '-')))
		return false;
	while (1 + digits < w->rest.len && ascii_is_digit(w->rest.ptr[1 + digits]))
		digits++;
	return digits && (next_is(w, '+') || w->year != WRITTEN_NONE || digits == 4);
}

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
	w->zoned = true;
}

/* Returns whether a no-break space begins there. */
static bool is_hard_blank(moderato_str s, size_t at)
{
	return at + 1 < s.len && s.ptr[at] == '\xc2' && s.ptr[at + 1] == '\xa0';
}

/* Reads the word that begins here, which is at least one byte: what ends in half a character is
 * none, but must be left behind. */
static void read_word(struct written *w)
{
	moderato_str word = {w->rest.ptr, 1};
	struct time_word found;

	while (word.len < w->rest.len &&
		   (ascii_is_letter(word.ptr[word.len]) || (unsigned char)word.ptr[word.len] >= 0x80) &&
		   !is_hard_blank(w->rest, word.len))
		word.len++;
	w->rest = str_from(w->rest, word.len);
	found = time_word_find(word);
	if (found.sort == TIME_MONTH || (found.sort == TIME_AGO && found.value))
		set(w, &w->month, found.value);
	else if (found.sort == TIME_WEEKDAY)
		set(w, &w->weekday, found.value);
	else if (found.sort == TIME_HALF)
		set(w, &w->half, found.value);
	else if (found.sort == TIME_ZONE && w->hour != WRITTEN_NONE && !w->zoned) {
		w->offset = found.value;
		w->zoned = true;
	} else if (found.sort == TIME_OTHER)
		w->failed |= w->strict;
}

struct written written_take_apart(moderato_str text, bool strict)
{
	struct written w = {text, WRITTEN_NONE, WRITTEN_NONE, WRITTEN_NONE, WRITTEN_NONE, WRITTEN_NONE,
		WRITTEN_NONE, WRITTEN_NONE, WRITTEN_NONE, WRITTEN_NONE, WRITTEN_NONE, 0, false, strict,
		false, text.len > WRITTEN_MAX};

	while (w.rest.len && !w.failed) {
		const char c = *w.rest.ptr;

		if (ascii_is_digit(c))
			read_number(&w);
		else if (str_begins_nocase(w.rest, "a.m") || str_begins_nocase(w.rest, "p.m")) {
			set(&w, &w.half, ascii_lower(c) == 'p' ? WRITTEN_PM : WRITTEN_AM);
			w.rest = str_from(w.rest, 3);
		} else if (is_hard_blank(w.rest, 0))
			w.rest = str_from(w.rest, 2);
		else if (ascii_is_letter(c) || (unsigned char)c >= 0x80)
			read_word(&w);
		else if (offset_follows(&w))
			read_offset(&w);
		else if (c == '(' && w.zoned) /* +0200 (Central European Summer Time) */
			break;
		else
			w.rest = str_from(w.rest, 1);
	}
	return w;
}
