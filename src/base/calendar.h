/* SPDX-License-Identifier: MIT */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H
/* Days since 1970-01-01 and dates of the Gregorian calendar, after Howard Hinnant's chrono
 * algorithms: eras of 400 years that begin in March, so that the leap day is a year's last. */
#include <stdint.h>

#define DAY_SECONDS 86400

/* Returns the day number of a date in the years 0 to 9999. A day after the last one of the month
 * counts on into the next month. */
int64_t calendar_day(int year, int month, int day);

/* Computes the date of a day number. */
void calendar_date(int64_t day, int *year, int *month, int *day_of_month);

#endif
