/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H
/* Numbers as text that reads back to the same double, whatever the locale. There are two ways: that
 * of %g, in which 0.00001 is 1e-05, for files of other programs, and plain decimals for scores. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"

/* The shortest decimal that reads back, as %g writes it; "null" for numbers that JSON does not
 * have. Writes at most 32 bytes, returns their number. */
size_t format_double(char out[32], double value);
void buffer_add_double(struct buffer *b, double value);

/* k / 1000000 for k from 1 to 999999: "0.", the digits but for zeros at the end. Writes 8 bytes. */
static inline size_t format_millionths(char out[32], uint32_t k)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
								"25262728293031323334353637383940414243444546474849"
								"50515253545556575859606162636465666768697071727374"
								"75767778798081828384858687888990919293949596979899";
	size_t n = 8;

	memcpy(out, "0.", 2);
	memcpy(out + 2, pairs + 2 * (k / 10000), 2);
	memcpy(out + 4, pairs + 2 * (k / 100 % 100), 2);
	memcpy(out + 6, pairs + 2 * (k % 100), 2);
	while (out[n - 1] == '0')
		n--;
	return n;
}

/* The same with millionths as plain decimals. Scores are millionths, and k / 1e6 is rounded as
 * strtod() rounds k's decimals: correctly. So the plain decimals read back to the same double, and
 * there is no need to try how many it takes. */
static inline size_t format_number(char out[32], double value)
{
	if (value > 0 && value < 1) {
		const uint32_t k = (uint32_t)(value * 1e6 + 0.5);

		if (k - 1u < 999999u && (double)k / 1e6 == value)
			return format_millionths(out, k);
	}
	if (value == 1 || (value == 0 && !signbit(value))) {
		out[0] = value == 1 ? '1' : '0';
		return 1;
	}
	return format_double(out, value);
}

static inline void buffer_add_number(struct buffer *b, double value)
{
	if (buffer_reserve(b, 32))
		b->len += format_number(b->data + b->len, value);
}

#endif
