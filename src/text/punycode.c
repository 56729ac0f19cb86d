/* SPDX-License-Identifier: MIT */
/* The decoder of RFC 3492, whose names it uses, with every number checked against overflow. */
#include "text/punycode.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"

/* Parameters: RFC 3492, section 5. */
enum {
	BASE = 36,
	T_MIN = 1,
	T_MAX = 26,
	SKEW = 38,
	DAMP = 700,
	FIRST_BIAS = 72,
	FIRST_CODE = 0x80,
};

#define CODEPOINT_MAX 0x10FFFF

/* The value of a digit; BASE if `c` is no digit. */
static uint32_t digit_of(char c)
{
	if (ascii_is_lower(c))
		return (uint32_t)(c - 'a');
	if (ascii_is_digit(c))
		return (uint32_t)(c - '0') + 26;
	return BASE;
}

/* Bias adaptation, section 6.1: estimates how large the next number will be. */
static uint32_t adapt(uint32_t delta, uint32_t n, bool first)
{
	uint32_t k = 0;

	delta /= first ? DAMP : 2;
	delta += delta / n;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

/* Reads a number of variable length from s[*i] on. Returns false when the input ends within it or
 * it exceeds the largest useful one: any place in the label combined with any code point. */
static bool read_delta(const char *s, size_t len, size_t *i, uint32_t bias, uint32_t *number)
{
	const uint64_t most = (uint64_t)(PUNYCODE_BYTES_MAX + 1) * (CODEPOINT_MAX + 1);
	uint64_t sum = 0;
	uint64_t weight = 1;
	uint32_t k;

	for (k = BASE; *i < len; k += BASE) {
		const uint32_t digit = digit_of(s[(*i)++]);
		const uint32_t t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;

		sum += digit * weight;
		if (digit == BASE || sum > most)
			return false;
		if (digit < t) {
			*number = (uint32_t)sum;
			return true;
		}
		weight *= BASE - t;
		if (weight > most)
			return false;
	}
	return false;
}

static bool is_scalar(uint32_t code)
{
	return code <= CODEPOINT_MAX && !(code >= 0xD800 && code <= 0xDFFF);
}

/* Copies the plain characters, those before the last hyphen, to `out` and their number to `*n`.
 * Returns where the encoded part begins. */
static size_t copy_plain_part(const char *s, size_t len, uint32_t *out, size_t *n)
{
	size_t end = len;
	size_t i;

	*n = 0;
	while (end && s[end - 1] != '-')
		end--;
	if (end == 1) /* there is no plain part: the hyphen is not a delimiter */
		end = 0;
	for (i = 0; i + 1 < end; i++)
		out[(*n)++] = (unsigned char)s[i];
	return end;
}

size_t punycode_decode(const char *s, size_t len, uint32_t out[PUNYCODE_BYTES_MAX])
{
	uint32_t bias = FIRST_BIAS;
	uint32_t code = FIRST_CODE;
	uint32_t at = 0;
	bool first = true;
	size_t i;
	size_t n;

	if (len > PUNYCODE_BYTES_MAX)
		return 0;
	i = copy_plain_part(s, len, out, &n);
	while (i < len) {
		uint32_t step;

		if (!read_delta(s, len, &i, bias, &step))
			return 0;
		n++; /* each number takes at least one byte, so there is room */
		bias = adapt(step, (uint32_t)n, first);
		first = false;
		at += step;
		code += at / (uint32_t)n;
		at %= (uint32_t)n;
		if (!is_scalar(code))
			return 0;
		memmove(out + at + 1, out + at, (n - 1 - at) * sizeof(*out));
		out[at++] = code;
	}
	return n;
}
