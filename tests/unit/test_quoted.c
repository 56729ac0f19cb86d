/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "corpus/quoted.h"
#include "moderato/exporter.h"
#include "moderato/reader.h"

/* The quotations of a text, each followed by |. */
static const char *quotations(struct buffer *out, const char *text)
{
	struct quoted quoted = {NULL, 0, 0};
	size_t i;

	buffer_clear(out);
	assert_true(quoted_find(&quoted, str_of(text)));
	for (i = 0; i < quoted.n; i++) {
		assert_true(quoted.v[i].begin < quoted.v[i].end && quoted.v[i].end <= strlen(text));
		assert_true(!i || quoted.v[i - 1].end < quoted.v[i].begin);
		buffer_add(out, text + quoted.v[i].begin, quoted.v[i].end - quoted.v[i].begin);
		buffer_add_char(out, '|');
	}
	quoted_dispose(&quoted);
	return buffer_cstr(out);
}

static void quotations__by_their_markup__are_found(void **state)
{
	static const char *const cases[][2] = {
		{"> a\n> b\nown", "> a\n> b|"},
		{"own\n\n> a\n\nown\n>> b", "> a|>> b|"},
		{"Ann wrote:\n> a\n\nown", "Ann wrote:\n> a|"},
		{"On Fri, 3 May 2024, Ann <ann@a.example> wrote:\n\n> a\n\nown",
			"On Fri, 3 May 2024, Ann <ann@a.example> wrote:\n\n> a|"},
		{"I say:\n> a\n\nown", "> a|"},
		{"&gt; a b<p>own", "&gt; a b|"},
		{"own<br>&gt;a<br/>&gt; b<br />own", "&gt;a<br/>&gt; b|"},
		{"<blockquote class=\"x\"><blockquote>a</blockquote>b</blockquote>own",
			"<blockquote class=\"x\"><blockquote>a</blockquote>b</blockquote>|"},
		{"<p>Ann said:</p>\n<blockquote>a</blockquote>own",
			"Ann said:</p>\n<blockquote>a</blockquote>|"},
		{"<blockquote><div><cite>Ann wrote:</cite>a</div></blockquote>own",
			"<blockquote><div><cite>Ann wrote:</cite>a</div></blockquote>|"},
		{"<aside class=\"quote no-group\" data-username=\"ann\">a</aside>own",
			"<aside class=\"quote no-group\" data-username=\"ann\">a</aside>|"},
		{"[quote=\"ann, post:1, topic:7\"]a[QUOTE]b[/quote][/QUOTE] own",
			"[quote=\"ann, post:1, topic:7\"]a[QUOTE]b[/quote][/QUOTE]|"},
		{"own [quote]a", "[quote]a|"},
		{"<q>a</q> own", "<q>a</q>|"},
		{"<q cite=\"https://a.example\">a</q> own", "<q cite=\"https://a.example\">a</q>|"},
		{"[quote author=Ann link=topic=7.msg9#msg9]a[/quote]own",
			"[quote author=Ann link=topic=7.msg9#msg9]a[/quote]|"},
		{"[quote='Ann' pid='12']a [quotes b[/quote]own",
			"[quote='Ann' pid='12']a [quotes b[/quote]|"},
		{"<p dir=\"ltr\">&gt; a</p><p dir=\"ltr\">own</p>", "&gt; a|"},
		{"<div>own</div><div>&gt; a</div>", "&gt; a|"},
		{"**Ann wrote:**\n> a\n\nown", "**Ann wrote:**\n> a|"},
		{"[b]Ann wrote:[/b]\n[quote]a[/quote]\nown", "[b]Ann wrote:[/b]\n[quote]a[/quote]|"},
		{"<p><strong>Ann wrote:</strong></p><blockquote>a</blockquote>own",
			"<strong>Ann wrote:</strong></p><blockquote>a</blockquote>|"},
		{"\xc3\x9c"
		 "ber\n> Gr\xc3\xb6\xc3\x9f"
		 "e\nown",
			"> Gr\xc3\xb6\xc3\x9f"
			"e|"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(quotations(&out, cases[i][0]), cases[i][1]);
	buffer_dispose(&out);
}

static void texts__without_quotations__have_none(void **state)
{
	static const char *const cases[] = {"", "own", "a > b", "3 >2", "> all\n> of it",
		"own [quotes are mine] and so on", "own [quote me on that] it rains",
		"<aside class=\"onebox\" data-src=\"https://a.example/quote\">a</aside> own",
		"<blockquotes>a</blockquotes> own", "own <quote>a</quote>", "<blockquote>all</blockquote> ",
		"<aside class=\"note\">a</aside>", "<aside", "[quot] a", "he said \"no\"", ">:( no",
		"<b>own</b>", "&gt", "&gt;"};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(quotations(&out, cases[i]), "");
	buffer_dispose(&out);
}

/* Reads one comment and writes it as JSON. */
static char *rewritten(const char *name, const char *input)
{
	moderato_reader *reader;
	moderato_comment comment;
	char *text = NULL;
	size_t len = 0;
	size_t cap = 0;

	assert_int_equal(
		moderato_reader_open_memory(&reader, name, str_of(input), NULL, NULL), MODERATO_OK);
	assert_int_equal(moderato_reader_next(reader, &comment, NULL), MODERATO_OK);
	assert_int_equal(moderato_comment_json(&comment, &text, &len, &cap, NULL), MODERATO_OK);
	moderato_reader_free(reader);
	return text;
}

static void comments__that_are_read__have_their_quotations(void **state)
{
	char *first = rewritten("a.json", "[{\"text\":\"> a\\nown\"}]");
	char *again = rewritten("a.jsonl", first);
	char *array = rewritten("a.json", "[{\"text\":\"> a\\nown\",\"quoted\":[[0,1]]}]");

	(void)state;
	assert_string_equal(first, "{\"text\":\"> a\\nown\",\"quoted\":[[0,3]]}");
	assert_string_equal(again, first);
	assert_string_equal(array, "{\"text\":\"> a\\nown\",\"quoted\":[[0,1]]}");
	free(first);
	free(again);
	free(array);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotations__by_their_markup__are_found),
		cmocka_unit_test(texts__without_quotations__have_none),
		cmocka_unit_test(comments__that_are_read__have_their_quotations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
