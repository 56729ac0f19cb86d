/* SPDX-License-Identifier: MIT */
#include "text/skeleton.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "text/character.h"
#include "text/leet.h"
#include "text/normalize.h"
#include "text/text.h"
#include "text/turned.h"

/* How a word's letters are to be read. */
struct outline {
	bool latin;     /* has a Latin letter: digits and signs among its letters are leet */
	bool non_latin; /* has a letter of another script */
	unsigned alike; /* the scripts that lend look-alikes, as bits by enum script */
	bool digits;    /* has a digit */
	bool keep;      /* whose digits are no letters */
	bool pairs;     /* two letters stand side by side: `_` between letters hides one */
	bool ones;      /* has a 1 */
	bool bars;      /* has a | */
	bool other;     /* read 1 and | in the other way */
};

/* What 1 or | stands for. Either is drawn for i and for l; where a word has both, they differ. */
static char one_or_bar(char c, const struct outline *o)
{
	if (o->ones && o->bars)
		return (c == '1') == o->other ? 'l' : 'i';
	return o->other ? 'l' : 'i';
}

/* What a digit or a sign stands for among letters, 0 for nothing. */
static char leet(char c, const struct outline *o)
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
	o.latin |= (o.alike & (o.alike - 1)) != 0; /* no language mixes others */
	o.keep = o.digits && o.latin && !leet_is_meant(s, len);
	return o;
}

/* Appends; a repeat's third letter takes its second back. */
struct skeleton_writer {
	char *out;
	size_t len;
	uint32_t last;
	size_t run;
	size_t written; /* bytes that the last letter took: 0 when there was no room */
};

/* Letters repeat for emphasis, digits and stars for what they are. */
static bool is_squeezed(uint32_t cp)
{
	return cp > '9' || (cp < '0' && cp != '*');
}

static void put(struct skeleton_writer *w, uint32_t cp)
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
	const char letter = o->latin && !o->keep ? leet(c, o) : '\0';

	if (letter)
		put(w, (unsigned char)letter);
	else if (ascii_is_lower(c) || ascii_is_digit(c) || c == '*')
		put(w, (unsigned char)c);
}

static bool put_look_alike(struct skeleton_writer *w, character ch)
{
	char ascii[2];
	const size_t n = character_looks(ch, ascii);
	size_t i;

	for (i = 0; i < n; i++)
		put(w, (unsigned char)ascii[i]);
	return n > 0;
}

static void put_letter(struct skeleton_writer *w, uint32_t cp, character ch)
{
	if (character_class(ch) <= CODEPOINT_SYMBOL && cp != REPLACEMENT)
		put(w, cp);
}

static void put_other(struct skeleton_writer *w, uint32_t cp, const struct outline *o)
{
	/* A look-alike counts where it stands among Latin letters, or is itself a Latin letter in
	 * disguise (ø, ɑ, small capitals); a Russian word keeps its letters. */
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

static size_t read_as(
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

/* Nothing but a to z, and no letter three times in a row: most words, and their own skeletons. */
static bool is_plain(const char *s, size_t len)
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

	if (is_plain(surface, len) || (len && surface[0] == TOKEN_MARK)) {
		memcpy(out, surface, len);
		return len;
	}
	if (!text_is_ascii(surface, len)) {
		const size_t n = turned_read(surface, len, out);

		if (n)
			return n;
	}
	o = outline_of(surface, len);
	return read_as(surface, len, &o, out);
}

size_t skeleton_other(const char *surface, size_t len, char out[SKELETON_BYTES_MAX])
{
	struct outline o;

	if (len && surface[0] == TOKEN_MARK)
		return 0;
	o = outline_of(surface, len);
	o.other = true;
	return o.latin && !o.keep && (o.ones || o.bars) ? read_as(surface, len, &o, out) : 0;
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
		if (n == 1 && last_n <= 1) { /* without calls, where letters are bytes */
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

/* May a letter of a short word stand twice, here and before? Those that are doubled in English may:
 * e and o with no vowel beside, consonants at the end behind a vowel. */
static bool double_tells(const char *s, size_t len, size_t at)
{
	const bool behind = at > 1 && is_vowel(s[at - 2]);

	if (s[at] == 'e' || s[at] == 'o')
		return !behind && !(at + 1 < len && is_vowel(s[at + 1]));
	return behind && at + 1 == len && memchr("bcdfglmnprstz", s[at], 13);
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
			double_tells(skeleton, len, i))
			out[to++] = before = skeleton[i];
	memcpy(skeleton, out, to);
	return to;
}
