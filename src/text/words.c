/* SPDX-License-Identifier: MIT */
/* Where words begin and end, and which tokens links and mentions give. Nearly all words are simple
 * ones, which are read from bitmaps; the rest goes byte by byte. */
#include "text/words.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "text/charmap.h"
#include "text/leet.h"
#include "text/normalize.h"
#include "text/url.h"
#include "text/word_signs.h"
#include "text/words_spaced.h"

/* Words taken from a link's host and path: enough for "buy-cheap-…", not for query strings. */
#define PATH_WORDS_MAX 8

struct splitter {
	struct arena *arena;
	const struct text *in;
	struct charmap map; /* of `in` */
	bool digits;        /* the text has digits */
	struct words *out;
	size_t cap;
	size_t n_single; /* plain words of one letter, perhaps more: see words_spaced.h */
	bool failed;
};

static bool grow_words(struct splitter *sp)
{
	const size_t cap = sp->cap ? sp->cap * 2 : 64;
	struct word *v = arena_array(sp->arena, cap, sizeof(*v));

	if (!v) {
		sp->failed = true;
		return false;
	}
	if (sp->out->n)
		memcpy(v, sp->out->v, sp->out->n * sizeof(*v));
	sp->out->v = v;
	sp->cap = cap;
	return true;
}

static inline void append_word(struct splitter *sp, const char *surface, size_t len, size_t begin,
	size_t end, enum word_kind kind)
{
	struct words *out = sp->out;

	if (out->n == sp->cap && !grow_words(sp))
		return;
	out->v[out->n++] = (struct word){surface, (uint32_t)len, (uint32_t)begin, (uint32_t)end, kind};
}

/* Adds a token: TOKEN_MARK, `name`, and `detail` unless that is NULL. */
static void add_token(struct splitter *sp, const char *name, const char *detail, size_t detail_len,
	size_t begin, size_t end)
{
	const size_t name_len = strlen(name);
	char *s;

	detail_len = codepoint_cut(detail, detail_len, WORD_BYTES_MAX);
	s = arena_array(sp->arena, 1 + name_len + detail_len + WORD_PAD, 1);
	if (!s) {
		sp->failed = true;
		return;
	}
	s[0] = TOKEN_MARK;
	memcpy(s + 1, name, name_len);
	if (detail)
		memcpy(s + 1 + name_len, detail, detail_len);
	append_word(sp, s, 1 + name_len + detail_len, begin, end, WORD_TOKEN);
}

/* Adds the labels of a host and the first words of a path as words: "cheap-pills.example/buy". */
static void add_link_words(struct splitter *sp, const char *s, size_t len, size_t begin, size_t end)
{
	size_t i = 0;
	size_t count = 0;

	while (i < len && count < PATH_WORDS_MAX) {
		size_t from;

		while (i < len && !ascii_is_lower(s[i]))
			i++;
		from = i;
		while (i < len && ascii_is_lower(s[i]))
			i++;
		if (i - from >= 3 && i - from <= 20) {
			append_word(sp, s + from, i - from, begin, end, WORD_SYMBOL);
			count++;
		}
	}
}

/* Adds the tokens and words of a link or an address; `s` is the whole of it, and [begin, end) its
 * place in the normalised text. */
static void add_url(
	struct splitter *sp, const char *s, const struct url *url, size_t begin, size_t end)
{
	const char *host = s + url->host;
	const char *dot = NULL;
	size_t i;

	for (i = 0; i + 1 < url->host_len; i++)
		if (host[i] == '.')
			dot = host + i;
	add_token(sp, url->email ? "e-mail" : "link", NULL, 0, begin, end);
	add_token(sp, "host ", host, url->host_len, begin, end);
	if (dot)
		add_token(sp, "domain ", dot, (size_t)(host + url->host_len - dot), begin, end);
	if (url->email)
		sp->out->n_emails++;
	else
		sp->out->n_links++;
	add_link_words(sp, host, url->len - url->host, begin, end);
}

/* --- plain words --- */

/* True if a word begins at s[i]: with a letter, a digit, or a sign in place of a letter. */
static bool word_begins(const struct text *in, size_t i)
{
	size_t n;

	return word_codepoint(in->s, i, &n) || sign_begins(in, i);
}

/* Counts a plain word by the kinds of characters that it has. */
static void count_plain(struct splitter *sp, const char *s, size_t len)
{
	size_t letters = 0;
	size_t digits = 0;
	size_t signs = 0;
	size_t stars = 0;
	const size_t from = s[0] == '@'; /* the @ of a mention is no leet */
	size_t i;

	for (i = from; i < len; i++) {
		if (is_letter(s[i]))
			letters++;
		else if (ascii_is_digit(s[i]))
			digits++;
		else if (s[i] == '*' || s[i] == '#' || s[i] == '%' || s[i] == '_')
			stars++;
		else if (s[i] != '\'')
			signs++;
	}
	sp->out->n_plain++;
	sp->out->n_masked += stars && letters;
	sp->out->n_leet +=
		(signs && letters > 1) || (digits && letters && leet_is_meant(s + from, len - from));
	sp->out->n_numbers += !letters && digits;
}

/* Adds a token for two words such as "st-pid" that may be one whose hyphen hides a letter. */
static void add_near_token(struct splitter *sp, size_t start, size_t i)
{
	const struct text *in = sp->in;
	const size_t right = letters_from(in, i + 1, WORD_BYTES_MAX);
	char s[WORD_BYTES_MAX];

	memcpy(s, in->s + start, i - start);
	memcpy(s + (i - start), in->s + i + 1, right);
	add_token(sp, TOKEN_NEAR, s, i - start + right, start, i + 1 + right);
}

/* Where the run of ASCII letters and digits from s[i] on ends, or where the word that began at
 * `start` reaches its largest length. */
static size_t alnum_end(const struct splitter *sp, size_t start, size_t i)
{
	const size_t most = start + WORD_BYTES_MAX;

	if (i > most) /* a code point crossed the limit */
		return i;
	return bits_next_clear(&sp->map.v->alnum, i, most < sp->in->len ? most : sp->in->len);
}

/* The end of the word that begins at s[start] and continues at s[i]. */
static size_t word_end(const struct splitter *sp, size_t start, size_t i)
{
	const struct text *in = sp->in;

	for (;;) {
		size_t n;

		i = alnum_end(sp, start, i);
		if (i >= in->len || i - start >= WORD_BYTES_MAX)
			return i;
		if ((unsigned char)in->s[i] < 0x80)
			n = inner_sign(in, start, i);
		else if (!word_codepoint(in->s, i, &n))
			n = 0;
		if (!n || i + n - start > WORD_BYTES_MAX + 4)
			return i;
		i += n;
	}
}

/* True if the byte at s[i] ends the ASCII word before it, so that the word is neither part of a
 * link nor disguised. ENDS bytes always end it, STOP bytes only if white space follows. s[i + 1]
 * can be read: white space follows the text (text/normalize.h). */
static inline bool ends_word(const struct text *in, size_t i)
{
	enum { ENDS = 1, STOP = 2, SPACE = 4 };
	static const unsigned char kinds[256] = {[' '] = ENDS | SPACE,
		['\n'] = ENDS | SPACE,
		['\t'] = ENDS,
		['\r'] = ENDS,
		[','] = ENDS,
		[';'] = ENDS,
		['?'] = ENDS,
		['"'] = ENDS,
		['('] = ENDS,
		[')'] = ENDS,
		['/'] = ENDS,
		['['] = ENDS,
		[']'] = ENDS,
		['<'] = ENDS,
		['>'] = ENDS,
		['='] = ENDS,
		['&'] = ENDS,
		['.'] = STOP,
		['!'] = STOP,
		[':'] = STOP,
		['-'] = STOP,
		['\''] = STOP};
	const unsigned kind = kinds[(unsigned char)in->s[i]];
	const unsigned next = kinds[(unsigned char)in->s[i + 1]];

	return (kind & ENDS) | (kind / STOP & next / SPACE);
}

/* Adds the word of letters and digits [begin, end). Returns false when there may be more to it, or
 * no memory is left. */
static inline bool add_simple_word(struct splitter *sp, size_t begin, size_t end)
{
	struct words *out = sp->out;

	if (end - begin > WORD_BYTES_MAX || !ends_word(sp->in, end) ||
		(out->n == sp->cap && !grow_words(sp)))
		return false;
	out->v[out->n++] = (struct word){
		sp->in->s + begin, (uint32_t)(end - begin), (uint32_t)begin, (uint32_t)end, WORD_PLAIN};
	if (sp->digits && bits_any(&sp->map.v->digit, begin, end)) {
		count_plain(sp, sp->in->s + begin, end - begin);
	} else {
		out->n_plain++;
		sp->n_single += end - begin == 1;
	}
	return true;
}

/* Reads simple words from byte i on, for as long as only quiet signs stand between them: letters
 * and digits, perhaps an apostrophe among them, followed by a blank or the like. Most words are
 * simple. Returns where something else stands, or the end of the text.
 *
 * The begins and the ends of words are two rows of bits. Each loop takes one bit from both, so that
 * no word has to wait until the one before it has been looked at. */
static size_t read_simple_words(struct splitter *sp, size_t i)
{
	const size_t len = sp->in->len;

	while (i < len) {
		const struct char_block *block = &sp->map.v[i / CHAR_BLOCK];
		const size_t base = i - i % CHAR_BLOCK;
		const uint64_t here = ~UINT64_C(0) << (i % CHAR_BLOCK);
		const uint64_t apostrophe = block->caps & ~block->upper;
		const uint64_t inner = apostrophe & (block->letter & here) << 1 & block->letter >> 1;
		const uint64_t alnum = (block->alnum | inner) & here;
		const uint64_t other = block->start & ~alnum & here;
		uint64_t begins = alnum & ~(alnum << 1);
		uint64_t ends = ~alnum & alnum << 1;

		i = base + CHAR_BLOCK;
		if (other)
			begins &= (other & -other) - 1;
		for (; begins; begins &= begins - 1, ends &= ends - 1) {
			const size_t begin = base + (size_t)__builtin_ctzll(begins);
			size_t end = base + (size_t)__builtin_ctzll(ends | UINT64_C(1) << 63);

			if (!ends) /* the word continues in the next block */
				i = end = bits_next_clear(&sp->map.v->alnum, begin, len);
			if (!add_simple_word(sp, begin, end))
				return begin;
		}
		if (other)
			return base + (size_t)__builtin_ctzll(other);
	}
	return len;
}

/* Reads the word at s[i]; returns where it ends. */
static size_t read_plain_word(struct splitter *sp, size_t i)
{
	const struct text *in = sp->in;
	const size_t start = i;
	size_t letters;

	if (in->s[i] == '@' && letter_at(in, i + 1)) {
		add_token(sp, "mention", NULL, 0, i, i + 1);
		sp->out->n_mentions++;
	}
	while (is_leet_sign(in->s[i]))
		i++;
	letters = bits_next_clear(&sp->map.v->letter, start, in->len);
	i = word_end(sp, start, i);
	append_word(sp, in->s + start, i - start, start, i, WORD_PLAIN);
	sp->n_single += i - start == codepoint_len((unsigned char)in->s[start]);
	if (letters >= i)
		sp->out->n_plain++;
	else
		count_plain(sp, in->s + start, i - start);
	if (i < in->len && in->s[i] == '-' && hides_letter(in, start, i))
		add_near_token(sp, start, i);
	return i;
}

/* Reads punctuation: a run of one sign is a symbol of up to three of it. A single comma, stop,
 * quote, bracket or hyphen is dropped. Returns where the run ends. */
static size_t read_punctuation(struct splitter *sp, size_t i)
{
	const struct text *in = sp->in;
	const char c = in->s[i];
	size_t end = i + 1;
	size_t n;

	while (end < in->len && in->s[end] == c)
		end++;
	n = end - i < 3 ? end - i : 3;
	if (n > 1 || !strchr(",.;:'\"()[]{}-_/", c))
		append_word(sp, in->s + i, n, i, end, WORD_SYMBOL);
	if (c == '#' && end < in->len && is_letter(in->s[end]))
		sp->out->n_hashtags++;
	return end;
}

/* Reads a character beyond ASCII that is no part of a word; returns where it ends. */
static size_t read_symbol(struct splitter *sp, size_t i)
{
	size_t n;
	const uint32_t cp = codepoint_get(sp->in->s + i, &n);

	if (codepoint_classify(cp) == CODEPOINT_SYMBOL) {
		append_word(sp, sp->in->s + i, n, i, i + n, WORD_SYMBOL);
		sp->out->n_symbols++;
	}
	return i + n;
}

static void add_tokens_of_markup(struct splitter *sp, const struct markup *found)
{
	size_t kept = found->n_links < MARKUP_LINKS_MAX ? found->n_links : MARKUP_LINKS_MAX;
	size_t i;
	size_t k;

	for (i = 0; i < kept; i++) {
		const struct link *link = &found->links[i];
		char *lower = arena_array(sp->arena, link->len + WORD_PAD, 1);
		struct url url;

		if (!lower) {
			sp->failed = true;
			return;
		}
		memcpy(lower, link->target, link->len);
		for (k = 0; k < link->len; k++)
			lower[k] = ascii_lower(lower[k]);
		url_target(lower, link->len, &url);
		add_url(sp, lower, &url, 0, 0);
	}
	sp->out->n_links += found->n_links - kept;
}

/* True if a link or an address may begin with the word at s[i]: a host name or a scheme continues
 * after the letters and digits. */
static bool may_be_url(const struct splitter *sp, size_t i)
{
	const struct text *in = sp->in;
	const size_t end = bits_next_clear(&sp->map.v->alnum, i, in->len);
	const unsigned char c = end < in->len ? (unsigned char)in->s[end] : ' ';

	if (c <= ' ' || c == ',' || c == '\'')
		return false;
	if (c == '.')
		return end + 1 < in->len && (unsigned char)in->s[end + 1] > ' ';
	return c >= 0x80 || c == '-' || c == '@' || c == '_' || c == '+' || c == ':';
}

bool words_split_mapped(struct arena *arena, const struct text *in, const char *written,
	const struct charmap *map, const struct markup *found, struct words *out)
{
	struct splitter sp = {.arena = arena, .in = in, .map = *map, .out = out};
	size_t i = 0;
	size_t k;

	*out = (struct words){0};
	for (k = 0; k < sp.map.n; k++)
		sp.digits |= sp.map.v[k].digit != 0;
	while ((i = read_simple_words(&sp, i)) < in->len && !sp.failed) {
		struct url url;

		if (word_begins(in, i)) {
			if (may_be_url(&sp, i) && url_match(in->s + i, in->len - i, &url)) {
				add_url(&sp, in->s + i, &url, i, i + url.len);
				i += url.len;
			} else {
				i = read_plain_word(&sp, i);
			}
		} else if ((unsigned char)in->s[i] < 0x80) {
			i = read_punctuation(&sp, i);
		} else {
			i = read_symbol(&sp, i);
		}
	}
	if (sp.n_single >= WORDS_SPACED_MIN)
		words_join_spaced(in, written, out);
	add_tokens_of_markup(&sp, found);
	return !sp.failed;
}

bool words_split(struct arena *arena, const struct text *in, const char *written,
	const struct markup *found, struct words *out)
{
	struct charmap map;

	return charmap_read(&map, arena, in->s, in->len) &&
		   words_split_mapped(arena, in, written, &map, found, out);
}
