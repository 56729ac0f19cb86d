/* SPDX-License-Identifier: MIT */
/* What in a comment is not its author's own. */
#include "reading.h"

#include "text/quotes.h"

/* What is quoted of a text, one quotation after the other with | behind each. */
static const char *quoted(const char *s)
{
	static char seen[512];
	const struct text text = {s, strlen(s), NULL};
	struct arena arena = ARENA_INIT;
	struct quotes quotes;
	size_t n = 0;
	size_t i;

	assert_true(quotes_find(&arena, &text, &quotes));
	if (quotes.n)
		assert_true(quotes_possible(&text));
	for (i = 0; i < quotes.n; i++) {
		const size_t len = quotes.v[i].end - quotes.v[i].begin;

		assert_true(n + len + 2 < sizeof(seen));
		memcpy(seen + n, s + quotes.v[i].begin, len);
		n += len;
		seen[n++] = '|';
	}
	seen[n] = '\0';
	arena_dispose(&arena);
	return seen;
}

static const struct {
	const char *text;
	const char *quoted;
} cases[] = {
	/* lines */
	{"> you idiot\nplease stop", "> you idiot|"},
	{">you idiot\nplease stop", ">you idiot|"},
	{"  > you idiot\n> and fool\nplease", "  > you idiot|> and fool|"},
	{"&gt; you idiot\nplease stop", "&gt; you idiot|"},
	{"well\n> you idiot", "> you idiot|"},
	{"3 > 2 is true", ""},
	{">:( no", ""},
	/* blocks */
	{"<blockquote cite=x>you idiot</blockquote> stop",
		"<blockquote cite=x>you idiot</blockquote>|"},
	{"<BLOCKQUOTE>idiot</BLOCKQUOTE>stop", "<BLOCKQUOTE>idiot</BLOCKQUOTE>|"},
	{"[quote=ann]you idiot[/quote] stop", "[quote=ann]you idiot[/quote]|"},
	{"so <q>you idiot</q> it is", "<q>you idiot</q>|"},
	{"stop [quote]you idiot", "[quote]you idiot|"},
	/* marks */
	{"he said \"you idiot\" to me", "\"you idiot\"|"},
	{"he said \xE2\x80\x9Cyou idiot\xE2\x80\x9D to me", "\xE2\x80\x9Cyou idiot\xE2\x80\x9D|"},
	{"er sagt \xE2\x80\x9E"
	 "du Idiot\xE2\x80\x9C zu mir",
		"\xE2\x80\x9E"
		"du Idiot\xE2\x80\x9C|"},
	{"il dit \xC2\xABsale con\xC2\xBB ici", "\xC2\xABsale con\xC2\xBB|"},
	{"he said &quot;you idiot&quot; to me", "&quot;you idiot&quot;|"},
	{"(\"you idiot,\" he said) and \"go away now\"", "\"you idiot,\"|\"go away now\"|"},
	/* none */
	{"a so called \"idiot\" said it", ""},
	{"my screen is 24\" wide and 12\" high", ""},
	{"he said \"you idiot", ""},
	{"he said \" you idiot\"", ""},
	{"", ""},
	{"plain words", ""},
	/* all quoted is nobody else's */
	{"> you idiot\n> and fool", ""},
	{"\"you are an idiot\"", ""},
	{"\xE2\x80\x9Cyou are an idiot\xE2\x80\x9D", ""},
	{"<blockquote>you idiot</blockquote>", ""},
	{"[quote]you idiot[/quote]!!", ""},
	{"&quot;you are an idiot&quot;", ""},
};

static void quotes__each_case__is_found(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (strcmp(quoted(cases[i].text), cases[i].quoted) != 0)
			fail_msg("'%s': '%s'", cases[i].text, quoted(cases[i].text));
}

static void quotes__mark_closed_too_far_away__quotes_nothing(void **state)
{
	static char text[QUOTE_BYTES_MAX + 16];
	size_t inner;

	(void)state;
	for (inner = QUOTE_BYTES_MAX - 2; inner <= QUOTE_BYTES_MAX; inner++) {
		const struct text in = {text, inner + 4, NULL};
		struct arena arena = ARENA_INIT;
		struct quotes quotes;

		memset(text, 'a', sizeof(text));
		text[0] = text[inner + 1] = '"';
		text[5] = text[inner + 2] = ' ';
		assert_true(quotes_find(&arena, &in, &quotes));
		assert_int_equal(quotes.n, inner < QUOTE_BYTES_MAX);
		arena_dispose(&arena);
	}
}

static void quotes__have__asks_from_left_to_right(void **state)
{
	moderato_span v[] = {{2, 5}, {8, 9}};
	const struct quotes quotes = {v, 2};
	const struct {
		moderato_span span;
		bool in;
	} asked[] = {{{0, 2}, false}, {{2, 3}, true}, {{4, 6}, true}, {{5, 7}, false}, {{8, 9}, true},
		{{9, 10}, false}};
	size_t at = 0;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(asked); i++)
		assert_int_equal(quotes_have(&quotes, asked[i].span, &at), asked[i].in);
}

/* How often a document has the word unquoted; -1: it does not have it. */
static int count_of(const struct document *doc, const char *word)
{
	size_t i;

	for (i = 0; i < doc->n_terms; i++) {
		const struct word *w = &doc->words.v[doc->terms[i].word];

		if (w->len == strlen(word) && memcmp(w->surface, word, w->len) == 0)
			return (int)doc->terms[i].count;
	}
	return -1;
}

static void quotes__words_of_others__count_nothing(void **state)
{
	const struct document *doc = read_text("He said \"you utter idiot\" but you are kind");

	(void)state;
	assert_int_equal(count_of(doc, "idiot"), 0);
	assert_int_equal(count_of(doc, "you"), 1);
	assert_int_equal(count_of(doc, "kind"), 1);
	doc = read_text("you utter idiot");
	assert_null(doc->quoted);
	assert_int_equal(count_of(doc, "idiot"), 1);
}

/* Repair makes three bytes of one, so that places move: those of words and quotations together. */
static void quotes__behind_invalid_bytes__are_at_their_place(void **state)
{
	const struct document *doc =
		read_text("\x80\x80\x80\x80\x80\x80\x80\x80 \"you utter idiot\" but you are kind");

	(void)state;
	assert_int_equal(count_of(doc, "utter"), 0);
	assert_int_equal(count_of(doc, "idiot"), 0);
	assert_int_equal(count_of(doc, "but"), 1);
	assert_int_equal(count_of(doc, "kind"), 1);
}

/* What is found in a text of one unit over and over, of the most bytes that a comment has, and an
 * end. Quadratic work would take minutes on the eleven below. */
static void check_hostile(const char *unit, const char *end)
{
	const size_t len = MODERATO_COMMENT_BYTES_MAX;
	const size_t n = strlen(unit);
	char *s = malloc(len + 1);
	const struct text text = {s, len, NULL};
	struct arena arena = ARENA_INIT;
	struct quotes quotes;
	size_t i;

	assert_non_null(s);
	for (i = 0; i < len; i++)
		s[i] = unit[i % n];
	memcpy(s + len - strlen(end), end, strlen(end));
	assert_true(quotes_find(&arena, &text, &quotes));
	for (i = 0; i < quotes.n; i++) {
		assert_true(quotes.v[i].begin < quotes.v[i].end && quotes.v[i].end <= len);
		assert_true(!i || quotes.v[i - 1].end <= quotes.v[i].begin);
	}
	arena_dispose(&arena);
	free(s);
}

static void quotes__hostile_text__has_spans_in_order(void **state)
{
	static const char *const units[] = {" \xE2\x80\x9Cx", "(\xC2\xABx", " \"a", "\n>", "\n   ",
		"<q>a b</q> ", "[quote", "<blockquote", "&quot;", " &ldquo;a", "\"a b\" "};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(units); i++) {
		check_hostile(units[i], "");
		check_hostile(units[i], "\xC2\xBB");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotes__each_case__is_found),
		cmocka_unit_test(quotes__mark_closed_too_far_away__quotes_nothing),
		cmocka_unit_test(quotes__have__asks_from_left_to_right),
		cmocka_unit_test(quotes__words_of_others__count_nothing),
		cmocka_unit_test(quotes__behind_invalid_bytes__are_at_their_place),
		cmocka_unit_test(quotes__hostile_text__has_spans_in_order),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
