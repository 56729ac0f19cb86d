/* SPDX-License-Identifier: MIT */
/* How each character of a word is read, given the others: two passes, the first for the facts about
 * the whole word (its outline), the second to write the skeleton. */
#include "text/skeleton.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "text/character.h"
#include "text/leet.h"
#include "text/normalize.h"
#include "text/text.h"
#include "text/turned.h"

/* What decides how the letters of a word are read. */
struct outline {
	bool latin;     /* has a Latin letter, so that digits and signs among its letters are leet */
	bool non_latin; /* has a letter of another script */
	unsigned alike; /* its scripts with look-alikes of Latin letters, as bits by enum script */
	bool digits;    /* has a digit */
	bool keep;      /* its digits are not leet and stay */
	bool pairs;     /* two letters stand side by side, so that `_` between letters hides one */
	bool ones;      /* has a 1 */
	bool bars;      /* has a | */
	bool other;     /* the other reading of 1 and | is asked for */
};

/* What 1 or | stands for. Both are drawn for i and for l; in a word that has both they differ. */
static char one_or_bar(char c, const struct outline *o)
{
	if (o->ones && o->bars)
		return (c == '1') == o->other ? 'l' : 'i';
	return o->other ? 'l' : 'i';
}

/* The letter that a digit or a sign among letters stands for; 0 for none. */
static char letter_of_leet(char c, const struct outline *o)
{
	switch (c) {
	case '1':
	case '|':
		return one_or_bar(c, o);
	case '!':
		return 'i';
	case '@':
		return 'a';
	case '$':
		return 's';
	case '+':
		return 't';
	case '#':
	case '%':
		return '*';
	case '_':
		return o->pairs ? '*' : '\0';
	default:
		return ascii_is_digit(c) ? leet_letter(c) : '\0';
	}
}

static struct outline outline_of(const char *s, size_t len)
{
	struct outline o = {.latin = false};
	bool after_letter = false;
	size_t i = 0;
	size_t n;

	for (; i < len; i += n) {
		const uint32_t cp = codepoint_get(s + i, &n);

		o.pairs |= after_letter && (ascii_is_lower(cp) || cp >= 0x80);
		after_letter = ascii_is_lower(cp) || cp >= 0x80;
		if (cp < 0x80) {
			o.latin |= ascii_is_lower(cp);
			o.ones |= cp == '1';
			o.digits |= ascii_is_digit(cp);
			o.bars |= cp == '|';
		} else {
			const character ch = character_of(cp);
			const bool letter = character_class(ch) == CODEPOINT_LETTER;

			o.latin |= letter && character_script(ch) == SCRIPT_LATIN;
			o.alike |= letter ? 1u << character_script(ch) & SCRIPTS_ALIKE : 0;
			o.non_latin |= letter && character_script(ch) != SCRIPT_LATIN &&
						   character_script(ch) != SCRIPT_COMMON;
		}
	}
	/* No language mixes two of these scripts: the letters are Latin in disguise. */
	o.latin |= (o.alike & (o.alike - 1)) != 0;
	o.keep = o.digits && o.latin && !leet_is_meant(s, len);
	return o;
}

/* Writes a skeleton. The third letter of a run removes the second, so that one remains. */
struct skeleton_writer {
	char *out;
	size_t len;
	uint32_t last;
	size_t run;
	size_t written; /* bytes of the last letter; 0 if it was not written */
};

/* True for code points that are repeated for emphasis; digits and stars are not. */
static bool is_squeezed(uint32_t cp)
{
	return cp > '9' || (cp < '0' && cp != '*');
}

static void put_codepoint(struct skeleton_writer *w, uint32_t cp)
{
	char bytes[4];
	const size_t n = codepoint_put(bytes, cp);

	w->run = cp == w->last && is_squeezed(cp) ? w->run + 1 : 1;
	w->last = cp;
	if (w->run == 3)
		w->len -= w->written;
	w->written = 0;
	if (w->run >= 3 || w->len + n > SKELETON_BYTES_MAX)
		return;
	memcpy(w->out + w->len, bytes, n);
	w->len += n;
	w->written = n;
}

static void put_ascii(struct skeleton_writer *w, char c, const struct outline *o)
{
	const char letter = o->latin && !o->keep ? letter_of_leet(c, o) : '\0';

	if (letter)
		put_codepoint(w, (unsigned char)letter);
	else if (ascii_is_lower(c) || ascii_is_digit(c) || c == '*')
		put_codepoint(w, (unsigned char)c);
}

static bool put_look_alike(struct skeleton_writer *w, character ch)
{
	char ascii[2];
	const size_t n = character_looks(ch, ascii);
	size_t i;

	for (i = 0; i < n; i++)
		put_codepoint(w, (unsigned char)ascii[i]);
	return n > 0;
}

static void put_letter(struct skeleton_writer *w, uint32_t cp, character ch)
{
	if (character_class(ch) <= CODEPOINT_SYMBOL && cp != REPLACEMENT)
		put_codepoint(w, cp);
}

static void put_other(struct skeleton_writer *w, uint32_t cp, const struct outline *o)
{
	/* Look-alikes are folded among Latin letters, and where they are disguised Latin letters
	 * themselves (ø, ɑ, small capitals). A Russian word keeps its letters. */
	const bool fold = o->latin || !o->non_latin;
	const character ch = character_of(cp);
	uint32_t base[4];
	size_t n;
	size_t i;

	if (fold && put_look_alike(w, ch))
		return;
	if (CHARACTER_FIELD(ch, CHARACTER_BASE, 2) == BASE_SELF) {
		put_letter(w, cp, ch);
		return;
	}
	n = CHARACTER_FIELD(ch, CHARACTER_BASE, 2) == BASE_NONE ? 0 : codepoint_base(cp, base);
	for (i = 0; i < n; i++)
		if (base[i] < 0x80)
			put_ascii(w, (char)base[i], o);
		else if (!fold || !put_look_alike(w, character_of(base[i])))
			put_letter(w, base[i], character_of(base[i]));
}

static size_t write_skeleton(
	const char *surface, size_t len, const struct outline *o, char out[SKELETON_BYTES_MAX])
{
	struct skeleton_writer w = {.out = out};
	size_t i = 0;
	size_t n;

	for (; i < len; i += n) {
		const uint32_t cp = codepoint_get(surface + i, &n);

		if (cp < 0x80)
			put_ascii(&w, (char)cp, o);
		else
			put_other(&w, cp, o);
	}
	return w.len;
}

/* True for a word of nothing but a to z without three equal letters in a row. Most words are such,
 * and are their own skeletons. */
static bool is_own_skeleton(const char *s, size_t len)
{
	unsigned other = 0;
	unsigned thrice = 0;
	size_t i;

	for (i = 0; i < len; i++)
		other |= (unsigned char)(s[i] - 'a') > 'z' - 'a';
	for (i = 2; i < len; i++)
		thrice |= (s[i] == s[i - 1]) & (s[i] == s[i - 2]);
	return !(other | thrice);
}

size_t skeleton_of(const char *surface, size_t len, char out[SKELETON_BYTES_MAX])
{
	struct outline o;

	if (is_own_skeleton(surface, len) || (len && surface[0] == TOKEN_MARK)) {
		memcpy(out, surface, len);
		return len;
	}
	if (!text_is_ascii(surface, len)) {
		const size_t n = turned_read(surface, len, out);

		if (n)
			return n;
	}
	o = outline_of(surface, len);
	return write_skeleton(surface, len, &o, out);
}

size_t skeleton_other(const char *surface, size_t len, char out[SKELETON_BYTES_MAX])
{
	struct outline o;

	if (len && surface[0] == TOKEN_MARK)
		return 0;
	o = outline_of(surface, len);
	o.other = true;
	return o.latin && !o.keep && (o.ones || o.bars) ? write_skeleton(surface, len, &o, out) : 0;
}

size_t skeleton_squeeze(char *skeleton, size_t len)
{
	size_t to = 0;
	size_t last = 0;
	size_t last_n = 0;
	size_t i = 0;
	size_t n;

	if (len && skeleton[0] == TOKEN_MARK)
		return len;
	for (; i < len; i += n) {
		n = codepoint_len((unsigned char)skeleton[i]);
		if (n == 1 && last_n <= 1) { /* the usual case, without calls: letters of one byte */
			if (last_n && is_squeezed((unsigned char)skeleton[i]) && skeleton[last] == skeleton[i])
				continue;
			last = to;
			last_n = 1;
			skeleton[to++] = skeleton[i];
			continue;
		}
		if (n == last_n && is_squeezed((unsigned char)skeleton[i]) &&
			memcmp(skeleton + last, skeleton + i, n) == 0)
			continue;
		memmove(skeleton + to, skeleton + i, n);
		last = to;
		last_n = n;
		to += n;
	}
	return to;
}

static bool is_vowel(char c)
{
	return memchr("aeiouy", c, 6) != NULL;
}

/* True if the letter at `at` of a short word may repeat the one before it. English doubles e and o
 * with no other vowel beside them, and consonants at the end after a vowel. */
static bool double_is_meant(const char *s, size_t len, size_t at)
{
	const bool after_vowel = at > 1 && is_vowel(s[at - 2]);

	if (s[at] == 'e' || s[at] == 'o')
		return !after_vowel && !(at + 1 < len && is_vowel(s[at + 1]));
	return after_vowel && at + 1 == len && memchr("bcdfglmnprstz", s[at], 13);
}

size_t skeleton_key(char *skeleton, size_t len)
{
	char out[2 * SKELETON_KEY_SHORT];
	char before = '\0';
	size_t doubles = 0;
	size_t to = 0;
	size_t i;

	for (i = 1; i < len; i++)
		doubles += skeleton[i] == skeleton[i - 1];
	if (!doubles || len - doubles > SKELETON_KEY_SHORT || len > sizeof(out) ||
		skeleton[0] == TOKEN_MARK || !text_is_ascii(skeleton, len))
		return skeleton_squeeze(skeleton, len);
	for (i = 0; i < len; i++)
		if (!i || skeleton[i] != before || !is_squeezed((unsigned char)before) ||
			double_is_meant(skeleton, len, i))
			out[to++] = before = skeleton[i];
	memcpy(skeleton, out, to);
	return to;
}
