/* SPDX-License-Identifier: MIT */
/* Decides what each family of disguises does to a word, and which words it can change. */
#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "perturb/perturb_internal.h"
#include "text/confusables.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define BIT(script) (UINT32_C(1) << SCRIPT_##script)
/* The Latin script, those with upper and lower case, and those in which a code point is a letter.
 */
#define LATIN BIT(LATIN)
#define CASED (LATIN | BIT(CYRILLIC) | BIT(GREEK) | BIT(ARMENIAN))
#define ALPHABETIC (CASED | BIT(HEBREW) | BIT(ARABIC))

typedef const struct moderato_perturber perturber;
typedef const struct perturb_word word;

static void put_codepoint(struct buffer *out, uint32_t cp)
{
	char bytes[4];
	const size_t n = codepoint_put(bytes, cp);

	buffer_add(out, bytes, n);
}

static void put_letters(struct buffer *out, word *w, size_t from, size_t to)
{
	for (; from < to; from++)
		buffer_add(out, w->letters[from].s, w->letters[from].len);
}

/* Write the letter as `cp`, followed by its marks. */
static void put_instead(struct buffer *out, const struct perturb_letter *letter, uint32_t cp)
{
	const size_t n = codepoint_len((unsigned char)letter->s[0]);

	put_codepoint(out, cp);
	buffer_add(out, letter->s + n, letter->len - n);
}

/* Choose some of the w->n letters: each that `can` allows with a chance of `percent`, and at least
 * one of them. At least one must be allowed. */
static void choose_letters(
	word *w, const bool *can, unsigned percent, struct rng *rng, bool chosen[COUNT(w->letters)])
{
	size_t allowed = 0;
	size_t sure;
	size_t i;

	for (i = 0; i < w->n; i++)
		allowed += can[i];
	sure = (size_t)rng_below(rng, allowed);
	for (i = 0; i < w->n; i++) {
		chosen[i] = can[i] && (rng_below(rng, 100) < percent || sure == 0);
		sure -= can[i];
	}
}

/* --- letters written otherwise --- */

static bool has_ascii(perturber *p, word *w)
{
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		if (ascii_is_letter(w->letters[i].cp))
			return true;
	return false;
}

static bool has_leet(perturber *p, word *w)
{
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		if (*perturb_leet(w->letters[i].cp))
			return true;
	return false;
}

static void leet(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	bool can[COUNT(w->letters)];
	bool chosen[COUNT(w->letters)];
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		can[i] = *perturb_leet(w->letters[i].cp) != '\0';
	choose_letters(w, can, 70, rng, chosen);
	for (i = 0; i < w->n; i++) {
		const char *signs = perturb_leet(w->letters[i].cp);

		if (chosen[i])
			put_instead(out, &w->letters[i], (unsigned char)signs[rng_below(rng, strlen(signs))]);
		else
			put_letters(out, w, i, i + 1);
	}
}

static bool has_alikes(perturber *p, word *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (perturb_alikes(p, w->letters[i].cp).n)
			return true;
	return false;
}

static void lookalikes(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	bool can[COUNT(w->letters)];
	bool chosen[COUNT(w->letters)];
	size_t i;

	for (i = 0; i < w->n; i++)
		can[i] = perturb_alikes(p, w->letters[i].cp).n > 0;
	choose_letters(w, can, 50, rng, chosen);
	for (i = 0; i < w->n; i++) {
		const struct perturb_alike of = perturb_alikes(p, w->letters[i].cp);

		if (chosen[i])
			put_instead(out, &w->letters[i], of.cp[rng_below(rng, of.n)]);
		else
			put_letters(out, w, i, i + 1);
	}
}

static void diacritics(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	/* grave, acute, circumflex, tilde, macron, breve, dot, diaeresis, ring, caron, dot and line
	 * below, stroke through */
	static const uint16_t marks[] = {
		0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x30A, 0x30C, 0x323, 0x331, 0x336};
	bool can[COUNT(w->letters)];
	bool chosen[COUNT(w->letters)];
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		can[i] = ascii_is_letter(w->letters[i].cp);
	choose_letters(w, can, 50, rng, chosen);
	for (i = 0; i < w->n; i++) {
		const uint32_t accented = perturb_accented(w->letters[i].cp, rng_next(rng) >> 32);
		const bool combining = rng_below(rng, 2) || !accented;

		if (chosen[i] && !combining) {
			put_instead(out, &w->letters[i], accented);
			continue;
		}
		put_letters(out, w, i, i + 1);
		if (chosen[i])
			put_codepoint(out, marks[rng_below(rng, COUNT(marks))]);
	}
}

static void full_width(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	size_t i;

	(void)p;
	(void)rng;
	for (i = 0; i < w->n; i++) {
		const uint32_t cp = w->letters[i].cp;

		put_instead(out, &w->letters[i], ascii_is_letter(cp) ? cp - 'A' + 0xFF21 : cp);
	}
}

static void mathematical(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	const size_t style = (size_t)rng_below(rng, PERTURB_MATH_STYLES);
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		put_instead(out, &w->letters[i], perturb_math(w->letters[i].cp, style));
}

static bool has_case(perturber *p, word *w)
{
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		if (perturb_other_case(w->letters[i].cp) != w->letters[i].cp)
			return true;
	return false;
}

static void other_case(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	bool can[COUNT(w->letters)];
	bool chosen[COUNT(w->letters)];
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		can[i] = perturb_other_case(w->letters[i].cp) != w->letters[i].cp;
	choose_letters(w, can, 50, rng, chosen);
	for (i = 0; i < w->n; i++)
		put_instead(out, &w->letters[i],
			chosen[i] ? perturb_other_case(w->letters[i].cp) : w->letters[i].cp);
}

/* --- what cannot be seen --- */

/* Write the word with one of `cps` between some of its letters. */
static void put_between(
	word *w, const uint16_t *cps, size_t n_cps, struct rng *rng, struct buffer *out)
{
	bool can[COUNT(w->letters)];
	bool chosen[COUNT(w->letters)];
	size_t i;

	for (i = 0; i < w->n; i++)
		can[i] = i > 0;
	choose_letters(w, can, 50, rng, chosen);
	for (i = 0; i < w->n; i++) {
		if (chosen[i])
			put_codepoint(out, cps[rng_below(rng, n_cps)]);
		put_letters(out, w, i, i + 1);
	}
}

static void zero_width(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	/* space, non-joiner, joiner, word joiner, soft hyphen */
	static const uint16_t invisible[] = {0x200B, 0x200C, 0x200D, 0x2060, 0x00AD};

	(void)p;
	put_between(w, invisible, COUNT(invisible), rng, out);
}

static void bidi(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	static const uint16_t marks[] = {0x200E, 0x200F, 0x061C};
	/* embedding, override and isolates from left to right, each with what ends it */
	static const uint16_t pairs[][2] = {
		{0x202A, 0x202C}, {0x202D, 0x202C}, {0x2066, 0x2069}, {0x2068, 0x2069}};
	const uint16_t *pair = pairs[rng_below(rng, COUNT(pairs))];
	const size_t from = (size_t)rng_below(rng, w->n);
	const size_t to = from + 1 + (size_t)rng_below(rng, w->n - from);

	(void)p;
	if (rng_below(rng, 2)) {
		put_between(w, marks, COUNT(marks), rng, out);
		return;
	}
	put_letters(out, w, 0, from);
	put_codepoint(out, pair[0]);
	put_letters(out, w, from, to);
	put_codepoint(out, pair[1]);
	put_letters(out, w, to, w->n);
}

/* --- signs and spaces among the letters --- */

static void separate(word *w, char separator, struct buffer *out)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		if (i)
			buffer_add_char(out, separator);
		put_letters(out, w, i, i + 1);
	}
}

static void spaced(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	(void)p;
	(void)rng;
	separate(w, ' ', out);
}

static void dotted(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	(void)p;
	separate(w, "..-_"[rng_below(rng, 4)], out);
}

static bool is_vowel(uint32_t cp)
{
	return ascii_is_letter(cp) && strchr("aeiouy", (int)(cp | 0x20));
}

/* Choose the inner letter that is replaced by a mask: mostly a vowel, if there is one. */
static size_t masked_letter(word *w, struct rng *rng)
{
	size_t vowels[COUNT(w->letters)];
	size_t n = 0;
	size_t i;

	for (i = 1; i + 1 < w->n; i++)
		if (is_vowel(w->letters[i].cp))
			vowels[n++] = i;
	if (n && rng_below(rng, 4))
		return vowels[rng_below(rng, n)];
	return 1 + (size_t)rng_below(rng, w->n - 2);
}

static void mask(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	const char sign = "****##!-"[rng_below(rng, 8)];
	const size_t from = masked_letter(w, rng);
	const size_t to = from + 1 + (from + 2 < w->n && rng_below(rng, 3) == 0);
	size_t i;

	(void)p;
	put_letters(out, w, 0, from);
	for (i = from; i < to; i++)
		buffer_add_char(out, sign);
	put_letters(out, w, to, w->n);
}

static void split(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	const size_t at = 2 + (size_t)rng_below(rng, w->n - 3);

	(void)p;
	put_letters(out, w, 0, at);
	buffer_add_char(out, ' ');
	put_letters(out, w, at, w->n);
}

static void join(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	(void)p;
	(void)rng;
	put_letters(out, w, 0, w->n); /* the letters of both words; the space between them is none */
}

/* --- typing errors --- */

static void repeats(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	const size_t at = (size_t)rng_below(rng, w->n);
	size_t more = 2 + (size_t)rng_below(rng, 3);

	(void)p;
	put_letters(out, w, 0, at);
	while (more--)
		put_letters(out, w, at, at + 1);
	put_letters(out, w, at, w->n);
}

static void drop(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	const size_t at = 1 + (size_t)rng_below(rng, w->n - 2);

	(void)p;
	put_letters(out, w, 0, at);
	put_letters(out, w, at + 1, w->n);
}

static void twice(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	const size_t at = 1 + (size_t)rng_below(rng, w->n - 2);

	(void)p;
	put_letters(out, w, 0, at + 1);
	put_letters(out, w, at, w->n);
}

/* Can the letters at i and i + 1 change places: are both inner ones, and different? */
static bool can_swap(word *w, size_t i)
{
	return i && i + 2 < w->n && w->letters[i].cp != w->letters[i + 1].cp;
}

static bool has_swap(perturber *p, word *w)
{
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		if (can_swap(w, i))
			return true;
	return false;
}

static void swap(perturber *p, word *w, struct rng *rng, struct buffer *out)
{
	size_t places[COUNT(w->letters)] = {0}; /* has_swap() has seen one */
	size_t n = 0;
	size_t at;
	size_t i;

	(void)p;
	for (i = 0; i < w->n; i++)
		if (can_swap(w, i))
			places[n++] = i;
	at = places[rng_below(rng, n)];
	put_letters(out, w, 0, at);
	put_letters(out, w, at + 1, at + 2);
	put_letters(out, w, at, at + 1);
	put_letters(out, w, at + 2, w->n);
}

/* In the order of moderato_family. */
const struct perturb_family perturb_families[MODERATO_FAMILIES] = {
	{"leet", "digits and signs for letters, 1d10t", 2, LATIN, has_leet, leet},
	{"lookalikes", "letters of other scripts that look alike", 2, LATIN, has_alikes, lookalikes},
	{"zero-width", "invisible characters between the letters", 2, CASED, NULL, zero_width},
	{"bidi", "directional marks, embeddings and isolates", 2, CASED, NULL, bidi},
	{"diacritics", "accents, combining or precomposed", 2, LATIN, has_ascii, diacritics},
	{"full-width", "full-width letters", 2, LATIN, has_ascii, full_width},
	{"mathematical", "mathematical bold, script, fraktur, …", 2, LATIN, has_ascii, mathematical},
	{"spaced", "i d i o t", 3, ALPHABETIC, NULL, spaced},
	{"dotted", "i.d.i.o.t, i-d-i-o-t, i_d_i_o_t", 3, ALPHABETIC, NULL, dotted},
	{"repeats", "idiooot", 3, ALPHABETIC, NULL, repeats},
	{"mask", "inner letters covered by a sign, id*ot, f**k, sh#t", 3, ALPHABETIC, NULL, mask},
	{"drop", "an inner letter is missing, idot", 4, ALPHABETIC, NULL, drop},
	{"double", "an inner letter stands twice, idioot", 3, ALPHABETIC, NULL, twice},
	{"swap", "two inner neighbours change places, idoit", 4, ALPHABETIC, has_swap, swap},
	{"join", "two words without the space, stupididiot", 2, ALPHABETIC, NULL, join},
	{"split", "a space inside, id iot", 4, ALPHABETIC, NULL, split},
	{"case", "upper and lower case at random, iDiOt", 2, CASED, has_case, other_case},
};
