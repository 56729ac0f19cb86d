/* SPDX-License-Identifier: MIT */
/* Sentences, and places in UTF-16 units. */
#include "support.h"

#include "serve/perspective/sentences.h"
#include "serve/perspective/utf16.h"

/* Sentences with | between them. */
static void cut(moderato_str text, struct buffer *out)
{
	struct sentences s = sentences_of(text);
	moderato_span span;
	size_t end = 0;

	buffer_clear(out);
	while (sentences_next(&s, &span)) {
		assert_true(span.begin >= end && span.end > span.begin && span.end <= text.len);
		if (out->len)
			buffer_add_char(out, '|');
		buffer_add(out, text.ptr + span.begin, span.end - span.begin);
		end = span.end;
	}
}

static void sentences__of_a_comment__are_cut_where_they_end(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"", ""},
		{" \n\t ", ""},
		{"a", "a"},
		{"What kind of idiot name is foo? Sorry, I like your name.",
			"What kind of idiot name is foo?|Sorry, I like your name."},
		{"you are dumb. i hate you", "you are dumb.|i hate you"},
		{"  Yes!   No?  ", "Yes!|No?"},
		{"Really?! No... Well", "Really?!|No...|Well"},
		{"One line\nanother line\r\n\r\nthird", "One line|another line|third"},
		{"He said \"Go.\" Then (he left.) Fine.", "He said \"Go.\"|Then (he left.)|Fine."},
		{"See Dr. Smith, e.g. on Monday. OK", "See Dr. Smith, e.g. on Monday.|OK"},
		{"Mr. J. Smith vs. Mrs. K. Jones. End", "Mr. J. Smith vs. Mrs. K. Jones.|End"},
		{"So do I. You do not", "So do I.|You do not"},
		{"1. First thing. 2. Second thing.", "1. First thing.|2. Second thing."},
		{"I have 10. You have 3.5 of them.", "I have 10.|You have 3.5 of them."},
		{"Look at http://x.example/a.b?c=d! It is great",
			"Look at http://x.example/a.b?c=d!|It is great"},
		{"Look at www.x.example. Then", "Look at www.x.example.|Then"},
		{"No.space here", "No.space here"},
		{"\xE4\xBD\xA0\xE5\xA5\xBD\xE3\x80\x82\xE5\x86\x8D\xE8\xA7\x81\xEF\xBC\x81\xE5\x97\xA8",
			"\xE4\xBD\xA0\xE5\xA5\xBD\xE3\x80\x82|\xE5\x86\x8D\xE8\xA7\x81\xEF\xBC\x81|"
			"\xE5\x97\xA8"},
		{"\xE0\xA4\x95\xE0\xA5\xA4 \xE0\xA4\x96\xE0\xA5\xA4",
			"\xE0\xA4\x95\xE0\xA5\xA4|\xE0\xA4\x96\xE0\xA5\xA4"},
		{"\xD9\x85\xD8\xA7\xD8\x9F \xD9\x84\xD8\xA7", "\xD9\x85\xD8\xA7\xD8\x9F|\xD9\x84\xD8\xA7"},
		{"A\xE2\x80\xA6 b\xC2\xA0", "A\xE2\x80\xA6|b"},
		{"a.\xE3\x80\x80"
		 "b",
			"a.|b"},
		{"...", "..."},
		{". . .", ".|.|."},
		{"Hi \xF0\x9F\x98\x80! \xF0\x9F\x98\x80", "Hi \xF0\x9F\x98\x80!|\xF0\x9F\x98\x80"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		cut(str(cases[i].text), &out);
		if (strcmp(buffer_cstr(&out), cases[i].expected) != 0)
			fail_msg("'%s': '%s'", cases[i].text, buffer_cstr(&out));
	}
	buffer_dispose(&out);
}

/* Every character that is no blank is in one sentence, at any cut of the text. */
static void sentences__every_prefix__is_covered(void **state)
{
	static const char text[] =
		"\"Is it 3.5, e.g. so?\" (He) left... \xF0\x9F\x98\x80 ok!\xE3\x80\x82x"
		" Dr. A. B.\nC? 12. d";
	struct buffer out = BUFFER_INIT;
	size_t len;

	(void)state;
	for (len = 0; len < sizeof(text); len++) {
		char *copy = malloc(len ? len : 1); /* exact, so that AddressSanitizer sees an overrun */
		size_t letters = 0;
		size_t i;

		if (len && len + 1 < sizeof(text) && ((unsigned char)text[len] & 0xC0) == 0x80) {
			free(copy);
			continue;
		}
		assert_non_null(copy);
		memcpy(copy, text, len);
		cut((moderato_str){copy, len}, &out);
		for (i = 0; i < len; i++)
			letters += !ascii_is_space(copy[i]);
		for (i = 0; i < out.len; i++)
			letters -= !ascii_is_space(out.data[i]) && out.data[i] != '|';
		assert_int_equal(letters, 0);
		free(copy);
	}
	buffer_dispose(&out);
}

static void utf16_units__characters__count_as_javascript_does(void **state)
{
	static const struct {
		const char *text;
		size_t units;
	} cases[] = {
		{"", 0},
		{"abc", 3},
		{"\xC3\xA9", 1},
		{"\xE2\x82\xAC", 1},
		{"\xF0\x9F\x98\x80", 2},
		{"a\xF0\x9F\x98\x80"
		 "b\xEF\xBF\xBD",
			5},
		{"\xF4\x8F\xBF\xBF", 2},
		{"0123456789012345678901234567890123456789\xF0\x9F\x98\x80", 42},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(utf16_units(str(cases[i].text)), cases[i].units);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences__of_a_comment__are_cut_where_they_end),
		cmocka_unit_test(sentences__every_prefix__is_covered),
		cmocka_unit_test(utf16_units__characters__count_as_javascript_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
