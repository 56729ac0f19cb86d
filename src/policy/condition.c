/* SPDX-License-Identifier: MIT */
/* What the keys and values of conditions mean. */
#include "policy/condition.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"

#define DIGITS_MAX 15 /* 10^15 < 2^53: numerator and denominator are exact doubles */

static const char *const subject_names[] = {
	[SUBJECT_ATTRIBUTE] = NULL,
	[SUBJECT_CAPS] = "caps",
	[SUBJECT_LINKS] = "links",
	[SUBJECT_LENGTH] = "length",
	[SUBJECT_WORDS] = "words",
	[SUBJECT_REPEATED] = "repeated",
	[SUBJECT_AUTHOR_URL] = "author_url",
	[SUBJECT_AUTHOR_EMAIL] = "author_email",
};

const char *condition_subject_name(enum condition_subject subject)
{
	return subject_names[subject];
}

bool condition_subject_named(moderato_str key, enum condition_subject *subject)
{
	size_t i;

	for (i = SUBJECT_CAPS; i <= SUBJECT_AUTHOR_EMAIL; i++) {
		if (str_is(key, subject_names[i])) {
			*subject = (enum condition_subject)i;
			return true;
		}
	}
	*subject = SUBJECT_ATTRIBUTE;
	return false;
}

/* Reads digits with an optional fraction, without sign, exponent, other bases or regard to the
 * locale. Returns false for anything else, and for more than DIGITS_MAX digits, up to which the
 * quotient is the nearest double. */
static bool parse_number(moderato_str text, double *value)
{
	uint64_t digits = 0;
	uint64_t scale = 1;
	size_t n_digits = 0;
	bool point = false;
	bool any = false;
	size_t i;

	*value = 0;
	for (i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '.' && !point) {
			point = true;
		} else if (ascii_is_digit(c) && n_digits < DIGITS_MAX) {
			digits = 10 * digits + (uint64_t)(c - '0');
			scale *= point ? 10 : 1;
			n_digits += digits || point; /* leading zeros do not count */
			any = true;
		} else {
			return false;
		}
	}
	if (!any || text.ptr[text.len - 1] == '.')
		return false;
	*value = (double)digits / (double)scale;
	return true;
}

/* Reads the operator at the beginning, AT_LEAST when there is none; returns the rest of the text.
 */
static moderato_str read_operator(moderato_str text, enum comparison *comparison)
{
	size_t used = 0;

	*comparison = AT_LEAST;
	if (text.len && (text.ptr[0] == '>' || text.ptr[0] == '<')) {
		bool equal = text.len > 1 && text.ptr[1] == '=';

		used = equal ? 2 : 1;
		if (text.ptr[0] == '>')
			*comparison = equal ? AT_LEAST : ABOVE;
		else
			*comparison = equal ? AT_MOST : BELOW;
		while (used < text.len && text.ptr[used] == ' ')
			used++;
	}
	return (moderato_str){text.ptr + used, text.len - used};
}

bool condition_is_bool(enum condition_subject subject)
{
	return subject == SUBJECT_AUTHOR_URL || subject == SUBJECT_AUTHOR_EMAIL;
}

static const char *parse_bool(moderato_str text, struct condition *out)
{
	out->value = 1;
	if (str_is(text, "true"))
		out->comparison = AT_LEAST;
	else if (str_is(text, "false"))
		out->comparison = BELOW;
	else
		return "true or false";
	return NULL;
}

const char *condition_parse(moderato_str text, struct condition *out)
{
	moderato_str number;
	bool valid;

	switch (out->subject) {
	case SUBJECT_AUTHOR_URL:
	case SUBJECT_AUTHOR_EMAIL:
		return parse_bool(text, out);
	case SUBJECT_ATTRIBUTE:
	case SUBJECT_CAPS:
		number = read_operator(text, &out->comparison);
		valid = parse_number(number, &out->value) && out->value <= 1;
		return valid ? NULL : "a number from 0 to 1 after >=, >, <= or <, such as \">= 0.9\"";
	case SUBJECT_LINKS:
	case SUBJECT_LENGTH:
	case SUBJECT_WORDS:
	case SUBJECT_REPEATED:
		break;
	}
	number = read_operator(text, &out->comparison);
	valid = parse_number(number, &out->value) && !memchr(number.ptr, '.', number.len);
	return valid ? NULL : "a whole number after >=, >, <= or <, such as \"> 3\"";
}
