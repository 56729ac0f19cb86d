/* SPDX-License-Identifier: MIT */
#include "text_case.h"

#include "base/codepoint.h"
#include "base/utf8.h"
#include "text/entities.h"
#include "text/evasion.h"
#include "text/markup.h"
#include "text/url.h"
#include "text/utf8_repair.h"
#include "text/words.h"

#define R "\xEF\xBF\xBD" /* U+FFFD */

static struct text text_of(const char *s)
{
	struct text t = {s, strlen(s), NULL};

	return t;
}

static void check_bytes(const char *name, const struct text *got, const char *expected)
{
	if (got->len != strlen(expected) || memcmp(got->s, expected, got->len) != 0)
		fail_msg("%s: got '%.*s', expected '%s'", name, (int)got->len, got->s, expected);
}

static struct text strip(const struct text *in, struct markup *found)
{
	struct text out;

	assert_true(markup_strip(&arena, in, &out, found));
	return out;
}

/* --- repair --- */

static const struct {
	const char *name;
	const char *in;
	size_t len;
	const char *out;
	size_t repaired;
} repairs[] = {
	{"empty", "", 0, "", 0},
	{"ASCII", "plain text", 10, "plain text", 0},
	{"each length", "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 10,
		"a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 0},
	{"the last code point", "\xF4\x8F\xBF\xBF", 4, "\xF4\x8F\xBF\xBF", 0},
	{"around the surrogates", "\xED\x9F\xBF\xEE\x80\x80", 6, "\xED\x9F\xBF\xEE\x80\x80", 0},
	{"NUL in ASCII", "a\0b", 3, "a" R "b", 1},
	{"NUL beside others", "\xC3\xA9\0", 3, "\xC3\xA9" R, 1},
	{"lone continuation", "a\x80z", 3, "a" R "z", 1},
	{"two continuations", "\x80\xBF", 2, R R, 2},
	{"lead without more", "\xC3", 1, R, 1},
	{"lead before ASCII", "\xC3(", 2, R "(", 1},
	{"overlong slash in two", "\xC0\xAF", 2, R R, 2},
	{"overlong in two, C1", "\xC1\xBF", 2, R R, 2},
	{"overlong in three", "\xE0\x80\xAF", 3, R R R, 3},
	{"overlong in three, the last", "\xE0\x9F\xBF", 3, R R R, 3},
	{"overlong in four", "\xF0\x80\x80\xAF", 4, R R R R, 4},
	{"overlong in four, the last", "\xF0\x8F\xBF\xBF", 4, R R R R, 4},
	{"high surrogate", "\xED\xA0\x80", 3, R R R, 3},
	{"low surrogate", "\xED\xBF\xBF", 3, R R R, 3},
	{"beyond U+10FFFF", "\xF4\x90\x80\x80", 4, R R R R, 4},
	{"F5", "\xF5\x80\x80\x80", 4, R R R R, 4},
	{"five bytes", "\xF8\x88\x80\x80\x80", 5, R R R R R, 5},
	{"FE and FF", "\xFE\xFF", 2, R R, 2},
	{"cut after two of three", "ab\xE2\x82", 4, "ab" R, 1},
	{"cut after three of four", "\xF0\x9F\x98", 3, R, 1},
	{"cut, then a good one", "\xF0\x9F\x98\xC3\xA9", 5, R "\xC3\xA9", 1},
	{"Latin-1", "caf\xE9 cr\xE8me", 10, "caf" R " cr" R "me", 2},
	{"Unicode 15, table 3-8", "\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", 13,
		"a" R R R "b" R "c" R R "d", 6},
};

static void repair__ill_formed_classes__become_replacements(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(repairs); i++) {
		const struct text in = {repairs[i].in, repairs[i].len, NULL};
		struct text out;
		size_t repaired;

		assert_true(utf8_repair(&arena, &in, &out, &repaired));
		check_bytes(repairs[i].name, &out, repairs[i].out);
		if (repaired != repairs[i].repaired)
			fail_msg("%s: %zu repaired", repairs[i].name, repaired);
		if (!repaired && (out.s != in.s || out.origin))
			fail_msg("%s: copied for nothing", repairs[i].name);
	}
}

/* Valid is what encoding the decoded number gives back. */
static bool is_valid(const unsigned char *p, size_t n)
{
	char again[4];
	size_t len = codepoint_len(p[0]);
	uint32_t cp;
	size_t k;

	if (p[0] >= 0x80 && p[0] < 0xC0)
		return false;
	if (p[0] > 0xF7 || len > n)
		return false;
	for (k = 1; k < len; k++)
		if ((p[k] & 0xC0) != 0x80)
			return false;
	cp = codepoint_get((const char *)p, &len);
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return false;
	return codepoint_put(again, cp) == len && memcmp(again, p, len) == 0;
}

static void sequence__all_leads_and_edges__agrees_with_decoding(void **state)
{
	static const unsigned char edges[] = {
		0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF};
	unsigned char p[4];
	size_t i[4];
	bool valid;

	(void)state;
	for (i[0] = 0; i[0] < 256; i[0]++)
		for (i[1] = 0; i[1] < COUNT(edges); i[1]++)
			for (i[2] = 0; i[2] < COUNT(edges); i[2]++)
				for (i[3] = 0; i[3] < COUNT(edges); i[3]++) {
					size_t n;
					size_t len;

					p[0] = (unsigned char)i[0];
					p[1] = edges[i[1]];
					p[2] = edges[i[2]];
					p[3] = edges[i[3]];
					for (len = 1; len <= 4; len++) {
						n = utf8_next((const char *)p, len, &valid);
						if (valid != is_valid(p, len) || n < 1 || n > len)
							fail_msg(
								"%02x %02x %02x %02x of %zu: %zu", p[0], p[1], p[2], p[3], len, n);
						if (!valid && n > 3)
							fail_msg("%02x %02x %02x %02x of %zu: bad %zu", p[0], p[1], p[2], p[3],
								len, n);
					}
				}
}

static void repair__random_bytes__gives_valid_text_whose_origins_tile_the_input(void **state)
{
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 7);
	for (round = 0; round < 2000; round++) {
		char bytes[64];
		const size_t len = 1 + rng_below(&rng, sizeof(bytes));
		const struct text in = {bytes, len, NULL};
		struct text out;
		size_t repaired;
		size_t covered = 0;
		bool valid;
		size_t n;
		size_t i;

		for (i = 0; i < len; i++)
			bytes[i] =
				(char)(rng_below(&rng, 3) ? 0x80 + rng_below(&rng, 128) : rng_below(&rng, 128));
		assert_true(utf8_repair(&arena, &in, &out, &repaired));
		for (i = 0; i < out.len; i += n) {
			moderato_span span;

			n = utf8_next(out.s + i, out.len - i, &valid);
			assert_true(valid && out.s[i] != '\0');
			span = text_original(&out, i, i + n);
			assert_int_equal(span.begin, covered);
			assert_true(span.end > span.begin && span.end <= len);
			covered = span.end;
		}
		assert_int_equal(covered, len);
		arena_reset(&arena);
	}
}

/* --- entities and escapes --- */

static const struct {
	const char *in;
	size_t used; /* 0: none */
	uint32_t cp;
} entities[] = {
	{"&amp;", 5, '&'},
	{"&amp; more", 5, '&'},
	{"&lt;b", 4, '<'},
	{"&quot;", 6, '"'},
	{"&nbsp;", 6, 0xA0},
	{"&hellip;", 8, 0x2026},
	{"&euro;", 6, 0x20AC},
	{"&Auml;", 6, 0xC4},
	{"&auml;", 6, 0xE4},
	{"&#39;", 5, '\''},
	{"&#39 s", 4, '\''},
	{"&#x27;", 6, '\''},
	{"&#X27;", 6, '\''},
	{"&#x1F600;", 9, 0x1F600},
	{"&#8217;", 7, 0x2019},
	{"&#146;", 6, 0x2019},
	{"&#128;", 6, 0x20AC},
	{"&#129;", 6, 0x81},
	{"&#0039;", 7, '\''},
	{"&#0000000000105;", 16, 'i'},
	{"&#x00000000000069;", 18, 'i'},
	{"&amp;#39;", 9, '\''},
	{"&amp;amp;", 9, '&'},
	{"&amp;amp;lt;", 12, '<'},
	{"&amp;amp;amp;amp;", 13, '&'},
	{"&amp;nothing;", 5, '&'},
	{"&amp", 0, 0},
	{"&", 0, 0},
	{"& ", 0, 0},
	{"&;", 0, 0},
	{"&#", 0, 0},
	{"&#;", 0, 0},
	{"&#x;", 0, 0},
	{"&#xg;", 0, 0},
	{"&#0;", 0, 0},
	{"&#x0;", 0, 0},
	{"&#xD800;", 0, 0},
	{"&#x110000;", 0, 0},
	{"&#99999999;", 0, 0},
	{"&#4294967361;", 0, 0},
	{"&#x100000041;", 0, 0},
	{"&AMP;", 0, 0},
	{"&nosuch;", 0, 0},
	{"R&B", 0, 0},
};

static void entity__table__is_decoded_or_left(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(entities); i++) {
		uint32_t cp = 0;
		size_t used = entity_decode(entities[i].in, strlen(entities[i].in), &cp);

		if (used != entities[i].used || (used && cp != entities[i].cp))
			fail_msg("'%s': %zu bytes, U+%04X", entities[i].in, used, (unsigned)cp);
	}
}

static const struct {
	const char *in;
	size_t used;
	uint32_t cp;
} escapes[] = {
	{"\\n", 2, '\n'},
	{"\\r\\n", 2, '\n'},
	{"\\t", 2, '\t'},
	{"\\\"", 2, '"'},
	{"\\'", 2, '\''},
	{"\\/", 2, '/'},
	{"\\\\", 2, '\\'},
	{"\\xa0", 4, 0xA0},
	{"\\xe9t", 4, 0xE9},
	{"\\xc3\\xa9", 8, 0xE9},
	{"\\xC3\\xA9", 8, 0xE9},
	{"\\xc3\\x41", 4, 0xC3},
	{"\\xc3", 4, 0xC3},
	{"\\xe2\\x80\\x99", 12, 0x2019},
	{"\\xe2\\x80", 4, 0xE2},
	{"\\xe0\\x80\\x80", 4, 0xE0}, /* overlong: not one sequence */
	{"\\xed\\xa0\\x80", 4, 0xED}, /* a surrogate */
	{"\\u2019", 6, 0x2019},
	{"\\u0069", 6, 'i'},
	{"\\ud83d\\ude00", 12, 0x1F600},
	{"\\ud83d", 6, 0xD83D},
	{"\\ud83d\\u0041", 6, 0xD83D},
	{"\\x00", 0, 0},
	{"\\x4", 0, 0},
	{"\\xg1", 0, 0},
	{"\\u0000", 0, 0},
	{"\\u201", 0, 0},
	{"\\u201g", 0, 0},
	{"\\", 0, 0},
	{"\\d", 0, 0},
	{"\\o/", 0, 0},
};

static void escape__table__is_decoded_or_left(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(escapes); i++) {
		uint32_t cp = 0;
		size_t used = escape_decode(escapes[i].in, strlen(escapes[i].in), &cp);

		if (used != escapes[i].used || (used && cp != escapes[i].cp))
			fail_msg("'%s': %zu bytes, U+%04X", escapes[i].in, used, (unsigned)cp);
	}
}

/* Each named or numbered entity and each escape at every cut: never reads behind the end. */
static void entity_and_escape__cut_anywhere__stay_inside(void **state)
{
	size_t i;
	size_t len;

	(void)state;
	for (i = 0; i < COUNT(entities) + COUNT(escapes); i++) {
		const bool entity = i < COUNT(entities);
		const char *in = entity ? entities[i].in : escapes[i - COUNT(entities)].in;

		for (len = 1; len <= strlen(in); len++) {
			char *copy = malloc(len);
			uint32_t cp;
			size_t used;

			assert_non_null(copy);
			memcpy(copy, in, len);
			used = entity ? entity_decode(copy, len, &cp) : escape_decode(copy, len, &cp);
			if (used > len)
				fail_msg("'%.*s': %zu used", (int)len, in, used);
			free(copy);
		}
	}
}

/* --- markup --- */

static const struct {
	const char *name;
	const char *in;
	const char *out;
	size_t n_links;
	size_t n_tags;
	size_t n_entities;
	const char *link; /* the last one's target */
} markups[] = {
	{"nothing", "plain text", "plain text", 0, 0, 0, NULL},
	{"empty", "", "", 0, 0, 0, NULL},
	{"inline tags leave nothing", "<b>id</b>iot", "idiot", 0, 2, 0, NULL},
	{"block tags leave a space", "<p>one</p>two", " one two", 0, 2, 0, NULL},
	{"line break", "one<br/>two<BR>three", "one two three", 0, 2, 0, NULL},
	{"heading", "<h1>one</h1>two", " one two", 0, 2, 0, NULL},
	{"comment", "id<!-- a > b -->iot", "idiot", 0, 0, 0, NULL},
	{"shortest comment", "a<!---->b", "ab", 0, 0, 0, NULL},
	{"comment without end", "a <!-- b", "a <!-- b", 0, 0, 0, NULL},
	{"anchor, double quotes", "<a href=\"http://x.example/p\">go</a>", "go", 1, 2, 0,
		"http://x.example/p"},
	{"anchor, single quotes", "<a href='x.example'>go</a>", "go", 1, 2, 0, "x.example"},
	{"anchor, no quotes", "<a href=x.example rel=nofollow>go</a>", "go", 1, 2, 0, "x.example"},
	{"anchor, blanks", "<a class=c HREF = \"x.example\" >go</a>", "go", 1, 2, 0, "x.example"},
	{"anchor, empty", "<a href=\"\">go</a>", "go", 0, 2, 0, NULL},
	{"anchor, quote without end", "<a href=\"x.example>go</a>", "go", 1, 2, 0, "x.example"},
	{"image", "<img src=\"http://x.example/i.png\" alt=\"a\">", "", 1, 1, 0,
		"http://x.example/i.png"},
	{"two links in a tag", "<a href=\"a.example\"src=\"b.example\">", "", 2, 1, 0, "b.example"},
	{"entities", "a &amp; b &lt;c&gt; &#39;d&#39;", "a & b <c> 'd'", 0, 0, 5, NULL},
	{"entity twice escaped", "it&amp;#39;s", "it's", 0, 0, 1, NULL},
	{"entities make no tags", "&lt;b&gt;x", "<b>x", 0, 0, 2, NULL},
	{"escapes", "a\\nb\\u2019s \\xc3\\xa9", "a\nb\xE2\x80\x99s \xC3\xA9", 0, 0, 3, NULL},
	{"lone surrogate", "\\ud83d!", R "!", 0, 0, 1, NULL},
	{"bbcode", "[b]bold[/b] [i]x[/i]", "bold x", 0, 4, 0, NULL},
	{"bbcode in capitals", "[B]bold[/B]", "bold", 0, 2, 0, NULL},
	{"bbcode url with target", "[url=http://x.example]go[/url]", "go", 1, 2, 0, "http://x.example"},
	{"bbcode link", "[link=x.example]go[/link]", "go", 1, 2, 0, "x.example"},
	{"bbcode url as text", "[url]http://x.example[/url]", "http://x.example", 0, 2, 0, NULL},
	{"bbcode quote", "[quote=\"Ann\"]hi[/quote]", "hi", 0, 2, 0, NULL},
	{"markdown link", "see [this](http://x.example/p) now", "see [this  now", 1, 0, 0,
		"http://x.example/p"},
	{"markdown link with title", "[a](x.example \"title\")b", "[a b", 1, 0, 0, "x.example"},
	{"not markup: less than", "a < b and c > d", "a < b and c > d", 0, 0, 0, NULL},
	{"not markup: heart", "I <3 you", "I <3 you", 0, 0, 0, NULL},
	{"not markup: tag without end", "x <b and more", "x <b and more", 0, 0, 0, NULL},
	{"not markup: tag cut by another", "x <b <i>y", "x <b y", 0, 1, 0, NULL},
	{"not markup: arrows", "<- and <= and <>", "<- and <= and <>", 0, 0, 0, NULL},
	{"not markup: sic", "he sayed [sic] that", "he sayed [sic] that", 0, 0, 0, NULL},
	{"not markup: longer name", "[bold]x [urls=1]", "[bold]x [urls=1]", 0, 0, 0, NULL},
	{"not markup: bracket call", "a[n](x)", "a[n](x)", 0, 0, 0, NULL},
	{"not markup: bbcode over lines", "[url=x\ny]", "[url=x\ny]", 0, 0, 0, NULL},
	{"not markup: ampersands", "AT&T & R&B; Q&A", "AT&T & R&B; Q&A", 0, 0, 0, NULL},
	{"not markup: backslash", "C:\\dir \\o/", "C:\\dir \\o/", 0, 0, 0, NULL},
	{"triggers at the end: <", "a<", "a<", 0, 0, 0, NULL},
	{"triggers at the end: </", "a</", "a</", 0, 0, 0, NULL},
	{"triggers at the end: [", "a[", "a[", 0, 0, 0, NULL},
	{"triggers at the end: [/", "a[/", "a[/", 0, 0, 0, NULL},
	{"triggers at the end: [b", "a[b", "a[b", 0, 0, 0, NULL},
	{"triggers at the end: ](", "a](", "a](", 0, 0, 0, NULL},
	{"triggers at the end: &", "a&", "a&", 0, 0, 0, NULL},
	{"triggers at the end: &#", "a&#", "a&#", 0, 0, 0, NULL},
	{"triggers at the end: backslash", "a\\", "a\\", 0, 0, 0, NULL},
};

static void markup__table__is_removed_or_kept(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(markups); i++) {
		const struct text in = text_of(markups[i].in);
		struct markup found;
		const struct text out = strip(&in, &found);

		check_bytes(markups[i].name, &out, markups[i].out);
		if (found.n_links != markups[i].n_links || found.n_tags != markups[i].n_tags ||
			found.n_entities != markups[i].n_entities)
			fail_msg("%s: %zu links, %zu tags, %zu entities", markups[i].name, found.n_links,
				found.n_tags, found.n_entities);
		if (markups[i].link) {
			const struct link *link = &found.links[found.n_links - 1];

			if (link->len != strlen(markups[i].link) ||
				memcmp(link->target, markups[i].link, link->len) != 0)
				fail_msg("%s: link '%.*s'", markups[i].name, (int)link->len, link->target);
			assert_memory_equal(in.s + link->place.begin, markups[i].link, link->len);
			assert_int_equal(link->place.end - link->place.begin, link->len);
		}
	}
}

/* What a piece of the output was in the original. */
static const struct {
	const char *in;
	const char *out_piece;
	const char *original;
} spans[] = {
	{"you <b>id</b>iot", "idiot", "id</b>iot"},
	{"you <b>id</b>iot", "id", "id"},
	{"a&#98;c", "b", "&#98;"},
	{"a&#98;c", "abc", "a&#98;c"},
	{"it&amp;#39;s so", "'", "&amp;#39;"},
	{"x \\xc3\\xa9t\\xc3\\xa9 y", "\xC3\xA9t", "\\xc3\\xa9t"},
	{"[url=http://x.example]go[/url] on", "go", "go"},
	{"[url=http://x.example]go[/url] on", "go on", "go[/url] on"},
	{"\xC3\xA9 &lt; \xC3\xA9", "<", "&lt;"},
	{"one<br>two", "one two", "one<br>two"},
	{"one<br>two", " ", "<br>"},
	{"bad\x80 <i>w\x80rd</i>", "w" R "rd", "w\x80rd"},
};

static void markup__pieces__lead_back_to_the_original(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(spans); i++) {
		const struct text in = text_of(spans[i].in);
		const size_t n = strlen(spans[i].out_piece);
		struct markup found;
		struct text valid;
		struct text out;
		moderato_span span;
		const char *at;
		size_t repaired;

		assert_true(utf8_repair(&arena, &in, &valid, &repaired));
		out = strip(&valid, &found);
		at = memmem(out.s, out.len, spans[i].out_piece, n);
		if (!at)
			fail_msg(
				"'%s': no '%s' in '%.*s'", spans[i].in, spans[i].out_piece, (int)out.len, out.s);
		span = text_original(&out, (size_t)(at - out.s), (size_t)(at - out.s) + n);
		if (span.end - span.begin != strlen(spans[i].original) ||
			memcmp(in.s + span.begin, spans[i].original, span.end - span.begin) != 0)
			fail_msg("'%s' of '%s': '%.*s'", spans[i].out_piece, spans[i].in,
				(int)(span.end - span.begin), in.s + span.begin);
	}
}

static void markup__long_tags__are_text_beyond_the_limit(void **state)
{
	size_t inside;

	(void)state;
	/* From the byte behind "<" the ">" must be within MARKUP_TAG_BYTES_MAX bytes. */
	for (inside = MARKUP_TAG_BYTES_MAX - 2; inside <= MARKUP_TAG_BYTES_MAX; inside++) {
		char *s = malloc(inside + 2);
		struct markup found;
		struct text in = {s, inside + 2, NULL};
		struct text out;

		assert_non_null(s);
		memset(s, 'b', inside + 2);
		memcpy(s, "<b ", 3);
		s[inside + 1] = '>';
		out = strip(&in, &found);
		assert_int_equal(found.n_tags, inside < MARKUP_TAG_BYTES_MAX);
		assert_int_equal(out.len, inside < MARKUP_TAG_BYTES_MAX ? 0 : inside + 2);
		free(s);
	}
}

static void markup__many_links__are_counted_beyond_those_kept(void **state)
{
	static const char one[] = "[url=x.example]y[/url] ";
	size_t n;

	(void)state;
	for (n = MARKUP_LINKS_MAX - 1; n <= MARKUP_LINKS_MAX + 1; n++) {
		char *s = malloc(n * (sizeof(one) - 1));
		struct text in = {s, n * (sizeof(one) - 1), NULL};
		struct markup found;
		struct words words;
		struct text out;
		size_t i;

		assert_non_null(s);
		for (i = 0; i < n; i++)
			memcpy(s + i * (sizeof(one) - 1), one, sizeof(one) - 1);
		out = strip(&in, &found);
		assert_int_equal(found.n_links, n);
		assert_true(words_split(&arena, &out, s, &found, &words));
		assert_int_equal(words.n_links, n);
		free(s);
	}
}

/* --- inputs that were built to be slow --- */

static const char *const slow[] = {"<", "<<", "<a", "<a ", "<!--", "</", "<a href=", "<a href=\"",
	"[", "[[", "[b", "[b=", "[url=", "[url=x", "]", "](", "](a", "](a.b", "[a](", "&", "&&", "&#",
	"&amp;", "&amp", "&#x", "&#0", "&#38;", "\\", "\\\\", "\\x", "\\xc3", "\\ud83d", "@", "a@", "$",
	"'", "a'", "a*", "*", "a.", ".", "a ", "a-", "http://", "http://a", "www.", "a.com", "#", "!",
	"\xC3\xA9", "\xCC\x81", "a\xCC\x81", "\xE2\x80\x8B", "\xEF\xB7\xBA", "\xE3\x8E\x95",
	"\xF0\x9F\x98\x80", "\xEA\xB0\x81", "\x80", "\xF0\x9F"};

static void pipeline__repeated_triggers__ends(void **state)
{
	const size_t len = 200 * 1024;
	char *s = malloc(len);
	size_t i;
	size_t k;

	(void)state;
	assert_non_null(s);
	for (i = 0; i < COUNT(slow); i++) {
		const size_t n = strlen(slow[i]);
		const struct text in = {s, len, NULL};
		struct evasion evasion = {0};
		struct markup found;
		struct words words;
		struct text valid;
		struct text plain;
		struct text normal;

		for (k = 0; k < len; k++)
			s[k] = slow[i][k % n];
		assert_true(utf8_repair(&arena, &in, &valid, &evasion.repaired));
		evasion_scan(&valid, &evasion);
		plain = strip(&valid, &found);
		assert_true(normalize(&arena, &plain, &normal));
		assert_true(words_split(&arena, &normal, s, &found, &words));
		assert_true(words.n <= len);
		arena_reset(&arena);
	}
	free(s);
}

/* --- evasion --- */

static const struct {
	const char *name;
	const char *in;
	struct evasion expected;
} evasions[] = {
	{"plain", "You are kind.\r\n\tYes.", {0}},
	{"zero-width space", "id\xE2\x80\x8Biot", {.zero_width = 1}},
	{"soft hyphen and word joiner", "id\xC2\xADi\xE2\x81\xA0ot", {.zero_width = 2}},
	{"joiner in Latin", "id\xE2\x80\x8Diot", {.zero_width = 1}},
	{"joiner in an emoji", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC", {0}},
	{"non-joiner in Persian", "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\xD9\x88", {0}},
	{"override",
		"\xE2\x80\xAE"
		"abc",
		{.bidi = 1}},
	{"isolates",
		"\xE2\x81\xA6"
		"abc\xE2\x81\xA9",
		{.bidi = 2}},
	{"full width", "\xEF\xBD\x81\xEF\xBD\x82", {.styled = 2}},
	{"mathematical", "\xF0\x9D\x90\x9A", {.styled = 1}},
	{"circled", "\xE2\x93\x90", {.styled = 1}},
	{"Cyrillic among Latin",
		"\xD1\x81"
		"asino and \xD1\x81"
		"ash",
		{.mixed = 2}},
	{"whole in Cyrillic", "\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB8\xD0\xBD\xD0\xBE", {0}},
	{"Greek among Cyrillic", "\u03B1\u0455\u0455", {.mixed = 1}},
	{"variation selector in Latin", "x\uFE0Fy \uFE0F", {.zero_width = 2}},
	{"variation selectors in place", "\u2764\uFE0F 1\uFE0F\u20E3 \u845B\U000E0100", {0}},
	{"tags of a flag", "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
		{0}},
	{"tags in Latin", "i\U000E0067\U000E0062", {.zero_width = 2}},
	{"marks of direction in Latin", "i\u200Ed\u200F", {.zero_width = 2}},
	{"mark of direction in Hebrew", "\u05D0\u200F", {0}},
	{"Hangul fillers and operators", "i\u3164d\u115Fi\u2063o\u2800t", {.zero_width = 4}},
	{"small capitals", "\u1D20\u026A\u1D00", {.styled = 2}},
	{"raised and lowered", "\u1D5B\u1D43 \u209B", {.styled = 3}},
	{"upside down", "\u0287\u0131\u0265s", {.styled = 2}},
	{"in boxes", "\U0001F170\U0001F1FB\U0001F1EE\U0001F1E6", {.styled = 4}},
	{"flags", "\U0001F1FA\U0001F1F8 \U0001F1EC\U0001F1E7", {0}},
	{"accents", "caf\xC3\xA9 nai\xCC\x88ve", {0}},
	{"three marks", "a\xCC\x81\xCC\x82\xCC\x83", {.marks = 1}},
	{"five marks", "a\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85", {.marks = 3}},
	{"controls",
		"a\x01"
		"b\x7F"
		"c\xC2\x85",
		{.controls = 3}},
};

static void evasion__table__is_counted(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(evasions); i++) {
		const struct text in = text_of(evasions[i].in);
		const struct evasion *e = &evasions[i].expected;
		struct evasion got = {.repaired = 5};

		evasion_scan(&in, &got);
		assert_int_equal(got.repaired, 5);
		if (got.zero_width != e->zero_width || got.bidi != e->bidi || got.styled != e->styled ||
			got.mixed != e->mixed || got.marks != e->marks || got.controls != e->controls)
			fail_msg("%s: zero-width %zu, bidi %zu, styled %zu, mixed %zu, marks %zu, controls %zu",
				evasions[i].name, got.zero_width, got.bidi, got.styled, got.mixed, got.marks,
				got.controls);
	}
}

/* --- links --- */

static const struct {
	const char *in;
	const char *whole; /* NULL: none */
	const char *host;
	bool email;
} urls[] = {
	{"http://x.example/a?b=c#d rest", "http://x.example/a?b=c#d", "x.example", false},
	{"https://www.x.example", "https://www.x.example", "x.example", false},
	{"hxxp://x.example.", "hxxp://x.example", "x.example", false},
	{"http://x.example/a, and", "http://x.example/a", "x.example", false},
	{"http://x.example/a).", "http://x.example/a", "x.example", false},
	{"http://10.0.0.1:80/x", "http://10.0.0.1:80/x", "10.0.0.1", false},
	{"www.nosuchtld.zz/x y", "www.nosuchtld.zz/x", "nosuchtld.zz", false},
	{"cheap.example", "cheap.example", "cheap.example", false},
	{"cheap.example! now", "cheap.example", "cheap.example", false},
	{"bit.ly/abc", "bit.ly/abc", "bit.ly", false},
	{"end.it was", NULL, NULL, false},
	{"file.txt", NULL, NULL, false},
	{"e.g. this", NULL, NULL, false},
	{"com", NULL, NULL, false},
	{"http://", NULL, NULL, false},
	{"www.", NULL, NULL, false},
	{"www", NULL, NULL, false},
	{"ann.b+c@mail.example now", "ann.b+c@mail.example", "mail.example", true},
	{"ann@mail.example.", "ann@mail.example", "mail.example", true},
	{"ann@home", NULL, NULL, false},
	{"@ann", NULL, NULL, false},
};

static void url__table__is_found_or_not(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(urls); i++) {
		const char *s = urls[i].in;
		struct url url;
		const bool found = url_match(s, strlen(s), &url);

		if (found != (urls[i].whole != NULL))
			fail_msg("'%s': %s", s, found ? "a link" : "no link");
		if (found && (url.len != strlen(urls[i].whole) || url.host_len != strlen(urls[i].host) ||
						 memcmp(s + url.host, urls[i].host, url.host_len) != 0 ||
						 url.email != urls[i].email))
			fail_msg(
				"'%s': '%.*s', host '%.*s'", s, (int)url.len, s, (int)url.host_len, s + url.host);
	}
}

/* A link is cut at URL_BYTES_MAX, but never inside a character. */
static void url__longer_than_the_limit__is_cut_between_characters(void **state)
{
	size_t shift;

	(void)state;
	for (shift = 0; shift < 4; shift++) {
		const size_t len = URL_BYTES_MAX + 8;
		char *s = malloc(len);
		struct url url;
		size_t i;

		assert_non_null(s);
		memcpy(s, "http://abc", 10);
		for (i = 7 + shift; i + 4 <= len; i += 4)
			memcpy(s + i, "\xF0\x9F\x98\x80", 4);
		assert_true(url_match(s, i, &url));
		assert_true(url.len <= URL_BYTES_MAX && url.len > URL_BYTES_MAX - 4);
		if (((unsigned char)s[url.len] & 0xC0) == 0x80)
			fail_msg("cut inside a character, shift %zu", shift);
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repair__ill_formed_classes__become_replacements),
		cmocka_unit_test(sequence__all_leads_and_edges__agrees_with_decoding),
		cmocka_unit_test(repair__random_bytes__gives_valid_text_whose_origins_tile_the_input),
		cmocka_unit_test(entity__table__is_decoded_or_left),
		cmocka_unit_test(escape__table__is_decoded_or_left),
		cmocka_unit_test(entity_and_escape__cut_anywhere__stay_inside),
		cmocka_unit_test(markup__table__is_removed_or_kept),
		cmocka_unit_test(markup__pieces__lead_back_to_the_original),
		cmocka_unit_test(markup__long_tags__are_text_beyond_the_limit),
		cmocka_unit_test(markup__many_links__are_counted_beyond_those_kept),
		cmocka_unit_test(pipeline__repeated_triggers__ends),
		cmocka_unit_test(evasion__table__is_counted),
		cmocka_unit_test(url__table__is_found_or_not),
		cmocka_unit_test(url__longer_than_the_limit__is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_arena);
}
