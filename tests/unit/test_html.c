/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/limits.h"
#include "import/html/html_select.h"
#include "import/html/html_tree.h"
#include "moderato/reader.h"

/* "ID<PARENT (AUTHOR) TEXT;" for each comment, "!message;" for an error. */
static const char *read_html(struct buffer *out, moderato_str page, const char *format)
{
	moderato_reader_options options = {.format = format};
	moderato_reader *reader;
	moderato_comment c;
	moderato_error err;
	moderato_status status;

	buffer_clear(out);
	status = moderato_reader_open_memory(&reader, "f", page, &options, &err);
	if (status) {
		assert_int_equal(status, MODERATO_EFORMAT);
		return "refused";
	}
	if (strcmp(moderato_reader_format(reader), "html") != 0) {
		buffer_add_str(out, moderato_reader_format(reader));
		moderato_reader_free(reader);
		return buffer_cstr(out);
	}
	while ((status = moderato_reader_next(reader, &c, &err)) != MODERATO_END) {
		if (status) {
			buffer_printf(out, "!%s;", err.message);
			continue;
		}
		buffer_printf(out, "%.*s<%.*s (%.*s) ", (int)c.id.len, c.id.ptr, (int)c.parent_id.len,
			c.parent_id.ptr, (int)c.author.len, c.author.ptr);
		buffer_add(out, c.text.ptr, c.text.len);
		buffer_add_char(out, ';');
	}
	moderato_reader_free(reader);
	return buffer_cstr(out);
}

static void write_start(struct buffer *out, const struct html_tree *tree, unsigned node)
{
	const struct html_node *of = &tree->nodes[node];
	unsigned i;

	buffer_printf(out, "<%s", of->name);
	for (i = of->first; i < of->first + of->n; i++)
		buffer_printf(out, " %s=\"%.*s\"", html_attribute_names[tree->values[i].attribute],
			(int)tree->values[i].len, tree->values[i].ptr);
	buffer_add_char(out, '>');
}

/* The tree below its root as a page that says everything. */
static void write_tree(struct buffer *out, const struct html_tree *tree)
{
	unsigned open = 0;
	unsigned i;

	for (i = 1; i <= tree->n_nodes; i++) {
		for (; open && i >= tree->nodes[open].end; open = tree->nodes[open].parent)
			buffer_printf(out, "</%s>", tree->nodes[open].name);
		if (i == tree->n_nodes)
			break;
		assert_int_equal(tree->nodes[i].parent, open);
		if (!tree->nodes[i].name) {
			buffer_add(out, tree->nodes[i].text, tree->nodes[i].n);
			continue;
		}
		write_start(out, tree, i);
		open = i;
	}
}

static void assert_tree(moderato_str page, const char *expected)
{
	struct buffer got = BUFFER_INIT;
	struct html_tree tree;
	moderato_error err;

	must(html_tree_read(&tree, page, HTML_TREE_BYTES_MAX, &err), err);
	write_tree(&got, &tree);
	if (strcmp(buffer_cstr(&got), expected) != 0)
		fail_msg("%s\nexpected %s\ngot      %s", page.ptr, expected, buffer_cstr(&got));
	html_tree_dispose(&tree);
	buffer_dispose(&got);
}

static void tree__closes_what_is_open_and_leaves_out_what_says_nothing(void **state)
{
	static const char *const cases[][2] = {
		{"<p>a<p>b", "<p>a</p><p>b</p>"},
		{"<ul><li>a<li>b<ul><li>c</ul></ul>d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d"},
		{"<b><i>x</b></i>", "x"},
		{"<b class=x><i id=y>x</b></i>z", "<span class=\"x\"><span id=\"y\">x</span></span>z"},
		{"<div><span class=a></div>b", "<div><span class=\"a\"></span></div>b"},
		{"</div></p>a<br/></br>", "a<br></br><br></br>"},
		{"<td>a<table><td>b<td>c<tr>d</table>e",
			"a<table><tbody><tr><td>b</td><td>c</td></tr><tr>d</tr></tbody></table>e"},
		{"<table><tr><th>a<tbody><td>b<caption>c<tr><td>d<table><tr>e</table>f</table>g",
			"<table><tbody><tr><th>a</th></tr></tbody><tbody><tr><td>b</td></tr></tbody>"
			"<caption>c</caption><tbody><tr><td>d<table><tbody><tr>e</tr></tbody></table>f</td></"
			"tr>"
			"</tbody></table>g"},
		{"<table><tr><table>a</table>b",
			"<table><tbody><tr></tr></tbody></table><table>a</table>b"},
		{"<p>a<hr>b<h1>c<h2>d</h2>e</h1>f", "<p>a</p><hr></hr>b<h1>c</h1><h2>d</h2>ef"},
		{"<A HREF='x\"y' onclick=z()>l</a>", "<span href=\"x\"y\">l</span>"},
		{"<p title='a\r\nb&#10;c'>d", "<p title=\"a  b\nc\">d</p>"},
		{"<p id=1 id=2 class = c>", "<p class=\"c\" id=\"1\"></p>"},
		{"a<!-- <p> -->b<!-->c<!--->d<!--x--!>e<?php x ?>f</ x>g", "abcdefg"},
		{"a<script>if (a<b) '</scriptx>'</script>b<style>p{}</style >c", "abc"},
		{"a<svg/>b<svg><title>t</title></svg>c<select><option>d</select</select>e", "abce"},
		{"<title>a<b></title>", "<title>a<b></title>"},
		{"1 < 2 <3 <<!-- -->p>", "1 < 2 <3 <p>"},
		{"a<p class=\"never closed", "a"},
		{"a\n<p\nid=x\n>b", "a\n<p id=\"x\">b</p>"},
		{"<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"},
		{"<h1>a</h2>b", "<h1>a</h1>b"},
		{"a\r\nb", "a\r\nb"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_tree(str(cases[i][0]), cases[i][1]);
}

static void tree__reads_references_as_browsers_do(void **state)
{
	static const char *const cases[][2] = {
		{"&lt;&LT;&amp;amp;&hellip;&nbsp;", "<<&amp;\xe2\x80\xa6\xc2\xa0"},
		{"&copy &copyx &notin; &notit; &NotEqualTilde;",
			"\xc2\xa9 \xc2\xa9x \xe2\x88\x89 \xc2\xacit; \xe2\x89\x82\xcc\xb8"},
		{"&hellip &Hellip; &x; &; & &", "&hellip &Hellip; &x; &; & &"},
		{"&CounterClockwiseContourIntegral;&CounterClockwiseContourIntegralx;",
			"\xe2\x88\xb3&CounterClockwiseContourIntegralx;"},
		{"&#65;&#66 &#x43;&#X44;&#x;&#;&#", "AB CD&#x;&#;&#"},
		{"&#128;&#x9F;&#129;&#150 ", "\xe2\x82\xac\xc5\xb8\xc2\x81\xe2\x80\x93 "},
		{"&#0;&#xd800;&#x110000;&#99999999999999999999;&#x10FFFF;",
			"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xf4\x8f\xbf\xbf"},
		{"<p title='?a&copy=1&copyx&copy;&copy-&lt'>",
			"<p title=\"?a&copy=1&copyx\xc2\xa9\xc2\xa9-<\"></p>"},
		{"<title>a &amp; <b></title>", "<title>a & <b></title>"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_tree(str(cases[i][0]), cases[i][1]);
	assert_tree((moderato_str){"a\0b<p id='\0c&gt;\0'>\0", 21}, "ab<p id=\"c>\"></p>");
}

/* Text is put together from pieces, in nodes of which none is long unless the page has it so. */
static void tree__of_much_text__has_all_of_it(void **state)
{
	static const char *const pieces[] = {"a&amp;", "word <i>and</i> ", "&lt;<!-- -->", "0123456789",
		"words before and after a reference that are so many that they become a node of their own, "
		"because that is cheaper than a copy of them &gt; "};
	static const char *const expected[] = {"a&", "word and ", "<", "0123456789",
		"words before and after a reference that are so many that they become a node of their own, "
		"because that is cheaper than a copy of them > "};
	struct buffer page = BUFFER_INIT;
	struct buffer text = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pieces); i++) {
		buffer_clear(&page);
		buffer_clear(&text);
		add_times(&page, pieces[i], 20000);
		add_times(&text, expected[i], 20000);
		assert_tree(buffer_view(&page), buffer_cstr(&text));
	}
	buffer_dispose(&page);
	buffer_dispose(&text);
}

#define COMMENT(text)                                                                              \
	"<html><li id=comment-1><b class=fn>a</b><div class=comment-content>" text "</div></li>"

static void text__has_lines_links_and_quotes(void **state)
{
	static const char *const cases[][2] = {
		{"one<br>two", "one\ntwo"},
		{"<p>one</p>\n<p>two <b>three</b></p>", "one\n\ntwo three"},
		{"a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"},
		{"<a href=\"http://x.example/?a&amp;b\">here</a>",
			"<a href=\"http://x.example/?a&b\">here</a>"},
		{"<a href='http://x.example/'>http://x.example</a>", "http://x.example/"},
		{"<a href=http://x.example/a>x.example/a</a>", "http://x.example/a"},
		{"<a href=http://x.example/a>http://y.example/</a>",
			"<a href=\"http://x.example/a\">http://y.example/</a>"},
		{"<a href='x\"y'>z</a>", "<a href=\"x%22y\">z</a>"},
		{"<a href=x><img src=y></a>z", "z"},
		{"<blockquote>old</blockquote>new", "> old\n\nnew"},
		{"<blockquote class=quote>old</blockquote>new", "new"},
		{"<blockquote><cite>x wrote</cite> old</blockquote>new", "new"},
		{"<blockquote class=quote>nothing else</blockquote>", "> nothing else"},
		{"<pre>a\n  b</pre>", "a\nb"},
		{"<ul><li>a<li>b</ul>", "a\nb"},
		{"a<div class=reply>Reply</div>", "a"},
		{"  spaces\n\tand   lines ", "spaces and lines"},
	};
	struct buffer out = BUFFER_INIT;
	struct buffer page = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buffer_clear(&page);
		buffer_printf(&page, COMMENT("%s"), cases[i][0]);
		read_html(&out, buffer_view(&page), NULL);
		buffer_clear(&page);
		buffer_printf(&page, "1< (a) %s;", cases[i][1]);
		assert_string_equal(buffer_cstr(&out), buffer_cstr(&page));
	}
	buffer_dispose(&out);
	buffer_dispose(&page);
}

static void page__is_known_by_its_beginning(void **state)
{
	static const char *const cases[][2] = {
		{"<!DOCTYPE html><p>x", "!f: no comments were found in this page;"},
		{" \n<!-- saved --> <html>", "!f: no comments were found in this page;"},
		{"<?xml version='1.0'?><!doctype HTML>", "!f: no comments were found in this page;"},
		{"<b>bold</b> words", "refused"},
		{"<htm", "refused"},
		{"{\"text\":\"<html>\"}", "jsonl"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_string_equal(read_html(&out, str(cases[i][0]), NULL), cases[i][1]);
	buffer_dispose(&out);
}

static void charset__is_declared_or_guessed__and_a_mark_wins(void **state)
{
	static const char *const heads[] = {
		"<html><meta charset=windows-1251>",
		"<html><meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
		"<?xml version='1.0' encoding='windows-1251'?><html>",
	};
	static const char body[] = "<li id=comment-1><b class=fn>a</b><p class=comment-text>";
	struct buffer out = BUFFER_INIT;
	struct buffer page = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(heads); i++) {
		buffer_clear(&page);
		buffer_printf(&page, "%s%s\xe4\xe0", heads[i], body);
		assert_string_equal(read_html(&out, buffer_view(&page), NULL), "1< (a) \xd0\xb4\xd0\xb0;");
	}
	buffer_clear(&page);
	buffer_printf(&page, "<html>%scaf\xe9", body);
	assert_string_equal(read_html(&out, buffer_view(&page), NULL), "1< (a) caf\xc3\xa9;");
	buffer_clear(&page);
	buffer_printf(&page, "\xef\xbb\xbf%s%scaf\xc3\xa9", heads[0], body);
	assert_string_equal(read_html(&out, buffer_view(&page), NULL), "1< (a) caf\xc3\xa9;");
	buffer_dispose(&out);
	buffer_dispose(&page);
}

/* Each took minutes, or a stack, with a parser alone. */
static void hostile_page__is_read_in_linear_time(void **state)
{
	static const char *const pieces[] = {"<div>", "<b>", "<b id=x><p>", "<table><tr><td>", "</li>",
		"<a href=x><div>", "<svg>", "<!--", "<", "<script>", "<p class=", "<blockquote>", "<li>",
		"<div class='comment' id=comment-1>", "<i a b c d e f g='", "<select></select<",
		"<script type='application/ld+json'>[[", "<dd><dt>", "</", "&", "<td></table>"};
	struct buffer page = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pieces); i++) {
		buffer_clear(&page);
		buffer_add_str(&page, "<html>");
		add_times(&page, pieces[i], 100000);
		buffer_add_str(&page, "x");
		assert_string_equal(
			read_html(&out, buffer_view(&page), NULL), "!f: no comments were found in this page;");
	}
	buffer_dispose(&page);
	buffer_dispose(&out);
}

/* Threads as deep as the limit keep their parents; what is deeper is text of the deepest. */
static void nesting__ends_at_the_limit(void **state)
{
	struct buffer page = BUFFER_INIT;
	struct html_tree tree;
	size_t depth;
	moderato_error err;

	(void)state;
	for (depth = HTML_DEPTH_MAX - 1; depth <= HTML_DEPTH_MAX + 1; depth++) {
		buffer_clear(&page);
		add_times(&page, "<div>", depth);
		assert_int_equal(html_tree_read(&tree, buffer_view(&page), 1 << 24, &err), 0);
		/* and html */
		assert_int_equal(
			tree.n_nodes, 1 + (depth < HTML_DEPTH_MAX ? depth : (size_t)HTML_DEPTH_MAX));
		html_tree_dispose(&tree);
	}
	buffer_dispose(&page);
}

static void tree__over_its_memory__is_of_the_beginning(void **state)
{
	struct html_tree tree;
	moderato_error err;

	(void)state;
	must(html_tree_read(&tree, str("<p>a<p>b"), 4 * sizeof(*tree.nodes), &err), err);
	assert_true(tree.cut);
	assert_int_equal(tree.n_nodes, 4);
	assert_int_equal(tree.nodes[0].end, 4);
	html_tree_dispose(&tree);
}

/* Nodes of one name and class share what is remembered, and differ in all else. */
static void select__tells_nodes_of_one_kind_apart(void **state)
{
	static const char page[] =
		"<div class='a b'><p class=c>1</p></div><div class='a b' id=x-1><p class=c id=y>2</p></div>"
		"<p>3</p><div class='a b' title><x-comment class=c>4</x-comment></div>"
		"<i itemprop=name class=c>5</i><div class=xab>6</div>";
	static const struct {
		const char *selector;
		const char *places; /* of each element */
	} cases[] = {
		{"div.a", "101001000"},
		{"#x- p.c div", "321203003"},
		{"!y .b>p.c @title", "020103000"},
		{"~ab x-comment =name", "000000231"},
		{"div.b@title p#y- .a.b.c p", "040441000"},
	};
	struct html_tree tree;
	moderato_error err;
	size_t i, times;
	unsigned node;

	(void)state;
	must(html_tree_read(&tree, str(page), HTML_TREE_BYTES_MAX, &err), err);
	for (times = 0; times < 2; times++) {
		for (i = 0; i < COUNT(cases); i++) {
			char got[16] = "";
			size_t n = 0;

			for (node = 1; node < tree.n_nodes; node++)
				if (tree.nodes[node].name)
					got[n++] = (char)('0' + html_select(&tree, node, cases[i].selector));
			assert_string_equal(got, cases[i].places);
		}
	}
	assert_int_equal(html_select(&tree, 3, "p"), 0); /* a text */
	html_tree_dispose(&tree);
}

static void page__over_the_limit__is_read_up_to_it(void **state)
{
	static const char head[] = COMMENT("first");
	static const char said[] = "!f: the page is longer than the limit of 67108864 bytes: only its "
							   "beginning is read; save its discussion as several pages;";
	struct buffer out = BUFFER_INIT;
	const size_t len = HTML_PAGE_BYTES_MAX + 1;
	char *page = malloc(len);

	(void)state;
	assert_non_null(page);
	memset(page, ' ', len);
	memcpy(page, head, sizeof(head) - 1);
	read_html(&out, (moderato_str){page, len}, "html");
	assert_int_equal(strncmp(buffer_cstr(&out), said, strlen(said)), 0);
	assert_string_equal(buffer_cstr(&out) + strlen(said), "1< (a) first;");
	assert_string_equal(read_html(&out, (moderato_str){page, len - 1}, "html"), "1< (a) first;");
	free(page);
	buffer_dispose(&out);
}

/* Tags without text take eleven bytes a byte. */
static void page__of_nothing_but_tags__is_read_as_far_as_memory_goes(void **state)
{
	static const char head[] = COMMENT("first");
	struct buffer page = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	buffer_add_str(&page, head);
	for (i = 0; i < HTML_TREE_BYTES_MAX / sizeof(struct html_node); i++)
		buffer_add_str(&page, "<p>");
	read_html(&out, buffer_view(&page), "html");
	assert_non_null(strstr(buffer_cstr(&out), ": only its beginning is read; "));
	assert_non_null(strstr(buffer_cstr(&out), ";1< (a) first;"));
	buffer_dispose(&page);
	buffer_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tree__closes_what_is_open_and_leaves_out_what_says_nothing),
		cmocka_unit_test(tree__reads_references_as_browsers_do),
		cmocka_unit_test(tree__of_much_text__has_all_of_it),
		cmocka_unit_test(text__has_lines_links_and_quotes),
		cmocka_unit_test(page__is_known_by_its_beginning),
		cmocka_unit_test(charset__is_declared_or_guessed__and_a_mark_wins),
		cmocka_unit_test(hostile_page__is_read_in_linear_time),
		cmocka_unit_test(nesting__ends_at_the_limit),
		cmocka_unit_test(tree__over_its_memory__is_of_the_beginning),
		cmocka_unit_test(select__tells_nodes_of_one_kind_apart),
		cmocka_unit_test(page__over_the_limit__is_read_up_to_it),
		cmocka_unit_test(page__of_nothing_but_tags__is_read_as_far_as_memory_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
