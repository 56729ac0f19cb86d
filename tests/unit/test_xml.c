/* SPDX-License-Identifier: MIT */
/* What is broken in XML costs what is broken, and is told with its place: by way of the format that
 * nests deepest. */
#include "records.h"

#include "import/xml/xml.h"

#define HEAD                                                                                       \
	"<?xml version='1.0'?>\n<rss><channel>\n<item><title>T</title><wp:post_id>7</wp:post_id>\n"
#define TAIL "</item>\n</channel></rss>\n"
#define SAID(id, text)                                                                             \
	"<wp:comment><wp:comment_id>" id "</wp:comment_id><wp:comment_content>" text                   \
	"</wp:comment_content><wp:comment_approved>0</wp:comment_approved></wp:comment>\n"
#define READ(line, id, text) line " id=" id " title=T state=held group=7 text=" text ";"

static struct buffer out;
static struct buffer slowly;

static int dispose(void **state)
{
	(void)state;
	buffer_dispose(&out);
	buffer_dispose(&slowly);
	return 0;
}

/* The same however the bytes arrive, but for the name of the input. */
static void expect(const char *text, const char *expected)
{
	moderato_str bytes = {text, strlen(text)};
	static const size_t steps[] = {1, 7, 4096};
	struct buffer named = BUFFER_INIT;
	size_t i;

	assert_string_equal(read_memory_as(&out, bytes, NULL), expected);
	for (i = 0; i < COUNT(steps); i++) {
		const char *p = read_pipe(&slowly, bytes, steps[i]);
		const char *bang;

		buffer_clear(&named);
		while ((bang = strstr(p, "!/dev/fd/"))) {
			buffer_add(&named, p, (size_t)(bang - p) + 1);
			buffer_add_char(&named, 'f');
			p = strchr(bang, ':');
		}
		buffer_add_str(&named, p);
		assert_string_equal(buffer_cstr(&named), expected);
	}
	buffer_dispose(&named);
}

static void test_cdata_may_be_nested_and_in_pieces(void **state)
{
	(void)state;
	expect(HEAD SAID("1", "<![CDATA[a ]]]]><![CDATA[> b]]>")
			   SAID("2", "x <![CDATA[<p>]]> &lt;q&gt;") TAIL,
		READ("4", "1", "a ]]> b") READ("5", "2", "x <p> <q>"));
}

static void test_entities_of_html_stand_for_their_characters(void **state)
{
	(void)state;
	expect(
		HEAD SAID("1", "a&nbsp;b &eacute; &what; &#233;") TAIL, READ("4", "1",
																	"a\xc2\xa0"
																	"b \xc3\xa9 &what; \xc3\xa9"));
	expect("<?xml version='1.0' standalone='yes'?><rss><channel><item>" SAID("1", "&hellip;") TAIL,
		"1 id=1 state=held text=\xe2\x80\xa6;");
}

static void test_text_escaped_twice_stays_markup(void **state)
{
	(void)state;
	expect(HEAD SAID("1", "&lt;p&gt;Tom &amp;amp; Jerry&amp;#39;s&lt;/p&gt;") TAIL,
		READ("4", "1", "<p>Tom &amp; Jerry&#39;s</p>"));
}

static void test_elements_in_a_text_are_taken_as_written(void **state)
{
	(void)state;
	expect(HEAD SAID("1", "Not <b class=\"x\">bad</b> &amp; <i>new</i>!<br/>") TAIL,
		READ("4", "1", "Not <b class=\"x\">bad</b> & <i>new</i>!<br/>"));
}

static void test_what_is_broken_in_a_field_costs_nothing(void **state)
{
	(void)state;
	expect(HEAD SAID("1", "one <b>two</i> three") SAID("2", "a < b && c") SAID("3", "<p>x<br>y</p>")
			   SAID("4", "<![CDATA[// <![CDATA[ x ]]> y ]]>") SAID("5", "&#1;z") SAID("6", "ok")
				   TAIL,
		READ("4", "1", "one <b>two</i> three") READ("5", "2", "a < b && c")
			READ("6", "3", "<p>x<br>y</p>") READ("7", "4", "// <![CDATA[ x ]]> y")
				READ("8", "5", "&#1;z") READ("9", "6", "ok"));
}

static void test_cdata_that_is_never_closed_ends_with_its_field(void **state)
{
	(void)state;
	expect(HEAD SAID("1", "<![CDATA[one") SAID("2", "two") TAIL,
		READ("4", "1", "one") READ("5", "2", "two"));
	expect("<rss><channel><item><wp:post_id>7</wp:post_id><title><![CDATA[T</title>\n" SAID(
			   "1", "a") SAID("2", "<![CDATA[b]]></b>") TAIL,
		READ("2", "1", "a") READ("3", "2", "b</b>"));
}

static void test_a_broken_tag_between_fields_is_passed_over(void **state)
{
	(void)state;
	expect(
		"<rss><channel><item>\n<wp:comment></b><x y=1/>\n<wp:comment_content>x</wp:comment_content>"
		"</wp:comment>" TAIL,
		"!f:2: the XML is broken: mismatched tag; the tag is passed over;"
		"!f:2: the XML is broken: not well-formed (invalid token); the tag is passed over;2 "
		"text=x;");
}

static void test_a_comment_that_is_not_closed_is_lost_alone(void **state)
{
	(void)state;
	expect(HEAD SAID("1", "a") "<wp:comment><wp:comment_id>2</wp:comment_id>\n" SAID("3", "c") TAIL,
		READ("4", "1", "a") "!f:6: the XML is broken: it is not closed; the record that begins at "
							"line 5 is lost;" READ("6", "3", "c"));
	expect(HEAD "<wp:comment><wp:comment_id>2</wp:comment_id></item>\n"
				"<item><title>T</title><wp:post_id>7</wp:post_id>" SAID("3", "c") TAIL,
		"!f:4: the XML is broken: mismatched tag; the record is lost;" READ("5", "3", "c"));
}

static void test_a_broken_post_costs_no_comment(void **state)
{
	(void)state;
	expect("<rss><channel><item><title>T</title><wp:post_id>7</wp:post_id>\n"
		   "<content:encoded><![CDATA[// <![CDATA[ a ]]></script>\n]]></content:encoded>\n" SAID(
			   "1", "a") SAID("2", "b") TAIL,
		"!f:2: the XML is broken: mismatched tag; going on at line 4;" READ("4", "1", "a")
			READ("5", "2", "b"));
	expect("<rss><channel><item><title>T</title><wp:post_id>7</wp:post_id></x>\n" SAID("1", "a")
			   TAIL,
		"!f:1: the XML is broken: mismatched tag; going on at line 2;" READ("2", "1", "a"));
}

static void test_a_file_that_is_cut_off_keeps_what_was_complete(void **state)
{
	(void)state;
	expect(HEAD SAID("1", "a") "<wp:comment><wp:comment_id>2</wp:comment_id>\n<wp:comment_cont",
		READ(
			"4", "1", "a") "!f:6: the XML is broken: it ends in the middle; the record that begins "
						   "at line 5 is lost;");
	expect(HEAD SAID("1", "a"),
		READ("4", "1", "a") "!f:5: the XML is broken: it ends in the middle; no record follows;");
}

static void test_control_characters_and_bad_bytes_are_repaired(void **state)
{
	(void)state;
	expect(HEAD SAID("1", "a\x01"
						  "b\x1f"
						  "c\xef\xbf\xbf.") TAIL,
		READ("4", "1",
			"a\xef\xbf\xbd"
			"b\xef\xbf\xbd"
			"c\xef\xbf\xbd."));
	expect(HEAD SAID("1", "caf\xe9 \x93quoted\x94 \x81 \xe2\x82.") SAID("2", "na\xc3\xafve") TAIL,
		READ("4", "1", "caf\xc3\xa9 \xe2\x80\x9cquoted\xe2\x80\x9d \xef\xbf\xbd \xef\xbf\xbd.")
			READ("5", "2", "na\xc3\xafve"));
	expect("<rss><channel><item><wp:comment \x02>" SAID("2", "x") TAIL,
		"!f:1: the XML is broken: not well-formed (invalid token); going on at line 1;"
		"1 id=2 state=held text=x;");
}

static void test_encodings_are_converted_as_declared(void **state)
{
#define IN(encoding, text)                                                                         \
	"<?xml version=\"1.0\" encoding='" encoding "'?><rss><channel><item>" SAID("1", text) TAIL
	static const char utf16[] =
		"<\0?\0x\0m\0l\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0u\0t\0f\0-\0001\0006\0'"
		"\0?\0>\0<\0r\0s\0s\0>\0<\0c\0h\0a\0n\0n\0e\0l\0>\0<\0i\0t\0e\0m"
		"\0>\0<\0w\0p\0:\0c\0o\0m\0m\0e\0n\0t\0>\0<\0w\0p\0:\0c\0o\0m\0m\0e"
		"\0n\0t\0_\0c\0o\0n\0t\0e\0n\0t\0>\0\x04\x04<\0/\0w\0p\0:\0c\0o\0m\0m\0e"
		"\0n\0t\0_\0c\0o\0n\0t\0e\0n\0t\0>\0<\0/\0w\0p\0:\0c\0o\0m\0m\0e\0n"
		"\0t\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/\0c\0h\0a\0n\0n\0e\0l\0>\0<\0/\0r"
		"\0s\0s\0>\0";

	(void)state;
	expect(IN("ISO-8859-1", "caf\xe9 \x80"), "1 id=1 state=held text=caf\xc3\xa9 \xe2\x82\xac;");
	expect(IN("windows-1251", "\xe4\xe0"), "1 id=1 state=held text=\xd0\xb4\xd0\xb0;");
	expect(IN("KOI8-R", "\xc4\xc1"), "1 id=1 state=held text=\xd0\xb4\xd0\xb0;");
	expect(IN("utf-16", "caf\xc3\xa9"), "1 id=1 state=held text=caf\xc3\xa9;");
	expect(IN("klingon", "caf\xe9"),
		"!f:1: the encoding \"klingon\" is declared, which is not known: read as UTF-8;"
		"1 id=1 state=held text=caf\xc3\xa9;");
	assert_string_equal(
		read_memory_as(&out, (moderato_str){utf16, sizeof(utf16) - 1}, NULL), "1 text=\xd0\x84;");
}

static void test_entities_that_are_declared_are_not_expanded(void **state)
{
	(void)state;
	expect("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>\n<!ENTITY b '&a;&a;&a;'>\n"
		   "<!ENTITY c SYSTEM 'file:///etc/hostname'>]>\n<rss><channel><item>\n" SAID(
			   "1", "&b; &c;") TAIL,
		"!f:1: the XML is broken: entities are declared here, which are not expanded; going on at "
		"line 4;5 id=1 state=held text=&b; &c;;");
	expect("<!DOCTYPE rss SYSTEM 'file:///etc/hostname'>\n<rss><channel><item>" SAID("1", "&b;")
			   TAIL,
		"2 id=1 state=held text=&b;;");
}

static void test_attributes_that_are_declared_are_not_read(void **state)
{
	(void)state;
	expect("<?xml version='1.0'?><!DOCTYPE rss [<!ATTLIST wp:comment a CDATA 'b'>\n"
		   "<!ATTLIST wp:comment c CDATA #IMPLIED>]>\n<rss><channel><item>\n" SAID("1", "x") TAIL,
		"!f:1: the XML is broken: attributes are declared here, which are not read; going on at "
		"line 3;4 id=1 state=held text=x;");
}

/* Of a file that is broken all over more is given up, but what is good behind
 * it is read. One in which every comment is broken, as when texts are not escaped, is mended whole.
 */
static void test_what_is_broken_everywhere_is_not_read_again_and_again(void **state)
{
	struct buffer text = BUFFER_INIT;
	size_t i;

	(void)state;
	buffer_add_str(&text, HEAD);
	for (i = 0; i < 20000; i++)
		buffer_add_str(&text, "<wp:comment><![CDATA[");
	buffer_add_str(&text, "]]>& </item>\n<item>" SAID("1", "near") SAID("2", "good") TAIL);
	read_memory_as(&out, buffer_view(&text), NULL);
	assert_non_null(strstr(out.data, "text=good;"));
	assert_true(out.len < 2000);
	buffer_clear(&text);
	buffer_add_str(&text, HEAD);
	for (i = 0; i < 20000; i++)
		buffer_add_str(
			&text, "<wp:comment><wp:comment_content>&</wp:comment_content></wp:comment>");
	buffer_add_str(&text, TAIL);
	read_memory_as(&out, buffer_view(&text), NULL);
	assert_null(strchr(out.data, '!'));
	buffer_dispose(&text);
}

static void test_elements_nest_up_to_the_limit(void **state)
{
	struct buffer text = BUFFER_INIT;
	size_t depth;

	(void)state;
	for (depth = XML_DEPTH_MAX - 1; depth <= XML_DEPTH_MAX + 1; depth++) {
		buffer_clear(&text);
		buffer_add_str(&text, "<rss><channel><item>" SAID("1", "a"));
		add_times(&text, "<x>", depth - 3);
		add_times(&text, "</x>", depth - 3);
		buffer_add_str(&text, "\n" SAID("2", "b") TAIL);
		assert_string_equal(read_memory_as(&out, buffer_view(&text), NULL),
			depth <= XML_DEPTH_MAX
				? "1 id=1 state=held text=a;3 id=2 state=held text=b;"
				: "1 id=1 state=held text=a;!f:2: the XML is broken: elements are nested more than "
				  "256 deep; going on at line 3;3 id=2 state=held text=b;");
	}
	buffer_dispose(&text);
}

static void test_tags_and_records_are_as_long_as_their_limits(void **state)
{
	struct buffer text = BUFFER_INIT;

	(void)state;
	buffer_add_str(&text, "<rss><channel><item><wp:status/><!-- ");
	add_times(&text, "x", XML_TOKEN_BYTES_MAX + 100000);
	buffer_add_str(&text, "-->\n" SAID("1", "a") "<wp:comment>");
	add_times(&text, "<x>more</x>", (MODERATO_RECORD_BYTES_MAX + 200000) / strlen("<x>more</x>"));
	buffer_add_str(&text, "</wp:comment>\n" SAID("2", "b") TAIL);
	assert_string_equal(read_memory_as(&out, buffer_view(&text), NULL),
		"!f:1: the XML is broken: a tag or a comment is longer than 256 KB; going on at line 2;"
		"2 id=1 state=held text=a;!f:3: the record is longer than the limit of 2097152 bytes;"
		"4 id=2 state=held text=b;");
	buffer_dispose(&text);
}

static void test_positions_depend_on_the_bytes_alone(void **state)
{
	static const char text[] = HEAD SAID("1", "a") SAID("2", "b\x01") SAID("3", "\xe9") TAIL;
	const size_t first = strlen(HEAD SAID("1", "a")) - 1; /* a line's end is behind it */
	const size_t one = strlen(SAID("1", "a"));
	moderato_reader *reader;
	moderato_comment c;
	size_t size;

	(void)state;
	assert_int_equal(
		moderato_reader_open_memory(&reader, "f", (moderato_str){text, strlen(text)}, NULL, NULL),
		MODERATO_OK);
	assert_int_equal(moderato_reader_next(reader, &c, NULL), MODERATO_OK);
	assert_int_equal(moderato_reader_position(reader, &size), first);
	assert_int_equal(size, strlen(text));
	assert_int_equal(moderato_reader_next(reader, &c, NULL), MODERATO_OK);
	assert_int_equal(moderato_reader_position(reader, NULL), first + one + 1);
	assert_int_equal(moderato_reader_next(reader, &c, NULL), MODERATO_OK);
	assert_int_equal(moderato_reader_position(reader, NULL), first + 2 * one + 1);
	assert_int_equal(moderato_reader_next(reader, &c, NULL), MODERATO_END);
	moderato_reader_free(reader);
}

/* expat begins anew every 4 MB. */
static void test_a_long_export_is_read_to_its_end(void **state)
{
	struct buffer text = BUFFER_INIT;
	moderato_reader *reader;
	moderato_comment c;
	size_t n = 0;

	(void)state;
	buffer_add_str(&text, HEAD);
	add_times(&text, SAID("1", "a"), 60000);
	add_times(&text, "<x:y><z/>w</x:y>", 500000);
	add_times(&text, SAID("1", "a"), 60000);
	buffer_add_str(&text, TAIL);
	assert_int_equal(
		moderato_reader_open_memory(&reader, "f", buffer_view(&text), NULL, NULL), MODERATO_OK);
	while (moderato_reader_next(reader, &c, NULL) == MODERATO_OK) {
		n++;
		assert_int_equal(c.line, 3 + n);
		assert_int_equal(c.group.len, 1);
	}
	assert_int_equal(moderato_reader_next(reader, &c, NULL), MODERATO_END);
	assert_int_equal(n, 120000);
	moderato_reader_free(reader);
	buffer_dispose(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cdata_may_be_nested_and_in_pieces),
		cmocka_unit_test(test_entities_of_html_stand_for_their_characters),
		cmocka_unit_test(test_text_escaped_twice_stays_markup),
		cmocka_unit_test(test_elements_in_a_text_are_taken_as_written),
		cmocka_unit_test(test_what_is_broken_in_a_field_costs_nothing),
		cmocka_unit_test(test_cdata_that_is_never_closed_ends_with_its_field),
		cmocka_unit_test(test_a_broken_tag_between_fields_is_passed_over),
		cmocka_unit_test(test_a_comment_that_is_not_closed_is_lost_alone),
		cmocka_unit_test(test_a_broken_post_costs_no_comment),
		cmocka_unit_test(test_a_file_that_is_cut_off_keeps_what_was_complete),
		cmocka_unit_test(test_control_characters_and_bad_bytes_are_repaired),
		cmocka_unit_test(test_encodings_are_converted_as_declared),
		cmocka_unit_test(test_entities_that_are_declared_are_not_expanded),
		cmocka_unit_test(test_attributes_that_are_declared_are_not_read),
		cmocka_unit_test(test_what_is_broken_everywhere_is_not_read_again_and_again),
		cmocka_unit_test(test_elements_nest_up_to_the_limit),
		cmocka_unit_test(test_tags_and_records_are_as_long_as_their_limits),
		cmocka_unit_test(test_positions_depend_on_the_bytes_alone),
		cmocka_unit_test(test_a_long_export_is_read_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, dispose);
}
