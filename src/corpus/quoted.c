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
	{"<q", "</q>"}};

enum { ASIDE = 1 }; /* the one that must be of a class */

/* Elements that begin a line, or end one. */
static const char *const line_tags[] = {"p", "br", "div", "li"};

/* Markup that may stand after the colon of "Ann wrote:". */
static const char *const after_whom[] = {
	"*", "_", "[/b]", "[/i]", "</b>", "</i>", "</strong>", "</em>", "</cite>"};

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

/* Returns the length of a tag at i that begins or ends a line, or 0. */
static size_t line_tag(const struct finder *f, size_t i)
{
	moderato_str tag = str_from(f->text, i);
	const char *end;
	size_t k;

	if (*tag.ptr == '\n')
		return 1;
	if (*tag.ptr != '<')
		return 0;
	tag = str_from(tag, tag.len > 1 && tag.ptr[1] == '/' ? 2 : 1);
	for (k = 0; k < sizeof(line_tags) / sizeof(*line_tags); k++)
		if (str_begins_nocase(tag, line_tags[k]) && tag.len > strlen(line_tags[k]) &&
			!is_letter(tag.ptr[strlen(line_tags[k])]))
			break;
	if (k == sizeof(line_tags) / sizeof(*line_tags))
		return 0;
	end = memchr(tag.ptr, '>', tag.len < TAG_MAX ? tag.len : TAG_MAX);
	return end ? (size_t)(end + 1 - f->text.ptr) - i : 0;
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

/* Returns whether the aside is of the class quote, and no other note. */
static bool is_of_quote(moderato_str tag)
{
	size_t at = str_find_nocase(tag, str_of(" class="));
	const char *end;

	if (at >= tag.len || at + 8 >= tag.len)
		return false;
	tag = str_from(tag, at + 7);
	end = memchr(tag.ptr + 1, *tag.ptr, tag.len - 1);
	return end && str_find_nocase((moderato_str){tag.ptr, (size_t)(end - tag.ptr)},
					  str_of("quote")) != SIZE_MAX;
}

/* Returns the opening tag at i, up to its end, if it is the block's: "[quotes]" and "[quote me on
 * that]" are words. */
static moderato_str opening(const struct finder *f, size_t i, const struct block *block)
{
	const moderato_str none = {NULL, 0};
	moderato_str tag = str_from(f->text, i);
	const size_t len = strlen(block->open);
	const char *end;

	if (!at(f, i, block->open))
		return none;
	end = memchr(tag.ptr, *block->open == '<' ? '>' : ']', tag.len < TAG_MAX ? tag.len : TAG_MAX);
	tag.len = end ? (size_t)(end - tag.ptr) : 0;
	if (tag.len > len && !ascii_is_space(tag.ptr[len]) && tag.ptr[len] != '=')
		return none;
	if (tag.len > len && *block->open == '[' && !memchr(tag.ptr, '=', tag.len))
		return none;
	return tag;
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
		if (opening(f, i, &blocks[k]).len && (k != ASIDE || is_of_quote(opening(f, i, &blocks[k]))))
			block = &blocks[k];
	if (!block)
		return 0;
	for (; i < f->text.len; i++) {
		if (f->text.ptr[i] != *block->open)
			continue;
		if (opening(f, i, block).len)
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

/* Returns the length of a tag that begins or ends a line and itself ends at `end`, or 0. */
static size_t tag_before(const struct finder *f, size_t least, size_t end)
{
	const size_t most = end - least < TAG_MAX ? end - least : TAG_MAX;
	const char *less =
		f->text.ptr[end - 1] == '>' ? memrchr(f->text.ptr + end - most, '<', most) : NULL;
	const size_t begin = less ? (size_t)(less - f->text.ptr) : end;

	return less && line_tag(f, begin) == end - begin ? end - begin : 0;
}

/* Returns the end of the line without the markup that may stand after a colon. */
static size_t before_markup(const struct finder *f, size_t least, size_t end)
{
	size_t k = 0;

	while (k < sizeof(after_whom) / sizeof(*after_whom)) {
		const size_t len = strlen(after_whom[k]);

		if (end - least > len && str_ends(str_part(f->text, least, end), after_whom[k])) {
			end -= len;
			k = 0;
		} else {
			k++;
		}
	}
	return end;
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
	end = before_markup(f, least, end);
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
