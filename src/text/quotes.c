/* SPDX-License-Identifier: MIT */
/* What opens and what closes a quotation, in time linear in the text: the search for each closing
 * mark is done once. */
#include "text/quotes.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"

/* Quotations of one comment beyond this number count as its author's own words. */
#define QUOTES_MAX 256

struct mark {
	const char *open;
	const char *close;
};

static const struct mark blocks[] = {
	{"<blockquote", "</blockquote>"}, {"[quote", "[/quote]"}, {"<q>", "</q>"}};

/* „…“ and “…” share a mark: the opening one decides which mark closes. */
static const struct mark marks[] = {
	{"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"&quot;", "&quot;"}, {"&ldquo;", "&rdquo;"}};

#define MARKS (sizeof(marks) / sizeof(marks[0]))

struct finder {
	const struct text *in;
	struct quotes *out;
	size_t own; /* letters outside all quotations */

	/* For each mark: where its closing mark stands next (SIZE_MAX: not searched yet), found once
	 * for all that open before it, and the first place from which there are too few words up to it.
	 */
	size_t closed[MARKS];
	size_t too_few[MARKS];
};

static inline bool starts_at(const struct text *in, size_t i, const char *with)
{
	return i < in->len && str_begins_nocase((moderato_str){in->s + i, in->len - i}, with);
}

/* Where `with` stands from i on; in->len when it does not. */
static size_t find_from(const struct text *in, size_t i, const char *with)
{
	for (; i < in->len; i++)
		if (starts_at(in, i, with))
			return i;
	return in->len;
}

static bool is_blank(const struct text *in, size_t i)
{
	return i >= in->len || ascii_is_space(in->s[i]);
}

static bool is_letter(char c)
{
	return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

static bool word_ends(const struct text *in, size_t i, size_t to)
{
	return is_letter(in->s[i]) &&
		   (i + 1 == to || is_blank(in, i + 1) || strchr(".,;:!?", in->s[i + 1]));
}

/* The first place from which the range up to `to` has fewer than QUOTE_WORDS_MIN words; `from` when
 * that is so already. */
static size_t enough_words(const struct text *in, size_t from, size_t to)
{
	size_t n = 0;
	size_t i = to;

	while (i > from && n < QUOTE_WORDS_MIN)
		n += word_ends(in, --i, to);
	return n < QUOTE_WORDS_MIN ? from : i + 1;
}

/* The end of the line at i if it begins, after blanks, with > or &gt;; else 0. */
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

/* The end of the block quote at i, or 0 when none begins there. A block that is not closed reaches
 * to the end of the text. */
static size_t quoted_block(const struct text *in, size_t i)
{
	size_t end;
	size_t k;

	if (in->s[i] != '<' && in->s[i] != '[')
		return 0;
	for (k = 0; k < sizeof(blocks) / sizeof(blocks[0]); k++)
		if (starts_at(in, i, blocks[k].open)) {
			end = find_from(in, i, blocks[k].close);
			return end < in->len ? end + strlen(blocks[k].close) : end;
		}
	return 0;
}

/* True if mark k, which opened before `from`, closes after enough words. */
static bool closes(struct finder *f, size_t k, size_t from)
{
	if (f->closed[k] == SIZE_MAX || f->closed[k] < from) {
		f->closed[k] = find_from(f->in, from, marks[k].close);
		f->too_few[k] = f->closed[k] < f->in->len ? enough_words(f->in, from, f->closed[k]) : from;
	}
	return f->closed[k] < f->in->len && f->closed[k] - from < QUOTE_BYTES_MAX &&
		   from < f->too_few[k];
}

/* The end of the words between quotation marks from i on, including the marks; 0 when there are
 * none. A mark opens after a blank, one of some signs, or the beginning of the text, and only if no
 * blank follows it. */
static size_t quoted_words(struct finder *f, size_t i)
{
	const struct text *in = f->in;
	size_t k;

	if (i > 0 && !is_blank(in, i - 1) && !strchr("(:,-", in->s[i - 1]))
		return 0;
	for (k = 0; k < MARKS; k++) {
		const size_t from = i + strlen(marks[k].open);

		if (starts_at(in, i, marks[k].open) && !is_blank(in, from))
			return closes(f, k, from) ? f->closed[k] + strlen(marks[k].close) : 0;
	}
	return 0;
}

/* Adds the quotation, by its place in the original text. */
static void add_quotation(struct finder *f, size_t begin, size_t end)
{
	if (f->out->n < QUOTES_MAX)
		f->out->v[f->out->n++] = text_original(f->in, begin, end);
}

bool quotes_possible(const struct text *in)
{
	if (!in->len) /* then in->s may be NULL */
		return false;
	return memchr(in->s, '"', in->len) || memchr(in->s, '>', in->len) ||
		   memchr(in->s, '&', in->len) || memchr(in->s, '[', in->len) ||
		   memchr(in->s, 0xE2, in->len) ||
		   memchr(in->s, 0xC2, in->len); /* the first bytes of “ „ and of « */
}

bool quotes_find(struct arena *arena, const struct text *in, struct quotes *out)
{
	struct finder f = {.in = in, .out = out};
	bool line_begins = true;
	size_t i = 0;

	*out = (struct quotes){arena_array(arena, QUOTES_MAX, sizeof(*out->v)), 0};
	if (!out->v)
		return false;
	memset(f.closed, 0xff, sizeof(f.closed)); /* SIZE_MAX: not searched yet */
	while (i < in->len) {
		size_t end = line_begins ? quoted_line(in, i) : 0;

		if (!end)
			end = quoted_block(in, i);
		if (!end)
			end = quoted_words(&f, i);
		if (end) {
			add_quotation(&f, i, end);
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
