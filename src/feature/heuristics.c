/* SPDX-License-Identifier: MIT */
#include "feature/heuristics.h"

#include <stdio.h>
#include <string.h>

/* What a heuristic may look at. */
struct view {
	const struct document *doc;
	const struct signals *s;
	const size_t *set; /* hits in the built-in term sets */
};

static double ratio(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : 0.0;
}

/* --- links and contact --- */

static double links(const struct view *v)
{
	return (double)v->doc->words.n_links;
}

static double markup_links(const struct view *v)
{
	return (double)v->doc->markup.n_links;
}

/* Bytes of the text that links take up. */
static double link_share(const struct view *v)
{
	const struct words *words = &v->doc->words;
	size_t bytes = 0;
	size_t i;

	for (i = 0; i < words->n; i++)
		if (words->v[i].kind == WORD_TOKEN && words->v[i].len == 5 &&
			memcmp(words->v[i].surface + 1, "link", 4) == 0)
			bytes += words->v[i].end - words->v[i].begin;
	for (i = 0; i < v->doc->markup.n_links && i < MARKUP_LINKS_MAX; i++)
		bytes += v->doc->markup.links[i].len;
	return ratio(bytes, v->doc->valid.len);
}

/* Hosts that hide where a link leads. */
static double shorteners(const struct view *v)
{
	static const char *const hosts[] = {"bit.ly", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd",
		"cutt.ly", "rb.gy", "urlz.fr", "shorturl.at", "tiny.cc", "adf.ly", "t.me", "wa.me", NULL};
	const struct words *words = &v->doc->words;
	size_t found = 0;
	size_t i;
	size_t k;

	for (i = 0; i < words->n; i++) {
		const struct word *w = &words->v[i];

		if (w->kind != WORD_TOKEN || w->len < 6 || memcmp(w->surface + 1, "host ", 5) != 0)
			continue;
		for (k = 0; hosts[k]; k++)
			found +=
				strlen(hosts[k]) == w->len - 6 && memcmp(hosts[k], w->surface + 6, w->len - 6) == 0;
	}
	return (double)found;
}

static double emails(const struct view *v)
{
	return (double)v->doc->words.n_emails;
}

static double phones(const struct view *v)
{
	return (double)v->s->phones;
}

static double contact(const struct view *v)
{
	return (double)v->set[SET_CONTACT];
}

static double call_to_action(const struct view *v)
{
	return (double)v->set[SET_CALL_TO_ACTION];
}

static double money(const struct view *v)
{
	return (double)v->s->money;
}

static double money_words(const struct view *v)
{
	return (double)v->set[SET_MONEY];
}

/* --- who writes --- */

static double author_url(const struct view *v)
{
	return v->doc->comment->author_url.len > 0;
}

static int has_digit(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
			return 1;
	return 0;
}

static double author_digits(const struct view *v)
{
	return has_digit(v->doc->comment->author) + has_digit(v->doc->comment->author_email);
}

/* Names of several words in lower case are what template spam is signed with ("cheap seo tools").
 */
static double author_phrase(const struct view *v)
{
	const moderato_str a = v->doc->comment->author;
	size_t spaces = 0;
	size_t upper = 0;
	size_t i;

	for (i = 0; i < a.len; i++) {
		spaces += a.ptr[i] == ' ';
		upper += a.ptr[i] >= 'A' && a.ptr[i] <= 'Z';
	}
	return spaces >= 1 && !upper ? (double)spaces : 0.0;
}

static double author_is_link(const struct view *v)
{
	const moderato_str a = v->doc->comment->author;
	struct text name = {a.ptr, a.len, NULL};

	return name.len && (memchr(name.s, '/', name.len) || memmem(name.s, name.len, ".com", 4) ||
						   memmem(name.s, name.len, "www", 3));
}

/* --- length and repetition --- */

static double length(const struct view *v)
{
	return (double)v->s->chars;
}

static double words(const struct view *v)
{
	return (double)v->doc->words.n_plain;
}

static double word_length(const struct view *v)
{
	return ratio(v->s->letters, v->doc->words.n_plain);
}

static double longest_word(const struct view *v)
{
	uint32_t longest = 0;
	size_t i;

	for (i = 0; i < v->doc->words.n; i++)
		if (v->doc->words.v[i].kind == WORD_PLAIN && v->doc->words.v[i].len > longest)
			longest = v->doc->words.v[i].len;
	return longest;
}

static double repetition(const struct view *v)
{
	return v->doc->words.n < 8 ? 0.0 : 1.0 - ratio(v->doc->n_terms, v->doc->words.n);
}

static double top_repeat(const struct view *v)
{
	uint32_t top = 0;
	size_t i;

	for (i = 0; i < v->doc->n_terms; i++)
		if (v->doc->terms[i].count > top)
			top = v->doc->terms[i].count;
	return ratio(top, v->doc->words.n) * (v->doc->words.n >= 8);
}

static double character_run(const struct view *v)
{
	return (double)v->s->longest_run;
}

static double newlines(const struct view *v)
{
	return (double)v->s->newlines;
}

/* --- loudness --- */

static double caps(const struct view *v)
{
	return v->s->letters < 8 ? 0.0 : ratio(v->s->upper, v->s->letters);
}

static double caps_words(const struct view *v)
{
	return (double)v->s->caps_words;
}

static double exclamations(const struct view *v)
{
	return (double)v->s->exclamations;
}

static double questions(const struct view *v)
{
	return (double)v->s->questions;
}

static double punctuation_run(const struct view *v)
{
	return (double)v->s->punctuation_run;
}

static double punctuation(const struct view *v)
{
	return ratio(v->s->punctuation, v->s->chars);
}

static double quotes(const struct view *v)
{
	return (double)v->s->quotes;
}

static double digits(const struct view *v)
{
	return ratio(v->s->digits, v->s->chars);
}

static double symbols(const struct view *v)
{
	return (double)v->doc->words.n_symbols;
}

static double symbol_share(const struct view *v)
{
	return ratio(v->doc->words.n_symbols, v->doc->words.n);
}

static double mentions(const struct view *v)
{
	return (double)v->doc->words.n_mentions;
}

static double hashtags(const struct view *v)
{
	return (double)v->doc->words.n_hashtags;
}

static double numbers(const struct view *v)
{
	return (double)v->doc->words.n_numbers;
}

static double tags(const struct view *v)
{
	return (double)v->doc->markup.n_tags;
}

static double entities(const struct view *v)
{
	return (double)v->doc->markup.n_entities;
}

static double other_script(const struct view *v)
{
	return ratio(v->s->beyond_ascii, v->s->letters);
}

/* --- evasion --- */

static double zero_width(const struct view *v)
{
	return (double)v->doc->evasion.zero_width;
}

static double bidi(const struct view *v)
{
	return (double)v->doc->evasion.bidi;
}

static double styled(const struct view *v)
{
	return (double)v->doc->evasion.styled;
}

static double mixed(const struct view *v)
{
	return (double)v->doc->evasion.mixed;
}

static double stacked_marks(const struct view *v)
{
	return (double)v->doc->evasion.marks;
}

static double repaired(const struct view *v)
{
	return (double)(v->doc->evasion.repaired + v->doc->evasion.controls);
}

/* Words in disguise, where they are few. An author who hides a word hides the one that a filter
 * looks for; where every other word is in disguise that tells of the author's manner, and what the
 * words mean is for their skeletons to tell. */
static double few(const struct view *v, size_t disguised)
{
	return disguised <= 2 || disguised * 4 <= v->doc->words.n_plain ? (double)disguised : 0.0;
}

static double masked(const struct view *v)
{
	return few(v, v->doc->words.n_masked);
}

static double spaced(const struct view *v)
{
	return few(v, v->doc->words.n_spaced);
}

static double leet_words(const struct view *v)
{
	return few(v, v->doc->words.n_leet);
}

/* --- manner --- */

static double second_person(const struct view *v)
{
	return ratio(v->set[SET_SECOND_PERSON], v->doc->words.n_plain);
}

static double first_person(const struct view *v)
{
	return ratio(v->set[SET_FIRST_PERSON], v->doc->words.n_plain);
}

static double courtesy(const struct view *v)
{
	return (double)v->set[SET_COURTESY];
}

static double reported(const struct view *v)
{
	return (double)v->set[SET_REPORTED];
}

static double negation(const struct view *v)
{
	return (double)v->set[SET_NEGATION];
}

/* --- crosses: what means more together --- */

static double link_in_short(const struct view *v)
{
	return v->doc->words.n_links && v->doc->words.n_plain < 12;
}

static double link_and_call(const struct view *v)
{
	return v->doc->words.n_links && v->set[SET_CALL_TO_ACTION];
}

static double link_and_money(const struct view *v)
{
	return v->doc->words.n_links && v->set[SET_MONEY];
}

static double contact_and_money(const struct view *v)
{
	return (v->set[SET_CONTACT] || v->s->phones || v->doc->words.n_emails) && v->set[SET_MONEY];
}

static double praise_with_url(const struct view *v)
{
	return v->doc->comment->author_url.len && v->doc->words.n_plain < 40 &&
		   v->set[SET_SECOND_PERSON] + v->set[SET_COURTESY] > 0;
}

static double loud(const struct view *v)
{
	return caps(v) > 0.5 && v->s->exclamations >= 2;
}

static double short_to_you(const struct view *v)
{
	return v->doc->words.n_plain <= 8 && v->set[SET_SECOND_PERSON];
}

#define BINS_MAX 6

/* Value ≤ bins[0]: nothing. bins[k] < value ≤ bins[k+1]: feature k. */
static const struct heuristic {
	const char *name;
	double (*value)(const struct view *);
	unsigned n_bins;
	double bins[BINS_MAX];
} table[] = {
	{"links", links, 4, {0, 1, 3, 8}},
	{"links in markup", markup_links, 2, {0, 2}},
	{"link share of the text", link_share, 4, {0, 0.15, 0.4, 0.7}},
	{"link shorteners", shorteners, 1, {0}},
	{"e-mail addresses", emails, 2, {0, 1}},
	{"phone numbers", phones, 2, {0, 1}},
	{"contact words", contact, 3, {0, 1, 3}},
	{"calls to action", call_to_action, 3, {0, 1, 3}},
	{"sums of money", money, 3, {0, 1, 3}},
	{"money words", money_words, 4, {0, 1, 3, 6}},
	{"author gives a url", author_url, 1, {0}},
	{"digits in the author's name", author_digits, 1, {0}},
	{"author's name is a phrase", author_phrase, 2, {0, 2}},
	{"author's name is a link", author_is_link, 1, {0}},
	{"characters", length, 6, {20, 60, 140, 300, 700, 1500}},
	{"words", words, 6, {2, 5, 12, 30, 80, 200}},
	{"letters a word", word_length, 3, {3.5, 5, 6.5}},
	{"longest word", longest_word, 3, {12, 18, 30}},
	{"repeated words", repetition, 4, {0.1, 0.25, 0.4, 0.6}},
	{"share of the commonest word", top_repeat, 3, {0.1, 0.2, 0.4}},
	{"one character in a row", character_run, 3, {2, 4, 8}},
	{"line ends", newlines, 3, {0, 2, 8}},
	{"upper case", caps, 4, {0.08, 0.2, 0.5, 0.85}},
	{"words in capitals", caps_words, 4, {0, 1, 3, 10}},
	{"exclamation marks", exclamations, 4, {0, 1, 3, 8}},
	{"question marks", questions, 3, {0, 1, 4}},
	{"end marks in a row", punctuation_run, 3, {1, 3, 6}},
	{"punctuation", punctuation, 3, {0.02, 0.06, 0.15}},
	{"quotation marks", quotes, 2, {0, 2}},
	{"digits", digits, 4, {0, 0.05, 0.15, 0.4}},
	{"emoji and symbols", symbols, 3, {0, 1, 4}},
	{"share of emoji", symbol_share, 2, {0.1, 0.4}},
	{"mentions", mentions, 2, {0, 2}},
	{"hashtags", hashtags, 2, {0, 2}},
	{"numbers", numbers, 3, {0, 2, 6}},
	{"tags", tags, 2, {0, 4}},
	{"entities", entities, 2, {0, 4}},
	{"letters beyond Latin", other_script, 2, {0, 0.5}},
	{"invisible characters", zero_width, 2, {0, 3}},
	{"direction overrides", bidi, 1, {0}},
	{"styled letters", styled, 2, {0, 4}},
	{"words of mixed scripts", mixed, 2, {0, 2}},
	{"stacked marks", stacked_marks, 1, {0}},
	{"invalid bytes", repaired, 2, {0, 4}},
	{"masked words", masked, 2, {0, 1}},
	{"spaced words", spaced, 2, {0, 1}},
	{"leet words", leet_words, 2, {0, 2}},
	{"second person", second_person, 4, {0, 0.05, 0.12, 0.25}},
	{"first person", first_person, 3, {0, 0.06, 0.15}},
	{"courtesy", courtesy, 2, {0, 1}},
	{"reported speech", reported, 2, {0, 2}},
	{"negation", negation, 2, {0, 2}},
	{"link in a short text", link_in_short, 1, {0}},
	{"link and call to action", link_and_call, 1, {0}},
	{"link and money", link_and_money, 1, {0}},
	{"contact and money", contact_and_money, 1, {0}},
	{"praise with a url", praise_with_url, 1, {0}},
	{"capitals and exclamation marks", loud, 1, {0}},
	{"short and to a person", short_to_you, 1, {0}},
};

#define TABLE_N (sizeof(table) / sizeof(table[0]))

/* A bundle's term set: hits in bins of its own. */
static const double set_bins[] = {0, 1, 3};
#define SET_BINS (sizeof(set_bins) / sizeof(set_bins[0]))

static size_t table_size(void)
{
	size_t size = 0;
	size_t i;

	for (i = 0; i < TABLE_N; i++)
		size += table[i].n_bins;
	return size;
}

size_t heuristics_size(void)
{
	return table_size() + TERMSETS_MAX * SET_BINS;
}

/* The highest k with value > bins[k], or -1. */
static int bin_of(double value, const double *bins, size_t n)
{
	size_t above = 0;

	while (above < n && value > bins[above])
		above++;
	return (int)above - 1;
}

size_t heuristics_active(const struct document *doc, size_t n_sets, uint32_t active[HEURISTICS_MAX])
{
	const struct view v = {doc, &doc->signals, doc->set_hits};
	uint32_t base = 0;
	size_t n = 0;
	size_t i;

	for (i = 0; i < TABLE_N; i++) {
		const int bin = bin_of(table[i].value(&v), table[i].bins, table[i].n_bins);

		if (bin >= 0)
			active[n++] = base + (uint32_t)bin;
		base += table[i].n_bins;
	}
	for (i = 0; i < n_sets; i++) {
		const int bin = bin_of((double)doc->set_hits[BUILTIN_SETS + i], set_bins, SET_BINS);

		if (bin >= 0)
			active[n++] = base + (uint32_t)bin;
		base += (uint32_t)SET_BINS;
	}
	return n;
}

static void range_name(
	const char *name, const double *bins, size_t n_bins, size_t bin, char *out, size_t out_size)
{
	if (n_bins == 1)
		snprintf(out, out_size, "%s", name);
	else if (bin + 1 == n_bins)
		snprintf(out, out_size, "%s > %g", name, bins[bin]);
	else
		snprintf(out, out_size, "%s > %g, <= %g", name, bins[bin], bins[bin + 1]);
}

void heuristics_name(
	size_t i, const struct termset *sets, size_t n_sets, char *out, size_t out_size)
{
	size_t k;

	for (k = 0; k < TABLE_N; k++) {
		if (i < table[k].n_bins) {
			range_name(table[k].name, table[k].bins, table[k].n_bins, i, out, out_size);
			return;
		}
		i -= table[k].n_bins;
	}
	k = i / SET_BINS;
	range_name(
		k < n_sets ? sets[k].name : "unused", set_bins, SET_BINS, i % SET_BINS, out, out_size);
}

_Static_assert(TABLE_N + TERMSETS_MAX <= HEURISTICS_MAX, "each is on at most once");
