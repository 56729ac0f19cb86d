/* SPDX-License-Identifier: MIT */
/* One comment from the text of a JSON object. */
#include "support.h"

#include "moderato/exporter.h"
#include "moderato/reader.h"

struct parsed {
	moderato_comment_parser *parser;
	struct buffer out;
};

/* A comment as JSON, or what is wrong with it. */
static const char *describe(struct parsed *p, moderato_str json)
{
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status = moderato_comment_parse(p->parser, json, &comment, &err);

	buffer_clear(&p->out);
	if (status)
		buffer_printf(&p->out, "%s (id %.*s)", err.message, (int)comment.id.len,
			comment.id.ptr ? comment.id.ptr : "");
	else
		must(moderato_comment_json(&comment, &p->out.data, &p->out.len, &p->out.cap, &err), err);
	assert_int_equal(comment.line, 0);
	if (status)
		assert_null(comment.text.ptr);
	return buffer_cstr(&p->out);
}

static void comment_parse__what_a_line_of_jsonl_is(void **state)
{
	static const struct {
		const char *json;
		const char *expected;
	} cases[] = {
		{"{\"text\":\"a\"}", "{\"text\":\"a\"}"},
		{" {\"id\":7,\"more\":[1, 2],\"text\":\"\\u00e9\"}\r\n",
			"{\"id\":\"7\",\"text\":\"\xc3\xa9\",\"more\":[1, 2]}"},
		{"{\"text\":\"a\xff\"}", "{\"text\":\"a\xef\xbf\xbd\"}"},
		{"{\"text\":7,\"id\":\"x\"}", "text must be a string (id x)"},
		{"{\"id\":5}", "text is missing (id 5)"},
		{"{\"id\":\"x\",\"text\":\"a\"", "expected } at the end, at byte 21 (id )"},
		{"{\"id\":\"x\",\"text\":a}", "a value is expected, at byte 18 (id x)"},
		{"[]", "an object is expected, at byte 1 (id )"},
		{"", "an object is expected, at byte 1 (id )"},
	};
	struct parsed p = {.out = BUFFER_INIT};
	moderato_error err = {.message = ""};
	size_t i;

	(void)state;
	must(moderato_comment_parser_new(&p.parser, &err), err);
	for (i = 0; i < COUNT(cases); i++)
		assert_string_equal(describe(&p, str(cases[i].json)), cases[i].expected);
	moderato_comment_parser_free(p.parser);
	buffer_dispose(&p.out);
}

static void comment_parse__a_text_over_the_limit(void **state)
{
	struct buffer json = BUFFER_INIT;
	struct parsed p = {.out = BUFFER_INIT};
	moderato_comment comment;
	moderato_error err = {.message = ""};

	(void)state;
	must(moderato_comment_parser_new(&p.parser, &err), err);
	buffer_add_str(&json, "{\"text\":\"");
	buffer_repeat(&json, 'a', MODERATO_COMMENT_BYTES_MAX + 1);
	buffer_add_str(&json, "\",\"id\":\"x\"}");
	assert_int_equal(
		moderato_comment_parse(p.parser, buffer_view(&json), &comment, &err), MODERATO_ELIMIT);
	assert_string_equal(err.message, "the comment is longer than the limit of 262144 bytes");
	assert_int_equal(comment.id.len, 1);
	moderato_comment_parser_free(p.parser);
	moderato_comment_parser_free(NULL);
	buffer_dispose(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comment_parse__what_a_line_of_jsonl_is),
		cmocka_unit_test(comment_parse__a_text_over_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
