/* SPDX-License-Identifier: MIT */
#ifndef BASE_WRITTEN_TIME_H
#define BASE_WRITTEN_TIME_H
/* Reads times that were written for people: "May 3, 2024 at 10:00 am", "Fri, 03/05/2024 - 15:00",
 * "3. Mai 2024 um 10:00 Uhr", "Fri, 03 May 2024 10:00:00 +0200". */
#include "base/timestamp.h"

/* Which of the numbers in 03/05/2024 is the month. */
enum date_order { DATE_ORDER_UNKNOWN, DATE_MONTH_FIRST, DATE_DAY_FIRST };

/* Returns the order that the text proves: by a number above 12, or a weekday that fits only one of
 * the two days. */
enum date_order written_time_order(moderato_str text);

/* Writes the time as timestamp_utc() does, and accepts what that accepts (numbers only of nine
 * digits or more); a time without a zone is UTC. A date without a time of day becomes 2024-05-03.
 * `order` decides where the text does not; if it is unknown, a clock of twelve hours means that the
 * month is first. Returns the length, or 0 if the text is no date, or which day it means cannot be
 * said: "2 weeks ago", "Yesterday", "03/05/2024". */
size_t written_time_utc(char out[TIMESTAMP_MAX], moderato_str text, enum date_order order);

#endif
