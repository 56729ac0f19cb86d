/* SPDX-License-Identifier: MIT */
#ifndef BASE_TIMESTAMP_H
#define BASE_TIMESTAMP_H
/* Rewrites the times of exports as ISO 8601 in UTC. */
#include <stdbool.h>
#include <stdint.h>

#include "moderato/comment.h"

#define TIMESTAMP_MAX 48

/* Accepts what programs write:
 * - seconds, milliseconds, microseconds or nanoseconds since 1970 ("1719873346", "1719873346.25",
 *   "1719873346000");
 * - a date and time of day as in ISO 8601, with or without seconds and their fraction, and with or
 *   without an offset (without one it is UTC);
 * - the dates of mails and of the web (RFC 822, RFC 850), of asctime() and of JavaScript.
 * Writes the time as 2024-07-01T22:35:46Z, keeping fractions of seconds. Returns the length, or 0
 * if the text is none of these. */
size_t timestamp_utc(char out[TIMESTAMP_MAX], moderato_str text);

/* Finds the seconds since 1970 of a date such as "Mon, 03 Apr 2023 01:40:26 GMT", "Monday,
 * 03-Apr-23 01:40:26 GMT", "Mon Apr  3 01:40:26 2023" or "Mon Apr 03 2023 01:40:26 GMT+0200
 * (CEST)". Returns false if the text is none. Defined in base/mail_date.c. */
bool mail_date_seconds(moderato_str text, int64_t *seconds);

/* Counts the seconds of a day's time in UTC. Returns false if there is no such day or time. The
 * last second of a day may be a leap second, and 24:00 ends a day. */
bool timestamp_seconds(const int date[3], const int time[3], int64_t *seconds);

#endif
