/* SPDX-License-Identifier: MIT */
#include "text/quotes.h"

#include <string.h>

/* More quotations than this in one comment are not told apart from its own words. */
#define QUOTES_MAX 256

struct mark {
	const char *open;
	const char *close;
};

static const struct mark blocks[] = {
	{"<blockquote", "</blockquote>"}, {"[quote", "[/quote]"}, {"<q>", "</q>"}};

/* „…“ and “…” share a mark: what opens decides what closes. */
static const struct mark marks[] = {
	{"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"&quot;", "&quot;"}, {"&ldquo;", "&rdquo;"}};

struct finder {
	const struct text *in;
	struct quotes *out;
	size_t own; /* letters outside of all quotations */
};

static bool starts_at(const struct text *in, size_t i, const char *with)
{
	size_t k;

	for (k = 0; with[k]; k++) {
		const char c = i + k < in->len ? in->s[i + k] : '\0';

		if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != with[k])
			return false;
	}
	return true;
}

/* Where `with` stands from i on, within `most` bytes; the text's length when nowhere. */
static size_t find(const struct text *in, size_t i, size_t most, const char *with)
{
	const size_t end = in->len - i < most ? in->len : i + most;

	for (; i < end; i++)
		if ((in->s[i] | 0x20) == (with[0] | 0x20) && starts_at(in, i, with))
			return i;
	return in->len;
}

static bool is_blank(const struct text *in, size_t i)
{
	return i >= in->len || in->s[i] == ' ' || in->s[i] == '\n' || in->s[i] == '\t' ||
		   in->s[i] == '\r';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static size_t count_words(const struct text *in, size_t from, size_t to)
{
	size_t n = 0;

	for (; from < to; from++)
		n += is_letter(in->s[from]) && (is_blank(in, from + 1) || from + 1 == to ||
										   strchr(".,;:!?", in->s[from + 1]));
	return n;
}

/* The end of a line that begins with > or &gt;, behind blanks. */
static size_t quoted_line(const struct text *in, size_t i)
{
	const char *end;

	while (i < in->len && in->s[i] == ' ')
		i++;
	if (!starts_at(in, i, "> ") && !starts_at(in, i, "&gt; ") &&
		!(starts_at(in, i, ">") && i + 1 < in->len && is_letter(in->s[i + 1])))
		return 0;
	end = memchr(in->s + i, '\n', in->len - i);
	return end ? (size_t)(end - in->s) : in->len;
}

static size_t quoted_block(const struct text *in, size_t i)
{
	size_t k;

	if (in->s[i] != '<' && in->s[i] != '[')
		return 0;
	for (k = 0; k < sizeof(blocks) / sizeof(blocks[0]); k++)
		if (starts_at(in, i, blocks[k].open))
			return find(in, i, in->len, blocks[k].close);
	return 0;
}

/* The end of what is between quotation marks from i on: a mark after a blank or the text's
 * beginning opens, one before a blank or a sign closes. */
static size_t quoted_words(const struct text *in, size_t i)
{
	size_t k;

	if (i > 0 && !is_blank(in, i - 1) && !strchr("(:,-", in->s[i - 1]))
		return 0;
	for (k = 0; k < sizeof(marks) / sizeof(marks[0]); k++) {
		size_t from = i + strlen(marks[k].open);
		size_t end;

		if (!starts_at(in, i, marks[k].open) || is_blank(in, from))
			continue;
		end = find(in, from, QUOTE_BYTES_MAX, marks[k].close);
		return end < in->len && count_words(in, from, end) >= QUOTE_WORDS_MIN ? end : 0;
	}
	return 0;
}

static void add(struct finder *f, size_t begin, size_t end)
{
	if (f->out->n < QUOTES_MAX)
		f->out->v[f->out->n++] = (moderato_span){begin, end};
}

bool quotes_possible(const struct text *in)
{
	return memchr(in->s, '"', in->len) || memchr(in->s, '>', in->len) ||
		   memchr(in->s, '&', in->len) || memchr(in->s, '[', in->len) ||
		   memchr(in->s, '\xE2', in->len) || memchr(in->s, '\xC2', in->len); /* “ „ and « */
}

bool quotes_find(struct arena *arena, const struct text *in, struct quotes *out)
{
	struct finder f = {.in = in, .out = out};
	bool line_begins = true;
	size_t i = 0;

	*out = (struct quotes){arena_array(arena, QUOTES_MAX, sizeof(*out->v)), 0};
	if (!out->v)
		return false;
	while (i < in->len) {
		size_t end = line_begins ? quoted_line(in, i) : 0;

		if (!end)
			end = quoted_block(in, i);
		if (!end)
			end = quoted_words(in, i);
		if (end) {
			add(&f, i, end);
			i = end;
			line_begins = false;
			continue;
		}
		f.own += is_letter(in->s[i]);
		line_begins = in->s[i] == '\n';
		i++;
	}
	if (!f.own)
		out->n = 0;
	return true;
}

bool quotes_have(const struct quotes *quotes, moderato_span span, size_t *at)
{
	while (*at < quotes->n && quotes->v[*at].end <= span.begin)
		++*at;
	return *at < quotes->n && quotes->v[*at].begin <= span.begin;
}
