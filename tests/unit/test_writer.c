/* SPDX-License-Identifier: MIT */
#include "records.h"

#include "moderato/writer.h"

static struct buffer out;
static struct buffer read_back;

static int dispose(void **state)
{
	(void)state;
	buffer_dispose(&out);
	buffer_dispose(&read_back);
	return 0;
}

static moderato_status keep(void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)err;
	buffer_add(payload, data, len);
	return MODERATO_OK;
}

static moderato_status refuse(void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)payload, (void)data, (void)len, (void)err;
	return MODERATO_EIO;
}

#define STR(text)                                                                                  \
	{                                                                                              \
		text, sizeof(text) - 1                                                                     \
	}

static const moderato_comment comments[] = {
	{.text = STR("Not <b>bad</b>, \"they\" said ]]> &amp;\r\n\x01\xff"),
		.id = STR("4"),
		.author = STR("Ann & Bo"),
		.author_email = STR("ann@mail.example"),
		.author_url = STR("https://ann.example/"),
		.ip = STR("192.0.2.7"),
		.user_agent = STR("Browser/1"),
		.title = STR("The mill"),
		.parent_id = STR("3"),
		.url = STR("https://mill.example/"),
		.created = STR("2014-01-14T17:31:03Z"),
		.state = STR("published"),
		.group = STR("7")},
	{.text = STR("b"), .state = STR("removed"), .group = STR("7")},
	{.text = STR("c"),
		.id = STR("t1_c"),
		.created = STR("2014-01-14T17:31:03+02:00"),
		.type = STR("pingback"),
		.group = STR("t3_x")},
	{.text = STR(""),
		.id = STR("t1_d"),
		.parent_id = STR("t1_c"),
		.created = STR("today"),
		.state = STR("spam"),
		.group = STR("t3_x")},
};

static const char *write_all(const char *format)
{
	moderato_writer *writer;
	size_t i;

	buffer_clear(&out);
	assert_int_equal(moderato_writer_new(&writer, format, keep, &out, NULL), MODERATO_OK);
	for (i = 0; i < COUNT(comments); i++)
		assert_int_equal(moderato_writer_add(writer, &comments[i], NULL), MODERATO_OK);
	assert_int_equal(moderato_writer_end(writer, NULL), MODERATO_OK);
	moderato_writer_free(writer);
	return buffer_cstr(&out);
}

static void test_what_is_written_as_wxr_reads_back(void **state)
{
	(void)state;
	write_all("wxr");
	assert_string_equal(read_memory_as(&read_back, buffer_view(&out), NULL),
		"15 id=4 by=Ann & Bo mail=ann@mail.example site=https://ann.example/ ip=192.0.2.7 "
		"agent=Browser/1 title=The mill url=https://mill.example/ at=2014-01-14T17:31:03Z to=3 "
		"state=published group=7 text=Not <b>bad</b>, \"they\" said ]]> "
		"&amp;\n\xef\xbf\xbd\xef\xbf\xbd;"
		"31 id=2 title=The mill url=https://mill.example/ state=trash group=7 text=b;"
		"50 id=7781811201790470 at=2014-01-14T17:31:03 type=pingback state=held "
		"group=7804297666476751 text=c;"
		"63 id=8760234993687890 to=7781811201790470 state=spam group=7804297666476751 text=;");
	/* One item for each group. */
	assert_non_null(strstr(out.data, "</item>\n\t<item>"));
}

static void test_csv_has_the_keys_as_its_header(void **state)
{
	(void)state;
	assert_string_equal(write_all("csv"),
		"id,text,author,author_email,author_url,ip,user_agent,title,parent,parent_id,url,created,"
		"lang,type,state,source,group\r\n"
		"4,\"Not <b>bad</b>, \"\"they\"\" said ]]> &amp;\r\n\x01\xef\xbf\xbd\",Ann & "
		"Bo,ann@mail.example,"
		"https://ann.example/,192.0.2.7,Browser/1,The mill,,3,https://mill.example/,"
		"2014-01-14T17:31:03Z,,,published,,7\r\n"
		",b,,,,,,,,,,,,,removed,,7\r\n"
		"t1_c,c,,,,,,,,,,2014-01-14T17:31:03+02:00,,pingback,,,t3_x\r\n"
		"t1_d,,,,,,,,,t1_c,,today,,,spam,,t3_x\r\n");
}

static void test_other_formats_are_not_written(void **state)
{
	moderato_writer *writer;
	moderato_error err;

	(void)state;
	assert_int_equal(moderato_writer_new(&writer, "page", keep, &out, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "\"page\" cannot be written, expected csv or wxr");
	assert_null(writer);
	assert_int_equal(moderato_writer_new(&writer, "csv", refuse, NULL, NULL), MODERATO_OK);
	assert_int_equal(moderato_writer_add(writer, &comments[0], NULL), MODERATO_EIO);
	moderato_writer_free(writer);
}

/* The export with these states, in turn; "-": as it is. */
static const char *restate(const char *text, const char *const *states, size_t n)
{
	moderato_restater *restater;
	moderato_status status = MODERATO_OK;
	moderato_error err;
	size_t i;

	buffer_clear(&out);
	if (moderato_restater_open_memory(
			&restater, "f", (moderato_str){text, strlen(text)}, NULL, keep, &out, &err)) {
		buffer_printf(&out, "? %s", err.message);
		return buffer_cstr(&out);
	}
	for (i = 0; !status; i++)
		status =
			moderato_restater_next(restater, i < n && *states[i] != '-' ? states[i] : NULL, &err);
	assert_int_equal(status, MODERATO_END);
	assert_int_equal(i, n + 1);
	moderato_restater_free(restater);
	return buffer_cstr(&out);
}

#define HEAD "<?xml version='1.0'?>\n<rss>\n<channel><item><wp:post_id>7</wp:post_id>\n"
#define TAIL "</item><!-- the end -->\n</channel></rss>\n\n"
#define SAID(text, approved)                                                                       \
	"<wp:comment>\n <wp:comment_content>" text "</wp:comment_content>" approved "\n</"             \
	"wp:comment>\n"
#define IS(approved) "<wp:comment_approved>" approved "</wp:comment_approved>"

static void test_states_are_replaced_and_nothing_else(void **state)
{
	static const char *const states[] = {"published", "held", "spam", "trash", "-", "removed"};
	static const char *const all_same[] = {"published", "published"};

	(void)state;
	assert_string_equal(
		restate("\xef\xbb\xbf" HEAD SAID("a", IS("0")) SAID("b", IS("<![CDATA[1]]>")) SAID("c", "")
					SAID("d", "<wp:comment_approved />") SAID("e", IS("plugin"))
						SAID("f\x01\xe9 &nbsp; <i>x</b>", IS("\n 1\n ")) TAIL,
			states, 6),
		"\xef\xbb\xbf" HEAD SAID("a", IS("1")) SAID("b",
			IS("<![CDATA[0]]>")) "<wp:comment>\n "
								 "<wp:comment_content>c</wp:comment_content>\n" IS(
									 "spam") "</wp:comment>\n" SAID("d", IS("trash"))
									 SAID("e", IS("plugin"))
										 SAID("f\x01\xe9 &nbsp; <i>x</b>", IS("\n trash\n ")) TAIL);
	assert_string_equal(restate(HEAD SAID("a", IS("")) SAID("b", IS("1")) TAIL, all_same, 2),
		HEAD SAID("a", IS("1")) SAID("b", IS("1")) TAIL);
}

static void test_what_cannot_be_read_stays_as_it_is(void **state)
{
	static const char broken[] = HEAD "<wp:comment><wp:comment_id>1\n" SAID("a",
		IS("0")) "<wp:comment>" IS("1") "</wp:comment></x>\n" SAID("b", IS("0")) "<wp:comment>";
	static const char *const none[] = {"-", "-"};
	static const char *const states[] = {"spam", "trash"};

	(void)state;
	assert_string_equal(restate(broken, none, 2), broken);
	assert_string_equal(restate(broken, states, 2),
		HEAD "<wp:comment><wp:comment_id>1\n" SAID("a", IS("spam")) "<wp:comment>" IS(
			"1") "</wp:comment></x>\n" SAID("b", IS("trash")) "<wp:comment>");
}

/* Copies with every comment thrown away. Returns how many comments there are, less how many a
 * reader finds in the copy: none may be lost. */
static size_t n_lost_by_restating(const char *text, size_t *kept)
{
	moderato_restater *restater;
	moderato_reader *reader;
	moderato_comment comment;
	moderato_status status;
	size_t lost = 0;

	buffer_clear(&out);
	assert_int_equal(moderato_restater_open_memory(&restater, "f",
						 (moderato_str){text, strlen(text)}, NULL, keep, &out, NULL),
		MODERATO_OK);
	while (!moderato_restater_next(restater, "trash", NULL))
		lost++;
	*kept = moderato_restater_kept(restater);
	moderato_restater_free(restater);
	assert_int_equal(
		moderato_reader_open_memory(&reader, "f", buffer_view(&out), NULL, NULL), MODERATO_OK);
	while ((status = moderato_reader_next(reader, &comment, NULL)) != MODERATO_END)
		lost -= status == MODERATO_OK;
	moderato_reader_free(reader);
	return lost;
}

static void test_no_comment_in_damaged_xml_is_lost_by_its_new_state(void **state)
{
	static const struct {
		const char *text;
		size_t kept;
	} cases[] = {
		/* An element in it would stand behind CDATA, or a comment, where reading goes on later. */
		{"<rss xmlns:wp='a'><o><![CDATA[<wp:comment><wp:comment_content/><w/]]></wp:comment><_id>",
			1},
		{"<rss xmlns:wp='a'><o><!--<wp:comment><wp:comment_content/>--></wp:comment><_id>", 1},
		/* Its state ends CDATA. */
		{"<rss xmlns:wp='a'><wp:comment><wp:c/wate_gmt><wp:comment_content><![CDATA[</"
		 "wp:comment_content><wp:comment_approved>0e_gm/b>]]></wp:comment_approved/></wp:comment>"
		 "<om>]]></wp:comment_content><",
			1},
		/* A word for a word does no harm anywhere. */
		{"<rss xmlns:wp='a'><o><!--<wp:comment><wp:comment_content/>" IS(
			 "0") "--></wp:comment><_id>",
			0},
		/* Damage that is passed over before anything else is read does none, either. */
		{HEAD
			"<wp:comment><wp:c/x><wp:comment_content>a</b></wp:comment_content></wp:comment>" TAIL,
			0},
		{HEAD SAID("a", "<wp:comment_approved a=\">\">0</wp:comment_approved>") TAIL, 0},
	};
	size_t kept;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(n_lost_by_restating(cases[i].text, &kept), 0);
		assert_int_equal(kept, cases[i].kept);
	}
}

static void test_only_a_wordpress_export_in_utf_8_is_copied(void **state)
{
	(void)state;
	assert_string_equal(
		restate("{\"text\":\"a\"}", NULL, 0), "? f is no WordPress export (WXR) but jsonl");
	assert_string_equal(
		restate("<?xml version='1.0' encoding='koi8-r'?><rss><wp:x/></rss>", NULL, 0),
		"? f is not in UTF-8: its bytes cannot be kept, convert it first");
}

static void test_a_sink_that_fails_ends_the_copy(void **state)
{
	moderato_restater *restater;
	const char *text = HEAD SAID("a", IS("0")) TAIL;

	(void)state;
	assert_int_equal(moderato_restater_open_memory(&restater, "f",
						 (moderato_str){text, strlen(text)}, NULL, refuse, NULL, NULL),
		MODERATO_OK);
	assert_int_equal(moderato_restater_next(restater, "spam", NULL), MODERATO_EIO);
	moderato_restater_free(restater);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_as_wxr_reads_back),
		cmocka_unit_test(test_csv_has_the_keys_as_its_header),
		cmocka_unit_test(test_other_formats_are_not_written),
		cmocka_unit_test(test_states_are_replaced_and_nothing_else),
		cmocka_unit_test(test_what_cannot_be_read_stays_as_it_is),
		cmocka_unit_test(test_no_comment_in_damaged_xml_is_lost_by_its_new_state),
		cmocka_unit_test(test_only_a_wordpress_export_in_utf_8_is_copied),
		cmocka_unit_test(test_a_sink_that_fails_ends_the_copy),
	};

	return cmocka_run_group_tests(tests, NULL, dispose);
}
