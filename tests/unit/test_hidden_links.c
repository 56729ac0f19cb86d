/* SPDX-License-Identifier: MIT */
#include "text_case.h"

#include "text/hidden_links.h"
#include "text/words_of.h"

/* The text with its hidden links written out, when the hint says that it is worth while. */
static struct text written_out(const char *s, size_t len, size_t *n)
{
	struct text normal = normal_of(s, len);
	struct charmap map;

	*n = 0;
	assert_true(charmap_read(&map, &arena, normal.s, normal.len));
	if (hidden_links_hint(&normal, &map))
		assert_true(hidden_links_write_out(&arena, &normal, n));
	return normal;
}

static const struct rewrite hidden_rows[] = {
	/* a dot in brackets */
	{"see lucky-spin [dot] example now", "see lucky-spin.example now", 1},
	{"lucky[dot]example/join", "lucky.example/join", 1},
	{"x (.) example", "x.example", 1},
	{"x(dot)example", "x.example", 1},
	{"x { dot } example!", "x.example!", 1},
	{"mail[.]lucky[.]example", "mail.lucky.example", 1},
	{"Great post . lucky [dot] example", "great post . lucky.example", 1},
	{"x[.]co[.]uk", "x.co.uk", 1},
	/* the word */
	{"example dot com", "example.com", 1},
	{"Visit LUCKY DOT COM today", "visit lucky.com today", 1},
	{"play.lucky dot example", "play.lucky.example", 1},
	/* a dot set apart */
	{"lucky . com, ok", "lucky.com, ok", 1},
	{"go to lucky .com/x", "go to lucky.com/x", 1},
	{"lucky. com", "lucky.com", 1},
	{"lucky  .  com", "lucky.com", 1},
	{"lucky.  com", "lucky.com", 1},
	{"lucky,com", "lucky.com", 1},
	{"lucky\xE3\x80\x82"
	 "com",
		"lucky.com", 1},
	{"lucky\xEF\xBC\x8E"
	 "com",
		"lucky.com", 0}, /* full width: a plain dot when normalised */
	/* www and schemes */
	{"w w w . x . example", "www.x.example", 1},
	{"w w w.x.example", "www.x.example", 1},
	{"www . lucky . zz", "www.lucky.zz", 1},
	{"www [dot] lucky [dot] top", "www.lucky.top", 1},
	{"hxxp://x.example/a", "http://x.example/a", 1},
	{"hxxps://x.example", "https://x.example", 1},
	{"http : // x.example", "http://x.example", 1},
	{"h t t p s : / / x.example", "https://x.example", 1},
	{"hxxp://x[.]example", "http://x.example", 1},
	{"http://lucky [dot] example", "http://lucky.example", 1},
	{"a [dot] example b (dot) example", "a.example b.example", 2},
	/* an address is one, and hides nothing from a reader */
	{"ann (at) mail (dot) example", "ann@mail.example", 0},
	{"ann@mail [dot] example", "ann@mail.example", 0},
};

static const char *const ordinary[] = {
	"the dot com bubble",
	"a dot com company",
	"the early dot com days",
	"it was the nineties dot com bubble",
	"Lucky dot com startups were many",
	"a dot on the map",
	"a red dot com",
	"connect the dot to the line",
	"dot dot dot",
	"I like it . In the end",
	"I like it . Com",
	"yes. Comments are open",
	"yes. Come on",
	"wait... com",
	"the .com bubble",
	"register .com domains",
	"ASP .NET and Node .js",
	"version 2 . 0",
	"a (dot) on it",
	"a [.] b",
	"f(a, b).com",
	"http://x.example/a,com.b",
	"see x.example. Com",
	"look at www x example",
	"note: / is a stroke",
	"http: it is a protocol",
	"e.g. com",
	"x.example",
	"meet (at) noon",
	"",
};

static void hidden_links__of_each_kind__are_written_out(void **state)
{
	(void)state;
	check_rewrites(hidden_rows, COUNT(hidden_rows), written_out);
}

static void hidden_links__ordinary_text__is_none(void **state)
{
	size_t i;
	size_t n;

	(void)state;
	for (i = 0; i < COUNT(ordinary); i++) {
		const struct text normal = normal_of(ordinary[i], strlen(ordinary[i]));
		const struct text out = written_out(ordinary[i], strlen(ordinary[i]), &n);

		if (n || out.len != normal.len || memcmp(out.s, normal.s, out.len) != 0)
			fail_msg("'%s': '%.*s', %zu", ordinary[i], (int)out.len, out.s, n);
	}
}

static void hidden_links__as_words__are_those_of_links(void **state)
{
	static const char in[] = "go to Lucky-Spin [dot] example now";
	const moderato_str text = {in, sizeof(in) - 1};
	struct text normal = normal_of(in, sizeof(in) - 1);
	const struct markup none = {0};
	struct words words;
	moderato_span span;

	(void)state;
	assert_true(words_of(&arena, text, &words));
	assert_int_equal(words.n_links, 1);
	assert_int_equal(words.n_hidden_links, 1);
	assert_int_equal(words.n_plain, 3);
	/* The link stands where it was written. */
	assert_true(words_of_normal(&arena, &normal, in, NULL, &none, &words));
	assert_memory_equal(words.v[2].surface, "\x01link", 5);
	span = text_original(&normal, words.v[2].begin, words.v[2].end);
	assert_int_equal(span.begin, 6);
	assert_int_equal(span.end, sizeof(in) - 1 - 4);
}

/* A hint is never missed, whatever stands at the ends of blocks of 64 bytes. */
static void hidden_links__anywhere__are_hinted_at(void **state)
{
	char s[160];
	size_t i;
	size_t k;
	size_t n;

	(void)state;
	for (i = 0; i < COUNT(hidden_rows); i++)
		for (k = 0; hidden_rows[i].n && k < 70; k++) {
			const size_t len = strlen(hidden_rows[i].in);

			memset(s, ' ', sizeof(s));
			memcpy(s + k, hidden_rows[i].in, len);
			(void)written_out(s, k + len, &n);
			if (n != hidden_rows[i].n)
				fail_msg("'%s' at %zu: %zu", hidden_rows[i].in, k, n);
			arena_reset(&arena);
		}
}

static void hidden_links__random_pieces__keep_origins_and_text(void **state)
{
	static const char *const pieces[] = {"a", "w", " ", " ", " ", ".", ",", "com", "example", "dot",
		"[", "]", "(", ")", "at", "www", "http", "hxxp", ":", "/", "//", "x", "@", "-", "\n",
		"\xC3\xA9", "\xE3\x80\x82", "h t t p", "w w w", " dot com", " . com"};
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 9);
	for (round = 0; round < 30000; round++) {
		const size_t count = rng_below(&rng, 20);
		char s[20 * 16];
		struct text out;
		size_t len = 0;
		size_t i;
		size_t n;

		for (i = 0; i < count; i++) {
			const char *piece = pieces[rng_below(&rng, COUNT(pieces))];

			memcpy(s + len, piece, strlen(piece));
			len += strlen(piece);
		}
		out = normal_of(s, len);
		assert_true(hidden_links_write_out(&arena, &out, &n));
		check_origins_and_pad(&out, len);
		arena_reset(&arena);
	}
}

/* Long texts of what begins a host take time by their length alone. */
static void hidden_links__megabytes_of_beginnings__are_linear(void **state)
{
	static const char *const slow[] = {"a . ", "a[.]", "www . ", "w w w ", "h t t p : / / ",
		"a dot ", "a,", "(at) ", "a.a.", "http://a [", "a (at) b (dot) "};
	const size_t len = 1 << 20;
	char *s = malloc(len);
	size_t i;
	size_t k;
	size_t n;

	(void)state;
	assert_non_null(s);
	for (i = 0; i < COUNT(slow); i++) {
		for (k = 0; k < len; k++)
			s[k] = slow[i][k % strlen(slow[i])];
		(void)written_out(s, len, &n);
		arena_reset(&arena);
	}
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hidden_links__of_each_kind__are_written_out),
		cmocka_unit_test(hidden_links__ordinary_text__is_none),
		cmocka_unit_test(hidden_links__as_words__are_those_of_links),
		cmocka_unit_test(hidden_links__anywhere__are_hinted_at),
		cmocka_unit_test(hidden_links__random_pieces__keep_origins_and_text),
		cmocka_unit_test(hidden_links__megabytes_of_beginnings__are_linear),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_arena);
}
