/* SPDX-License-Identifier: MIT */
#include "base/written_time.h"

#include <stdint.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/written_parts.h"

static bool is_day(int year, int month, int day)
{
	const int date[3] = {year, month, day};
	const int midnight[3] = {0, 0, 0};
	int64_t seconds;

	return year >= 1900 && year < 2200 && timestamp_seconds(date, midnight, &seconds);
}

/* Returns whether the date is one, on the weekday that the text says if it does. */
static bool fits(const struct written *w, int month, int day)
{
	return is_day(w->year, month, day) &&
		   (w->weekday == WRITTEN_NONE ||
			   (calendar_day(w->year, month, day) + 3) % 7 == w->weekday);
}

static enum date_order order_of(const struct written *w)
{
	const bool month_first = fits(w, w->first, w->second);
	const bool day_first = fits(w, w->second, w->first);

	if (w->first == WRITTEN_NONE || month_first == day_first)
		return DATE_ORDER_UNKNOWN;
	return month_first ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
}

enum date_order written_time_order(moderato_str text)
{
	const struct written w = written_take_apart(text, false);

	return w.failed ? DATE_ORDER_UNKNOWN : order_of(&w);
}

/* Decides which number is the month. */
static void put_in_order(struct written *w, enum date_order order)
{
	enum date_order proven = order_of(w);

	if (w->first == WRITTEN_NONE)
		return;
	if (!proven && (w->dotted || w->first == w->second))
		proven = DATE_DAY_FIRST;
	if (!proven && order != DATE_ORDER_EITHER)
		proven = order;
	if (!proven && w->half != WRITTEN_NONE && order == DATE_ORDER_UNKNOWN)
		proven = DATE_MONTH_FIRST;
	w->failed |= !proven || w->month != WRITTEN_NONE || w->day != WRITTEN_NONE;
	w->month = proven == DATE_MONTH_FIRST ? w->first : w->second;
	w->day = proven == DATE_MONTH_FIRST ? w->second : w->first;
}

/* Returns the hour of a clock of 24 hours, or a number that is no hour. */
static int hour_of(const struct written *w)
{
	if (w->half == WRITTEN_NONE || w->hour > 12)
		return w->hour;
	return w->hour % 12 + w->half;
}

static size_t write_day(char out[TIMESTAMP_MAX], const struct written *w)
{
	return (size_t)snprintf(out, TIMESTAMP_MAX, "%04d-%02d-%02d", w->year, w->month, w->day);
}

static bool seconds_of(const struct written *w, int64_t *seconds)
{
	const int date[3] = {w->year, w->month, w->day};
	const int time[3] = {hour_of(w), w->minute == WRITTEN_NONE ? 0 : w->minute,
		w->seconds == WRITTEN_NONE ? 0 : w->seconds};

	if (w->failed || w->hour == WRITTEN_NONE || !is_day(w->year, w->month, w->day) ||
		!timestamp_seconds(date, time, seconds))
		return false;
	*seconds -= w->offset * 60;
	return true;
}

bool written_time_seconds(moderato_str text, int64_t *seconds)
{
	struct written w = written_take_apart(text, true);

	put_in_order(&w, DATE_ORDER_EITHER);
	return seconds_of(&w, seconds);
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
	int64_t seconds;
	size_t len;

	if (!text.len || text.len > WRITTEN_MAX || is_short_number(text))
		return 0;
	len = timestamp_of_program(out, text);
	if (len)
		return len;
	w = written_take_apart(text, false);
	put_in_order(&w, order);
	if (seconds_of(&w, &seconds))
		return timestamp_write(out, seconds, (moderato_str){"", 0});
	if (w.failed || w.hour != WRITTEN_NONE || w.half != WRITTEN_NONE ||
		!is_day(w.year, w.month, w.day))
		return 0;
	return write_day(out, &w);
}
