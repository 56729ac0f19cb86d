/* SPDX-License-Identifier: MIT */
/* A word is cut into runs of digits and letters; the order of the runs chooses the rule that tells
 * numbers from leet. */
#include "text/leet.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "text/text.h"

/* For each first letter of a pair, the set of second letters (bit 0 is a) that follow it where
 * words begin, anywhere in words, and where words end. */
struct letter_pairs {
	uint32_t first;
	uint32_t inner;
	uint32_t last;
};

#include "text/letter_pairs.inc"

/* What may follow a number besides single letters; NULL ends the list. */
static const char *const units[] = {"am", "pm", "st", "nd", "rd", "th", "sts", "nds", "rds", "ths",
	"kg", "km", "cm", "mm", "mg", "ml", "cl", "dl", "gb", "mb", "kb", "tb", "hz", "khz", "mhz",
	"ghz", "mph", "kmh", "kph", "fps", "rpm", "bpm", "ft", "in", "lb", "lbs", "oz", "yd", "yds",
	"ms", "kw", "kwh", "mw", "mwh", "gw", "px", "pt", "pts", "em", "rem", "dpi", "ppm", "ppb",
	"ppl", "psi", "mpg", "cc", "hp", "cal", "kcal", "pp", "pc", "pcs", "ps", "yo", "ish", "er",
	"ers", "bn", "mn", "mil", "mln", "tn", "usd", "eur", "gbp", "yr", "yrs", "mo", "mos", "mth",
	"mths", "wk", "wks", "hr", "hrs", "min", "mins", "sec", "secs", "year", "years", "month",
	"months", "week", "weeks", "day", "days", "hour", "hours", "minute", "minutes", "second",
	"seconds", "time", "times", "percent", "people", "hundred", "thousand", "million", "billion",
	"dollars", "bucks", "euros", "pounds", "miles", "feet", "inch", "inches", "\xCE\xBCm",
	"\xCE\xBCg", "\xCE\xBCl", "\xCE\xBCs", NULL};

/* Units of a time or a length that is told in parts: "1h30m", "5ft10in". */
static const char *const parts[] = {
	"y", "w", "d", "h", "m", "s", "mo", "hr", "hrs", "min", "sec", "ft", "in", NULL};

char leet_letter(char digit)
{
	/* 6 stands for none: it is drawn for b as well as for g, and rarely for either */
	static const char letters[10] = {'o', 'i', 'z', 'e', 'a', 's', '\0', 't', 'b', 'g'};

	return letters[digit - '0'];
}

/* One run of digits or of letters. */
struct run {
	const char *s;
	size_t len;
};

#define RUNS_MAX 3 /* words of more runs are judged as a whole */

/* A word as alternating runs of digits and letters. */
struct shape {
	const char *s; /* the whole word */
	size_t len;
	struct run run[RUNS_MAX];
	size_t n; /* the number of runs, also of those beyond RUNS_MAX */
	bool digits_first;
	bool plain; /* the word has nothing but digits and letters */
};

static struct shape word_shape(const char *s, size_t len)
{
	struct shape shape = {.s = s, .len = len, .plain = true};
	size_t i;

	for (i = 0; i < len; i++) {
		const bool digit = ascii_is_digit(s[i]);

		shape.plain &= digit || ascii_is_lower(s[i]) || (unsigned char)s[i] >= 0x80;
		if (!i || digit != ascii_is_digit(s[i - 1])) {
			if (shape.n < RUNS_MAX)
				shape.run[shape.n].s = s + i;
			shape.n++;
		}
		if (shape.n <= RUNS_MAX)
			shape.run[shape.n - 1].len++;
	}
	shape.digits_first = len && ascii_is_digit(s[0]);
	return shape;
}

/* True if the word could be one when its digits are read as letters, with `one` for each 1: all
 * neighbouring letters are found side by side in words, and there is a vowel. A letter's third and
 * further repeats are emphasis and are skipped. */
static bool reads_with(const struct shape *w, char one)
{
	static const uint32_t vowels = 1u << 0 | 1u << 4 | 1u << 8 | 1u << 14 | 1u << 20 | 1u << 24;
	uint32_t seen = 0;
	unsigned before = 26; /* the last two letters; 26: none */
	unsigned last = 26;
	size_t n = 0;
	size_t i;

	for (i = 0; i < w->len; i++) {
		const char c = w->s[i] == '1'            ? one
					   : ascii_is_digit(w->s[i]) ? leet_letter(w->s[i])
												 : w->s[i];
		const unsigned letter = (unsigned char)c - 'a';

		if (letter > 25)
			return false;
		if (letter == last && letter == before)
			continue;
		if (n && !((n == 1 ? letter_pairs[last].first : letter_pairs[last].inner) >> letter & 1))
			return false;
		seen |= 1u << letter;
		before = last;
		last = letter;
		n++;
	}
	return n > 1 && (seen & vowels) && (letter_pairs[before].last >> last & 1);
}

bool leet_could_be_word(const char *s, size_t len)
{
	return reads_with(&(struct shape){.s = s, .len = len}, 'i');
}

static bool reads_as_word(const struct shape *w)
{
	return reads_with(w, 'i') || (memchr(w->s, '1', w->len) && reads_with(w, 'l'));
}

/* Digits, then letters. Numbers: "45s", "5pm", "3days". Leet: "4ss", "57upid". */
static bool number_first(const struct shape *w)
{
	const struct run *letters = &w->run[1];

	if (letters->len == 1 || text_is_one_of(units, letters->s, letters->len))
		return true;
	return !reads_as_word(w);
}

static bool all_are(const struct run *run, char c)
{
	size_t i;

	for (i = 0; i < run->len; i++)
		if (run->s[i] != c)
			return false;
	return true;
}

/* Letters, then digits. Numbers: "a55", "mp3", "covid19". Leet: "n0", "fr33", "casin0". */
static bool number_last(const struct shape *w)
{
	const struct run *letters = &w->run[0];
	const struct run *digits = &w->run[1];
	const char *d = digits->s;

	if (letters->len ==
		1) { /* after one letter only zeros are letters, and one zero only in do, go, no, so, to */
		if (!all_are(digits, '0') || (digits->len == 1 && !memchr("dgnst", letters->s[0], 5)))
			return true;
		return !reads_as_word(w);
	}
	if (digits->len == 1)
		return !reads_as_word(w);
	/* Longer numbers after names are years and versions. But two equal digits are a doubled letter;
	 * and after three letters or more, two high digits, or a zero before one, may be an ending. */
	if (digits->len == 2 && (d[0] == d[1] || (letters->len > 2 && ((d[0] == '0' && d[1] > '2') ||
																	  (d[0] > '2' && d[1] > '2')))))
		return !reads_as_word(w);
	return true;
}

/* Digits, letters, digits. Numbers: "5h17", "4x4", "5ft10". Leet: "5hi7", "0n3". */
static bool number_around(const struct shape *w)
{
	const struct run *letters = &w->run[1];
	const char c = letters->s[0];

	if (letters->len > 1)
		return text_is_one_of(units, letters->s, letters->len) || !reads_as_word(w);
	if ((c == 'h' || c == 'm') && w->run[2].len == 2) /* a time, a height */
		return true;
	return memchr("bcdefkpsvwxy", c, 12) || w->run[0].len + w->run[2].len > 3 || !reads_as_word(w);
}

/* True if the whole word is a time or a length told in parts: "1h30m", "2h45min". */
static bool told_in_parts(const struct shape *w)
{
	const char *s = w->s;
	size_t i = 0;

	while (i < w->len) {
		size_t from;

		if (!ascii_is_digit(s[i]))
			return false;
		while (i < w->len && ascii_is_digit(s[i]))
			i++;
		from = i;
		while (i < w->len && !ascii_is_digit(s[i]))
			i++;
		if (i == from || !text_is_one_of(parts, s + from, i - from))
			return false;
	}
	return true;
}

static bool is_hexadecimal(const struct shape *w)
{
	size_t i;

	if (w->len < 3 || w->s[0] != '0' || w->s[1] != 'x')
		return false;
	for (i = 2; i < w->len; i++)
		if (ascii_hex(w->s[i]) < 0 || ascii_is_upper(w->s[i]))
			return false;
	return true;
}

static bool is_number(const struct shape *w)
{
	if (is_hexadecimal(w))
		return true;
	if (w->n == 2)
		return w->digits_first ? number_first(w) : number_last(w);
	if (w->n == 3 && w->digits_first)
		return number_around(w);
	return !reads_as_word(w) || (w->digits_first && told_in_parts(w));
}

bool leet_is_meant(const char *s, size_t len)
{
	struct shape w;

	if (len > 2 && s[len - 2] == '\'' && s[len - 1] == 's')
		len -= 2;
	w = word_shape(s, len);
	if (!w.plain)
		return true;
	if (w.n < 2) /* nothing but digits, or nothing but letters: no leet */
		return false;
	if (text_is_ascii(s, len))
		return !is_number(&w);
	/* Letters beyond ASCII are folded to ASCII only later. Until then only a number with a unit is
	 * known to be no leet. */
	return !(w.n == 2 && w.digits_first && text_is_one_of(units, w.run[1].s, w.run[1].len));
}
