/* SPDX-License-Identifier: MIT */
/* Any allocation may fail: languages, policies, what is read and written. */
#include "alloc_case.h"

#include "moderato/language.h"
#include "moderato/policy.h"
#include "moderato/reader.h"
#include "moderato/vectors.h"
#include "moderato/writer.h"
#include "policy/policy_apply.h"
#include "text/language.h"
#include "text/skeletons.h"

/* --- policies and languages --- */

static moderato_status parse_policy(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_policy *policy;
	const moderato_status status = moderato_policy_parse(&policy, "policy", str(what), err);

	moderato_policy_free(policy);
	*digest = 1;
	return status;
}

/* A comment that meets every list of the policy below. */
static moderato_status apply_to_all(
	const moderato_policy *policy, struct arena *arena, uint64_t *digest, moderato_error *err)
{
	static const char *const attributes[] = {"spam"};
	static const double scores[] = {0.5};
	const struct policy_link target = {str("http://a.shop.example/x"), {0, 23}};
	static const moderato_span places[] = {{0, 3}, {4, 7}};
	uint64_t words[] = {text_skeleton_hash("one", 3), text_skeleton_hash("two", 3)};
	const struct policy_input input = {.scores = scores,
		.links = 1,
		.author = str("B\xc3\x96"
					  "B bob"),
		.author_email = str("x@Mail.example"),
		.author_url = str("http://B\xc3\x9c"
						  "CHER.example"),
		.ip = str("192.0.2.9"),
		.user_agent = str("curl/7"),
		.skeletons = words,
		.n_skeletons = COUNT(words),
		.places = places,
		.targets = &target,
		.n_targets = 1};
	struct policy_binding binding = {0};
	const struct policy_hit *hits;
	moderato_decision decision;
	moderato_status status;
	size_t n_hits;

	status = policy_bind(policy, attributes, COUNT(attributes), &binding, err);
	if (!status)
		status = policy_apply(policy, &binding, &input, arena, &hits, &n_hits, &decision, err);
	if (!status) {
		assert_int_equal(n_hits, 3);
		*digest = n_hits;
	}
	return status;
}

static moderato_status apply_policy(const void *what, uint64_t *digest, moderato_error *err)
{
	struct arena arena = ARENA_INIT;
	moderato_policy *policy;
	moderato_status status = moderato_policy_parse(&policy, "policy", str(what), err);

	if (!status)
		status = apply_to_all(policy, &arena, digest, err);
	arena_dispose(&arena);
	moderato_policy_free(policy);
	return status;
}

static moderato_status detect_language(const void *what, uint64_t *digest, moderato_error *err)
{
	const char *code;

	if (!language_detect(str(what), &code)) {
		snprintf(err->message, sizeof(err->message), "out of memory");
		return MODERATO_ENOMEM;
	}
	assert_non_null(code);
	*digest = hash_bytes(code, strlen(code), 0);
	return MODERATO_OK;
}

static moderato_status detect_languages(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_language languages[MODERATO_LANGUAGES_MAX];
	size_t n;
	const moderato_status status = moderato_languages_detect(str(what), languages, &n, err);

	assert_int_equal(n, status ? 0 : 1);
	if (n)
		*digest = hash_bytes(languages[0].code, strlen(languages[0].code), 0);
	return status;
}

static void language__any_allocation_fails__is_said(void **state)
{
	struct sweep table[] = {
		{"language of English", detect_language, "what a load of rubbish who writes this", SIZE_MAX,
			0, 0},
		{"language of Russian", detect_language,
			"\xd0\xbc\xd1\x8d\xd1\x80 \xd0\xbd\xd0\xb8\xd0\xba\xd0\xbe\xd0\xb3\xd0\xb4\xd0\xb0 "
			"\xd0\xbd\xd0\xb5 "
			"\xd0\xb2\xd1\x8b\xd0\xbf\xd0\xbe\xd0\xbb\xd0\xbd\xd1\x8f\xd0\xb5\xd1\x82",
			SIZE_MAX, 0, 0},
		{"languages of a comment", detect_languages,
			"quelle <b>absurdit\xc3\xa9</b> \xff qui donc \xc3\xa9"
			"crit cela https://x.example",
			SIZE_MAX, 0, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	may_be_lost = 1;
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
	may_be_lost = 0;
}

static void policy__any_allocation_fails__is_said(void **state)
{
	static const char yaml[] =
		"version: 1\nrules:\n"
		"  - name: toxic\n    when: {toxicity: \">= 0.8\", links: \"> 1\"}\n    action: hold\n"
		"    message: Likely to drive people away.\n"
		"  - name: house list\n    phrases: [buy followers, \"whatsapp me\", free money]\n"
		"    action: hold\n"
		"  - name: people\n    authors: [Bob, Eve]\n    when: {author_url: true}\n"
		"    action: reject\n";
	static const char lists[] =
		"version: 1\nrules:\n"
		"  - name: who\n    author_phrases: [bob]\n    emails: [\"@mail.example\", a@b.c]\n"
		"    author_hosts: [xn--bcher-kva.example]\n    authors: [b\xc3\xb6"
		"b bob]\n"
		"    action: reject\n"
		"  - name: where\n    addresses: [192.0.2.0/24, \"2001:db8::/32\"]\n"
		"    user_agent_phrases: [curl]\n    link_hosts: [shop.example]\n    action: hold\n"
		"  - name: words\n    phrases: [one two]\n    any: {links: 1, spam: 1}\n    action: hold\n"
		"    always: true\n";
	struct sweep table[] = {
		{"small policy", parse_policy, yaml, SIZE_MAX, 0, 0},
		{"policy of lists", apply_policy, lists, SIZE_MAX, 0, 0},
		{"default policy", parse_policy, moderato_policy_default_yaml(), 500, 10, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
}

struct document {
	const char *format; /* NULL: sniffed */
	const char *columns;
	const char *text;
};

static moderato_status read_all(const void *what, uint64_t *digest, moderato_error *err)
{
	const struct document *document = what;
	const moderato_reader_options options = {
		.format = document->format, .columns = document->columns};
	moderato_comment comment;
	moderato_reader *reader;
	moderato_status status;

	status = moderato_reader_open_memory(&reader, "memory", str(document->text), &options, err);
	if (status)
		return status;
	while ((status = moderato_reader_next(reader, &comment, err)) == MODERATO_OK) {
		mix(digest, comment.text.ptr, comment.text.len);
		mix(digest, comment.id.ptr, comment.id.len);
	}
	moderato_reader_free(reader);
	return status == MODERATO_END ? MODERATO_OK : status;
}

static void reader__any_allocation_fails__is_said(void **state)
{
	static const struct document documents[] = {
		{"jsonl", NULL,
			"{\"text\":\"a \\u00e9 "
			"b\",\"id\":\"1\",\"labels\":{\"spam\":1},\"more\":[1,{\"x\":2}]}\n"
			"{\"id\":2,\"text\":\"second\",\"author\":\"bob\\n\",\"spans\":[0,2]}\n"},
		{"csv", "text=body,labels.spam=#3", "id,body,spam\n1,\"a \"\"b\"\", c\",1\n2,second,0\n"},
		{"tsv", NULL, "id\ttext\n1\ta b c\n2\tsecond\n"},
		{"lines", NULL, "one\ntwo\n\nthree\n"},
		{"wxr", NULL,
			"<rss><channel><item><title>T</title><wp:post_id>1</wp:post_id><wp:comment>"
			"<wp:comment_content>one <b>two</b> &eacute; \xe9</wp:comment_content></wp:comment>"
			"<wp:comment><wp:comment_content>a <b>c</i></wp:comment_content></wp:comment>"
			"</item></channel></rss>"},
		{"disqus", NULL,
			"<?xml version='1.0' encoding='koi8-r'?><disqus><thread id='1'><link>l</link></thread>"
			"<post id='2'><message>\xc4\xc1</message><thread id='1'/></post>"
			"<post id='3'><message>b</message></post></disqus>"},
		{"blogger", NULL,
			"<feed><entry><id>a7</id><title>T</title></entry><entry><id>a2</id><category "
			"scheme='#kind' term='comment'/><content>one &lt;b></content><link rel='related' "
			"href='/comments/default/3'/><thr:in-reply-to ref='a7'/></entry></feed>"},
		{"feed", NULL,
			"<feed><title>Comments on T</title><entry><id>a-1</id><title>x</title><link "
			"rel='related' href='/comments/default/3'/><link href='/a?showComment=1'/>"
			"<summary>a &lt;b></summary></entry></feed>"},
		{"sql", NULL,
			"SET NAMES latin1;\nINSERT INTO a_comments (comment_ID,comment_post_ID,comment_content)"
			" VALUES (1,7,'x\\'\xe9');\nINSERT INTO a_2_comments (comment_ID,comment_content) "
			"VALUES (3,0x6162);\nINSERT INTO a_posts (ID,post_title) VALUES (7,'T');\n"},
		{"stackexchange", NULL,
			"<comments><row Id='1' PostId='2' Text='a &lt;b>' "
			"CreationDate='2010-07-19T19:12:12.510' "
			"UserId='3'/><row Text='b'/></comments>"},
		{"mtif", NULL,
			"TITLE: a\nUNIQUE URL: b\n-----\nCOMMENT:\nAUTHOR: c\nDATE: 05/03/2024 10:00:00 "
			"AM\ntext\n-----\nPING:\nTITLE: d\nBLOG NAME: e\nexcerpt\n-----\n--------\n"},
		{NULL, NULL, "{\"text\":\"sniffed\"}\n"},
		{"json", NULL, "[{\"text\":\"a \\u00e9\",\"id\":1},{\"text\":\"\xff\"}]"},
		{"hn", NULL,
			"[{\"id\":1,\"type\":\"story\",\"title\":\"t\"},{\"id\":2,\"parent\":1,\"type\":"
			"\"comment\","
			"\"time\":3,\"text\":\"a "
			"\\u00e9\",\"kids\":[{\"id\":4,\"type\":\"comment\",\"text\":\"b\"}]}]"},
		{"commento", NULL,
			"{\"comments\":[{\"commentHex\":\"c\",\"commenterHex\":\"h\",\"domain\":\"d\","
			"\"markdown\":"
			"\"m\"}],\"commenters\":[{\"commenterHex\":\"h\",\"name\":\"Hester\"}]}"},
		{"reddit", NULL,
			"{\"p\":{\"title\":\"t\",\"comments\":{\"c\" :{\"author\":\"a\",\"body\":\"b\"}}}}"},
		{"facebook", NULL,
			"{\"comments_v2\":[{\"data\":[{\"comment\":{\"timestamp\":1,\"comment\":"
			"\"\\u00c3\\u00b8\","
			"\"author\":\"\\u00c3\\u00b8\"}}]}]}"},
		{"mastodon", NULL,
			"[{\"id\":\"1\",\"created_at\":\"2024-01-01T00:00:00Z\",\"content\":\"a\"},{\"id\":"
			"\"2\","
			"\"created_at\":\"x\",\"in_reply_to_id\":\"1\",\"reblog\":{\"id\":\"3\",\"created_at\":"
			"\"y\","
			"\"content\":\"b\"}}]"},
		{"staticyaml", NULL, "---\n_id: 1\nmessage: \"a\\n\\u00e9\"\n_id: 2\nname: b\n---\ntext\n"},
		{"page", NULL, NULL},
		{"html", NULL,
			"<html><title>T &amp; t</title><div class=comment id=c1><i class=author>a &lt;</i>"
			"<time datetime='2024-05-04&#x20;10:00'></time><div class=text>one &eacute; <b>\xe9</b>"
			"<a href='?a&amp;b'>c</a></div></div><table><td>d</table>"},
		{"html", NULL,
			"<html><meta charset=utf-8><script type='application/ld+json'>[{\"@type\":\"Comment\","
			"\"text\":\"a\",\"author\":\"b\"},{\"@type\":\"Comment\",\"text\":\"c\"}]</script>"},
	};
	struct buffer page = BUFFER_INIT;
	size_t i;

	(void)state;
	need_own_malloc();
	read_file("corpus/sample-page.txt", &page);
	for (i = 0; i < COUNT(documents); i++) {
		struct document document = documents[i];
		struct sweep s = {
			document.format ? document.format : "sniffed", read_all, &document, 200, 10, 0};

		if (!document.text)
			document.text = buffer_cstr(&page);
		sweep(&s);
	}
	buffer_dispose(&page);
}

/* --- writers --- */

static moderato_status restate_all(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_restater *restater;
	moderato_status status =
		moderato_restater_open_memory(&restater, "memory", str(what), NULL, mix_in, digest, err);

	if (status)
		return status;
	do
		status = moderato_restater_next(restater, "spam", err);
	while (!status);
	moderato_restater_free(restater);
	return status == MODERATO_END ? MODERATO_OK : status;
}

static moderato_status write_all(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comment = {
		.text = str("one ]]> two"), .group = str("a"), .created = str("2014-01-14T17:31:03Z")};
	moderato_writer *writer;
	moderato_status status = moderato_writer_new(&writer, what, mix_in, digest, err);

	if (status)
		return status;
	status = moderato_writer_add(writer, &comment, err);
	if (!status)
		status = moderato_writer_end(writer, err);
	moderato_writer_free(writer);
	return status;
}

static void writers__any_allocation_fails__is_said(void **state)
{
	struct sweep table[] = {
		{"write csv", write_all, "csv", SIZE_MAX, 0, 0},
		{"write wxr", write_all, "wxr", SIZE_MAX, 0, 0},
		{"restate", restate_all,
			"<rss><channel><item><wp:comment><wp:comment_content>a <b>c</i> &nbsp; \xe9"
			"</wp:comment_content></wp:comment></item></channel></rss>",
			SIZE_MAX, 0, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
}

static moderato_status parse_row(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_vector_row row = MODERATO_VECTOR_ROW_INIT;
	const moderato_status status = moderato_vector_row_parse(&row, str(what), err);

	*digest = row.n;
	moderato_vector_row_dispose(&row);
	return status;
}

static void vectors__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {
		"vector", parse_row, "1 1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8 9:9 20:1 30:1 # x", SIZE_MAX, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

static int setup(void **state)
{
	(void)state;
	share_counts();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unshare_counts();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(language__any_allocation_fails__is_said),
		cmocka_unit_test(policy__any_allocation_fails__is_said),
		cmocka_unit_test(reader__any_allocation_fails__is_said),
		cmocka_unit_test(writers__any_allocation_fails__is_said),
		cmocka_unit_test(vectors__any_allocation_fails__is_said),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
