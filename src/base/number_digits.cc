/* SPDX-License-Identifier: MIT */
/* C has no function for the shortest digits of a number, and to try how many printf() needs takes
 * twenty times as long as this: most of the time of whoever writes a million numbers. */
#include <charconv>
#include <cstring>

extern "C" {
#include "base/number_digits.h"
}

extern "C" size_t number_digits(double value, char digits[NUMBER_DIGITS_MAX], int *exponent)
{
	char text[32]; /* d.dde+dd, or de+dd */
	const std::to_chars_result result =
		std::to_chars(text, text + sizeof(text), value, std::chars_format::scientific);
	const char *e;
	std::size_t n;

	if (result.ec != std::errc())
		return 0;
	e = static_cast<const char *>(
		std::memchr(text, 'e', static_cast<std::size_t>(result.ptr - text)));
	if (!e || std::from_chars(e + 1 + (e[1] == '+'), result.ptr, *exponent).ec != std::errc())
		return 0;
	n = static_cast<std::size_t>(e - text);
	digits[0] = text[0];
	if (n < 3)
		return 1;
	if (n - 1 > NUMBER_DIGITS_MAX)
		return 0;
	std::memcpy(digits + 1, text + 2, n - 2);
	return n - 1;
}
