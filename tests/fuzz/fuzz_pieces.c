/* SPDX-License-Identifier: MIT */
/* Any text, cut into the pieces of any vocabulary, and held to the plain way of doing it.
 *
 * The input is the vocabulary, a piece a line; behind a byte 1E follows how many pieces to cut the
 * text into, as a byte, and the text. Without that the input is a text for the vocabulary below. */
#include "base/buffer.h"
#include "base/utf8.h"
#include "encode/pieces.h"
#include "promise.h"

static const char plain[] =
	"!\n##a\n##b\n##bc\n##\xC3\xA9\n[CLS]\n[SEP]\n[UNK]\na\nab\nabc\nb\n\xC3\xA9\n"
	"\xE4\xBD\xA0\n";

/* The longest piece that the bytes begin with, by trying them all. */
static uint32_t longest(
	const struct buffer *vocabulary, const char *prefix, const char *s, size_t len, size_t *used)
{
	const char *piece = vocabulary->data;
	const size_t skip = strlen(prefix);
	uint32_t id = VOCABULARY_NONE;
	uint32_t i;

	*used = 0;
	for (i = 0; piece < vocabulary->data + vocabulary->len; i++, piece += strlen(piece) + 1) {
		const size_t n = strlen(piece);

		if (n > skip && n - skip <= len && n - skip > *used && !memcmp(piece, prefix, skip) &&
			!memcmp(piece + skip, s, n - skip)) {
			id = i;
			*used = n - skip;
		}
	}
	return id;
}

static void promise_piece(const struct vocabulary *v, const struct buffer *vocabulary,
	const struct pieces *p, size_t i, const struct text *text)
{
	const moderato_span span = p->spans[i];
	const char *s = text->s + span.begin;
	const size_t len = span.end - span.begin;
	size_t used;
	uint32_t first, within;

	promise(len && span.begin >= p->spans[i - 1].end && span.end <= text->len);
	promise(utf8_valid(s, len));
	if (p->ids[i] == v->unknown)
		return;
	first = longest(vocabulary, "", s, len, &used);
	first = used == len ? first : VOCABULARY_NONE;
	within = longest(vocabulary, "##", s, len, &used);
	within = used == len ? within : VOCABULARY_NONE;
	promise(p->ids[i] == first || p->ids[i] == within);
}

static void cut(const struct vocabulary *v, const struct buffer *vocabulary, size_t most,
	const struct text *text)
{
	struct arena arena = ARENA_INIT;
	struct pieces p, all;
	size_t i;

	promise(pieces_of(v, text, most, &arena, &p));
	promise(p.n >= PIECES_MIN && p.n <= most);
	promise(p.ids[0] == v->opening && p.ids[p.n - 1] == v->closing);
	for (i = 1; i + 1 < p.n; i++)
		promise_piece(v, vocabulary, &p, i, text);
	/* What is kept of a long text are its two ends. */
	promise(pieces_of(v, text, text->len + PIECES_MIN, &arena, &all));
	promise(all.n >= p.n && (all.n == p.n || p.n == most));
	for (i = 0; i < p.n; i++) {
		const size_t tail = p.n < all.n ? (most - PIECES_MIN) / 4 + 1 : 0;
		const size_t at = i + tail < p.n ? i : all.n - (p.n - i);

		promise(p.ids[i] == all.ids[at] && p.spans[i].begin == all.spans[at].begin);
	}
	arena_dispose(&arena);
}

static void add_vocabulary(struct buffer *out, const char *lines, size_t len)
{
	size_t i;

	buffer_clear(out);
	for (i = 0; i < len; i++)
		buffer_add_char(out, lines[i] == '\n' ? '\0' : lines[i]);
	promise(!out->failed);
}

/* Cuts the text where the pieces are a vocabulary, of as many pieces as there are lines. */
static void try(struct buffer *vocabulary, size_t most, const struct text *text)
{
	moderato_error err = {"", 0};
	struct vocabulary v;
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < vocabulary->len; i++)
		n += !vocabulary->data[i];
	if (vocabulary_build(&v, buffer_view(vocabulary), n, &err))
		promise_message(&err);
	else
		cut(&v, vocabulary, most, text);
	vocabulary_dispose(&v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	const char *mark = size ? memchr(s, 0x1E, size) : NULL;
	struct buffer vocabulary = BUFFER_INIT, text = BUFFER_INIT;
	size_t most = 16;

	if (mark && mark + 1 < s + size) {
		add_vocabulary(&vocabulary, s, (size_t)(mark - s));
		most = PIECES_MIN + (unsigned char)mark[1];
		size -= (size_t)(mark + 2 - s);
		s = mark + 2;
	} else {
		add_vocabulary(&vocabulary, plain, sizeof(plain) - 1);
	}
	utf8_add_repaired(&text, (moderato_str){s, size});
	promise(!text.failed);
	try(&vocabulary, most, &(struct text){text.data, text.len, NULL});
	buffer_dispose(&vocabulary);
	buffer_dispose(&text);
	return 0;
}
