/* SPDX-License-Identifier: MIT */
/* The heuristics: first a function for the value of each, then the table with their names and bins,
 * then how values become features. */
#include "feature/heuristics.h"

#include <stdio.h>
#include <string.h>

/* What a heuristic may read. */
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

static double hidden_links(const struct view *v)
{
	return (double)v->doc->words.n_hidden_links;
}

static double markup_links(const struct view *v)
{
	return (double)v->doc->markup.n_links;
}

/* The share of the text's bytes that links take up. */
static double link_share(const struct view *v)
{
	const struct words *words = &v->doc->words;
	size_t bytes = 0;
	size_t i;

	for (i = 0; words->n_links && i < words->n; i++)
		if (words->v[i].kind == WORD_TOKEN && words->v[i].len == 5 &&
			memcmp(words->v[i].surface + 1, "link", 4) == 0)
			bytes += words->v[i].end - words->v[i].begin;
	for (i = 0; i < v->doc->markup.n_links && i < MARKUP_LINKS_MAX; i++)
		bytes += v->doc->markup.links[i].len;
	return ratio(bytes, v->doc->valid.len);
}

/* The number of links to hosts that hide where a link leads. */
static double shorteners(const struct view *v)
{
	static const char *const hosts[] = {"bit.ly", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd",
		"cutt.ly", "rb.gy", "urlz.fr", "shorturl.at", "tiny.cc", "adf.ly", "t.me", "wa.me", NULL};
	const struct words *words = &v->doc->words;
	size_t found = 0;
	size_t i;
	size_t k;

	for (i = 0; words->n_links + words->n_emails && i < words->n; i++) {
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

/* --- the author --- */

static double author_url(const struct view *v)
{
	return v->doc->comment->author_url.len > 0;
}

#define AUTHOR_SIGN(sign)                                                                          \
	static double sign(const struct view *v)                                                       \
	{                                                                                              \
		return (double)v->doc->author.sign;                                                        \
	}

AUTHOR_SIGN(name_words)
AUTHOR_SIGN(name_digits)
AUTHOR_SIGN(name_in_path)
AUTHOR_SIGN(name_in_host)
AUTHOR_SIGN(name_is_link)
AUTHOR_SIGN(path_parts)
AUTHOR_SIGN(path_is_file)
AUTHOR_SIGN(dashes_in_host)
AUTHOR_SIGN(dashes_in_path)
AUTHOR_SIGN(digits_in_host)

/* The number of words of a name that is a phrase in lower case: template spam is signed so ("cheap
 * seo tools"). */
static double name_is_phrase(const struct view *v)
{
	const struct author_signs *a = &v->doc->author;

	return a->name_words > 1 && a->name_lower == a->name_words ? (double)a->name_words : 0.0;
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
	return ratio(v->s->beyond_latin, v->s->letters);
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
	return (double)(v->doc->evasion.mixed + v->doc->words.n_alike);
}

static double stacked_marks(const struct view *v)
{
	return (double)v->doc->evasion.marks;
}

static double repaired(const struct view *v)
{
	return (double)(v->doc->evasion.repaired + v->doc->evasion.controls);
}

/* The number of disguised words if they are few, else 0. An author who disguises a few words hides
 * those that a filter looks for. If more than a quarter of the words are in disguise, this is the
 * author's manner; the skeletons then tell what the words mean. */
static double count_if_few(const struct view *v, size_t disguised)
{
	return disguised <= 2 || disguised * 4 <= v->doc->words.n_plain ? (double)disguised : 0.0;
}

static double masked(const struct view *v)
{
	return count_if_few(v, v->doc->words.n_masked);
}

static double spaced(const struct view *v)
{
	return count_if_few(v, v->doc->words.n_spaced);
}

static double leet_words(const struct view *v)
{
	return count_if_few(v, v->doc->words.n_leet);
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

/* --- crosses: signs that mean more together --- */

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

/* Each row: name, value, bins. A value up to the first bin is no feature; a value above bin k, and
 * up to the next, is feature k. */
#define HEURISTICS(X)                                                                              \
	X("links", links, 0, 1, 3, 8)                                                                  \
	X("hidden links", hidden_links, 0)                                                             \
	X("links in markup", markup_links, 0, 2)                                                       \
	X("link share of the text", link_share, 0, 0.15, 0.4, 0.7)                                     \
	X("link shorteners", shorteners, 0)                                                            \
	X("e-mail addresses", emails, 0, 1)                                                            \
	X("phone numbers", phones, 0, 1)                                                               \
	X("contact words", contact, 0, 1, 3)                                                           \
	X("calls to action", call_to_action, 0, 1, 3)                                                  \
	X("sums of money", money, 0, 1, 3)                                                             \
	X("money words", money_words, 0, 1, 3, 6)                                                      \
	X("author gives a url", author_url, 0)                                                         \
	X("digits in the author's name", name_digits, 0)                                               \
	X("author's name is a phrase", name_is_phrase, 0, 2)                                           \
	X("author's name is a link", name_is_link, 0)                                                  \
	X("words of the author's name", name_words, 0, 1, 2, 3)                                        \
	X("words of the author's name in the url's path", name_in_path, 0, 1)                          \
	X("words of the author's name in the url's host", name_in_host, 0, 1)                          \
	X("parts of the author's url's path", path_parts, 0, 1, 2)                                     \
	X("author's url is a file's", path_is_file, 0)                                                 \
	X("hyphens in the author's url's host", dashes_in_host, 0, 1)                                  \
	X("hyphens in the author's url's path", dashes_in_path, 0, 2)                                  \
	X("digits in the author's url's host", digits_in_host, 0, 1)                                   \
	X("characters", length, 20, 60, 140, 300, 700, 1500)                                           \
	X("words", words, 2, 5, 12, 30, 80, 200)                                                       \
	X("letters a word", word_length, 3.5, 5, 6.5)                                                  \
	X("longest word", longest_word, 12, 18, 30)                                                    \
	X("repeated words", repetition, 0.1, 0.25, 0.4, 0.6)                                           \
	X("share of the commonest word", top_repeat, 0.1, 0.2, 0.4)                                    \
	X("one character in a row", character_run, 2, 4, 8)                                            \
	X("line ends", newlines, 0, 2, 8)                                                              \
	X("upper case", caps, 0.08, 0.2, 0.5, 0.85)                                                    \
	X("words in capitals", caps_words, 0, 1, 3, 10)                                                \
	X("exclamation marks", exclamations, 0, 1, 3, 8)                                               \
	X("question marks", questions, 0, 1, 4)                                                        \
	X("end marks in a row", punctuation_run, 1, 3, 6)                                              \
	X("punctuation", punctuation, 0.02, 0.06, 0.15)                                                \
	X("quotation marks", quotes, 0, 2)                                                             \
	X("digits", digits, 0, 0.05, 0.15, 0.4)                                                        \
	X("emoji and symbols", symbols, 0, 1, 4)                                                       \
	X("share of emoji", symbol_share, 0.1, 0.4)                                                    \
	X("mentions", mentions, 0, 2)                                                                  \
	X("hashtags", hashtags, 0, 2)                                                                  \
	X("numbers", numbers, 0, 2, 6)                                                                 \
	X("tags", tags, 0, 4)                                                                          \
	X("entities", entities, 0, 4)                                                                  \
	X("letters beyond Latin", other_script, 0, 0.5)                                                \
	X("invisible characters", zero_width, 0, 3)                                                    \
	X("direction overrides", bidi, 0)                                                              \
	X("styled letters", styled, 0, 4)                                                              \
	X("words of mixed scripts", mixed, 0, 2)                                                       \
	X("stacked marks", stacked_marks, 0)                                                           \
	X("invalid bytes", repaired, 0, 4)                                                             \
	X("masked words", masked, 0, 1)                                                                \
	X("spaced words", spaced, 0, 1)                                                                \
	X("leet words", leet_words, 0, 2)                                                              \
	X("second person", second_person, 0, 0.05, 0.12, 0.25)                                         \
	X("first person", first_person, 0, 0.06, 0.15)                                                 \
	X("courtesy", courtesy, 0, 1)                                                                  \
	X("reported speech", reported, 0, 2)                                                           \
	X("negation", negation, 0, 2)                                                                  \
	X("link in a short text", link_in_short, 0)                                                    \
	X("link and call to action", link_and_call, 0)                                                 \
	X("link and money", link_and_money, 0)                                                         \
	X("contact and money", contact_and_money, 0)                                                   \
	X("praise with a url", praise_with_url, 0)                                                     \
	X("capitals and exclamation marks", loud, 0)                                                   \
	X("short and to a person", short_to_you, 0)

#define BINS_MAX 6
#define BINS(...) (sizeof((const double[]){__VA_ARGS__}) / sizeof(double))
#define ROW(name, value, ...) {name, BINS(__VA_ARGS__), {__VA_ARGS__}},

static const struct heuristic {
	const char *name;
	size_t n_bins;
	double bins[BINS_MAX];
} table[] = {HEURISTICS(ROW)};

#define TABLE_N (sizeof(table) / sizeof(table[0]))

/* The bins for the hits in one of the bundle's term sets. */
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

/* The bin of a value, which is above the first. */
static uint32_t heuristic_bin(double value, const double *bins, size_t n)
{
	size_t above = 1;

	while (above < n && value > bins[above])
		above++;
	return (uint32_t)above - 1;
}

/* The code for one row, expanded for all rows instead of a loop: most values are 0 and then cost
 * only one comparison. */
#define ADD_ACTIVE(name, value, ...)                                                               \
	{                                                                                              \
		static const double bins[] = {__VA_ARGS__};                                                \
		const double x = value(&v);                                                                \
                                                                                                   \
		if (x > bins[0])                                                                           \
			active[n++] = base + heuristic_bin(x, bins, BINS(__VA_ARGS__));                        \
		base += (uint32_t)BINS(__VA_ARGS__);                                                       \
	}

size_t heuristics_active(const struct document *doc, size_t n_sets, uint32_t active[HEURISTICS_MAX])
{
	const struct view v = {doc, &doc->signals, doc->set_hits};
	uint32_t base = 0;
	size_t n = 0;
	size_t i;

	HEURISTICS(ADD_ACTIVE)
	for (i = 0; i < n_sets; i++) {
		const double hits = (double)doc->set_hits[BUILTIN_SETS + i];

		if (hits > set_bins[0])
			active[n++] = base + heuristic_bin(hits, set_bins, SET_BINS);
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
