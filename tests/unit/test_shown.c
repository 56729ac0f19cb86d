/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/fail.h"
#include "base/json.h"
#include "base/shown.h"

/* One of each kind of character that does something to who reads it. */
static const struct {
	const char *text, *name, *lines, *json;
} cases[] = {
	{"plain é 语 😀", "plain é 语 😀", "plain é 语 😀", "plain é 语 😀"},
	{"a\033[31mb", "a\\u001b[31mb", "a\\u001b[31mb", "a\\u001b[31mb"},
	{"a\nb\tc\rd", "a\\nb\\tc\\rd", "a\nb\tc\\u000dd", "a\nb\tc\\u000dd"},
	{"\a\b\x7f", "\\u0007\\u0008\\u007f", "\\u0007\\u0008\\u007f", "\\u0007\\u0008\\u007f"},
	{"\xc2\x9b"
	 "31m \xc2\x85",
		"\\u009b31m \\u0085", "\\u009b31m \\u0085", "\\u009b31m \\u0085"},
	{"\xe2\x80\xaa\xe2\x80\xae", "\\u202a\\u202e", "\\u202a\\u202e", "\\u202a\\u202e"},
	{"\xe2\x81\xa6\xe2\x81\xa9", "\\u2066\\u2069", "\\u2066\\u2069", "\\u2066\\u2069"},
	{"\xe2\x80\x8f\xd8\x9c", "\\u200f\\u061c", "\\u200f\\u061c", "\\u200f\\u061c"},
	{"\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029", "\\u2028\\u2029", "\\u2028\\u2029"},
	{"a\xe2\x80\x8b\xef\xbb\xbf", "a\\u200b\\ufeff", "a\\u200b\\ufeff", "a\\u200b\\ufeff"},
	{"a\xe2\x80\x8d"
	 "b",
		"a\\u200db", "a\\u200db", "a\\u200db"},
	{"\xe0\xa4\x95\xe2\x80\x8d", "\xe0\xa4\x95\xe2\x80\x8d", "\xe0\xa4\x95\xe2\x80\x8d",
		"\xe0\xa4\x95\xe2\x80\x8d"},
	{"\xf3\xa0\x81\x81", "\\U000e0041", "\\U000e0041", "\\udb40\\udc41"},
	{"\xff\xc2", "\\xff\\xc2", "\\xff\\xc2", "\\ufffd\\ufffd"},
};

static void shown__each_kind__is_escaped(void **state)
{
	struct buffer out = BUFFER_INIT;
	size_t i, form;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *expected[] = {cases[i].name, cases[i].lines, cases[i].json};

		for (form = 0; form < 3; form++) {
			buffer_clear(&out);
			shown_add(&out, str(cases[i].text), (enum shown_form)form);
			assert_string_equal(buffer_cstr(&out), expected[form]);
			assert_int_equal(shown_is_safe(str(cases[i].text), (enum shown_form)form),
				strcmp(cases[i].text, expected[form]) == 0);
			assert_true(shown_is_safe(buffer_view(&out), (enum shown_form)form));
		}
	}
	buffer_dispose(&out);
}

static void fail__names_from_outside__are_one_safe_line(void **state)
{
	moderato_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(fail)(&err, MODERATO_EIO, "%s", cases[i].text);
		assert_string_equal(err.message, cases[i].name);
		fail_at(&err, MODERATO_EIO, cases[i].text, 7, "%s", "x");
		assert_memory_equal(err.message, cases[i].name, strlen(cases[i].name));
		assert_string_equal(err.message + strlen(cases[i].name), ":7: x");
	}
}

static void fail__too_long__ends_with_a_whole_character(void **state)
{
	char name[sizeof(((moderato_error *)0)->message) + 8];
	moderato_error err;
	size_t i;

	(void)state;
	memset(name, 'x', sizeof(name));
	for (i = sizeof(err.message) - 8; i < sizeof(err.message); i++) {
		memcpy(name + i, "\xf0\x9f\x98\x80", 5); /* 😀 and NUL */
		(fail)(&err, MODERATO_EIO, "%s", name);
		assert_int_equal(strlen(err.message), i + 4 < sizeof(err.message) ? i + 4
											  : i < 511                   ? i
																		  : 511);
		name[i + 4] = 'x';
		memset(name, 'x', i + 4);
	}
	memset(name, '\n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	(fail)(&err, MODERATO_EIO, "%s", name);
	assert_int_equal(strlen(err.message), 510); /* whole escapes of two */
}

static void json_write_script_string__what_turns_the_text__is_escaped(void **state)
{
	struct buffer out = BUFFER_INIT;

	(void)state;
	json_write_script_string(&out, str("\xe2\x80\xae<\xc2\x9b"));
	assert_string_equal(buffer_cstr(&out), "\"\\u202e\\u003c\\u009b\"");
	buffer_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shown__each_kind__is_escaped),
		cmocka_unit_test(fail__names_from_outside__are_one_safe_line),
		cmocka_unit_test(fail__too_long__ends_with_a_whole_character),
		cmocka_unit_test(json_write_script_string__what_turns_the_text__is_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
