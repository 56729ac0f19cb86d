/* SPDX-License-Identifier: MIT */
/* The word lists that tell a disguised dot from prose, and how they are used. */
#include "text/hidden_dots.h"

#include <string.h>

#include "base/ascii.h"
#include "text/url.h"
#include "text/word_signs.h"

/* Top-level domains that make a disguised dot certain, one list for each disguise: "x dot com", "x
 * . com", "x .com", and "x. com" or "x,com". The more easily the disguise is an honest slip, the
 * shorter the list. Words and file extensions are in none. */
static const char *const tops_after_word[] = {"com", "net", "org", "info", "biz", "io", "co", "uk",
	"ru", "xyz", "edu", "gov", "example", NULL};
static const char *const tops_after_spaced[] = {
	"com", "net", "org", "info", "biz", "io", "cn", "ru", "xyz", "icu", NULL};
static const char *const tops_after_blank[] = {"com", "org", "ru", "xyz", NULL};
static const char *const tops_after_slip[] = {"com", "ru", "xyz", NULL};

/* Words that no site is called, as in "the dot com bubble" or "your .com". */
static const char *const no_names[] = {"the", "this", "that", "these", "those", "an", "of", "every",
	"each", "old", "new", "early", "late", "big", "first", "last", "another", "any", "some", "my",
	"your", "his", "her", "our", "their", "its", "no", "in", "on", "at", "and", "or", "to", "with",
	"for", "by", "from", "is", "was", "red", "black", "blue", "green", "white", "yellow", "little",
	"small", "tiny", "one", "per", "polka", "failed", "former", "many", "most", "only", "just",
	"like", "want", "need", "get", "buy", "bought", "register", "registered", "use", "than", "it",
	"you", "me", "them", "us", NULL};

/* Words after "dot com" which show that no site is meant: "dot com bubble". */
static const char *const things[] = {"bubble", "boom", "bust", "crash", "era", "craze", "collapse",
	"mania", "company", "companies", "startup", "startups", "billionaire", "billionaires",
	"millionaire", "millionaires", "stock", "stocks", "days", "domain", "domains", "address",
	"extension", "suffix", "name", "names", NULL};

static bool span_is_one_of(const char *const list[], const struct text *in, moderato_span span)
{
	return text_is_one_of(list, in->s + span.begin, span.end - span.begin);
}

static char byte_or_blank_at(const struct text *in, size_t i)
{
	return i < in->len ? in->s[i] : ' ';
}

static bool stands_at(const struct text *in, size_t i, const char *s, size_t n)
{
	return i < in->len && in->len - i >= n && memcmp(in->s + i, s, n) == 0;
}

/* The place after up to two blanks at s[i]. */
static size_t skip_two_blanks(const struct text *in, size_t i)
{
	size_t n;

	for (n = 0; n < 2 && byte_or_blank_at(in, i) == ' ' && i < in->len; n++)
		i++;
	return i;
}

/* Reads a dot or "at" in the brackets that open at s[i]; returns false when they hold something
 * else. */
static bool in_brackets(const struct text *in, size_t i, struct hidden_dot *dot)
{
	const char close = in->s[i] == '(' ? ')' : in->s[i] == '[' ? ']' : '}';

	i = skip_two_blanks(in, i + 1);
	if (stands_at(in, i, "dot", 3))
		*dot = (struct hidden_dot){DOT_BRACKETS, i + 3};
	else if (stands_at(in, i, ".", 1))
		*dot = (struct hidden_dot){DOT_BRACKETS, i + 1};
	else if (stands_at(in, i, "at", 2))
		*dot = (struct hidden_dot){DOT_AT, i + 2};
	else
		return false;
	i = skip_two_blanks(in, dot->end);
	dot->end = skip_two_blanks(in, i + 1);
	return byte_or_blank_at(in, i) == close;
}

/* Classifies a full stop at s[i]; `blanks` is true if there are blanks before it. */
static struct hidden_dot spaced_dot(const struct text *in, size_t i, bool blanks)
{
	const size_t end = skip_two_blanks(in, i + 1);
	const bool blanks_after = end > i + 1;

	return (struct hidden_dot){
		blanks ? (blanks_after ? DOT_SPACED : DOT_BEFORE) : (blanks_after ? DOT_AFTER : DOT_PLAIN),
		end};
}

bool hidden_dot_at(const struct text *in, size_t i, struct hidden_dot *dot)
{
	const size_t from = skip_two_blanks(in, i);
	const char c = byte_or_blank_at(in, from);

	dot->end = in->len;
	if (c == '(' || c == '[' || c == '{') {
		if (!in_brackets(in, from, dot))
			return false;
	} else if (c == '.') {
		*dot = spaced_dot(in, from, from > i);
	} else if (c == ',' && from == i) {
		*dot = (struct hidden_dot){DOT_COMMA, i + 1};
	} else if (from > i && stands_at(in, from, "dot ", 4)) {
		*dot = (struct hidden_dot){DOT_WORD, skip_two_blanks(in, from + 3)};
	} else if (from == i && stands_at(in, from, IDEOGRAPHIC_STOP, 3)) {
		*dot = (struct hidden_dot){DOT_STOP, from + 3};
	}
	return ascii_is_alnum(byte_or_blank_at(in, dot->end));
}

/* True if `name` can be a host name that still lacks its top-level domain: its last label has two
 * letters or more, it is not a complete host, and it is no word such as "the". */
static bool is_host_name(const struct text *in, moderato_span name)
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
	return letters > 1 && !span_is_one_of(no_names, in, name);
}

/* True if the word after s[i] tells of domains in general, so that no site is meant. */
static bool thing_follows(const struct text *in, size_t i)
{
	moderato_span word;

	word.begin = skip_two_blanks(in, i);
	word.end = word.begin;
	while (ascii_is_alnum(byte_or_blank_at(in, word.end)))
		word.end++;
	return span_is_one_of(things, in, word);
}

bool hidden_dot_is_clear(
	const struct text *in, enum hidden_dot_kind kind, moderato_span name, moderato_span top)
{
	switch (kind) {
	case DOT_BRACKETS:
	case DOT_STOP:
		return url_top_level(in->s + top.begin, top.end - top.begin);
	case DOT_WORD:
		return span_is_one_of(tops_after_word, in, top) && is_host_name(in, name) &&
			   !thing_follows(in, top.end);
	case DOT_SPACED:
		return span_is_one_of(tops_after_spaced, in, top) && is_host_name(in, name);
	case DOT_BEFORE:
		return span_is_one_of(tops_after_blank, in, top) && is_host_name(in, name) &&
			   !thing_follows(in, top.end);
	case DOT_AFTER:
	case DOT_COMMA:
		return span_is_one_of(tops_after_slip, in, top) && is_host_name(in, name);
	case DOT_PLAIN:
	case DOT_AT:
		break;
	}
	return false;
}

size_t spelt_out(const struct text *in, size_t i, const char *word)
{
	const size_t begin = i;
	const bool apart = byte_or_blank_at(in, i + 1) == ' ';

	for (; *word; word++, i++) {
		if (i > begin && apart && byte_or_blank_at(in, i++) != ' ')
			return 0;
		if (byte_or_blank_at(in, i) != *word && !(*word == 't' && byte_or_blank_at(in, i) == 'x'))
			return 0;
	}
	return ascii_is_alnum(byte_or_blank_at(in, i)) ? 0 : i - begin;
}
