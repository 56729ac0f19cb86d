/* SPDX-License-Identifier: MIT */
#include "site/site_time.h"

#include <stddef.h>

#include "base/ascii.h"
#include "base/calendar.h"

#define LATEST (84006LL * DAY_SECONDS) /* 2200-01-01 */

/* The rest of the text to parse. */
struct cursor {
	const char *at;
	const char *end;
};

static bool take(struct cursor *c, const char *any)
{
	for (; *any; any++) {
		if (c->at < c->end && *c->at == *any) {
			c->at++;
			return true;
		}
	}
	return false;
}

/* Parses exactly `digits` digits that form a number from `least` to `most`. */
static bool number(struct cursor *c, int digits, int least, int most, int *value)
{
	*value = 0;
	for (; digits; digits--, c->at++) {
		if (c->at == c->end || *c->at < '0' || *c->at > '9')
			return false;
		*value = 10 * *value + (*c->at - '0');
	}
	return *value >= least && *value <= most;
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool date(struct cursor *c, long long *seconds)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year, month, day;

	if (!number(c, 4, 1970, 2199, &year) || !take(c, "-/") || !number(c, 2, 1, 12, &month) ||
		!take(c, "-/") || !number(c, 2, 1, 31, &day))
		return false;
	if (day > lengths[month - 1] + (month == 2 && is_leap(year)))
		return false;
	*seconds = DAY_SECONDS * calendar_day(year, month, day);
	return true;
}

/* Parses "08:12", "08:12:40" or "08:12:40.5". */
static bool time_of_day(struct cursor *c, long long *seconds)
{
	int hour, minute, second = 0;

	if (!number(c, 2, 0, 23, &hour) || !take(c, ":") || !number(c, 2, 0, 59, &minute))
		return false;
	if (take(c, ":") && !number(c, 2, 0, 60, &second))
		return false;
	if (take(c, ".,")) {
		while (take(c, "0123456789"))
			;
	}
	*seconds += 3600LL * hour + 60LL * minute + second;
	return true;
}

/* Parses "Z", "+01:00", "+0100", "+01" or nothing. */
static bool zone(struct cursor *c, long long *seconds)
{
	int hour, minute = 0;
	long long sign;

	take(c, " ");
	if (c->at == c->end || take(c, "Zz"))
		return true;
	sign = take(c, "+") ? -1 : 1;
	if (sign > 0 && !take(c, "-"))
		return false;
	if (!number(c, 2, 0, 23, &hour))
		return false;
	take(c, ":");
	if (c->at < c->end && !number(c, 2, 0, 59, &minute))
		return false;
	*seconds += sign * (3600LL * hour + 60LL * minute);
	return true;
}

/* Parses seconds since 1970, or milliseconds if the number would be thousands of years as seconds.
 */
static bool digits(struct cursor c, long long *seconds)
{
	long long value = 0;
	size_t n = 0;

	for (; c.at < c.end && ascii_is_digit(*c.at) && n < 14; c.at++, n++)
		value = 10 * value + (*c.at - '0');
	if (n < 9)
		return false;
	if (take(&c, ".")) {
		while (take(&c, "0123456789"))
			;
	}
	*seconds = value >= 20 * LATEST ? value / 1000 : value;
	return c.at == c.end;
}

bool site_time(moderato_str text, long long *seconds)
{
	struct cursor c = {text.ptr, text.ptr ? text.ptr + text.len : NULL};
	bool good;

	*seconds = 0;
	if (!text.len)
		return false;
	good = digits(c, seconds);
	if (!good) {
		good = date(&c, seconds);
		if (good && take(&c, "T "))
			good = time_of_day(&c, seconds);
		good = good && zone(&c, seconds) && c.at == c.end;
	}
	return good && *seconds > 0 && *seconds < LATEST;
}
