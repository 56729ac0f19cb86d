/* SPDX-License-Identifier: MIT */
/* The dates of mails and of the web, in which the month is a word. */
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/timestamp.h"

/* Takes the letters at the front. */
static moderato_str take_word(moderato_str *text)
{
	moderato_str word = {text->ptr, 0};

	while (word.len < text->len && ascii_lower(text->ptr[word.len]) >= 'a' &&
		   ascii_lower(text->ptr[word.len]) <= 'z')
		word.len++;
	*text = str_from(*text, word.len);
	return word;
}

/* Takes `least` to `most` digits, after which no other may follow. */
static bool take_number(moderato_str *text, size_t least, size_t most, int *value)
{
	size_t n = 0;

	for (*value = 0; n < text->len && n <= most && ascii_is_digit(text->ptr[n]); n++)
		*value = *value * 10 + (text->ptr[n] - '0');
	*text = str_from(*text, n);
	return n >= least && n <= most;
}

static bool take(moderato_str *text, char c)
{
	if (!text->len || *text->ptr != c)
		return false;
	*text = str_from(*text, 1);
	return true;
}

/* Takes blanks, or the one sign that stands in their place. */
static void take_gap(moderato_str *text, char sign)
{
	if (sign && take(text, sign))
		return;
	while (take(text, ' '))
		;
}

static bool is_weekday(moderato_str word)
{
	static const char *const days[] = {
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
	size_t i;

	for (i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (str_is_nocase(word, days[i]) ||
			(word.len >= 3 && str_equal_nocase(word, (moderato_str){days[i], 3})))
			return true;
	return false;
}

static bool take_month(moderato_str *text, int *month)
{
	static const char *const months[] = {"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december"};
	const moderato_str word = take_word(text);
	size_t i;

	for (i = 0; i < 12; i++)
		if (str_is_nocase(word, months[i]) ||
			(word.len == 3 && str_equal_nocase(word, (moderato_str){months[i], 3}))) {
			*month = (int)i + 1;
			return true;
		}
	return false;
}

/* Takes a year. One of two digits lies between 1950 and 2049 (RFC 2822, section 4.3). */
static bool take_year(moderato_str *text, int *year)
{
	const size_t before = text->len;

	if (!take_number(text, 2, 4, year))
		return false;
	if (before - text->len == 2)
		*year += *year < 50 ? 2000 : 1900;
	return before - text->len != 3;
}

static bool take_time(moderato_str *text, int time[3])
{
	time[2] = 0;
	if (!take_number(text, 1, 2, &time[0]) || !take(text, ':') ||
		!take_number(text, 2, 2, &time[1]))
		return false;
	return !take(text, ':') || take_number(text, 2, 2, &time[2]);
}

/* Takes a zone, if there is one. Returns false if the word is none that is known. */
static bool take_zone(moderato_str *text, int *offset)
{
	static const struct {
		const char *name;
		int hours;
	} zones[] = {{"GMT", 0}, {"UTC", 0}, {"UT", 0}, {"Z", 0}, {"EST", -5}, {"EDT", -4}, {"CST", -6},
		{"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
	const moderato_str word = take_word(text);
	size_t i = 0;
	int hours;
	int minutes = 0;
	bool minus;

	*offset = 0;
	while (word.len && !str_is_nocase(word, zones[i].name))
		if (++i == sizeof(zones) / sizeof(zones[0]))
			return false;
	if (word.len)
		*offset = zones[i].hours * 3600;
	if (!text->len || (*text->ptr != '+' && *text->ptr != '-'))
		return true;
	minus = *text->ptr == '-';
	*text = str_from(*text, 1);
	i = text->len;
	if (!take_number(text, 2, 4, &hours) || i - text->len == 3)
		return false;
	if (i - text->len == 4) {
		minutes = hours % 100;
		hours /= 100;
	} else if (take(text, ':') && !take_number(text, 2, 2, &minutes)) {
		return false;
	}
	*offset = (hours * 60 + minutes) * (minus ? -60 : 60);
	return true;
}

/* Reads "03 Apr 2023 01:40:26 GMT", also with hyphens. */
static bool day_first(moderato_str *text, int date[3], int time[3], int *offset)
{
	if (!take_number(text, 1, 2, &date[2]))
		return false;
	take_gap(text, '-');
	if (!take_month(text, &date[1]))
		return false;
	take_gap(text, '-');
	if (!take_year(text, &date[0]))
		return false;
	take_gap(text, '\0');
	if (!take_time(text, time))
		return false;
	take_gap(text, '\0');
	return take_zone(text, offset);
}

/* Reads "Apr  3 01:40:26 +0000 2023", where the zone may be absent, and "Apr 03 2023 01:40:26
 * GMT+0200". */
static bool month_first(moderato_str *text, int date[3], int time[3], int *offset)
{
	const char *colon = memchr(text->ptr, ':', text->len);
	bool year_last;

	if (!take_month(text, &date[1]))
		return false;
	take_gap(text, '\0');
	if (!take_number(text, 1, 2, &date[2]))
		return false;
	take_gap(text, '\0');
	year_last = colon && colon <= text->ptr + 2;
	if (!year_last && !take_year(text, &date[0]))
		return false;
	take_gap(text, '\0');
	if (!take_time(text, time))
		return false;
	take_gap(text, '\0');
	if (!year_last)
		return take_zone(text, offset);
	*offset = 0;
	if (text->len && !ascii_is_digit(*text->ptr) && !take_zone(text, offset))
		return false;
	take_gap(text, '\0');
	return take_number(text, 4, 4, &date[0]);
}

bool mail_date_seconds(moderato_str text, int64_t *seconds)
{
	moderato_str after = text;
	int date[3];
	int time[3];
	int offset;
	bool read;

	/* Without the name of the day, month and day may mean anything ("May 3, 10:00 2024"). */
	if (is_weekday(take_word(&after))) {
		take_gap(&after, ',');
		take_gap(&after, '\0');
		text = after;
		read = !(text.len && ascii_is_digit(*text.ptr)) ? month_first(&text, date, time, &offset)
														: day_first(&text, date, time, &offset);
	} else {
		read = day_first(&text, date, time, &offset);
	}
	take_gap(&text, '\0');
	if (!read || (text.len && *text.ptr != '(') || !timestamp_seconds(date, time, seconds))
		return false;
	*seconds -= offset;
	return true;
}
