/* SPDX-License-Identifier: MIT */
/* Which single letters in a row spell a word, and which are lists, initials and abbreviations. */
#include "text/words_spaced.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "text/word_signs.h"

static bool is_separator(char c)
{
	return c == ' ' || c == '.' || c == '-' || c == '_' || c == '/' || c == '|' || c == '~';
}

/* True for a word of one letter. */
static bool single_letter(const struct word *w)
{
	return w->kind == WORD_PLAIN && is_letter(w->surface[0]) &&
		   w->len == codepoint_len((unsigned char)w->surface[0]);
}

/* True if one separator stands between two words, perhaps with a space after it, or the same one
 * twice. Commas make a list, not a disguise. */
static bool separated(const struct text *in, const struct word *a, const struct word *b)
{
	const size_t gap = b->begin > a->end ? b->begin - a->end : 0;
	const char *s = in->s + a->end;

	return (gap == 1 || (gap == 2 && (s[1] == s[0] || s[1] == ' '))) && is_separator(s[0]);
}

/* True if the gap before word n of a run equals the gap between its first two. A different gap
 * separates two words that are both spelt out. */
static bool same_gap(const struct text *in, const struct word *run, size_t n)
{
	const size_t gap = run[1].begin - run[0].end;

	return run[n].begin - run[n - 1].end == gap &&
		   memcmp(in->s + run[0].end, in->s + run[n - 1].end, gap) == 0;
}

/* The length of the run of single letters, set apart alike, that begins at v[i]. */
static size_t spaced_run(const struct text *in, const struct words *words, size_t i)
{
	const struct word *v = words->v;
	size_t n = 0;

	while (i + n < words->n && single_letter(&v[i + n])) {
		if (n && !separated(in, &v[i + n - 1], &v[i + n]))
			break;
		if (n > 1 && !same_gap(in, &v[i], n))
			break;
		if (n && v[i + n].end - v[i].begin > WORD_BYTES_MAX)
			break;
		n++;
	}
	return n;
}

/* --- do the letters spell a word? --- */

/* True for the same letter again and again, which is a stutter, and for neighbours in the alphabet,
 * which are a list: "a b c". */
static bool is_list(const struct word *run, size_t n)
{
	bool same = true;
	bool up = true;
	bool down = true;
	size_t i;

	for (i = 1; i < n; i++) {
		const int step = (unsigned char)run[i].surface[0] - (unsigned char)run[i - 1].surface[0];

		if (run[i].len > 1)
			return false;
		same &= step == 0;
		up &= step == 1;
		down &= step == -1;
	}
	return same || up || down;
}

/* True if the author wrote the word in capitals. */
static bool is_upper(const struct text *in, const char *written, const struct word *w)
{
	const char c = written[text_original(in, w->begin, w->end).begin];

	return ascii_is_upper(c);
}

/* True for up to three letters that are no word: an abbreviation in capitals ("U.S.A."), initials
 * with blanks after the stops ("J. R. R. Tolkien"), or a choice with slashes ("y/n/m"). */
static bool is_abbreviation(
	const struct text *in, const char *written, const struct word *run, size_t n)
{
	const char *gap = in->s + run[0].end;
	size_t upper = 0;
	size_t i;

	if (n > 3 || (*gap != '.' && *gap != '/'))
		return false;
	for (i = 0; i < n; i++)
		upper += is_upper(in, written, &run[i]);
	return upper == n || *gap == '/' || gap[1] == ' ';
}

/* Moves `n` words from place `i` to place `to`; returns the place after them. */
static size_t move_words(struct words *out, size_t to, size_t i, size_t n)
{
	memmove(out->v + to, out->v + i, n * sizeof(*out->v));
	return to + n;
}

void words_join_spaced(const struct text *in, const char *written, struct words *out)
{
	size_t to = 0;
	size_t i = 0;

	while (i < out->n) {
		const size_t n = spaced_run(in, out, i);

		if (n < WORDS_SPACED_MIN) {
			out->v[to++] = out->v[i++];
			continue;
		}
		if (is_list(&out->v[i], n) || is_abbreviation(in, written, &out->v[i], n)) {
			to = move_words(out, to, i, n);
			i += n;
			continue;
		}
		out->v[to] = out->v[i];
		out->v[to].end = out->v[i + n - 1].end;
		out->v[to].len = out->v[to].end - out->v[to].begin;
		out->v[to].kind = WORD_SPACED;
		out->n_plain -= n - 1;
		out->n_spaced++;
		to++;
		i += n;
	}
	out->n = to;
}
