/* SPDX-License-Identifier: MIT */
#include "text/hidden_dots.h"

#include <string.h>

#include "base/ascii.h"
#include "text/url.h"
#include "text/word_signs.h"

/* Top-level domains by what it takes to know them: words and file names are in none. Behind the
 * word "dot", behind a spaced dot, behind a dot or comma with one blank or none. */
static const char *const behind_word[] = {"com", "net", "org", "info", "biz", "io", "co", "uk",
	"ru", "xyz", "edu", "gov", "example", NULL};
static const char *const behind_spaced[] = {
	"com", "net", "org", "info", "biz", "io", "cn", "ru", "xyz", "icu", NULL};
static const char *const behind_close[] = {"com", "org", "ru", "xyz", NULL};
static const char *const behind_slip[] = {"com", "ru", "xyz", NULL};

/* What no site is called: "the dot com bubble", "your .com". */
static const char *const no_names[] = {"the", "this", "that", "these", "those", "an", "of", "every",
	"each", "old", "new", "early", "late", "big", "first", "last", "another", "any", "some", "my",
	"your", "his", "her", "our", "their", "its", "no", "in", "on", "at", "and", "or", "to", "with",
	"for", "by", "from", "is", "was", "red", "black", "blue", "green", "white", "yellow", "little",
	"small", "tiny", "one", "per", "polka", "failed", "former", "many", "most", "only", "just",
	"like", "want", "need", "get", "buy", "bought", "register", "registered", "use", "than", "it",
	"you", "me", "them", "us", NULL};

/* What a "dot com" is, rather than a site's name before it. */
static const char *const things[] = {"bubble", "boom", "bust", "crash", "era", "craze", "collapse",
	"mania", "company", "companies", "startup", "startups", "billionaire", "billionaires",
	"millionaire", "millionaires", "stock", "stocks", "days", "domain", "domains", "address",
	"extension", "suffix", "name", "names", NULL};

static bool is_one_of(const char *const list[], const struct text *in, moderato_span span)
{
	const size_t len = span.end - span.begin;
	size_t i;

	for (i = 0; list[i]; i++)
		if (strlen(list[i]) == len && memcmp(list[i], in->s + span.begin, len) == 0)
			return true;
	return false;
}

static char byte_at(const struct text *in, size_t i)
{
	return i < in->len ? in->s[i] : ' ';
}

static bool stands_at(const struct text *in, size_t i, const char *s, size_t n)
{
	return i < in->len && in->len - i >= n && memcmp(in->s + i, s, n) == 0;
}

/* Behind up to two blanks. */
static size_t skip_blanks(const struct text *in, size_t i)
{
	size_t n;

	for (n = 0; n < 2 && byte_at(in, i) == ' ' && i < in->len; n++)
		i++;
	return i;
}

static bool in_brackets(const struct text *in, size_t i, struct hidden_dot *dot)
{
	const char close = in->s[i] == '(' ? ')' : in->s[i] == '[' ? ']' : '}';

	i = skip_blanks(in, i + 1);
	if (stands_at(in, i, "dot", 3))
		*dot = (struct hidden_dot){DOT_BRACKETS, i + 3};
	else if (stands_at(in, i, ".", 1))
		*dot = (struct hidden_dot){DOT_BRACKETS, i + 1};
	else if (stands_at(in, i, "at", 2))
		*dot = (struct hidden_dot){DOT_AT, i + 2};
	else
		return false;
	i = skip_blanks(in, dot->end);
	dot->end = skip_blanks(in, i + 1);
	return byte_at(in, i) == close;
}

/* A full stop at s[i], with `blanks` or none before it. */
static struct hidden_dot spaced_dot(const struct text *in, size_t i, bool blanks)
{
	const size_t end = skip_blanks(in, i + 1);
	const bool behind = end > i + 1;

	return (struct hidden_dot){
		blanks ? (behind ? DOT_SPACED : DOT_BEFORE) : (behind ? DOT_AFTER : DOT_PLAIN), end};
}

bool hidden_dot_at(const struct text *in, size_t i, struct hidden_dot *dot)
{
	const size_t from = skip_blanks(in, i);
	const char c = byte_at(in, from);

	dot->end = in->len;
	if (c == '(' || c == '[' || c == '{') {
		if (!in_brackets(in, from, dot))
			return false;
	} else if (c == '.') {
		*dot = spaced_dot(in, from, from > i);
	} else if (c == ',' && from == i) {
		*dot = (struct hidden_dot){DOT_COMMA, i + 1};
	} else if (from > i && stands_at(in, from, "dot ", 4)) {
		*dot = (struct hidden_dot){DOT_WORD, skip_blanks(in, from + 3)};
	} else if (from == i && stands_at(in, from, IDEOGRAPHIC_STOP, 3)) {
		*dot = (struct hidden_dot){DOT_STOP, from + 3};
	}
	return ascii_is_alnum(byte_at(in, dot->end));
}

/* Can it be a host's name that goes on: a word, of letters too, and neither a whole host nor one
 * that goes before ordinary words? */
static bool is_name(const struct text *in, moderato_span name)
{
	size_t letters = 0;
	size_t label = name.begin;
	size_t i;

	for (i = name.begin; i < name.end; i++) {
		letters += is_letter(in->s[i]);
		if (in->s[i] == '.') {
			label = i + 1;
			letters = 0;
		}
	}
	if (label > name.begin && url_top_level(in->s + label, name.end - label))
		return false;
	return letters > 1 && !is_one_of(no_names, in, name);
}

/* Is the word behind s[i] one that tells of domains, not where to go? */
static bool thing_follows(const struct text *in, size_t i)
{
	moderato_span word;

	word.begin = skip_blanks(in, i);
	word.end = word.begin;
	while (ascii_is_alnum(byte_at(in, word.end)))
		word.end++;
	return is_one_of(things, in, word);
}

bool hidden_dot_is_clear(
	const struct text *in, enum hidden_dot_kind kind, moderato_span name, moderato_span top)
{
	switch (kind) {
	case DOT_BRACKETS:
	case DOT_STOP:
		return url_top_level(in->s + top.begin, top.end - top.begin);
	case DOT_WORD:
		return is_one_of(behind_word, in, top) && is_name(in, name) && !thing_follows(in, top.end);
	case DOT_SPACED:
		return is_one_of(behind_spaced, in, top) && is_name(in, name);
	case DOT_BEFORE:
		return is_one_of(behind_close, in, top) && is_name(in, name) && !thing_follows(in, top.end);
	case DOT_AFTER:
	case DOT_COMMA:
		return is_one_of(behind_slip, in, top) && is_name(in, name);
	case DOT_PLAIN:
	case DOT_AT:
		break;
	}
	return false;
}

size_t spelt_out(const struct text *in, size_t i, const char *word)
{
	const size_t begin = i;
	const bool apart = byte_at(in, i + 1) == ' ';

	for (; *word; word++, i++) {
		if (i > begin && apart && byte_at(in, i++) != ' ')
			return 0;
		if (byte_at(in, i) != *word && !(*word == 't' && byte_at(in, i) == 'x'))
			return 0;
	}
	return ascii_is_alnum(byte_at(in, i)) ? 0 : i - begin;
}
