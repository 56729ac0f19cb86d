/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUMBER_DIGITS_H
#define BASE_NUMBER_DIGITS_H
#include <stddef.h>

#define NUMBER_DIGITS_MAX 17

/* Writes the fewest digits that read back to a finite number above 0, of those the nearest to it,
 * as d.ddd times ten to the power of *exponent. Returns how many there are, or 0 if it could not.
 */
size_t number_digits(double value, char digits[NUMBER_DIGITS_MAX], int *exponent);

#endif
