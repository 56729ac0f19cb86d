/* SPDX-License-Identifier: MIT */
/* Two ways to the same counts: code point by code point, and for ASCII with bits. */
#include "feature/signals.h"

#include "base/ascii.h"
#include "base/codepoint.h"
#include "text/charmap.h"
#include "text/confusables.h"
#include "text/normalize.h"

/* The state of the pass over the code points. */
struct pass {
	struct signals *out;
	uint32_t before;        /* the code point before this one */
	size_t run;             /* equal code points in a row, up to here */
	size_t punctuation_run; /* ! ? . in a row, up to here */
	size_t word_letters;    /* letters of the current word, up to here */
	size_t word_upper;
	size_t phone_digits;
	size_t phone_gap; /* separators since the last digit */
};

static void end_caps_word(struct pass *p)
{
	if (p->word_letters >= 3 && p->word_upper == p->word_letters)
		p->out->caps_words++;
	p->word_letters = 0;
	p->word_upper = 0;
}

/* Counts the digits before as a phone number if there are 7 to 15 of them. */
static void end_phone(struct pass *p)
{
	if (p->phone_digits >= 7 && p->phone_digits <= 15)
		p->out->phones++;
	p->phone_digits = 0;
	p->phone_gap = 0;
}

static void count_phone(struct pass *p, uint32_t cp)
{
	if (ascii_is_digit(cp)) {
		p->phone_digits++;
		p->phone_gap = 0;
	} else if (p->phone_digits) {
		const int separator =
			cp == ' ' || cp == '-' || cp == '.' || cp == '(' || cp == ')' || cp == '/';

		if (!separator || ++p->phone_gap > 2)
			end_phone(p);
	}
}

/* Counts a letter; letters from U+0250 on may belong to other scripts than Latin. */
static void count_letter(struct pass *p, uint32_t cp, int upper)
{
	p->out->letters++;
	p->out->upper += (size_t)upper;
	p->word_letters++;
	p->word_upper += (size_t)upper;
	if (cp >= 0x250 && script_of(cp) != SCRIPT_LATIN)
		p->out->beyond_latin++;
}

static bool is_currency(uint32_t cp)
{
	return cp == '$' || cp == 0xA3 || cp == 0x20AC || cp == 0xA5;
}

static void count_sign(struct pass *p, uint32_t cp)
{
	p->out->exclamations += cp == '!';
	p->out->questions += cp == '?';
	p->out->quotes += cp == '"' || cp == 0x201C || cp == 0x201D || cp == 0xAB || cp == 0xBB;
	p->out->punctuation += cp < 0x80;
	p->out->money += is_currency(cp) && ascii_is_digit(p->before);
}

static void count_codepoint(struct pass *p, uint32_t cp)
{
	struct signals *out = p->out;

	out->chars++;
	p->run = cp == p->before ? p->run + 1 : 1;
	if (p->run > out->longest_run && cp > ' ')
		out->longest_run = p->run;
	p->punctuation_run = cp == '!' || cp == '?' || cp == '.' ? p->punctuation_run + 1 : 0;
	if (p->punctuation_run > out->punctuation_run)
		out->punctuation_run = p->punctuation_run;
	count_phone(p, cp);
	if (cp < 0x80 ? ascii_is_letter(cp) : codepoint_classify(cp) == CODEPOINT_LETTER) {
		count_letter(p, cp, cp < 0x80 ? cp <= 'Z' : codepoint_is_upper(cp));
	} else {
		if (cp != '\'')
			end_caps_word(p);
		if (ascii_is_digit(cp)) {
			out->digits++;
			out->money += (size_t)is_currency(p->before);
		} else if (cp <= ' ' || cp == 0xA0) {
			out->spaces++;
			out->newlines += cp == '\n';
		} else {
			count_sign(p, cp);
		}
	}
	p->before = cp;
}

void signals_read(const struct text *in, struct signals *out)
{
	struct pass p = {.out = out};
	size_t i = 0;
	size_t n;

	*out = (struct signals){0};
	for (; i < in->len; i += n)
		count_codepoint(&p, codepoint_get(in->s + i, &n));
	end_caps_word(&p);
	end_phone(&p);
}

/* --- the same for ASCII, with its character map --- */

/* True if `n` bits in a row are set; n is 2 or 3. */
static bool has_run(const struct charmap *map, const uint64_t *bits, unsigned n)
{
	uint64_t before = 0;
	uint64_t found = 0;
	size_t i;

	for (i = 0; i < map->n; i++) {
		const uint64_t here = bits[i * CHAR_STRIDE];
		const uint64_t two = here & (here << 1 | before >> 63);

		found |= n == 2 ? two : two & (here << 2 | before >> 62);
		before = here;
	}
	return found != 0;
}

/* The length of the longest run of bits; it is rarely more than one. */
static size_t longest_bit_run(const struct charmap *map, const uint64_t *bits)
{
	const size_t n = map->len;
	size_t most = 0;
	size_t i;

	if (!has_run(map, bits, 2))
		return bits_next(bits, 0, n) < n;

	for (i = bits_next(bits, 0, n); i < n;) {
		const size_t end = bits_next_clear(bits, i, n);

		if (end - i > most)
			most = end - i;
		i = bits_next(bits, end, n);
	}
	return most;
}

/* The number of runs of capitals and apostrophes that no small letter precedes or follows. */
static size_t count_caps_words(const struct charmap *map)
{
	const uint64_t *caps = &map->v->caps;
	const size_t n = map->len;
	size_t words = 0;
	size_t i;

	if (!has_run(map, caps, 3))
		return 0;
	for (i = bits_next(caps, 0, n); i < n;) {
		const size_t end = bits_next_clear(caps, i, n);

		if (end - i >= 3 && !(i && bits_has(&map->v->letter, i - 1)) &&
			!(end < n && bits_has(&map->v->letter, end))) {
			size_t upper = 0;
			size_t k;

			for (k = i; k < end; k++)
				upper += bits_has(&map->v->upper, k);
			words += upper >= 3;
		}
		i = bits_next(caps, end, n);
	}
	return words;
}

static size_t count_sums_of_money(const struct charmap *map)
{
	const uint64_t *digit = &map->v->digit;
	const size_t n = map->len;
	size_t sums = 0;
	size_t i;

	for (i = bits_next(&map->v->dollar, 0, n); i < n; i = bits_next(&map->v->dollar, i + 1, n))
		sums +=
			(size_t)(i && bits_has(digit, i - 1)) + (size_t)(i + 1 < n && bits_has(digit, i + 1));
	return sums;
}

static size_t count_phone_numbers(const struct text *in)
{
	struct signals found = {0};
	struct pass p = {.out = &found};
	size_t i;

	for (i = 0; i < in->len; i++)
		count_phone(&p, (unsigned char)in->s[i]);
	end_phone(&p);
	return found.phones;
}

void signals_of_map(const struct text *in, const struct charmap *map,
	const struct char_counts *counts, struct signals *out)
{
	const struct char_counts n = *counts;

	*out = (struct signals){0};
	if (!map->n)
		return;
	out->chars = in->len;
	out->letters = n.letters;
	out->upper = n.upper;
	out->digits = n.digits;
	out->spaces = n.blanks;
	out->newlines = n.newlines;
	out->exclamations = n.exclamations;
	out->questions = n.questions;
	out->quotes = n.quotes;
	/* Apostrophes count as punctuation, and so does DEL, which is below 0x80. */
	out->punctuation = in->len - n.letters - n.digits - n.blanks;
	out->longest_run = in->len > n.blanks ? 1 + longest_bit_run(map, &map->v->repeat) : 0;
	out->punctuation_run = longest_bit_run(map, &map->v->ends);
	out->caps_words = n.upper >= 3 ? count_caps_words(map) : 0;
	out->money = n.dollars ? count_sums_of_money(map) : 0;
	out->phones = n.digits >= 7 ? count_phone_numbers(in) : 0;
}
