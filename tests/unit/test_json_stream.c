/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/json_stream.h"

static bool any_key(void *payload, moderato_str key)
{
	(void)payload;
	return key.len > 0;
}

/* The tokens as one line: "{ k:a s:text } !2 problem" and so on. Behind a mistake it goes on at the
 * next object, at the depth `resync`. */
static void write_tokens(struct buffer *out, struct input *in, size_t resync)
{
	static const char *const marks[] = {[TOKEN_OBJECT] = "{",
		[TOKEN_OBJECT_END] = "}",
		[TOKEN_ARRAY] = "[",
		[TOKEN_ARRAY_END] = "]",
		[TOKEN_TRUE] = "T",
		[TOKEN_FALSE] = "F",
		[TOKEN_NULL] = "0",
		[TOKEN_LONG] = "long",
		[TOKEN_DEEP] = "deep"};
	struct json_stream *s = malloc(sizeof(*s));
	enum json_token token;

	json_stream_init(s, in);
	while ((token = json_stream_next(s)) != TOKEN_END) {
		assert_int_not_equal(token, TOKEN_FAILED);
		buffer_add_str(out, out->len ? " " : "");
		if (token == TOKEN_BAD) {
			json_stream_take(s);
			buffer_printf(out, "!%zu %s;", in->line, s->problem);
			json_stream_resync(s, resync, any_key, NULL);
			continue;
		}
		if (token == TOKEN_KEY || token == TOKEN_STRING || token == TOKEN_NUMBER) {
			buffer_add_str(out, token == TOKEN_KEY ? "k:" : token == TOKEN_STRING ? "s:" : "n:");
			buffer_add(out, s->text.ptr, s->text.len);
		} else {
			buffer_add_str(out, marks[token]);
		}
	}
	json_stream_dispose(s);
	free(s);
}

static const char *tokens_of(struct buffer *out, moderato_str text, size_t resync)
{
	struct input in;
	moderato_error err;

	buffer_clear(out);
	assert_int_equal(input_open_memory(&in, "f", text, &err), MODERATO_OK);
	write_tokens(out, &in, resync);
	input_close(&in);
	return buffer_cstr(out);
}

struct drip {
	int fd;
	moderato_str text;
	size_t step;
};

/* Each packet is one read of the other end. */
static void *drip(void *payload)
{
	struct drip *d = payload;
	size_t at;

	for (at = 0; at < d->text.len; at += d->step) {
		const size_t left = d->text.len - at;

		if (send(d->fd, d->text.ptr + at, left < d->step ? left : d->step, 0) < 0)
			break;
	}
	close(d->fd);
	return NULL;
}

/* The same through reads of so many bytes. */
static const char *dripped_tokens(struct buffer *out, moderato_str text, size_t step)
{
	struct drip d = {.text = text, .step = step};
	struct input in;
	moderato_error err;
	pthread_t thread;
	int fds[2];

	buffer_clear(out);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
	d.fd = fds[1];
	assert_int_equal(input_open_memory(&in, "drip", (moderato_str){"", 0}, &err), MODERATO_OK);
	in.fd = fds[0];
	in.owned = true;
	in.ended = false;
	assert_int_equal(pthread_create(&thread, NULL, drip, &d), 0);
	write_tokens(out, &in, 1);
	pthread_join(thread, NULL);
	input_close(&in);
	return buffer_cstr(out);
}

static const struct {
	const char *text;
	const char *tokens;
} cases[] = {
	{"", ""},
	{" \n ", ""},
	{"{}", "{ }"},
	{"[]", "[ ]"},
	{"[1, -2.5e3,\"a\" ,true,false,null]", "[ n:1 n:-2.5e3 s:a T F 0 ]"},
	{"{\"a\": {\"b\" :[1]} , \"c\":\"d\"}", "{ k:a { k:b [ n:1 ] } k:c s:d }"},
	{"{\"a\":1}\n{\"a\":2},{\"a\":3}", "{ k:a n:1 } { k:a n:2 } { k:a n:3 }"},
	{"12 \"x\" true", "n:12 s:x T"},
	/* What is lenient. */
	{"[1,2,]", "[ n:1 n:2 ]"},
	{"{\"a\":NaN,\"b\":-Infinity,\"c\":None,\"d\":True,}", "{ k:a 0 k:b 0 k:c 0 k:d T }"},
	{"[\"a\tb\rc\x01\"]", "[ s:a\tb\rc\x01 ]"},
	{"[\"two\nlines\"]", "[ s:two\nlines ]"},
	{"[\"two\n\", 1]", "[ s:two\n n:1 ]"},
	{"[\"\xff\xc3\"]", "[ s:\xff\xc3 ]"},
	/* Escapes. */
	{"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[ s:\"\\/\b\f\n\r\t ]"},
	{"[\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"]", "[ s:A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 ]"},
	{"[\"\\ud83d\",\"\\ude00x\",\"\\ud83d\\u0041\"]",
		"[ s:\xef\xbf\xbd s:\xef\xbf\xbdx s:\xef\xbf\xbd"
		"A ]"},
	{"[\"\\x \\u12 \\u12g4\"]", "[ s:\\x \\u12 \\u12g4 ]"},
	{"{\"\\u0061\":1}", "{ k:a n:1 }"},
	/* Mistakes, and what comes behind them. */
	{"[1 2]", "[ n:1 !1 a comma is missing;"},
	{"[1,,2]", "[ n:1 !1 a comma is too many;"},
	{"{\"a\" 1}", "{ !1 a colon is expected after a key;"},
	{"{1:2}", "{ !1 a key is expected;"},
	{"{\"a\":}", "{ k:a !1 a value is missing;"},
	{"[}", "[ !1 a bracket closes nothing;"},
	{"]", "!1 a bracket closes nothing;"},
	{"[nonsense]", "[ !1 a value is expected;"},
	{"[\n{\"a\":bad},\n{\"b\":2}]", "[ { k:a !2 a value is expected; { k:b n:2 } ]"},
	{"[{\"a\":\"one \"quoted\" word\"},{\"b\":2}]",
		"[ { k:a s:one  !1 a comma is missing; { k:b n:2 } ]"},
	{"[\n{\"a\":\"not closed},\n{\"b\":2}]",
		"[ { k:a !2 a string is not closed at its line's end; { k:b n:2 } ]"},
	{"{\"a\":[{\"b\":\"c\n  \"d\":1},\n{\"e\":1}]}",
		"{ k:a [ { k:b !1 a string is not closed at its line's end; { k:e n:1 } }"},
	/* Cut off. */
	{"[{\"a\":1}", "[ { k:a n:1 } !1 the input ends in the middle of the document;"},
	{"[{\"a\":\"b", "[ { k:a !1 the input ends in the middle of a string;"},
	{"[{\"a\":\"b\\", "[ { k:a !1 the input ends in the middle of a string;"},
	{"[{\"a\"", "[ { !1 a colon is expected after a key;"},
	{"[12", "[ n:12 !1 the input ends in the middle of the document;"},
};

static void tokens__are_read__and_mistakes_are_said(void **state)
{
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *got = tokens_of(&out, (moderato_str){cases[i].text, strlen(cases[i].text)}, 1);

		if (strcmp(got, cases[i].tokens) != 0)
			fail_msg("%s\nexpected %s\ngot      %s", cases[i].text, cases[i].tokens, got);
	}
	buffer_dispose(&out);
}

static void tokens__are_the_same__however_the_bytes_come(void **state)
{
	static const size_t steps[] = {1, 2, 3, 7};
	struct buffer out = BUFFER_INIT;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		for (k = 0; k < COUNT(steps); k++) {
			const char *got = dripped_tokens(
				&out, (moderato_str){cases[i].text, strlen(cases[i].text)}, steps[k]);

			if (strcmp(got, cases[i].tokens) != 0)
				fail_msg("%s by %zu\nexpected %s\ngot      %s", cases[i].text, steps[k],
					cases[i].tokens, got);
		}
	buffer_dispose(&out);
}

static void nul_bytes__are_text_in_a_string__and_a_mistake_outside(void **state)
{
	struct buffer out = BUFFER_INIT;
	const char text[] = "[\"a\0b\"]";
	const char bare[] = "[1,\0{\"a\":2}]";
	const char *got = tokens_of(&out, (moderato_str){text, sizeof(text) - 1}, 1);

	(void)state;
	assert_int_equal(out.len, 9);
	assert_memory_equal(got, "[ s:a\0b ]", 9);
	assert_string_equal(tokens_of(&out, (moderato_str){bare, sizeof(bare) - 1}, 1),
		"[ n:1 !1 a value is expected; { k:a n:2 } ]");
	buffer_dispose(&out);
}

static void depth__at_the_limit__is_walked__and_beyond_passed_over(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t extra;

	(void)state;
	for (extra = 0; extra < 3; extra++) {
		const size_t n = JSON_STREAM_DEPTH_MAX - 1 + extra;

		buffer_clear(&text);
		add_times(&text, "[", n);
		add_times(&text, "]", n);
		buffer_add_str(&text, " 7");
		tokens_of(&out, buffer_view(&text), 0);
		assert_string_equal(buffer_cstr(&out) + out.len - 3, "n:7");
		assert_int_equal(strstr(buffer_cstr(&out), "deep") != NULL, n > JSON_STREAM_DEPTH_MAX);
		assert_null(strchr(buffer_cstr(&out), '!'));
	}
	buffer_clear(&text);
	add_times(&text, "[{\"a\":", 1000000); /* a bomb that never closes */
	tokens_of(&out, buffer_view(&text), 0);
	assert_non_null(strstr(buffer_cstr(&out), "the input ends in the middle"));
	buffer_dispose(&text);
	buffer_dispose(&out);
}

static void string__at_the_limit__is_read__and_beyond_passed_over(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t extra;

	(void)state;
	for (extra = 0; extra < 3; extra++) {
		const size_t n = JSON_STREAM_STRING_MAX - 1 + extra;

		buffer_clear(&text);
		buffer_add_str(&text, "[\"");
		add_times(&text, "x", n);
		buffer_add_str(&text, "\",1]");
		tokens_of(&out, buffer_view(&text), 0);
		if (extra < 2)
			assert_int_equal(out.len, n + 10);
		else
			assert_string_equal(buffer_cstr(&out), "[ long n:1 ]");
	}
	buffer_dispose(&text);
	buffer_dispose(&out);
}

static void skip__gives_the_whole_text__when_it_is_kept(void **state)
{
	static const char text[] = "[{\"a\":\"}]\",\"b\":[{}]},{\"c\":1}]";
	struct json_stream *s = malloc(sizeof(*s));
	struct input in;
	moderato_error err;

	(void)state;
	input_open_memory(&in, "f", (moderato_str){text, sizeof(text) - 1}, &err);
	json_stream_init(s, &in);
	assert_int_equal(json_stream_next(s), TOKEN_ARRAY);
	assert_int_equal(json_stream_next(s), TOKEN_OBJECT);
	assert_int_equal(json_stream_skip(s, true), TOKEN_OBJECT_END);
	assert_int_equal(s->text.len, 19);
	assert_memory_equal(s->text.ptr, text + 1, 19);
	json_stream_take(s);
	assert_int_equal(input_position(&in), 20);
	assert_int_equal(json_stream_next(s), TOKEN_OBJECT);
	assert_int_equal(json_stream_skip(s, false), TOKEN_OBJECT_END);
	assert_int_equal(json_stream_next(s), TOKEN_ARRAY_END);
	assert_int_equal(json_stream_next(s), TOKEN_END);
	json_stream_dispose(s);
	input_close(&in);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens__are_read__and_mistakes_are_said),
		cmocka_unit_test(tokens__are_the_same__however_the_bytes_come),
		cmocka_unit_test(nul_bytes__are_text_in_a_string__and_a_mistake_outside),
		cmocka_unit_test(depth__at_the_limit__is_walked__and_beyond_passed_over),
		cmocka_unit_test(string__at_the_limit__is_read__and_beyond_passed_over),
		cmocka_unit_test(skip__gives_the_whole_text__when_it_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
