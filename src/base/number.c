/* SPDX-License-Identifier: MIT */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t format_double(char out[32], double value)
{
	int digits;
	char *comma;

	if (!isfinite(value)) {
		memcpy(out, "null", 5);
		return 4;
	}
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

void buffer_add_double(struct buffer *b, double value)
{
	if (buffer_reserve(b, 32))
		b->len += format_double(b->data + b->len, value);
}
