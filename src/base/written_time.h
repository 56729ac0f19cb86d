/* SPDX-License-Identifier: MIT */
#ifndef BASE_WRITTEN_TIME_H
#define BASE_WRITTEN_TIME_H
/* Reads times that were written for people: "May 3, 2024 at 10:00 am", "Fri, 03/05/2024 - 15:00",
 * "3. Mai 2024 um 10:00 Uhr"; and the dates of mails and of the web, in which the month is a word,
 * too: "Fri, 03 May 2024 10:00:00 +0200", "Friday, 03-May-24 10:00:00 GMT". */
#include "base/timestamp.h"

/* Which of the numbers in 03/05/2024 is the month. If either may be, not even a clock of twelve
 * hours decides. */
enum date_order { DATE_ORDER_UNKNOWN, DATE_MONTH_FIRST, DATE_DAY_FIRST, DATE_ORDER_EITHER };

/* Returns the order that the text proves: by a number above 12, or a weekday that fits only one of
 * the two days. */
enum date_order written_time_order(moderato_str text);

/* Writes the time as timestamp_of_program() does, and accepts what that accepts (numbers only of
 * nine digits or more); a time without a zone is UTC. A date without a time of day becomes
 * 2024-05-03. Words that times do not consist of mean nothing. `order` decides where the text does
 * not; if it is unknown, a clock of twelve hours means that the month is first. Returns the length,
 * or 0 if the text is no date, or which day it means cannot be said: "2 weeks ago", "Yesterday",
 * "03/05/2024". */
size_t written_time_utc(char out[TIMESTAMP_MAX], moderato_str text, enum date_order order);

/* Finds the seconds since 1970 of a day's time of which every word is known, except what follows it
 * in brackets, and in which the order of the numbers is proven. Returns false if the text is
 * none. */
bool written_time_seconds(moderato_str text, int64_t *seconds);

#endif
