/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "moderato/reader.h"

#define DOT "\xe2\x80\xa2"
#define NBSP "\xc2\xa0"

/* Written for this test, in the manner of a page that a browser saved as text. */
static const char article[] =
	"Council to rebuild the old bridge\n\n"
	"Summary: Work on the bridge over the mill stream begins in spring." NBSP "\n\n"
	"  " DOT " a list in the article is no comment\n\n"
	"\"It was time,\" the mayor said.\n\n"
	"Topics: Bridges\n\n\n";
static const char discussion[] = "Log in or register to join the discussion\n"
								 "  " DOT " At last, but who pays for it...\n\n"
								 "    Oh, wait - we do.\n\n"
								 "    The last repair took two years.\n    It was due in one.\n"
								 "  " DOT " millwheel\n\n"
								 "    A ferry would have done.\n\n"
								 "    Maybe the next council will see that.";
static const char expected[] =
	"13 1 [At last, but who pays for it...] () At last, but who pays for it...\n\nOh, wait - we "
	"do.\n\nThe last repair took two years.\nIt was due in one.;"
	"19 2 [millwheel] (millwheel) A ferry would have done.\n\nMaybe the next council will see "
	"that.;";

/* "LINE ID [TITLE] (AUTHOR) TEXT;" for each comment, "!message;" for an error. `line_offset` is
 * added to the lines, for pages that differ in lines before their first comment. */
static size_t line_offset;
static const char *read_page(struct buffer *out, moderato_str text, const char *format)
{
	moderato_reader_options o = {.format = format};
	moderato_reader *reader;
	moderato_comment c;
	moderato_error err;
	moderato_status status;

	buffer_clear(out);
	status = moderato_reader_open_memory(&reader, "f", text, &o, &err);
	if (status) {
		assert_int_equal(status, MODERATO_EFORMAT);
		return "refused";
	}
	if (!format && strcmp(moderato_reader_format(reader), "page") != 0) {
		buffer_printf(out, "%s", moderato_reader_format(reader));
		moderato_reader_free(reader);
		return buffer_cstr(out);
	}
	while ((status = moderato_reader_next(reader, &c, &err)) != MODERATO_END) {
		if (status) {
			buffer_printf(out, "!%s;", err.message);
			continue;
		}
		assert_null(c.url.ptr);
		assert_null(c.extra.ptr);
		assert_null(c.group.ptr);
		assert_null(c.parent.ptr);
		assert_null(c.created.ptr);
		buffer_printf(out, "%zu %.*s [%.*s] (%.*s) ", c.line - line_offset, (int)c.id.len, c.id.ptr,
			(int)c.title.len, c.title.ptr, (int)c.author.len, c.author.ptr);
		buffer_add(out, c.text.ptr, c.text.len);
		buffer_add_char(out, ';');
	}
	moderato_reader_free(reader);
	return buffer_cstr(out);
}

static void join(struct buffer *out, const char *a, const char *b)
{
	buffer_clear(out);
	buffer_add_str(out, a);
	buffer_add_str(out, b);
}

static void page__with_a_discussion__yields_its_comments(void **state)
{
	struct buffer page = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;

	(void)state;
	join(&page, article, discussion);
	assert_string_equal(read_page(&out, buffer_view(&page), NULL), expected);
	join(&page, "\xef\xbb\xbf", article);
	buffer_add_str(&page, discussion);
	assert_string_equal(read_page(&out, buffer_view(&page), NULL), expected);
	buffer_dispose(&page);
	buffer_dispose(&out);
}

/* Each `from` of the page replaced. */
static void check_variant(const char *from, const char *to)
{
	const char *line = to;

	struct buffer page = BUFFER_INIT;
	struct buffer variant = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	const char *p;
	const char *hit;

	join(&page, article, discussion);
	for (p = buffer_cstr(&page); (hit = strstr(p, from)); p = hit + strlen(from)) {
		buffer_add(&variant, p, (size_t)(hit - p));
		buffer_add_str(&variant, to);
	}
	buffer_add_str(&variant, p);
	for (line_offset = 0; strlen(from) > 20 && (line = strchr(line, '\n')); line++)
		line_offset++;
	read_page(&out, buffer_view(&variant), NULL);
	line_offset = 0;
	if (strcmp(buffer_cstr(&out), expected) != 0)
		fail_msg("%s for %s: got %s", to, from, buffer_cstr(&out));
	buffer_dispose(&page);
	buffer_dispose(&variant);
	buffer_dispose(&out);
}

static void page__saved_by_another_program__reads_the_same(void **state)
{
	static const char marker[] = "Log in or register to join the discussion";
	static const char *const markers[] = {"  LOG IN OR REGISTER TO JOIN THE DISCUSSION  ",
		"Log in or register to comment", "Join the discussion",
		"Join the conversation:", "Log in  or" NBSP "register to join the discussion.",
		"Sign in to comment", "Please log in to post a comment", "2 Comments", "1,024 comments\n\n",
		"Comments (2)", ("Comments (2)\n \n" NBSP), "Comments:", "COMMENTS 2",
		"Comments\nJoin the discussion\nNewest first"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(markers); i++)
		check_variant(marker, markers[i]);
	check_variant("\n", "\r\n");
	check_variant("\n    ", "\n" NBSP NBSP NBSP);
	check_variant("\n    ", "\n\t");
	check_variant("\n    ", "\n\xa0 ");
	check_variant("  " DOT " ", DOT " ");
	check_variant("  " DOT " ", NBSP DOT NBSP);
	check_variant("  " DOT " ", "  " DOT);
	check_variant("  " DOT " ", " \x95 ");
	check_variant("  " DOT " ", "  * ");
	check_variant("  " DOT " ", "  - ");
	check_variant("  " DOT " ", "  \xc2\xb7 ");
	check_variant("  " DOT " ", "  \xe2\x80\x93 ");
	check_variant("  " DOT " ", "  \xe2\x80\xa3 ");
}

static void discussion__of_many_shapes__is_read(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"", "!no discussion found in f;"},
		{"just an article\n  " DOT " and its list\n", "!no discussion found in f;"},
		{"3 Comments\n\nthat I have\n  " DOT " one\n", "!no discussion found in f;"},
		{"I have 3 Comments\n  " DOT " one\n", "!no discussion found in f;"},
		{"Comments on the matter\n  " DOT " one\n", "!no discussion found in f;"},
		{"Join the discussion\n", ""},
		{"Join the discussion\nNobody has said anything yet.\n", ""},
		{"Join the discussion\n " DOT, ""},
		{"Join the discussion\n " DOT "\n\n " DOT " \n", ""},
		{"Join the discussion\n " DOT "\n\n   body only\n " DOT " b",
			"2 1 [] () body only;5 2 [b] () b;"},
		{"Join the discussion\n " DOT " Nice one\n", "2 1 [Nice one] () Nice one;"},
		{"Join the discussion\n " DOT " a\n   b\n   c\n\n\n\n   d\n", "2 1 [a] (a) b\nc\n\nd;"},
		/* a reply's bullet is a bullet, a dash in a body is none */
		{"Join the discussion\n " DOT " a\n   b\n     " DOT " c\n       - d\n       * e\n",
			"2 1 [a] (a) b;4 2 [c] (c) - d\n* e;"},
		/* another bullet must stand where the first one stood */
		{"Join the discussion\n  - a\n    b\n    - c\n  * d\n  - e\n",
			"2 1 [a] (a) b\n- c\n* d;6 2 [e] () e;"},
		{"Join the discussion\n- a\n  - b\n", "3 1 [b] () b;"},
		{"Join the discussion\n  -a\n  - b\n", "3 1 [b] () b;"},
		/* bodies that are not indented at all */
		{"Join the discussion\n" DOT " a\n\nb\n\nc\n" DOT " d\n\ne\n",
			"2 1 [a] (a) b\n\nc;7 2 [d] (d) e;"},
		/* a footer behind bodies that are; a line that only wrapped is none */
		{"Join the discussion\n " DOT " a\n\n   b\nwrapped\n\n   c\n\nAbout us\n" DOT
		 " Terms\n   of use\n " DOT " late\n\n   f\n",
			"2 1 [a] (a) b\nwrapped\n\nc;12 2 [late] (late) f;"},
		/* the article's own talk of comments */
		{"2 Comments\nThe article.\nComments\n\n " DOT " a\n   b", "5 1 [a] (a) b;"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_str text = {cases[i].text, strlen(cases[i].text)};

		if (strcmp(read_page(&out, text, "page"), cases[i].expected) != 0)
			fail_msg("%s\nexpected %s\ngot      %s", cases[i].text, cases[i].expected,
				buffer_cstr(&out));
	}
	buffer_dispose(&out);
}

static void heading__is_a_name__only_when_short_and_plain(void **state)
{
	static const struct {
		const char *heading;
		bool name;
	} cases[] = {
		{"stroyde", true}, {"Jane van Doe", true}, {"Jane" NBSP "Doe", true},
		{"\xc3\xa0\xc3\xa0 \xc3\xa0 \xc3\xa0", true}, {"one two three four", false},
		{"Really?", false}, {"Well, no", false}, {"J. Doe", false}, {"so\xe2\x80\xa6", false},
		{"\"quoted\"", false}, {"a:b", false}, {"a;b", false}, {"wow!", false},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true},   /* 40 bytes */
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false}, /* 41 */
	};
	struct buffer page = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	struct buffer expect = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *h = cases[i].heading;

		buffer_clear(&page);
		buffer_clear(&expect);
		buffer_printf(&page, "Join the discussion\n  " DOT " %s\n\n    body\n", h);
		buffer_printf(&expect, "2 1 [%s] (%s) %s%sbody;", h, cases[i].name ? h : "",
			cases[i].name ? "" : h, cases[i].name ? "" : "\n\n");
		assert_string_equal(read_page(&out, buffer_view(&page), "page"), buffer_cstr(&expect));
	}
	buffer_dispose(&page);
	buffer_dispose(&out);
	buffer_dispose(&expect);
}

/* Cut anywhere, a page gives the comments so far and no nonsense. */
static void page__cut_at_any_byte__gives_what_is_there(void **state)
{
	struct buffer page = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t begin = sizeof(article) - 1 + sizeof("Log in or register to join the discussion") - 1;
	size_t len;

	(void)state;
	join(&page, article, discussion);
	for (len = 0; len <= page.len; len++) {
		char *cut = malloc(len ? len : 1); /* exact, for AddressSanitizer */
		const char *got;

		assert_non_null(cut);
		memcpy(cut, page.data, len);
		got = read_page(&out, (moderato_str){cut, len}, "page");
		free(cut);
		if (len < begin)
			assert_string_equal(got, "!no discussion found in f;");
		else if (strchr(got, '!') || strstr(got, "\xe2"))
			fail_msg("cut at %zu: %s", len, got);
		else if (strstr(got, "19 2 [") && strncmp(got, expected, 150) != 0)
			fail_msg("cut at %zu: %s", len, got);
	}
	buffer_dispose(&page);
	buffer_dispose(&out);
}

static void page__nul_and_latin1_bytes__are_handed_on(void **state)
{
	static const char text[] = "Join the discussion\n  \x95 caf\xe9\n\n    a\0b \xff\n";
	static const char comment[] = "2 1 [caf\xe9] (caf\xe9) a\0b \xff;";
	struct buffer out = BUFFER_INIT;

	(void)state;
	read_page(&out, (moderato_str){text, sizeof(text) - 1}, NULL);
	assert_int_equal(out.len, sizeof(comment) - 1);
	assert_memory_equal(out.data, comment, sizeof(comment) - 1);
	buffer_dispose(&out);
}

/* `format` with the limit's message for each %s. */
static void assert_too_long(const char *got, const char *format)
{
	char message[80];
	struct buffer expect = BUFFER_INIT;
	const char *hole;

	snprintf(message, sizeof(message), "the comment is longer than the limit of %zu bytes",
		MODERATO_COMMENT_BYTES_MAX);
	while ((hole = strstr(format, "%s"))) {
		buffer_add(&expect, format, (size_t)(hole - format));
		buffer_add_str(&expect, message);
		format = hole + 2;
	}
	buffer_add_str(&expect, format);
	assert_string_equal(got, buffer_cstr(&expect));
	buffer_dispose(&expect);
}

static void add_x(struct buffer *out, size_t n)
{
	char block[1024];

	memset(block, 'x', sizeof(block));
	for (; n; n -= n < sizeof(block) ? n : sizeof(block))
		buffer_add(out, block, n < sizeof(block) ? n : sizeof(block));
}

static void comment_limit__is_exact_and_long_lines_cost_their_comment(void **state)
{
	static const char tail[] = "\n  " DOT " b\n\n    c\n";
	struct buffer page = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t len;

	(void)state;
	/* the body in two paragraphs, the heading a name */
	for (len = MODERATO_COMMENT_BYTES_MAX - 1; len <= MODERATO_COMMENT_BYTES_MAX + 1; len++) {
		join(&page, "Join the discussion\n  " DOT " a\n\n    ", "");
		add_x(&page, len / 2);
		buffer_add_str(&page, "\n\n    ");
		add_x(&page, len - len / 2 - 2);
		buffer_add_str(&page, tail);
		read_page(&out, buffer_view(&page), "page");
		if (len > MODERATO_COMMENT_BYTES_MAX)
			assert_too_long(buffer_cstr(&out), "!f:2: %s;7 2 [b] (b) c;");
		else
			assert_int_equal(out.len, len + 13 + 14);
	}
	/* a line of megabytes: in the article, as a body, as a heading */
	join(&page, "", "");
	add_x(&page, 3000000);
	buffer_add_str(&page, "\nJoin the discussion\n  " DOT " a\n    b\n    ");
	add_x(&page, 3000000);
	buffer_add_str(&page, "\n  " DOT " ");
	add_x(&page, 3000000);
	buffer_add_str(&page, tail);
	read_page(&out, buffer_view(&page), "page");
	assert_too_long(buffer_cstr(&out), "!f:3: %s;!f:6: %s;7 3 [b] (b) c;");
	buffer_dispose(&page);
	buffer_dispose(&out);
}

static void sniff__finds_a_discussion_behind_a_long_article(void **state)
{
	static const struct {
		size_t before;
	} cases[] = {{3 << 20}, {5 << 20}};
	struct buffer page = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		buffer_clear(&page);
		while (page.len < cases[i].before)
			buffer_add_str(&page, "The article, which goes on and on.\n");
		buffer_add_str(&page, discussion);
		if (i)
			assert_string_equal(read_page(&out, buffer_view(&page), NULL), "refused");
		else
			assert_non_null(strstr(read_page(&out, buffer_view(&page), NULL), " 2 [millwheel] "));
	}
	buffer_dispose(&page);
	buffer_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page__with_a_discussion__yields_its_comments),
		cmocka_unit_test(page__saved_by_another_program__reads_the_same),
		cmocka_unit_test(discussion__of_many_shapes__is_read),
		cmocka_unit_test(heading__is_a_name__only_when_short_and_plain),
		cmocka_unit_test(page__cut_at_any_byte__gives_what_is_there),
		cmocka_unit_test(page__nul_and_latin1_bytes__are_handed_on),
		cmocka_unit_test(comment_limit__is_exact_and_long_lines_cost_their_comment),
		cmocka_unit_test(sniff__finds_a_discussion_behind_a_long_article),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
