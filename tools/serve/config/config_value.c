/* SPDX-License-Identifier: MIT */
#include "serve/config/config_value.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/utf8.h"
#include "serve/protocol.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool value_read_count(moderato_str text, uint64_t *out)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (!ascii_is_digit(text.ptr[i]) || value > (UINT64_MAX - 9) / 10)
			return false;
		value = value * 10 + (uint64_t)(text.ptr[i] - '0');
	}
	*out = value;
	return text.len > 0;
}

/* ---- bytes ---- */

static const struct unit {
	const char *name;
	unsigned shift;
} units[] = {{"GiB", 30}, {"MiB", 20}, {"KiB", 10}};

bool value_read_bytes(moderato_str text, uint64_t *out)
{
	unsigned shift = 0;
	size_t i;

	for (i = 0; i < COUNT(units); i++) {
		if (str_ends(text, units[i].name)) {
			text.len -= strlen(units[i].name);
			shift = units[i].shift;
			break;
		}
	}
	if (!value_read_count(text, out) || *out > UINT64_MAX >> shift)
		return false;
	*out <<= shift;
	return true;
}

void value_write_bytes(struct buffer *out, uint64_t bytes)
{
	size_t i;

	for (i = 0; bytes && i < COUNT(units); i++) {
		if (bytes % ((uint64_t)1 << units[i].shift) == 0) {
			buffer_printf(
				out, "%llu%s", (unsigned long long)(bytes >> units[i].shift), units[i].name);
			return;
		}
	}
	buffer_printf(out, "%llu", (unsigned long long)bytes);
}

/* ---- rates, days, modes ---- */

static const struct period {
	const char *name;
	unsigned seconds;
} periods[] = {{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", DAY_SECONDS}};

enum { RATE_MAX = 1000000000 };

bool value_read_rate(moderato_str text, struct rate_limit *out)
{
	const char *slash = text.len ? memchr(text.ptr, '/', text.len) : NULL;
	uint64_t requests;
	size_t i;

	if (!slash || !value_read_count(str_part(text, 0, (size_t)(slash - text.ptr)), &requests) ||
		requests < 1 || requests > RATE_MAX)
		return false;
	for (i = 0; i < COUNT(periods); i++) {
		if (str_is(str_from(text, (size_t)(slash - text.ptr) + 1), periods[i].name)) {
			*out = (struct rate_limit){(unsigned)requests, periods[i].seconds};
			return true;
		}
	}
	return false;
}

void value_write_rate(struct buffer *out, struct rate_limit rate)
{
	size_t i;

	for (i = 0; i < COUNT(periods); i++)
		if (periods[i].seconds == rate.seconds)
			buffer_printf(out, "%u/%s", rate.requests, periods[i].name);
}

bool value_read_day(moderato_str text, int64_t *out)
{
	uint64_t year;
	uint64_t month;
	uint64_t day;
	int of_date[3];
	int64_t number;

	if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-' ||
		!value_read_count(str_part(text, 0, 4), &year) || year < 1970 ||
		!value_read_count(str_part(text, 5, 7), &month) || month < 1 || month > 12 ||
		!value_read_count(str_part(text, 8, 10), &day) || day < 1 || day > 31)
		return false;
	number = calendar_day((int)year, (int)month, (int)day);
	calendar_date(number, &of_date[0], &of_date[1], &of_date[2]);
	*out = number * DAY_SECONDS;
	return of_date[2] == (int)day && number > 0; /* the 31st of June would be the 1st of July */
}

void value_write_day(struct buffer *out, int64_t seconds)
{
	int year;
	int month;
	int day;

	calendar_date(seconds / DAY_SECONDS, &year, &month, &day);
	buffer_printf(out, "%04d-%02d-%02d", year, month, day);
}

bool value_read_share(moderato_str text, double *out)
{
	char digits[32];
	char *end;

	if (!text.len || text.len >= sizeof(digits) || !ascii_is_digit(text.ptr[0]))
		return false;
	memcpy(digits, text.ptr, text.len);
	digits[text.len] = '\0';
	if (strspn(digits, "0123456789.e-+") != text.len)
		return false;
	*out = strtod(digits, &end); /* the program does not set a locale */
	return !*end && *out >= 0 && *out <= 1;
}

bool value_read_mode(moderato_str text, unsigned *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '7' || *out > 0777 / 8)
			return false;
		*out = *out * 8 + (unsigned)(text.ptr[i] - '0');
	}
	return text.len >= 3;
}

/* ---- scopes and names ---- */

static const struct scope_name {
	const char *name;
	unsigned bit;
} scope_names[] = {
	{"perspective", SCOPE_PERSPECTIVE},
	{"akismet", SCOPE_AKISMET},
	{"openai", SCOPE_OPENAI},
	{"score", SCOPE_SCORE},
	{"metrics", SCOPE_METRICS},
};

bool value_read_scope(moderato_str text, unsigned *scopes)
{
	size_t i;

	for (i = 0; i < COUNT(scope_names); i++) {
		if (str_is(text, scope_names[i].name)) {
			*scopes |= scope_names[i].bit;
			return true;
		}
	}
	return false;
}

void value_write_scopes(struct buffer *out, unsigned scopes)
{
	const char *before = "";
	size_t i;

	for (i = 0; i < COUNT(scope_names); i++) {
		if (scopes & scope_names[i].bit) {
			buffer_printf(out, "%s%s", before, scope_names[i].name);
			before = ", ";
		}
	}
}

enum { NAME_MAX_BYTES = 64 };

bool value_is_name(moderato_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		const char c = text.ptr[i];

		if (!ascii_is_alnum(c) && (i == 0 || (c != '.' && c != '_' && c != '-')))
			return false;
	}
	return text.len > 0 && text.len <= NAME_MAX_BYTES;
}

/* ---- texts ---- */

bool value_is_text(moderato_str text)
{
	size_t i = 0;

	while (i < text.len) {
		uint32_t code;
		const size_t bytes = utf8_decode(text.ptr + i, text.len - i, &code);

		if (bytes == 1 && code > 0x7F) /* not UTF-8 */
			return false;
		if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
			code == 0xFEFF || code == 0xFFFE || code == 0xFFFF)
			return false;
		i += bytes;
	}
	return true;
}

/* These need no quotes in any place where values stand here. */
static bool is_plain(moderato_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		const char c = text.ptr[i];

		if (!ascii_is_alnum(c) && c != '/' && c != '_' && (i == 0 || (c != '.' && c != '-')) &&
			(c != ':' || i == 0 || i + 1 == text.len || !ascii_is_digit(text.ptr[i + 1])))
			return false;
	}
	return text.len > 0;
}

void value_write_text(struct buffer *out, moderato_str text)
{
	size_t i;

	if (is_plain(text)) {
		buffer_add(out, text.ptr, text.len);
		return;
	}
	buffer_add_char(out, '"');
	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"' || text.ptr[i] == '\\')
			buffer_add_char(out, '\\');
		buffer_add_char(out, text.ptr[i]);
	}
	buffer_add_char(out, '"');
}
