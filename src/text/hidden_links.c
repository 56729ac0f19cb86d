/* SPDX-License-Identifier: MIT */
#include "text/hidden_links.h"

#include <string.h>

#include "base/ascii.h"
#include "text/hidden_dots.h"
#include "text/url.h"
#include "text/word_signs.h"
#include "text/words.h"

#define LABELS_MAX 8 /* more than hosts have */

/* What may be a host: labels, with dots of some kind between. */
struct chain {
	struct {
		moderato_span name;
		struct hidden_dot dot; /* behind it */
	} v[LABELS_MAX];
	size_t n;
	bool www; /* the first is www, set apart or from its dot */
};

/* The progress of a text: what stands before `done` is written. */
struct progress {
	const struct text *in;
	struct text_writer w;
	size_t done;
	size_t found;
};

static bool is_label_byte(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '.';
}

/* Where the label at s[i] ends: without the dots and hyphens behind it. */
static size_t label_end(const struct text *in, size_t i)
{
	const size_t begin = i;

	while (i < in->len && is_label_byte(in->s[i]))
		i++;
	while (i > begin + 1 && !ascii_is_alnum(in->s[i - 1]))
		i--;
	return i;
}

/* The first label: www, a link that is written as one so far, or a word. */
static size_t first_end(const struct text *in, size_t i, struct chain *chain)
{
	const size_t www = spelt_out(in, i, "www");
	struct url url;

	chain->www = www && hidden_dot_at(in, i + www, &chain->v[0].dot) &&
				 (www > 3 || chain->v[0].dot.kind != DOT_PLAIN);
	if (chain->www)
		return i + www;
	if (url_match(in->s + i, in->len - i, &url))
		return i + url.len;
	return label_end(in, i);
}

static void read_chain(const struct text *in, size_t i, struct chain *chain)
{
	size_t end = first_end(in, i, chain);

	chain->n = 0;
	for (;;) {
		const size_t k = chain->n++;

		chain->v[k].name = (moderato_span){i, end};
		if (chain->n == LABELS_MAX || !hidden_dot_at(in, end, &chain->v[k].dot) ||
			(chain->v[k].dot.kind == DOT_PLAIN && !(k == 0 && chain->www)))
			return;
		i = chain->v[k].dot.end;
		end = label_end(in, i);
	}
}

static bool is_top_level(const struct text *in, moderato_span name)
{
	size_t dot = name.end;

	while (dot > name.begin && in->s[dot - 1] != '.')
		dot--;
	return url_top_level(in->s + dot, name.end - dot);
}

/* Does label k end the host for certain? Behind www or a scheme any top-level domain does. */
static bool ends_host(const struct text *in, const struct chain *chain, size_t k, bool sure)
{
	const enum hidden_dot_kind kind = chain->v[k - 1].dot.kind;

	if (sure && kind != DOT_AT)
		return (!chain->www || k > 1 || kind == DOT_PLAIN) && is_top_level(in, chain->v[k].name);
	return hidden_dot_is_clear(in, kind, chain->v[k - 1].name, chain->v[k].name);
}

/* Labels before label k that belong to it: of a host that has brackets, those with brackets. */
static size_t first_label(const struct chain *chain, size_t k)
{
	const enum hidden_dot_kind kind = chain->v[k].dot.kind;
	bool address = false;

	while (k && !address &&
		   (chain->v[k - 1].dot.kind == DOT_AT ||
			   (chain->v[k - 1].dot.kind == kind && kind <= DOT_WORD))) {
		k--;
		address = chain->v[k].dot.kind == DOT_AT;
	}
	return k;
}

static void keep_to(struct progress *p, size_t i)
{
	text_keep(&p->w, p->done, i);
	p->done = i;
}

/* Write labels [first, last] as a host. */
static void put_host(struct progress *p, const struct chain *chain, size_t first, size_t last)
{
	const bool address = chain->v[first].dot.kind == DOT_AT;
	size_t k;

	keep_to(p, chain->v[first].name.begin);
	p->found += !address && !(p->done && p->in->s[p->done - 1] == '@');
	for (k = first; k <= last; k++) {
		const moderato_span name = chain->v[k].name;
		const struct hidden_dot *dot = &chain->v[k].dot;

		if (k == 0 && chain->www) {
			text_put(&p->w, "www", 3, name.begin, name.end);
			p->done = name.end;
		}
		keep_to(p, name.end);
		if (k < last) {
			text_put(&p->w, dot->kind == DOT_AT ? "@" : ".", 1, name.end, dot->end);
			p->done = dot->end;
		}
	}
}

/* The word at s[i] and what is joined to it; returns where to go on. */
static size_t open_host(struct progress *p, size_t i, bool scheme)
{
	const struct text *in = p->in;
	const size_t found = p->found;
	struct chain chain;
	size_t last = 0;
	size_t k;

	read_chain(in, i, &chain);
	for (k = 1; k < chain.n; k++)
		if (ends_host(in, &chain, k, scheme || chain.www))
			last = k;
		else if (last)
			break;
	if (!last && chain.www && chain.n > 2) /* www . any . thing */
		last = 2;
	if (!last) /* nor is there one that begins further on, unless the chain goes on */
		return chain.n < LABELS_MAX ? chain.v[chain.n - 1].name.end
									: chain.v[chain.n - 1].name.begin;
	put_host(p, &chain, scheme || chain.www ? 0 : first_label(&chain, last - 1), last);
	if (scheme)
		p->found = found; /* the scheme was counted */
	return p->done;
}

/* A scheme that is torn or crossed out, "http : // x", "h t t p s://", "hxxp://": written as one.
 * Returns where it ends; i when there is none. */
static size_t open_scheme(struct progress *p, size_t i)
{
	static const char after[] = "://";
	const struct text *in = p->in;
	const size_t secure = spelt_out(in, i, "https");
	const size_t letters = secure ? secure : spelt_out(in, i, "http");
	const size_t straight = (secure ? 5 : 4) + 3;
	size_t end = i + letters;
	size_t k;

	for (k = 0; letters && k < 3; k++) {
		while (end < in->len && in->s[end] == ' ' && end - i < 24)
			end++;
		if (end >= in->len || in->s[end++] != after[k])
			return i;
	}
	while (end < in->len && in->s[end] == ' ' && end - i < 24)
		end++;
	if (!letters || end >= in->len || !ascii_is_alnum(in->s[end]) ||
		(end - i == straight && in->s[i + 1] == 't' && in->s[i + 2] == 't'))
		return i;
	keep_to(p, i);
	text_put(&p->w, secure ? "https://" : "http://", straight, i, end);
	p->done = end;
	p->found++;
	return end;
}

bool hidden_links_write_out(struct arena *arena, struct text *text, size_t *n)
{
	const struct text in = *text;
	struct progress p = {.in = &in};
	size_t i = 0;

	*n = 0;
	if (!text_writer_init(&p.w, arena, &in, in.len + WORD_PAD))
		return false;
	while (i < in.len) {
		size_t host;

		if (!ascii_is_alnum(in.s[i])) {
			i++;
			continue;
		}
		host = open_scheme(&p, i);
		i = open_host(&p, host, host > i);
	}
	if (!p.done)
		return true;
	keep_to(&p, in.len);
	memset(p.w.s + p.w.len, ' ', WORD_PAD);
	*text = text_writer_done(&p.w);
	*n = p.found;
	return true;
}

/* --- is it worth looking? --- */

static char small_at(const struct text *in, size_t i)
{
	return i < in->len ? (char)(in->s[i] | 0x20) : ' ';
}

/* Do these small letters stand at s[i]? */
static bool small_are(const struct text *in, size_t i, const char *letters)
{
	for (; *letters; letters++, i++)
		if (small_at(in, i) != *letters)
			return false;
	return true;
}

static inline bool is_dot(const struct text *in, size_t i)
{
	return (in->s[i] | 0x20) == 'd' && small_are(in, i, "dot ");
}

/* Does a top-level domain stand at s[i] that may be meant behind any stop or comma? */
static bool slip_follows(const struct text *in, size_t i)
{
	switch (small_at(in, i)) {
	case 'c':
		return small_are(in, i, "com");
	case 'r':
		return small_are(in, i, "ru");
	case 'x':
		return small_are(in, i, "xyz");
	default:
		return false;
	}
}

/* Of up to two blanks from s[i] on. */
static size_t behind_blanks(const struct text *in, size_t i)
{
	i += small_at(in, i) == ' ';
	return i + (small_at(in, i) == ' ');
}

/* A full stop: set apart between what may be names, or at the end of one. */
static bool stop_hints(const struct text *in, size_t i)
{
	const size_t behind = behind_blanks(in, i + 1);

	if (i && in->s[i - 1] == ' ')
		return i > 1 && (in->s[i - 2] == ' ' || ascii_is_alnum(in->s[i - 2])) &&
			   ascii_is_alnum(small_at(in, behind));
	if (behind > i + 1)
		return slip_follows(in, behind);
	return i > 1 && (in->s[i - 1] | 0x20) == 'w' && in->s[i - 2] == ' ';
}

/* A sign that may be a hidden dot, or part of a torn scheme. */
static bool sign_hints(const struct text *in, size_t i)
{
	const char before = i ? in->s[i - 1] : ' ';
	const char next = small_at(in, i + 1);

	switch (in->s[i]) {
	case '.':
		return stop_hints(in, i);
	case '(':
	case '[':
	case '{':
		i += next == ' ' ? 2 : 1;
		return small_at(in, i) == ' ' || small_at(in, i) == '.' || small_are(in, i, "dot") ||
			   small_are(in, i, "at)") || small_are(in, i, "at]") || small_are(in, i, "at ");
	case ',':
		return slip_follows(in, i + 1);
	case ':':
		return (before == ' ' && (next == ' ' || next == '/')) ||
			   (next == ' ' && small_at(in, i + 2) == '/') ||
			   (next == '/' && i > 2 &&
				   (strchr("x ", small_at(in, i - 2)) || small_at(in, i - 3) == 'x'));
	default:
		return false;
	}
}

/* Does an ideographic full stop stand where a bit is? */
static bool stop_follows(const struct text *in, uint64_t bits, size_t base)
{
	for (; bits; bits &= bits - 1) {
		const size_t i = base + (size_t)__builtin_ctzll(bits);

		if (in->len - i > 2 && memcmp(in->s + i, IDEOGRAPHIC_STOP, 3) == 0)
			return true;
	}
	return false;
}

/* The block that begins at s[base]; `before` is the last bit of letters and digits before it. */
static bool block_hints(
	const struct text *in, const struct char_block *block, size_t base, uint64_t before)
{
	const size_t left = in->len - base;
	const uint64_t inside = left < CHAR_BLOCK ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
	const uint64_t alnum = block->alnum;
	/* Words of three letters, as far as this block tells. */
	uint64_t words = alnum & ~(alnum << 1 | before) & (alnum >> 1 | UINT64_C(1) << 63) &
					 (alnum >> 2 | UINT64_C(3) << 62) & ~(alnum >> 3);
	/* Without those that are no dots of any kind, and frequent. */
	const uint64_t apart = block->quote | block->exclamation | block->question | block->caps;
	uint64_t signs = ~(alnum | block->blank | block->high | apart) & inside;

	for (; signs; signs &= signs - 1)
		if (sign_hints(in, base + (size_t)__builtin_ctzll(signs)))
			return true;
	for (; words; words &= words - 1)
		if (is_dot(in, base + (size_t)__builtin_ctzll(words)))
			return true;
	return stop_follows(in, block->high & (alnum << 1 | before), base);
}

bool hidden_links_hint(const struct text *in, const struct charmap *map)
{
	uint64_t before = 0;
	size_t b;

	for (b = 0; b < map->n; b++) {
		if (block_hints(in, &map->v[b], b * CHAR_BLOCK, before))
			return true;
		before = map->v[b].alnum >> 63;
	}
	return false;
}
