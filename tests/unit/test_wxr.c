/* SPDX-License-Identifier: MIT */
#include "records.h"

/* An export of one post, written for this test; comments go between. */
#define HEAD                                                                                       \
	"<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- an export -->\n"                            \
	"<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n"             \
	"<title>The mill</title><wp:wxr_version>1.2</wp:wxr_version>\n"                                \
	"<item><title>Bridge &amp;#8211; done</title><link>https://mill.example/7</link>"              \
	"<content:encoded><![CDATA[<p>A post</p>]]></content:encoded><wp:post_id>7</wp:post_id>\n"
#define TAIL "</item></channel></rss>\n"
#define SAID(id, text)                                                                             \
	"<wp:comment><wp:comment_id>" id "</wp:comment_id><wp:comment_content>" text                   \
	"</wp:comment_content></wp:comment>\n"
#define FROM_7 " title=Bridge \xe2\x80\x93 done url=https://mill.example/7"

static void test_every_field_of_a_comment_is_read(void **state)
{
	(void)state;
	expect_records(HEAD
		"<wp:comment>\n<wp:comment_id>3</wp:comment_id>\n"
		"<wp:comment_author><![CDATA[Ann &amp; Bo]]></wp:comment_author>\n"
		"<wp:comment_author_email>ann@mail.example\n  </wp:comment_author_email>\n"
		"<wp:comment_author_url>https://ann.example/</wp:comment_author_url>\n"
		"<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>\n"
		"<wp:comment_agent>Browser/1.0</wp:comment_agent>\n"
		"<wp:comment_date>2014-01-14 18:31:03</wp:comment_date>\n"
		"<wp:comment_date_gmt>2014-01-14 17:31:03</wp:comment_date_gmt>\n"
		"<wp:comment_content>\n  <![CDATA[Not <b>bad</b> &amp; <i>new</i>]]></wp:comment_content>\n"
		"<wp:comment_approved>1</wp:comment_approved>\n"
		"<wp:comment_type>comment</wp:comment_type>\n"
		"<wp:comment_parent>2</wp:comment_parent>\n"
		"<wp:commentmeta><wp:meta_key>k</wp:meta_key></wp:commentmeta>\n"
		"</wp:comment>\n" TAIL,
		"7 id=3 by=Ann & Bo mail=ann@mail.example site=https://ann.example/ ip=192.0.2.7 "
		"agent=Browser/1.0" FROM_7 " at=2014-01-14T17:31:03Z to=2 state=published group=7 "
		"text=Not <b>bad</b> &amp; <i>new</i>;");
}

static void test_states_and_types_are_told_apart(void **state)
{
#define STATE(approved, type)                                                                      \
	"<wp:comment><wp:comment_content>x</wp:comment_content><wp:comment_approved>" approved         \
	"</wp:comment_approved><wp:comment_type>" type "</wp:comment_type></wp:comment>"
	(void)state;
	expect_records("<rss><channel><item>" STATE("1", "") STATE("0", "comment")
					   STATE("spam", "pingback") STATE("<![CDATA[trash]]>", "trackback") STATE(
						   "post-trashed", "") STATE("plugin", "review") "</item></channel></rss>",
		"1 state=published text=x;1 state=held text=x;1 type=pingback state=spam text=x;"
		"1 type=trackback state=trash text=x;1 state=trash text=x;1 type=review text=x;");
}

static void test_comments_belong_to_their_item(void **state)
{
	(void)state;
	expect_records(
		"<rss><channel><item><title>A</title><link>a</link><wp:post_id>1</wp:post_id>" SAID(
			"1", "one") "</item><item><link>b</link>" SAID("2",
			"two") "</item>"
				   "<item>" SAID("3", "three") "</item></channel></rss>",
		"1 id=1 title=A url=a group=1 text=one;2 id=2 url=b group=b text=two;3 id=3 text=three;");
}

static void test_the_prefix_may_be_undeclared_or_another(void **state)
{
	(void)state;
	expect_records("<rss xmlns:atom='a'><channel><item><media:title>no</media:title>" SAID(
					   "1", "x") "</item></channel></rss>",
		"1 id=1 text=x;");
	expect_records(
		"<rss xmlns:w='http://wordpress.org/export/1.1/'><channel><item><w:post_id>4</w:post_id>"
		"<w:comment><w:comment_content>x</w:comment_content></w:comment></item></channel></rss>",
		"1 group=4 text=x;");
}

static void test_dates_of_zeros_are_none(void **state)
{
	(void)state;
	expect_records(
		"<rss><channel><item><wp:comment><wp:comment_date>2014-01-14 18:31:03</wp:comment_date>"
		"<wp:comment_date_gmt>0000-00-00 00:00:00</wp:comment_date_gmt>"
		"<wp:comment_content>x</wp:comment_content></wp:comment><wp:comment>"
		"<wp:comment_date>yesterday</wp:comment_date><wp:comment_content/></wp:comment>"
		"</item></channel></rss>",
		"1 at=2014-01-14T18:31:03 text=x;1 at=yesterday text=;");
}

static void test_an_export_without_comments_says_so(void **state)
{
	(void)state;
	expect_records(HEAD TAIL, "");
	expect_records("<rss><channel><wp:author/></channel></rss>", "");
}

static void test_a_comment_without_content_is_told(void **state)
{
	(void)state;
	expect_records(
		"<rss><channel><item>\n<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>" SAID(
			"2", "x") TAIL,
		"!f:2: a comment without wp:comment_content;2 id=2 text=x;");
}

static void test_texts_up_to_the_limit_are_read(void **state)
{
	struct buffer text = BUFFER_INIT;
	size_t over;

	(void)state;
	for (over = 0; over < 2; over++) {
		size_t i;

		buffer_clear(&text);
		buffer_add_str(&text, "<rss><channel><item><wp:comment><wp:comment_content>");
		for (i = 0; i < MODERATO_COMMENT_BYTES_MAX + over; i++)
			buffer_add_char(&text, 'a');
		buffer_add_str(&text, "</wp:comment_content></wp:comment>" SAID("2", "x") TAIL);
		read_memory_as(&record_line, buffer_view(&text), NULL);
		if (over)
			assert_string_equal(record_line.data,
				"!f:1: the comment is longer than the limit of 262144 bytes;1 id=2 text=x;");
		else
			assert_int_equal(
				record_line.len, MODERATO_COMMENT_BYTES_MAX + strlen("1 text=;1 id=2 text=x;"));
	}
	buffer_dispose(&text);
}

static void test_it_is_sniffed_behind_whatever_stands_before_it(void **state)
{
	static const char *const before[] = {"", "\xef\xbb\xbf", " \n\t", "`",
		"\n\n<?xml version='1.0'?>",
		"<?xml version='1.0'?><?xml-stylesheet href='x'?><!-- a > b --><!DOCTYPE rss>"};
	struct buffer text = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(before); i++) {
		buffer_clear(&text);
		buffer_add_str(&text, before[i]);
		buffer_add_str(&text, "<rss><channel><item>" SAID("1", "x") TAIL);
		read_memory_as(&record_line, buffer_view(&text), NULL);
		assert_non_null(strstr(record_line.data, " id=1 text=x;"));
		assert_int_equal(!strncmp(record_line.data, "!f:1: what stands before", 24), i == 3);
	}
	buffer_dispose(&text);
	expect_records("<br />\n<b>Warning</b>:  Undefined variable $x in <b>/p.php</b> on line "
				   "<b>3</b><br />\n\n<?xml version='1.0'?>\n<rss><channel><item>" SAID("1", "x")
					   TAIL,
		"!f:1: what stands before the XML is no part of it: 87 bytes are passed over;"
		"5 id=1 text=x;");
	expect_records("<rss><channel><title>News</title></channel></rss>",
		"? f: XML that is no export of comments that is known here (--help lists them): its root "
		"is <rss>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field_of_a_comment_is_read),
		cmocka_unit_test(test_states_and_types_are_told_apart),
		cmocka_unit_test(test_comments_belong_to_their_item),
		cmocka_unit_test(test_the_prefix_may_be_undeclared_or_another),
		cmocka_unit_test(test_dates_of_zeros_are_none),
		cmocka_unit_test(test_an_export_without_comments_says_so),
		cmocka_unit_test(test_a_comment_without_content_is_told),
		cmocka_unit_test(test_texts_up_to_the_limit_are_read),
		cmocka_unit_test(test_it_is_sniffed_behind_whatever_stands_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_record_line);
}
