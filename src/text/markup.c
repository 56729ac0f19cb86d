/* SPDX-License-Identifier: MIT */
/* What counts as markup. One pass stops at each byte that may begin some and asks the function for
 * that byte. */
#include "text/markup.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "text/entities.h"

struct stripper {
	const struct text *in;
	struct text_writer w;
	struct arena *arena;
	struct markup *found;
	size_t no_target_end; /* no ')' before this place ends a Markdown target; see target_end() */
	bool failed;
};

static void keep_link(struct stripper *st, size_t begin, size_t end)
{
	struct markup *m = st->found;
	struct link *link;

	if (begin == end)
		return;
	if (!m->links)
		m->links = arena_array(st->arena, MARKUP_LINKS_MAX, sizeof(*m->links));
	if (!m->links) {
		st->failed = true;
		return;
	}
	if (m->n_links < MARKUP_LINKS_MAX) {
		link = &m->links[m->n_links];
		link->target = st->in->s + begin;
		link->len = end - begin;
		link->place = text_original(st->in, begin, end);
	}
	m->n_links++;
}

/* True if `name`, which is lower case, stands at s[i] in either case, followed by no letter. */
static bool name_is(const struct text *in, size_t i, const char *name)
{
	const size_t n = strlen(name);
	size_t k;

	if (in->len - i < n)
		return false;
	for (k = 0; k < n; k++)
		if (ascii_lower(in->s[i + k]) != name[k])
			return false;
	return i + n == in->len || !ascii_is_letter(in->s[i + n]);
}

/* The first `c` in [i, i + MARKUP_TAG_BYTES_MAX), or 0 when there is none before a byte of `stop`.
 */
static size_t find_closing(const struct text *in, size_t i, char c, const char *stop)
{
	const size_t end = in->len - i > MARKUP_TAG_BYTES_MAX ? i + MARKUP_TAG_BYTES_MAX : in->len;

	for (; i < end; i++) {
		if (in->s[i] == c)
			return i;
		if (in->s[i] && strchr(stop, in->s[i]))
			return 0;
	}
	return 0;
}

/* Adds the values of href and src within a tag's bytes [i, end) as links. */
static void tag_links(struct stripper *st, size_t i, size_t end)
{
	const struct text *in = st->in;

	for (; i + 4 < end; i++) {
		size_t from;
		size_t to;
		char quote;

		if (!name_is(in, i, "href") && !name_is(in, i, "src"))
			continue;
		from = i + (ascii_lower(in->s[i]) == 'h' ? 4 : 3);
		while (from < end && in->s[from] == ' ')
			from++;
		if (from >= end || in->s[from] != '=')
			continue;
		for (from++; from < end && in->s[from] == ' ';)
			from++;
		quote = from < end ? in->s[from] : '\0';
		if (quote == '"' || quote == '\'')
			from++;
		for (to = from; to < end; to++)
			if (quote == '"' || quote == '\'' ? in->s[to] == quote : in->s[to] == ' ')
				break;
		keep_link(st, from, to);
		i = to;
	}
}

static const char *const block_tags[] = {
	"p", "br", "div", "li", "ul", "ol", "tr", "td", "table", "blockquote", "h", "hr", "pre", NULL};

static bool is_block_tag(const struct text *in, size_t i)
{
	size_t k;

	for (k = 0; block_tags[k]; k++)
		if (name_is(in, i, block_tags[k]))
			return true;
	return false;
}

/* At '<': drops a tag or a comment. A block tag leaves a space, an inline tag nothing, so that
 * <b>id</b>iot is one word. Returns the number of bytes consumed, 0 when they are text. */
static size_t html_tag(struct stripper *st, size_t i)
{
	const struct text *in = st->in;
	size_t name = i + 1;
	size_t end;

	if (name >= in->len)
		return 0;
	if (in->len - i >= 7 && memcmp(in->s + i, "<!--", 4) == 0) {
		const size_t limit =
			in->len - i > MARKUP_TAG_BYTES_MAX ? MARKUP_TAG_BYTES_MAX : in->len - i;
		const char *close = memmem(in->s + i + 4, limit - 4, "-->", 3);

		return close ? (size_t)(close - (in->s + i)) + 3 : 0;
	}
	if (in->s[name] == '/')
		name++;
	if (name >= in->len || !ascii_is_letter(in->s[name]))
		return 0;
	end = find_closing(in, name, '>', "<");
	if (!end)
		return 0;
	tag_links(st, name, end);
	if (is_block_tag(in, name))
		text_put(&st->w, " ", 1, i, end + 1);
	st->found->n_tags++;
	return end + 1 - i;
}

static const char *const bbcodes[] = {"url", "b", "i", "u", "s", "img", "quote", "code", "color",
	"size", "list", "link", "email", "center", "font", NULL};

/* At '[': drops a BBCode tag such as [url=…] or [/b]. The target of [url]target[/url] stays in the
 * text, where the words stage finds it. Returns the bytes consumed, 0 when they are text. */
static size_t bbcode_tag(struct stripper *st, size_t i)
{
	const struct text *in = st->in;
	size_t name = i + 1;
	size_t end;
	size_t k;

	if (name < in->len && in->s[name] == '/')
		name++;
	if (name >= in->len || !ascii_is_letter(in->s[name]))
		return 0;
	for (k = 0; bbcodes[k] && !name_is(in, name, bbcodes[k]);)
		k++;
	if (!bbcodes[k])
		return 0;
	name += strlen(bbcodes[k]);
	if (name >= in->len || (in->s[name] != ']' && in->s[name] != '='))
		return 0;
	end = find_closing(in, name, ']', "[\n");
	if (!end)
		return 0;
	if (in->s[name] == '=' && (strcmp(bbcodes[k], "url") == 0 || strcmp(bbcodes[k], "link") == 0))
		keep_link(st, name + 1, end);
	st->found->n_tags++;
	return end + 1 - i;
}

/* The ')' of a target that begins at i, or 0 when there is none. Remembers how far it searched in
 * vain: otherwise "](](](" would take MARKUP_TAG_BYTES_MAX steps for each of its targets. */
static size_t target_end(struct stripper *st, size_t i)
{
	const struct text *in = st->in;
	const size_t end = in->len - i > MARKUP_TAG_BYTES_MAX ? i + MARKUP_TAG_BYTES_MAX : in->len;

	for (i = i > st->no_target_end ? i : st->no_target_end; i < end; i++) {
		if (in->s[i] == ')')
			return i;
		if (in->s[i] == '\n' || in->s[i] == '<' || in->s[i] == '>')
			break;
	}
	st->no_target_end = i;
	return 0;
}

/* At ']': drops the second half of a Markdown link, ](target). Returns the bytes consumed, 0 when
 * they are text. */
static size_t markdown_target(struct stripper *st, size_t i)
{
	const struct text *in = st->in;
	size_t end;
	size_t to;

	if (i + 2 >= in->len || in->s[i + 1] != '(')
		return 0;
	end = target_end(st, i + 2);
	if (!end)
		return 0;
	for (to = i + 2; to < end && in->s[to] != ' ';)
		to++;
	if (!memchr(in->s + i + 2, '.', to - i - 2) && !memchr(in->s + i + 2, '/', to - i - 2))
		return 0; /* no target: array[i](x), [sic](!) */
	keep_link(st, i + 2, to);
	text_put(&st->w, " ", 1, i, end + 1);
	return end + 1 - i;
}

/* At '&' or a backslash: decodes an entity or an escape. Returns the bytes consumed, 0 when they
 * are text. */
static size_t decode_at(struct stripper *st, size_t i)
{
	const struct text *in = st->in;
	char bytes[4];
	uint32_t cp;
	size_t used;

	used = in->s[i] == '&' ? entity_decode(in->s + i, in->len - i, &cp)
						   : escape_decode(in->s + i, in->len - i, &cp);
	if (!used)
		return 0;
	text_put(&st->w, bytes, codepoint_put(bytes, cp), i, i + used);
	st->found->n_entities++;
	return used;
}

static size_t strip_markup_at(struct stripper *st, size_t i)
{
	switch (st->in->s[i]) {
	case '<':
		return html_tag(st, i);
	case '[':
		return bbcode_tag(st, i);
	case ']':
		return markdown_target(st, i);
	case '&':
	case '\\':
		return decode_at(st, i);
	default:
		return 0;
	}
}

/* The place of the next byte from i on that may begin markup; in->len when there is none. */
static size_t next_trigger(const struct text *in, size_t i)
{
	for (; i < in->len; i++) {
		const char c = in->s[i];

		if (c == '<' || c == '&' || c == '\\' || c == '[' || c == ']')
			break;
	}
	return i;
}

bool markup_strip(
	struct arena *arena, const struct text *in, struct text *out, struct markup *found)
{
	struct stripper st = {.in = in, .arena = arena, .found = found, .failed = false};
	size_t from = 0;
	size_t i;

	*out = *in;
	*found = (struct markup){NULL, 0, 0, 0};
	i = next_trigger(in, 0);
	if (i == in->len)
		return true;
	/* The output is never longer: an entity of n bytes decodes to at most n bytes. */
	if (!text_writer_init(&st.w, arena, in, in->len))
		return false;
	while (i < in->len) {
		size_t used;

		text_keep(&st.w, from, i);
		used = strip_markup_at(&st, i);
		if (!used) {
			used = 1;
			text_keep(&st.w, i, i + 1);
		}
		from = i + used;
		i = next_trigger(in, from);
	}
	text_keep(&st.w, from, in->len);
	*out = text_writer_done(&st.w);
	return !st.failed;
}
