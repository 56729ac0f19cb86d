/* SPDX-License-Identifier: MIT */
/* Mutates XML by its pieces: a piece is a tag, a CDATA section, a comment, an instruction, or the
 * text between two of them. Broken XML has pieces too, so an input stays useful however often it
 * was changed. */
#include "base/buffer.h"
#include "base/rng.h"
#include "mutator.h"
#include "promise.h"

#define PIECES_MAX 512
#define NEST_MAX 64

struct xml {
	moderato_str piece[PIECES_MAX];
	size_t n;
	struct rng rng;
};

static size_t below(struct xml *x, size_t n)
{
	return (size_t)rng_below(&x->rng, n);
}

/* ---- pieces ---- */

static size_t end_of(moderato_str s, const char *mark)
{
	const char *at = memmem(s.ptr, s.len, mark, strlen(mark));

	return at ? (size_t)(at - s.ptr) + strlen(mark) : s.len;
}

static size_t piece_len(moderato_str s)
{
	const char *next;

	if (str_begins(s, "<![CDATA["))
		return end_of(s, "]]>");
	if (str_begins(s, "<!--"))
		return end_of(s, "-->");
	if (*s.ptr == '<')
		return end_of(s, ">");
	next = memchr(s.ptr, '<', s.len);
	return next ? (size_t)(next - s.ptr) : s.len;
}

static void take_apart(struct xml *x, moderato_str s)
{
	x->n = 0;
	while (s.len && x->n < PIECES_MAX - 1) {
		const size_t len = piece_len(s);

		x->piece[x->n++] = (moderato_str){s.ptr, len};
		s = str_from(s, len);
	}
	if (s.len)
		x->piece[x->n++] = s;
}

static bool is_tag(moderato_str piece)
{
	return piece.len > 2 && piece.ptr[0] == '<' && piece.ptr[1] != '!' && piece.ptr[1] != '?';
}

static moderato_str name_of(moderato_str tag)
{
	const size_t from = tag.ptr[1] == '/' ? 2 : 1;
	size_t to = from;

	while (to < tag.len && !strchr(" \t\r\n/>", tag.ptr[to]))
		to++;
	return str_part(tag, from, to);
}

/* Where the element ends that begins with a piece: behind its closing tag, or at the end. */
static size_t element_end(const struct xml *x, size_t i)
{
	size_t depth = 0;
	size_t k;

	if (!is_tag(x->piece[i]) || x->piece[i].ptr[1] == '/')
		return i + 1;
	for (k = i; k < x->n; k++) {
		if (!is_tag(x->piece[k]) || !str_equal(name_of(x->piece[k]), name_of(x->piece[i])))
			continue;
		if (x->piece[k].ptr[1] != '/')
			depth++;
		else if (!--depth)
			return k + 1;
	}
	return x->n;
}

static void add(struct buffer *out, const struct xml *x, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++)
		buffer_add(out, x->piece[i].ptr, x->piece[i].len);
}

/* ---- changes: each writes everything, and something else in place of piece i ---- */

static void drop(struct xml *x, size_t i, struct buffer *out)
{
	add(out, x, 0, i);
	add(out, x, i + 1, x->n);
}

static void drop_element(struct xml *x, size_t i, struct buffer *out)
{
	add(out, x, 0, i);
	add(out, x, element_end(x, i), x->n);
}

/* A copy of the element goes where another piece begins, which may be inside of it. */
static void copy_element(struct xml *x, size_t i, struct buffer *out)
{
	const size_t to = below(x, x->n + 1);

	add(out, x, 0, to);
	add(out, x, i, element_end(x, i));
	add(out, x, to, x->n);
}

static void exchange(struct xml *x, size_t i, struct buffer *out)
{
	const size_t k = below(x, x->n);
	const moderato_str piece = x->piece[i];

	x->piece[i] = x->piece[k];
	x->piece[k] = piece;
	add(out, x, 0, x->n);
}

/* The piece many times: tags that nobody closes, or closes too often. */
static void repeat(struct xml *x, size_t i, struct buffer *out)
{
	size_t times = 2 + below(x, NEST_MAX);

	add(out, x, 0, i);
	while (times--)
		add(out, x, i, i + 1);
	add(out, x, i + 1, x->n);
}

static void cut(struct xml *x, size_t i, struct buffer *out)
{
	add(out, x, 0, i);
	buffer_add(out, x->piece[i].ptr, below(x, x->piece[i].len + 1));
	if (below(x, 2))
		add(out, x, i + 1, x->n);
}

static void rename_tag(struct xml *x, size_t i, struct buffer *out)
{
	const moderato_str other = x->piece[below(x, x->n)];
	const moderato_str tag = x->piece[i];
	moderato_str name;

	add(out, x, 0, i);
	if (is_tag(tag) && is_tag(other)) {
		name = name_of(tag);
		buffer_add(out, tag.ptr, (size_t)(name.ptr - tag.ptr));
		buffer_add(out, name_of(other).ptr, name_of(other).len);
		buffer_add(out, name.ptr + name.len, (size_t)(tag.ptr + tag.len - (name.ptr + name.len)));
	} else {
		add(out, x, i, i + 1);
	}
	add(out, x, i + 1, x->n);
}

/* An attribute, or several, of which some are the same twice. */
static void add_attribute(struct xml *x, size_t i, struct buffer *out)
{
	static const char *const attributes[] = {" a=\"1\"", " a='&lt;'", " dsq:id=\"7\"",
		" xmlns=\"urn:a\"", " xmlns:wp=\"http://wordpress.org/export/1.2/\"", " a", " a=b",
		" dsq:id=\"\"", " xml:space=\"preserve\"", " domain=\"category\""};
	const moderato_str tag = x->piece[i];
	const size_t at = is_tag(tag) ? (size_t)(name_of(tag).ptr - tag.ptr) + name_of(tag).len : 0;
	size_t times = 1 + below(x, 3);

	add(out, x, 0, i);
	buffer_add(out, tag.ptr, at);
	while (at && times--)
		buffer_add_str(out, attributes[below(x, COUNT(attributes))]);
	buffer_add(out, tag.ptr + at, tag.len - at);
	add(out, x, i + 1, x->n);
}

/* What may stand in a text and what may not: references, characters, ends of other pieces. */
static void add_text(struct xml *x, size_t i, struct buffer *out)
{
	static const char *const texts[] = {"&amp;", "&nbsp;", "&#0;", "&#x10ffff;", "&#xd800;", "&a",
		"&", "<", ">", "]]>", "<![CDATA[", "<!--", "--", "-->", "\x01", "\xe9", "\xef\xbf\xbf",
		"\xed\xa0\x80", "\xf4\x90\x80\x80", "<?", "?>", "<!DOCTYPE a [", "<!ENTITY a '&a;'>", "/>",
		"</", "<item>", "</item>", "<wp:comment>", "</wp:comment>", "<post>", "</post>", "\r", "1",
		"2024-07-01 22:35:46", "-1", "18446744073709551616"};
	const moderato_str piece = x->piece[i];
	const size_t at = below(x, piece.len + 1);

	add(out, x, 0, i);
	buffer_add(out, piece.ptr, at);
	buffer_add_str(out, texts[below(x, COUNT(texts))]);
	buffer_add(out, piece.ptr + at, piece.len - at);
	add(out, x, i + 1, x->n);
}

/* From one piece to another all is CDATA, a comment or another element's, which may end within. */
static void wrap(struct xml *x, size_t i, struct buffer *out)
{
	static const char *const around[][2] = {{"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<a>", "</a>"},
		{"<item>", "</item>"}, {"<wp:comment>", "</wp:comment>"}, {"<![CDATA[", ""}, {"", "]]>"},
		{"<!DOCTYPE a [", "]>"}, {"<?a ", "?>"}, {"<thread dsq:id=\"1\">", "</thread>"}};
	const char *const *chosen = around[below(x, COUNT(around))];
	const size_t to = i + below(x, x->n - i + 1);

	add(out, x, 0, i);
	buffer_add_str(out, chosen[0]);
	add(out, x, i, to);
	buffer_add_str(out, chosen[1]);
	add(out, x, to, x->n);
}

static void change(struct xml *x, struct buffer *out)
{
	static void (*const changes[])(struct xml *, size_t, struct buffer *) = {drop, drop_element,
		copy_element, copy_element, exchange, repeat, cut, rename_tag, add_attribute, add_text,
		add_text, wrap};

	changes[below(x, COUNT(changes))](x, below(x, x->n), out);
}

size_t xml_mutate(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct buffer out[2] = {BUFFER_INIT, BUFFER_INIT};
	struct xml x;
	size_t times;

	rng_seed(&x.rng, seed);
	if (!size || !below(&x, 3))
		return LLVMFuzzerMutate(data, size, max_size);
	buffer_add(&out[0], (const char *)data, size);
	for (times = 1 + below(&x, 3); times && out[0].len; times--) {
		const struct buffer last = out[0];

		take_apart(&x, buffer_view(&last));
		buffer_clear(&out[1]);
		change(&x, &out[1]);
		out[0] = out[1];
		out[1] = last;
	}
	promise(!out[0].failed && !out[1].failed);
	size = out[0].len < max_size ? out[0].len : max_size;
	if (size)
		memcpy(data, out[0].data, size);
	buffer_dispose(&out[0]);
	buffer_dispose(&out[1]);
	return size;
}
