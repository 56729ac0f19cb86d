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
 *   without an offset (without one it is UTC).
 * Writes the time as 2024-07-01T22:35:46Z, keeping fractions of seconds. Returns the length, or 0
 * if the text is none of these. */
size_t timestamp_of_program(char out[TIMESTAMP_MAX], moderato_str text);

/* The same for a time that was written for people, too, if it cannot mean anything else (see
 * base/written_time.h): the dates of mails and of the web (RFC 822, RFC 850), of asctime() and of
 * JavaScript, "3. Mai 2024 um 10:00 Uhr", "13/05/2024 15:00". */
size_t timestamp_utc(char out[TIMESTAMP_MAX], moderato_str text);

/* Counts the seconds of a day's time in UTC. Returns false if there is no such day or time. The
 * last second of a day may be a leap second, and 24:00 ends a day. */
bool timestamp_seconds(const int date[3], const int time[3], int64_t *seconds);

/* Writes seconds since 1970, with the digits of their fraction if there are any. Returns the
 * length, or 0 if the year has more than four digits. */
size_t timestamp_write(char out[TIMESTAMP_MAX], int64_t seconds, moderato_str fraction);

#endif
