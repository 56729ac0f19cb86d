/* SPDX-License-Identifier: MIT */
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number_digits.h"

/* By trying how many digits it takes. */
static size_t format_by_trying(char out[32], double value)
{
	int digits;
	char *comma;

	/* %g drops trailing zeros, so 15 digits are already the shortest where they suffice. */
	for (digits = 15; digits <= 17; digits++) {
		snprintf(out, 32, "%.*g", digits, value);
		if (strtod(out, NULL) == value)
			break;
	}
	comma = strchr(out, ','); /* printf and strtod follow the locale; the output does not */
	if (comma)
		*comma = '.';
	return strlen(out);
}

static char *add(char *to, const char *digits, size_t n)
{
	memcpy(to, digits, n);
	return to + n;
}

/* d.ddde-05 */
static char *add_scientific(char *to, const char *digits, size_t n, int exponent)
{
	const unsigned size = (unsigned)abs(exponent);

	*to++ = digits[0];
	if (n > 1)
		*to++ = '.';
	to = add(to, digits + 1, n - 1);
	*to++ = 'e';
	*to++ = exponent < 0 ? '-' : '+';
	if (size >= 100)
		*to++ = (char)('0' + size / 100);
	*to++ = (char)('0' + size / 10 % 10);
	*to++ = (char)('0' + size % 10);
	return to;
}

static char *add_plain(char *to, const char *digits, size_t n, int exponent)
{
	const size_t whole = exponent < 0 ? 0 : (size_t)exponent + 1; /* digits before the point */

	if (exponent < 0) {
		to = add(to, "0.", 2);
		to = add(to, "0000", (size_t)-exponent - 1);
		return add(to, digits, n);
	}
	if (n > whole) {
		to = add(to, digits, whole);
		*to++ = '.';
		return add(to, digits + whole, n - whole);
	}
	to = add(to, digits, n);
	memset(to, '0', whole - n);
	return to + (whole - n);
}

size_t format_double(char out[32], double value)
{
	const double size = fabs(value);
	char digits[NUMBER_DIGITS_MAX];
	char *to = out;
	int exponent;
	size_t n;

	if (!isfinite(value)) {
		memcpy(out, "null", 5);
		return 4;
	}
	/* What is smaller than a normal number has fewer digits than 15, of which %g writes 15. */
	n = size < DBL_MIN ? 0 : number_digits(size, digits, &exponent);
	if (!n)
		return format_by_trying(out, value);
	if (value < 0)
		*to++ = '-';
	if (exponent < -4 || exponent >= (int)(n < 15 ? 15 : n))
		to = add_scientific(to, digits, n, exponent);
	else
		to = add_plain(to, digits, n, exponent);
	*to = '\0';
	return (size_t)(to - out);
}

void buffer_add_double(struct buffer *b, double value)
{
	if (buffer_reserve(b, 32))
		b->len += format_double(b->data + b->len, value);
}
