/* SPDX-License-Identifier: MIT */
/* JSON as Google's services take it. */
#include "support.h"

#include "serve/perspective/relaxed_json.h"
#include "base/json.h"

static void rewrite__what_google_takes__becomes_strict_json(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"{}", "{}"},
		{" { } \n", "{}"},
		{"\xEF\xBB\xBF{}", "{}"},
		{"{comment: {text: \"what kind of idiot name is foo?\"},\n       languages: [\"en\"],\n"
		 "       requestedAttributes: {TOXICITY:{}} }",
			"{\"comment\":{\"text\":\"what kind of idiot name is foo?\"},\"languages\":[\"en\"],"
			"\"requestedAttributes\":{\"TOXICITY\":{}}}"},
		{"{'a':'b'}", "{\"a\":\"b\"}"},
		{"{'a':'say \"b\"'}", "{\"a\":\"say \\\"b\\\"\"}"},
		{"{\"a\":\"it's\"}", "{\"a\":\"it's\"}"},
		{"{'a':'it\\'s'}", "{\"a\":\"it's\"}"},
		{"{a:[1,2,],b:{c:3,},}", "{\"a\":[1,2],\"b\":{\"c\":3}}"},
		{"{true:true,null:null,false:false}", "{\"true\":true,\"null\":null,\"false\":false}"},
		{"{_a$1:-1.5e+3,b:0,c:10.25E1}", "{\"_a$1\":-1.5e+3,\"b\":0,\"c\":10.25E1}"},
		{"{a:\"b\nc\td\"}", "{\"a\":\"b\\u000ac\\u0009d\"}"},
		{"{a:\"\\v\\x\\q\\/\\\\\\\"\\n\"}", "{\"a\":\"\\u000bxq\\/\\\\\\\"\\n\"}"},
		{"{a:\"\\\n\"}", "{\"a\":\"\\u000a\"}"},
		{"{a:\"\\u00e9\\ud83d\\ude00\"}", "{\"a\":\"\\u00e9\\ud83d\\ude00\"}"},
		{"{a:\"\\ud83d\"}", "{\"a\":\"\\ufffd\"}"},
		{"{a:\"\\ude00\\ud83d\\u0041\"}", "{\"a\":\"\\ufffd\\ufffd\\u0041\"}"},
		{"{a:\"\\ud83d\\ud83d\\ude00\"}", "{\"a\":\"\\ufffd\\ud83d\\ude00\"}"},
		{"{a:'\xD0\xB6 \xF0\x9F\x98\x80'}", "{\"a\":\"\xD0\xB6 \xF0\x9F\x98\x80\"}"},
		{"{a:\"\\\xD0\xB6\"}", "{\"a\":\"\xD0\xB6\"}"},
		{"{a:[[],[{}],\"\"]}", "{\"a\":[[],[{}],\"\"]}"},
	};
	struct json_reader *reader = json_reader_new();
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buffer_clear(&out);
		must(relaxed_json_rewrite(str(cases[i].text), &out, &err), err);
		if (strcmp(buffer_cstr(&out), cases[i].expected) != 0)
			fail_msg("%s: got %s", cases[i].text, buffer_cstr(&out));
		must(json_read_object(reader, buffer_view(&out), NULL, NULL, &err), err);
	}
	buffer_dispose(&out);
	json_reader_free(reader);
}

static void rewrite__what_it_does_not_take__is_named_with_its_place(void **state)
{
	static const struct {
		const char *text;
		const char *message;
	} cases[] = {
		{"", "Unexpected end of string. Expected a value, at byte 1"},
		{"  ", "Unexpected end of string, at byte 3"},
		{"[1]", "Root element must be a message, at byte 1"},
		{"text", "Root element must be a message, at byte 1"},
		{"{", "Unexpected end of string, at byte 2"},
		{"{a", "Unexpected end of string, at byte 3"},
		{"{a:", "Unexpected end of string, at byte 4"},
		{"{a:1", "Unexpected end of string, at byte 5"},
		{"{a:1,", "Unexpected end of string, at byte 6"},
		{"{a:[1", "Unexpected end of string, at byte 6"},
		{"{a:1]", "Expected , or } after key:value pair, at byte 5"},
		{"{a:[1}", "Expected , or ] after array value, at byte 6"},
		{"{a:[1 2]}", "Expected , or ] after array value, at byte 7"},
		{"{a:1 b:2}", "Expected , or } after key:value pair, at byte 6"},
		{"{a=1}", "Expected : between key:value pair, at byte 3"},
		{"{a:b}", "Expected a value, at byte 4"},
		{"{a:True}", "Expected a value, at byte 4"},
		{"{a:}", "Expected a value, at byte 4"},
		{"{a:[,1]}", "Expected a value, at byte 5"},
		{"{a:[1,,2]}", "Expected a value, at byte 7"},
		{"{,}", "Expected an object key or }, at byte 2"},
		{"{1:2}", "Expected an object key or }, at byte 2"},
		{"{a:\"b", "Closing quote expected in string, at byte 6"},
		{"{a:'b\"}", "Closing quote expected in string, at byte 8"},
		{"{a:\"b\\", "Closing quote expected in string, at byte 6"},
		{"{a:\"\\u12\"}", "Illegal hex string, at byte 5"},
		{"{a:-}", "Unable to parse number, at byte 4"},
		{"{a:01}", "Unable to parse number, at byte 4"},
		{"{a:1.}", "Unable to parse number, at byte 4"},
		{"{a:1.2.3}", "Unable to parse number, at byte 4"},
		{"{a:1e+}", "Unable to parse number, at byte 4"},
		{"{a:[0x1]}", "Unable to parse number, at byte 5"},
		{"{a:1} x", "Parsing terminated before end of input, at byte 7"},
		{"{a:1}{}", "Parsing terminated before end of input, at byte 6"},
		{"{a:1 /* no */}", "Expected , or } after key:value pair, at byte 6"},
		{"{a:\"\xff\"}", "Encountered non UTF-8 code points, at byte 5"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_error err = {"", 0};

		buffer_clear(&out);
		if (relaxed_json_rewrite(str(cases[i].text), &out, &err) != MODERATO_EFORMAT ||
			strcmp(err.message, cases[i].message) != 0)
			fail_msg("%s: '%s', wrote '%s'", cases[i].text, err.message, buffer_cstr(&out));
	}
	buffer_dispose(&out);
}

static void rewrite__nesting__is_limited_as_the_reader_is(void **state)
{
	struct json_reader *reader = json_reader_new();
	struct buffer json = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t depth;

	(void)state;
	assert_int_equal(RELAXED_JSON_DEPTH_MAX, JSON_DEPTH_MAX);
	for (depth = JSON_DEPTH_MAX - 1; depth <= JSON_DEPTH_MAX + 1; depth++) {
		moderato_error err;
		moderato_status status;

		buffer_clear(&json);
		buffer_clear(&out);
		add_times(&json, "{a:", depth - 1);
		buffer_add_str(&json, "{}");
		add_times(&json, "}", depth - 1);
		status = relaxed_json_rewrite(buffer_view(&json), &out, &err);
		assert_int_equal(status, depth > JSON_DEPTH_MAX ? MODERATO_EFORMAT : MODERATO_OK);
		if (!status)
			must(json_read_object(reader, buffer_view(&out), NULL, NULL, &err), err);
	}
	buffer_dispose(&json);
	buffer_dispose(&out);
	json_reader_free(reader);
}

static void rewrite__strict_json__keeps_its_meaning(void **state)
{
	static const char json[] =
		"{\"id\":12,\"text\":\"a\\n\xc3\xa9\\ud83d\\ude00\",\"labels\":{\"spam\":1},"
		"\"x\":[1.5e3,true,null,{\"y\":[[]]},\"\\\"\"]}";
	struct buffer out = BUFFER_INIT;
	size_t len;

	(void)state;
	assert_int_equal(relaxed_json_rewrite(str(json), &out, NULL), MODERATO_OK);
	assert_string_equal(buffer_cstr(&out), json);
	for (len = 0; len + 1 < sizeof(json); len++) {
		char *copy = malloc(len ? len : 1); /* exact, so that AddressSanitizer sees an overrun */

		assert_non_null(copy);
		memcpy(copy, json, len);
		buffer_clear(&out);
		if (relaxed_json_rewrite((moderato_str){copy, len}, &out, NULL) != MODERATO_EFORMAT)
			fail_msg("prefix of %zu bytes", len);
		free(copy);
	}
	buffer_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rewrite__what_google_takes__becomes_strict_json),
		cmocka_unit_test(rewrite__what_it_does_not_take__is_named_with_its_place),
		cmocka_unit_test(rewrite__nesting__is_limited_as_the_reader_is),
		cmocka_unit_test(rewrite__strict_json__keeps_its_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
