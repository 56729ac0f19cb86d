/* SPDX-License-Identifier: MIT */
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

/* Signs and digits that are looked through for a letter. */
#define SIGNS_MAX 8

/* Does a letter stand behind the signs and digits from s[i] on? */
static bool letter_behind(const struct text *in, size_t i)
{
	const size_t end = i + SIGNS_MAX;

	while (i < in->len && i < end && (digit_at(in, i) || is_leet_sign(in->s[i])))
		i++;
	return letter_at(in, i);
}

/* Bytes of letters that end before s[i], of those that begin at it; at most `max`. */
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

/* The most letters on the shorter side of a sign that may as well stand between two words. */
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

/* The bytes of `#` or `%`, one or two, with letters on both sides; `_` where it hides one. */
static size_t inner_blank(const struct text *in, size_t start, size_t i)
{
	const char c = in->s[i];
	const size_t n = i + 1 < in->len && in->s[i + 1] == c ? 2 : 1;

	if (c == '_')
		return hides_letter(in, start, i) ? 1 : 0;
	return is_letter(in->s[i - 1]) && letter_at(in, i + n) ? n : 0;
}

/* What the word up to s[i] is made of. */
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

/* Does the word go on through `n` leet signs at s[i] to what follows them? */
static bool leet_goes_on(const struct text *in, size_t start, size_t i, size_t n)
{
	const char *s = in->s;
	const bool letter = is_letter(s[i - 1]);

	if (letter_at(in, i + n))
		return letter || (s[i] != '*' && s[i + n - 1] != '*');
	if (!digit_at(in, i + n) || memchr(s + i, '*', n))
		return false;
	return (letter || parts_of(in, start, i).letters) && letter_behind(in, i + n);
}

/* Do the digits at s[i] and the letters behind them make a number? "10k" does, "1ck" does not. Its
 * sign belongs to it ("$5k", "+20c", "@3pm", "50k+") and not to a word. */
static bool number_at(const struct text *in, size_t i, char sign)
{
	size_t unit = i;
	size_t end;

	while (unit < in->len && unit - i < WORD_BYTES_MAX && digit_at(in, unit))
		unit++;
	end = unit + letters_from(in, unit, WORD_BYTES_MAX);
	if (end == i || digit_at(in, end))
		return false;
	if (sign == '$' && end - unit == 1 && !memchr("kmbt", in->s[unit], 4)) /* "$3x" is no sum */
		return false;
	return unit > i && !leet_is_meant(in->s + i, end - i);
}

/* Signs that end a word: `$` and several `*` behind a letter ("a$$", "f***"); but one star behind a
 * word is a footnote or the end of *emphasis*, and so are two where **two** stand before it. A word
 * that has leet already may end in any sign but `!` ("sh1+"). */
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
	return letter_at(in, i + 1) || (!digit_at(in, i + 2) && letter_behind(in, i + 1));
}
