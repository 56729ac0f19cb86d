/* SPDX-License-Identifier: MIT */
#include "base/calendar.h"

#define ERA_DAYS 146097
#define EPOCH_DAYS 719468 /* from the first of March of the year 0 to 1970-01-01 */

int64_t calendar_day(int year, int month, int day)
{
	const int64_t y = year - (month <= 2);
	const int64_t era = y / 400;
	const int64_t yoe = y - era * 400;
	const int64_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * ERA_DAYS + yoe * 365 + yoe / 4 - yoe / 100 + doy - EPOCH_DAYS;
}

void calendar_date(int64_t day, int *year, int *month, int *day_of_month)
{
	const int64_t z = day + EPOCH_DAYS;
	const int64_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
	const int64_t doe = z - era * ERA_DAYS;
	const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	const int64_t mp = (5 * doy + 2) / 153;

	*day_of_month = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}
