/* SPDX-License-Identifier: MIT */
/* Reads chains of labels with disguised dots between them, decides which of the labels are a host,
 * and rewrites those. At the end: a quick test whether a text is worth the search. */
#include "text/hidden_links.h"

#include <string.h>

#include "base/ascii.h"
#include "text/hidden_dots.h"
#include "text/url.h"
#include "text/word_signs.h"
#include "text/words.h"

#define LABELS_MAX 8 /* more than hosts have */

/* A candidate for a host: labels with dots of some kind between them. */
struct chain {
	struct {
		moderato_span name;
		struct hidden_dot dot; /* after the name; not set for the last label */
	} v[LABELS_MAX];
	size_t n;
	bool www; /* the first label is www, and its letters or its dot are set apart */
};

/* The rewriting of a text: all before byte `done` of `in` is written. */
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

/* Where the label at s[i] ends, without trailing dots and hyphens. */
static size_t label_end(const struct text *in, size_t i)
{
	const size_t begin = i;

	while (i < in->len && is_label_byte(in->s[i]))
		i++;
	while (i > begin + 1 && !ascii_is_alnum(in->s[i - 1]))
		i--;
	return i;
}

/* The end of the first label, which is www, a link as far as it is written like one, or a word.
 * Sets chain->www, and the dot after www. */
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

/* Reads the labels from s[i] on for as long as disguised dots join them. */
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

/* True if label k certainly ends the host. After www or a scheme, which `sure` stands for, any
 * top-level domain does. */
static bool ends_host(const struct text *in, const struct chain *chain, size_t k, bool sure)
{
	const enum hidden_dot_kind kind = chain->v[k - 1].dot.kind;

	if (sure && kind != DOT_AT)
		return (!chain->www || k > 1 || kind == DOT_PLAIN) && is_top_level(in, chain->v[k].name);
	return hidden_dot_is_clear(in, kind, chain->v[k - 1].name, chain->v[k].name);
}

/* The first label of the host that label k belongs to: dots in brackets and the word "dot" join
 * further labels, each only with its own kind; "(at)" joins the name before it. */
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

/* Writes labels [first, last] as one host, and counts it unless it belongs to an address. */
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

/* Writes out the hidden host that begins at s[i], if there is one; `scheme` is true if a scheme
 * precedes it. Returns where to search next. */
static size_t write_host_at(struct progress *p, size_t i, bool scheme)
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
	if (!last && chain.www && chain.n > 2) /* www . any . thing is a host */
		last = 2;
	/* Without a host the search goes on after the chain, or at the last label of a chain that was
	 * cut off. */
	if (!last)
		return chain.n < LABELS_MAX ? chain.v[chain.n - 1].name.end
									: chain.v[chain.n - 1].name.begin;
	put_host(p, &chain, scheme || chain.www ? 0 : first_label(&chain, last - 1), last);
	if (scheme)
		p->found = found; /* the scheme is counted already */
	return p->done;
}

/* Writes out a scheme whose parts are set apart or crossed out: "http : // x", "h t t p s://",
 * "hxxp://". Returns where it ends, or i when there is none. */
static size_t write_scheme_at(struct progress *p, size_t i)
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
		host = write_scheme_at(&p, i);
		i = write_host_at(&p, host, host > i);
	}
	if (!p.done)
		return true;
	keep_to(&p, in.len);
	memset(p.w.s + p.w.len, ' ', WORD_PAD);
	*text = text_writer_done(&p.w);
	*n = p.found;
	return true;
}

/* --- the hint whether a text is worth the search --- */

static char lower_at(const struct text *in, size_t i)
{
	return i < in->len ? (char)(in->s[i] | 0x20) : ' ';
}

/* True if these small letters stand at s[i], in either case. */
static bool lower_are(const struct text *in, size_t i, const char *letters)
{
	for (; *letters; letters++, i++)
		if (lower_at(in, i) != *letters)
			return false;
	return true;
}

static inline bool dot_word_at(const struct text *in, size_t i)
{
	return (in->s[i] | 0x20) == 'd' && lower_are(in, i, "dot ");
}

/* True if a top-level domain stands at s[i] that may be meant after any full stop or comma: those
 * of tops_after_slip. */
static bool slip_follows(const struct text *in, size_t i)
{
	switch (lower_at(in, i)) {
	case 'c':
		return lower_are(in, i, "com");
	case 'r':
		return lower_are(in, i, "ru");
	case 'x':
		return lower_are(in, i, "xyz");
	default:
		return false;
	}
}

/* The place after up to two blanks at s[i]. */
static size_t after_blanks(const struct text *in, size_t i)
{
	i += lower_at(in, i) == ' ';
	return i + (lower_at(in, i) == ' ');
}

/* True if the full stop at s[i] may be a hidden dot: one set apart between two names, or one after
 * a name. */
static bool stop_hints(const struct text *in, size_t i)
{
	const size_t beyond = after_blanks(in, i + 1);

	if (i && in->s[i - 1] == ' ')
		return i > 1 && (in->s[i - 2] == ' ' || ascii_is_alnum(in->s[i - 2])) &&
			   ascii_is_alnum(lower_at(in, beyond));
	if (beyond > i + 1)
		return slip_follows(in, beyond);
	return i > 1 && (in->s[i - 1] | 0x20) == 'w' && in->s[i - 2] == ' ';
}

/* True if the sign at s[i] may be a hidden dot or part of a scheme that is set apart. */
static bool sign_hints(const struct text *in, size_t i)
{
	const char before = i ? in->s[i - 1] : ' ';
	const char next = lower_at(in, i + 1);

	switch (in->s[i]) {
	case '.':
		return stop_hints(in, i);
	case '(':
	case '[':
	case '{':
		i += next == ' ' ? 2 : 1;
		return lower_at(in, i) == ' ' || lower_at(in, i) == '.' || lower_are(in, i, "dot") ||
			   lower_are(in, i, "at)") || lower_are(in, i, "at]") || lower_are(in, i, "at ");
	case ',':
		return slip_follows(in, i + 1);
	case ':':
		return (before == ' ' && (next == ' ' || next == '/')) ||
			   (next == ' ' && lower_at(in, i + 2) == '/') ||
			   (next == '/' && i > 2 &&
				   (strchr("x ", lower_at(in, i - 2)) || lower_at(in, i - 3) == 'x'));
	default:
		return false;
	}
}

/* True if an ideographic full stop stands at one of the places, relative to `base`, that `bits`
 * marks. */
static bool ideographic_stop_at_any(const struct text *in, uint64_t bits, size_t base)
{
	for (; bits; bits &= bits - 1) {
		const size_t i = base + (size_t)__builtin_ctzll(bits);

		if (in->len - i > 2 && memcmp(in->s + i, IDEOGRAPHIC_STOP, 3) == 0)
			return true;
	}
	return false;
}

/* True if the block that begins at s[base] hints at a link; `before` is 1 if a letter or digit
 * precedes it. */
static bool block_hints(
	const struct text *in, const struct char_block *block, size_t base, uint64_t before)
{
	const size_t left = in->len - base;
	const uint64_t inside = left < CHAR_BLOCK ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
	const uint64_t alnum = block->alnum;
	/* Where words of three letters begin, as far as this block shows. */
	uint64_t words = alnum & ~(alnum << 1 | before) & (alnum >> 1 | UINT64_C(1) << 63) &
					 (alnum >> 2 | UINT64_C(3) << 62) & ~(alnum >> 3);
	/* Frequent signs that are no dots of any kind. */
	const uint64_t apart = block->quote | block->exclamation | block->question | block->caps;
	uint64_t signs = ~(alnum | block->blank | block->high | apart) & inside;

	for (; signs; signs &= signs - 1)
		if (sign_hints(in, base + (size_t)__builtin_ctzll(signs)))
			return true;
	for (; words; words &= words - 1)
		if (dot_word_at(in, base + (size_t)__builtin_ctzll(words)))
			return true;
	return ideographic_stop_at_any(in, block->high & (alnum << 1 | before), base);
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
