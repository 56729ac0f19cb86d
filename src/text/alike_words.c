/* SPDX-License-Identifier: MIT */
/* Two passes over the words of a text: the first counts what they can be (the tally) and decides,
 * the second rewrites. */
#include "text/alike_words.h"

#include <string.h>

#include "base/codepoint.h"
#include "text/character.h"
#include "text/leet.h"
#include "text/words.h"

/* A text of nothing but look-alikes is no Russian or Greek if it has at least this many letters:
 * only one of some thousand Russian or Greek sentences has as many and no others. */
#define LETTERS_MIN 16

/* When a text has this many words in another script, beyond those with odd letters, it is written
 * in that script, and the rest need not be read. */
#define OTHER_MAX 3

/* A word of letters, bytes [begin, end) of the text. */
struct alike_word {
	size_t begin;
	size_t end;
	size_t letters;
	bool latin; /* has a Latin letter */
	bool alike; /* every letter looks like a Latin letter, small or capital, and none is one */
	bool odd;   /* has a letter that hardly any language in use has */
};

/* Counts of the words of a text, up to where the decision is certain. */
struct tally {
	size_t latin;
	size_t alike;
	size_t other;
	size_t odd;     /* those of `alike` with an odd letter */
	size_t likely;  /* those of `alike` that could be English words in ASCII */
	size_t letters; /* the letters of `alike` */
};

/* True if the letter is drawn like a Latin one, or its capital like a Latin capital. Stricter than
 * confusable_fold(), which also knows slight resemblances. */
static bool is_alike(uint32_t cp, character ch)
{
	/* а в е к м н о р с т у х, as bits from а on; `others` has Cyrillic letters beyond Russian */
	static const uint32_t russian = 1u << 0 | 1u << 2 | 1u << 5 | 1u << 10 | 1u << 12 | 1u << 13 |
									1u << 14 | 1u << 16 | 1u << 17 | 1u << 18 | 1u << 19 | 1u << 21;
	static const uint16_t others[] = {
		0x0455, 0x0456, 0x0458, 0x0475, 0x04BB, 0x04CF, 0x0501, 0x051B, 0x051D};
	/* α β γ ε ζ η ι κ μ ν ο ρ τ υ χ ω, as bits from α on */
	static const uint32_t greek = 1u << 0 | 1u << 1 | 1u << 2 | 1u << 4 | 1u << 5 | 1u << 6 |
								  1u << 8 | 1u << 9 | 1u << 11 | 1u << 12 | 1u << 14 | 1u << 16 |
								  1u << 19 | 1u << 20 | 1u << 22 | 1u << 24;
	size_t i;

	if (cp - 0x430u < 32)
		return russian >> (cp - 0x430u) & 1;
	if (cp - 0x3B1u < 25)
		return greek >> (cp - 0x3B1u) & 1;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i] == cp)
			return true;
	return (character_script(ch) == SCRIPT_CHEROKEE || character_script(ch) == SCRIPT_ARMENIAN) &&
		   CHARACTER_FIELD(ch, CHARACTER_LOOKS, 14);
}

static bool is_odd(uint32_t cp, character ch)
{
	return cp == 0x0455 || cp == 0x0475 || cp == 0x04CF || cp == 0x0501 || cp == 0x051B ||
		   cp == 0x051D || character_script(ch) == SCRIPT_CHEROKEE;
}

static void note_letter(struct alike_word *w, uint32_t cp, character ch)
{
	w->letters++;
	if (cp < 0x80 || character_script(ch) == SCRIPT_LATIN) {
		w->latin = true;
		w->alike = false;
		return;
	}
	w->alike = w->alike && is_alike(cp, ch);
	w->odd |= w->alike && is_odd(cp, ch);
}

/* Finds the next word from w->end on; returns false when there is none. */
static bool next_letter_word(const struct text *in, struct alike_word *w)
{
	size_t i = w->end;

	*w = (struct alike_word){.alike = true};
	while (i < in->len) {
		size_t n = 1;
		const uint32_t cp =
			(unsigned char)in->s[i] < 0x80 ? (unsigned char)in->s[i] : codepoint_get(in->s + i, &n);
		const character ch = character_of(cp);

		if (character_class(ch) == CODEPOINT_LETTER) {
			w->begin = w->letters ? w->begin : i;
			note_letter(w, cp, ch);
		} else if (w->letters) {
			break;
		}
		i += n;
	}
	w->end = i;
	return w->letters > 0;
}

/* Writes the word in ASCII; returns its length, or 0 when it does not fit. */
static size_t write_word(
	const struct text *in, const struct alike_word *w, char out[WORD_BYTES_MAX])
{
	size_t to = 0;
	size_t i;
	size_t n;

	for (i = w->begin; i < w->end; i += n) {
		char ascii[2];
		const size_t looks = character_looks(character_of(codepoint_get(in->s + i, &n)), ascii);

		if (to + looks > WORD_BYTES_MAX)
			return 0;
		memcpy(out + to, ascii, looks);
		to += looks;
	}
	return to;
}

/* True if the word in ASCII could be an English one. */
static bool is_likely(const struct text *in, const struct alike_word *w)
{
	char ascii[WORD_BYTES_MAX];
	const size_t n = write_word(in, w, ascii);

	return n == 1 || (n && leet_could_be_word(ascii, n));
}

static struct tally tally_of(const struct text *in)
{
	struct tally t = {0};
	struct alike_word w = {.end = 0};

	while (t.other < OTHER_MAX + t.odd && next_letter_word(in, &w)) {
		t.latin += w.latin;
		t.other += !w.latin && !w.alike;
		if (!w.alike || w.letters == 1) /* a single α or μ is meant as such */
			continue;
		t.alike++;
		t.odd += w.odd;
		t.letters += w.letters;
		t.likely += is_likely(in, &w);
	}
	return t;
}

/* True if the words in look-alikes are Latin ones: because more Latin words surround them, because
 * many of them have odd letters and most make sense, or because the text has no other words and all
 * of them make sense. */
static bool are_latin(const struct tally *t)
{
	if (!t->likely || t->other > t->odd)
		return false;
	if (t->latin > t->alike)
		return true;
	if (t->odd * 3 >= t->alike)
		return t->likely * 4 >= t->alike * 3;
	return !t->other && t->letters >= LETTERS_MIN && t->likely == t->alike;
}

bool alike_words_write_out(struct arena *arena, struct text *text, size_t *n)
{
	const struct text in = *text;
	const struct tally t = tally_of(&in);
	struct alike_word w = {.end = 0};
	struct text_writer out;
	size_t done = 0;

	*n = 0;
	if (!are_latin(&t))
		return true;
	if (!text_writer_init(&out, arena, &in, in.len + WORD_PAD))
		return false;
	while (next_letter_word(&in, &w)) {
		size_t i;
		size_t bytes;

		if (!w.alike || !is_likely(&in, &w))
			continue;
		text_keep(&out, done, w.begin);
		for (i = w.begin; i < w.end; i += bytes) {
			char ascii[2];
			const size_t looks =
				character_looks(character_of(codepoint_get(in.s + i, &bytes)), ascii);

			text_put(&out, ascii, looks, i, i + bytes);
		}
		done = w.end;
		++*n;
	}
	text_keep(&out, done, in.len);
	memset(out.s + out.len, ' ', WORD_PAD);
	*text = text_writer_done(&out);
	return true;
}
