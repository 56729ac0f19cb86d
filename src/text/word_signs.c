/* SPDX-License-Identifier: MIT */
/* The rules that tell disguised letters from footnotes, emphasis, sums of money and hyphens. Every
 * look ahead or back is bounded, so that splitting stays linear. */
#include "text/word_signs.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "text/leet.h"
#include "text/normalize.h"
#include "text/words.h"

static bool is_mask(char c)
{
	return c == '*' || is_leet_sign(c);
}

bool word_codepoint(const char *s, size_t i, size_t *n)
{
	uint32_t cp;
	enum codepoint_class class;

	if (!((unsigned char)s[i] & 0x80)) {
		*n = 1;
		return ascii_is_alnum(s[i]);
	}
	cp = codepoint_get(s + i, n);
	class = codepoint_classify(cp);
	return class == CODEPOINT_LETTER || class == CODEPOINT_DIGIT;
}

bool letter_at(const struct text *in, size_t i)
{
	size_t n;

	return i < in->len && is_letter(in->s[i]) && word_codepoint(in->s, i, &n);
}

static bool digit_at(const struct text *in, size_t i)
{
	return i < in->len && ascii_is_digit(in->s[i]);
}

/* A search for a letter looks past at most this many signs and digits. */
#define SIGNS_MAX 8

/* True if a letter follows the signs and digits from s[i] on. */
static bool letter_follows(const struct text *in, size_t i)
{
	const size_t end = i + SIGNS_MAX;

	while (i < in->len && i < end && (digit_at(in, i) || is_leet_sign(in->s[i])))
		i++;
	return letter_at(in, i);
}

/* The number of bytes, at most `max`, of the letters right before s[i], but not before s[start]. */
static size_t letters_before(const struct text *in, size_t start, size_t i, size_t max)
{
	size_t n = 0;

	while (n < max && i - n > start && is_letter(in->s[i - n - 1]))
		n++;
	return n;
}

size_t letters_from(const struct text *in, size_t i, size_t max)
{
	size_t n = 0;

	while (n < max && i + n < in->len && is_letter(in->s[i + n]))
		n++;
	return n;
}

/* A sign that also stands between words hides a letter only if one side has at most this many
 * letters. */
#define SIDE_MAX 2

bool hides_letter(const struct text *in, size_t start, size_t i)
{
	const char c = in->s[i];
	const size_t left = letters_before(in, start, i, WORD_BYTES_MAX);
	const size_t right = letters_from(in, i + 1, WORD_BYTES_MAX);

	return left && right && left + right > SIDE_MAX && left + right < WORD_BYTES_MAX &&
		   (left <= SIDE_MAX || right <= SIDE_MAX) && i - left == start &&
		   !(start && in->s[start - 1] == c) &&
		   !(i + 1 + right < in->len &&
			   (in->s[i + 1 + right] == c || ascii_is_alnum(in->s[i + 1 + right]))) &&
		   letter_at(in, i + 1);
}

/* The number of bytes of a blanked-out letter at s[i]: one or two `#` or `%` between letters, or
 * `_` where it hides one. Else 0. */
static size_t inner_blank(const struct text *in, size_t start, size_t i)
{
	const char c = in->s[i];
	const size_t n = i + 1 < in->len && in->s[i + 1] == c ? 2 : 1;

	if (c == '_')
		return hides_letter(in, start, i) ? 1 : 0;
	return is_letter(in->s[i - 1]) && letter_at(in, i + n) ? n : 0;
}

/* What the part of a word before s[i] consists of. */
struct parts {
	bool letters;
	bool leet; /* digits or signs */
};

static struct parts parts_of(const struct text *in, size_t start, size_t i)
{
	struct parts p = {false, false};

	for (; start < i; start++) {
		p.letters |= is_letter(in->s[start]);
		p.leet |= digit_at(in, start) || is_leet_sign(in->s[start]);
	}
	return p;
}

/* True if the word continues after `n` leet signs at s[i]. */
static bool leet_goes_on(const struct text *in, size_t start, size_t i, size_t n)
{
	const char *s = in->s;
	const bool letter = is_letter(s[i - 1]);

	if (letter_at(in, i + n))
		return letter || (s[i] != '*' && s[i + n - 1] != '*');
	if (!digit_at(in, i + n) || memchr(s + i, '*', n))
		return false;
	return (letter || parts_of(in, start, i).letters) && letter_follows(in, i + n);
}

/* True if the digits at s[i] and the letters after them make a number, as in "10k" but not in
 * "1ck". The sign before such a number belongs to it and not to a word: "$5k", "+20c", "@3pm",
 * "50k+". */
static bool number_at(const struct text *in, size_t i, char sign)
{
	size_t unit = i;
	size_t end;

	while (unit < in->len && unit - i < WORD_BYTES_MAX && digit_at(in, unit))
		unit++;
	end = unit + letters_from(in, unit, WORD_BYTES_MAX);
	if (end == i || digit_at(in, end))
		return false;
	if (sign == '$' && end - unit == 1 &&
		!memchr("kmbt", in->s[unit], 4)) /* "$3x" is no sum of money */
		return false;
	return unit > i && !leet_is_meant(in->s + i, end - i);
}

/* The number of signs at s[i] that end a word: `$`, and several `*`, after a letter ("a$$",
 * "f***"). One star after a word is a footnote or the end of *emphasis*, and so are two if **two**
 * precede the word. A word that already has leet may end in any sign but `!` ("sh1+"). */
static size_t last_signs(const struct text *in, size_t start, size_t i)
{
	const char *s = in->s;
	struct parts p;
	size_t n;

	if ((start && s[start - 1] == s[i]) || (s[i] != '*' && number_at(in, start, s[i])))
		return 0;
	for (n = 0; i + n < in->len && s[i + n] == s[i] && n < 8;)
		n++;
	if ((s[i] == '$' || (s[i] == '*' && n > 1)) && is_letter(s[i - 1]))
		return n;
	if (n > 2 || s[i] == '*' || s[i] == '!')
		return 0;
	p = parts_of(in, start, i);
	return p.letters && p.leet ? n : 0;
}

size_t inner_sign(const struct text *in, size_t start, size_t i)
{
	const char *s = in->s;
	size_t n = 1;

	if (s[i] == ' ' || i == start || !(ascii_is_alnum(s[i - 1]) || (unsigned char)s[i - 1] >= 0x80))
		return 0;
	if (s[i] == '\'')
		return is_letter(s[i - 1]) && letter_at(in, i + 1) ? 1 : 0;
	if (s[i] == '#' || s[i] == '%' || s[i] == '_')
		return inner_blank(in, start, i);
	if (!is_mask(s[i]))
		return 0;
	while (i + n < in->len && is_mask(s[i + n]) && n < SIGNS_MAX)
		n++;
	return leet_goes_on(in, start, i, n) ? n : last_signs(in, start, i);
}

bool sign_begins(const struct text *in, size_t i)
{
	const char *s = in->s;

	if (!is_leet_sign(s[i]) || i + 1 == in->len || s[i + 1] == s[i])
		return false;
	if (s[i] == '$' || s[i] == '@') {
		if (letter_at(in, i + 1))
			return true;
		if (!memchr("01347", s[i + 1], 5) && !is_leet_sign(s[i + 1]))
			return false;
	}
	if (i && (ascii_is_alnum(s[i - 1]) || (unsigned char)s[i - 1] >= 0x80 || s[i - 1] == s[i]))
		return false;
	if (number_at(in, i + 1, s[i]))
		return false;
	return letter_at(in, i + 1) || (!digit_at(in, i + 2) && letter_follows(in, i + 1));
}
