/* SPDX-License-Identifier: MIT */
#include "records.h"

#include "import/disqus_threads.h"

#define HEAD                                                                                       \
	"<?xml version=\"1.0\"?>\n<disqus xmlns=\"http://disqus.com\" xmlns:dsq=\"http://i\">\n"       \
	"<category dsq:id=\"1\"><title>General</title></category>\n"                                   \
	"<thread dsq:id=\"2\"><id>mill</id><link>https://mill.example/</link>"                         \
	"<title>Tom &amp;amp; the mill</title><author><name>Owner</name></author></thread>\n"
#define TAIL "</disqus>\n"

static void test_every_field_of_a_post_is_read(void **state)
{
	(void)state;
	expect_records(HEAD
		"<post dsq:id=\"4\">\n<id />\n<message><![CDATA[<p>Hello, <b>you</b></p>]]></message>\n"
		"<createdAt>2013-10-10T19:20:29Z</createdAt>\n<isDeleted>false</isDeleted>\n"
		"<isSpam>false</isSpam>\n<author><email>ann@mail.example</email><name>Ann</name>"
		"<isAnonymous>false</isAnonymous><username>ann7</username></author>\n"
		"<ipAddress>192.0.2.7</ipAddress>\n<thread dsq:id=\"2\" />\n"
		"<parent dsq:id=\"3\" />\n</post>\n" TAIL,
		"5 id=4 by=Ann mail=ann@mail.example ip=192.0.2.7 title=Tom & the mill "
		"url=https://mill.example/ at=2013-10-10T19:20:29Z to=3 state=published group=2 "
		"text=<p>Hello, <b>you</b></p>;");
}

static void test_states_are_told_apart(void **state)
{
#define STATE(flags) "<post><message>x</message>" flags "</post>"
	(void)state;
	expect_records("<disqus>" STATE("") STATE("<isSpam>true</isSpam><isDeleted>true</isDeleted>")
					   STATE("<isDeleted>true</isDeleted>") STATE("<isApproved>false</isApproved>")
						   STATE("<isApproved>true</isApproved>") "</disqus>",
		"1 text=x;1 state=spam text=x;1 state=trash text=x;1 state=held text=x;"
		"1 state=published text=x;");
}

static void test_posts_of_a_deleted_thread_are_in_the_trash(void **state)
{
	(void)state;
	expect_records("<disqus><thread dsq:id='1'><isDeleted>true</isDeleted></thread>"
				   "<thread dsq:id='2'><link>l</link><isDeleted>false</isDeleted></thread>"
				   "<post><message>a</message><isSpam>false</isSpam><thread dsq:id='1'/></post>"
				   "<post><message>b</message><isSpam>true</isSpam><thread dsq:id='1'/></post>"
				   "<post><message>c</message><thread dsq:id='1'/></post>"
				   "<post><message>d</message><isSpam>false</isSpam><thread dsq:id='2'/></post>"
				   "</disqus>",
		"1 state=trash group=1 text=a;1 state=spam group=1 text=b;1 state=trash group=1 text=c;"
		"1 url=l state=published group=2 text=d;");
}

static void test_a_thread_may_be_unknown_or_come_late(void **state)
{
	(void)state;
	expect_records(
		"<disqus><post dsq:id='1'><message/><thread dsq:id='9'/><author><username>bo</username>"
		"</author></post><thread dsq:id='9'><link>l</link></thread>"
		"<post><message>y</message><thread dsq:id='9'/></post></disqus>",
		"1 id=1 by=bo group=9 text=;1 url=l group=9 text=y;");
}

static void test_a_broken_thread_costs_itself_only(void **state)
{
	(void)state;
	expect_records(
		"<disqus>\n<thread dsq:id='1'><link>a</link></x>\n<title>T</title></thread>\n"
		"<thread dsq:id='2'><link>b</link>\n<post><message>x</message><thread dsq:id='1'/></post>"
		"</disqus>",
		"!f:2: the XML is broken: mismatched tag; the tag is passed over;"
		"!f:5: the XML is broken: it is not closed; the record that begins at line 4 is lost;"
		"5 title=T url=a group=1 text=x;");
}

static void test_an_export_without_posts_is_no_error(void **state)
{
	(void)state;
	expect_records(HEAD TAIL, "");
}

static void test_many_threads_are_found_again(void **state)
{
	struct disqus_threads threads = {.failed = false};
	const struct disqus_thread *found;
	char id[16];
	size_t i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		size_t len = (size_t)snprintf(id, sizeof(id), "%zu", i % 2500);
		struct disqus_thread thread = {.url = {id, len}, .title = str(i < 2500 ? "old" : "newer")};

		assert_true(disqus_threads_add(&threads, (moderato_str){id, len}, &thread));
	}
	assert_int_equal(threads.ids.n, 2500);
	assert_false(threads.failed);
	for (i = 0; i < 2500; i++) {
		size_t len = (size_t)snprintf(id, sizeof(id), "%zu", i);

		found = disqus_threads_find(&threads, (moderato_str){id, len});
		assert_non_null(found);
		assert_int_equal(found->url.len, len);
		assert_memory_equal(found->url.ptr, id, len);
		assert_int_equal(found->title.len, i < 500 ? 5 : 3);
	}
	assert_null(disqus_threads_find(&threads, str("2500")));
	disqus_threads_dispose(&threads);
}

static void test_texts_of_threads_have_a_limit(void **state)
{
	struct disqus_threads threads = {.failed = false};
	const size_t n = (size_t)2 << 20;
	char *text = calloc(n, 1);
	size_t added = 0;

	(void)state;
	assert_non_null(text);
	while (
		added < 1000 && disqus_threads_add(&threads, (moderato_str){(char *)&added, sizeof(added)},
							&(struct disqus_thread){.url = {text, n}}))
		added++;
	assert_int_equal(added, DISQUS_THREADS_BYTES_MAX / (n + sizeof(added)));
	assert_true(threads.bytes <= DISQUS_THREADS_BYTES_MAX);
	free(text);
	disqus_threads_dispose(&threads);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field_of_a_post_is_read),
		cmocka_unit_test(test_states_are_told_apart),
		cmocka_unit_test(test_posts_of_a_deleted_thread_are_in_the_trash),
		cmocka_unit_test(test_a_thread_may_be_unknown_or_come_late),
		cmocka_unit_test(test_a_broken_thread_costs_itself_only),
		cmocka_unit_test(test_an_export_without_posts_is_no_error),
		cmocka_unit_test(test_many_threads_are_found_again),
		cmocka_unit_test(test_texts_of_threads_have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_record_line);
}
