/* SPDX-License-Identifier: MIT */
/* Times as mail and RSS write them (RFC 822): [Fri, ]3 May 2024 10:00[:00] +0200. */
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "import/feed.h"

static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

/* The names of zones that RFC 822 has, and their hours east of Greenwich. */
static const struct {
	const char *name;
	const char *offset;
} zones[] = {{"GMT", "+0000"}, {"UT", "+0000"}, {"UTC", "+0000"}, {"Z", "+0000"}, {"EST", "-0500"},
	{"EDT", "-0400"}, {"CST", "-0600"}, {"CDT", "-0500"}, {"MST", "-0700"}, {"MDT", "-0600"},
	{"PST", "-0800"}, {"PDT", "-0700"}};

/* Takes what stands before the next blank. */
static moderato_str take_word(moderato_str *text)
{
	size_t n = 0;
	moderato_str word;

	*text = trim_blanks(*text);
	while (n < text->len && text->ptr[n] != ' ' && text->ptr[n] != '\t')
		n++;
	word = str_part(*text, 0, n);
	*text = trim_blanks(str_from(*text, n));
	return word;
}

/* Returns the number, which has at most four digits, or -1. */
static int number_of(moderato_str digits)
{
	int value = 0;
	size_t i;

	for (i = 0; i < digits.len && i < 5; i++) {
		if (!ascii_is_digit(digits.ptr[i]))
			return -1;
		value = value * 10 + (digits.ptr[i] - '0');
	}
	return i && i < 5 ? value : -1;
}

static int month_of(moderato_str name)
{
	int i;

	for (i = 0; i < 12; i++)
		if (name.len >= 3 &&
			str_equal_nocase(str_part(name, 0, 3), (moderato_str){months + 3 * i, 3}))
			return i + 1;
	return 0;
}

/* Returns "+0200"; NULL if the text is no zone. */
static const char *zone_of(moderato_str text, char out[6])
{
	size_t i;

	if (text.len == 5 && (*text.ptr == '+' || *text.ptr == '-') &&
		number_of(str_from(text, 1)) >= 0) {
		memcpy(out, text.ptr, 5);
		out[5] = '\0';
		return out;
	}
	for (i = 0; i < sizeof(zones) / sizeof(*zones); i++)
		if (str_is_nocase(text, zones[i].name))
			return zones[i].offset;
	return text.len ? NULL : "+0000";
}

size_t feed_mail_time(char out[TIMESTAMP_MAX], moderato_str text)
{
	char iso[TIMESTAMP_MAX];
	char written[6];
	moderato_str clock;
	moderato_str word = take_word(&text);
	const char *zone;
	int month;
	int year;
	int day;
	int len;

	if (str_ends(word, ","))
		word = take_word(&text);
	day = number_of(word);
	month = month_of(take_word(&text));
	year = number_of(take_word(&text));
	clock = take_word(&text);
	zone = zone_of(text, written);
	if (year >= 0 && year < 100)
		year += year < 50 ? 2000 : 1900;
	if (day < 1 || !month || year < 0 || !zone || (clock.len != 5 && clock.len != 8))
		return 0;
	len = snprintf(iso, sizeof(iso), "%04d-%02d-%02d %.*s%s%s", year, month, day, (int)clock.len,
		clock.ptr, clock.len == 5 ? ":00" : "", zone);
	return timestamp_utc(out, (moderato_str){iso, (size_t)len});
}
