/* SPDX-License-Identifier: MIT */
/* One pass over the text. Markup is not checked for being well formed: a block that is not closed
 * reaches to the end, as forums show it. */
#include "corpus/quoted.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/str.h"

#define TAG_MAX 300
#define WHOM_MAX 150 /* bytes of a line that says whom the next ones quote */

static const struct block {
	const char *open;
	const char *close;
} blocks[] = {{"<blockquote", "</blockquote>"}, {"<aside", "</aside>"}, {"[quote", "[/quote]"},
	{"<q>", "</q>"}};

static const char *const line_tags[] = {"<p>", "<br>", "<br/>", "<br />", "</p>"};

struct finder {
	moderato_str text;
	struct quoted *out;
	bool failed;
};

static bool at(const struct finder *f, size_t i, const char *with)
{
	return i < f->text.len && str_begins_nocase(str_from(f->text, i), with);
}

static bool is_letter(char c)
{
	return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

/* Returns the length of a tag at i that begins a line, or 0. */
static size_t line_tag(const struct finder *f, size_t i)
{
	size_t k;

	if (f->text.ptr[i] == '\n')
		return 1;
	for (k = 0; f->text.ptr[i] == '<' && k < sizeof(line_tags) / sizeof(*line_tags); k++)
		if (at(f, i, line_tags[k]))
			return strlen(line_tags[k]);
	return 0;
}

/* Returns where the line at i ends if it begins with > or &gt;; otherwise 0. */
static size_t quoted_line(const struct finder *f, size_t i)
{
	size_t mark;

	while (at(f, i, " "))
		i++;
	mark = at(f, i, "&gt;") ? 4 : at(f, i, ">");
	if (!mark || i + mark >= f->text.len)
		return 0;
	if (!is_letter(f->text.ptr[i + mark]) && !strchr(" >\"\n<[", f->text.ptr[i + mark]) &&
		!at(f, i + mark, "&gt;"))
		return 0;
	for (i += mark; i < f->text.len && !line_tag(f, i); i++)
		;
	return i;
}

/* Returns whether the aside at i is a quote, and no other note. */
static bool is_quote(const struct finder *f, size_t i)
{
	moderato_str tag = str_from(f->text, i);
	const char *end;

	tag.len = tag.len < TAG_MAX ? tag.len : TAG_MAX;
	end = memchr(tag.ptr, '>', tag.len);
	tag.len = end ? (size_t)(end - tag.ptr) : 0;
	return str_find_nocase(tag, str_of("quote")) != SIZE_MAX;
}

/* Returns where the block that begins at i ends; 0: none begins there. */
static size_t quoted_block(const struct finder *f, size_t i)
{
	const struct block *block = NULL;
	size_t depth = 0;
	size_t k;

	if (f->text.ptr[i] != '<' && f->text.ptr[i] != '[')
		return 0;
	for (k = 0; k < sizeof(blocks) / sizeof(*blocks) && !block; k++)
		if (at(f, i, blocks[k].open) && (k != 1 || is_quote(f, i)))
			block = &blocks[k];
	if (!block)
		return 0;
	for (; i < f->text.len; i++) {
		if (f->text.ptr[i] != *block->open)
			continue;
		if (at(f, i, block->open))
			depth++;
		else if (at(f, i, block->close) && !--depth)
			return i + strlen(block->close);
	}
	return i;
}

/* Returns whether the text is like "Ann wrote:" or "On Friday, Ann <ann@a.example> wrote:". */
static bool says_whom(moderato_str line)
{
	static const char *const verbs[] = {"wrote", "writes", "said", "says", "schrieb",
		"a \xc3\xa9"
		"crit",
		"escribi\xc3\xb3", "ha scritto", "escreveu", "schreef", "originally posted by"};
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (str_find_nocase(line, str_of(verbs[i])) != SIZE_MAX)
			return true;
	return false;
}

/* Returns the length of a tag that begins a line and ends at `end`, or 0. */
static size_t tag_before(const struct finder *f, size_t least, size_t end)
{
	size_t k;

	for (k = 0; f->text.ptr[end - 1] == '>' && k < sizeof(line_tags) / sizeof(*line_tags); k++)
		if (str_ends(str_part(f->text, least, end), line_tags[k]))
			return strlen(line_tags[k]);
	return 0;
}

/* Returns where a quotation at i begins if the line before it, which must not have been quoted,
 * says whom it quotes. */
static size_t with_whom(const struct finder *f, size_t i)
{
	const size_t least = f->out->n ? f->out->v[f->out->n - 1].end : 0;
	size_t end = i;
	size_t begin, tag;

	do {
		while (end > least && ascii_is_space(f->text.ptr[end - 1]))
			end--;
		tag = end > least ? tag_before(f, least, end) : 0;
		end -= tag;
	} while (tag);
	if (end == least || f->text.ptr[end - 1] != ':')
		return i;
	for (begin = end; begin > least && end - begin < WHOM_MAX; begin--)
		if (f->text.ptr[begin - 1] == '\n' || tag_before(f, least, begin))
			break;
	return end - begin < WHOM_MAX && says_whom(str_part(f->text, begin, end)) ? begin : i;
}

static void add(struct finder *f, size_t begin, size_t end)
{
	struct quoted *out = f->out;
	void *grown = out->v;

	if (out->n && out->v[out->n - 1].end == begin) {
		out->v[out->n - 1].end = end;
		return;
	}
	if (!grow_array(&grown, &out->cap, out->n + 1, sizeof(*out->v))) {
		f->failed = true;
		return;
	}
	out->v = grown;
	out->v[out->n++] = (moderato_span){begin, end};
}

/* Takes a quotation's lines: those that follow one another are one. */
static size_t take_lines(struct finder *f, size_t i, size_t end)
{
	const size_t begin = i;
	size_t next = end;

	while (next) {
		end = next;
		i = end < f->text.len ? end + line_tag(f, end) : end;
		next = quoted_line(f, i);
	}
	add(f, begin, end);
	return end;
}

static bool has_own(moderato_str text, const struct quoted *quoted)
{
	size_t k = 0;
	size_t i;
	bool tag = false;

	for (i = 0; i < text.len; i++) {
		if (k < quoted->n && i == quoted->v[k].begin) {
			i = quoted->v[k++].end - 1;
			continue;
		}
		if (text.ptr[i] == '<')
			tag = true;
		else if (text.ptr[i] == '>')
			tag = false;
		else if (!tag && (is_letter(text.ptr[i]) || ascii_is_digit(text.ptr[i])))
			return true;
	}
	return false;
}

bool quoted_find(struct quoted *quoted, moderato_str text)
{
	struct finder f = {.text = text, .out = quoted};
	bool begins = true;
	size_t i = 0;

	quoted->n = 0;
	if (!text.len || (!memchr(text.ptr, '<', text.len) && !memchr(text.ptr, '[', text.len) &&
						 !memchr(text.ptr, '>', text.len) && !memchr(text.ptr, '&', text.len)))
		return true;
	while (i < text.len && !f.failed) {
		size_t end = begins ? quoted_line(&f, i) : 0;

		if (end) {
			const size_t whom = with_whom(&f, i);

			i = take_lines(&f, whom, end);
			begins = false;
			continue;
		}
		end = quoted_block(&f, i);
		if (end) {
			add(&f, with_whom(&f, i), end);
			i = end;
			begins = false;
			continue;
		}
		end = line_tag(&f, i);
		begins = end > 0;
		i += end ? end : 1;
	}
	if (!has_own(text, quoted))
		quoted->n = 0;
	return !f.failed;
}

void quoted_dispose(struct quoted *quoted)
{
	free(quoted->v);
	*quoted = (struct quoted){NULL, 0, 0};
}
