/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <ctype.h>

#include "base/ascii.h"
#include "base/str.h"

/* In the C locale, which a test runs in, <ctype.h> says the same of ASCII. */
static void classes__of_all_bytes__are_those_of_the_c_locale(void **state)
{
	int c;

	(void)state;
	for (c = 0; c < 256; c++) {
		assert_int_equal(ascii_is_digit(c), isdigit(c) != 0);
		assert_int_equal(ascii_is_lower(c), islower(c) != 0);
		assert_int_equal(ascii_is_upper(c), isupper(c) != 0);
		assert_int_equal(ascii_is_letter(c), isalpha(c) != 0);
		assert_int_equal(ascii_is_alnum(c), isalnum(c) != 0);
		assert_int_equal(ascii_is_c_space(c), isspace(c) != 0);
		assert_int_equal(ascii_is_html_space(c), isspace(c) && c != '\v');
		assert_int_equal(ascii_is_space(c), isspace(c) && c != '\v' && c != '\f');
		assert_int_equal(ascii_lower((char)c), (char)tolower(c));
		assert_int_equal(ascii_upper((char)c), (char)toupper(c));
		assert_int_equal(ascii_hex((char)c) >= 0, isxdigit(c) != 0);
	}
	assert_int_equal(ascii_hex('9'), 9);
	assert_int_equal(ascii_hex('a'), 10);
	assert_int_equal(ascii_hex('F'), 15);
}

static void classes__beyond_ascii__are_none(void **state)
{
	(void)state;
	assert_false(ascii_is_letter((char)0xe4));
	assert_false(ascii_is_letter(UINT32_C(0x130)));
	assert_false(ascii_is_digit(UINT32_C(0xff11)));
	assert_false(ascii_is_lower(UINT32_MAX));
}

static void texts__are_compared_by_their_bytes(void **state)
{
	const moderato_str absent = {NULL, 0};

	(void)state;
	assert_true(str_equal(absent, str_of("")));
	assert_true(str_is(absent, ""));
	assert_false(str_is(str_of("a"), "A"));
	assert_false(str_is((moderato_str){"a\0", 2}, "a"));
	assert_true(str_begins(str_of("abc"), "ab"));
	assert_false(str_begins(str_of("a"), "ab"));
	assert_true(str_ends(str_of("abc"), "bc"));
	assert_false(str_ends(str_of("c"), "bc"));
	assert_true(str_is(str_part(str_of("abcd"), 1, 3), "bc"));
	assert_true(str_is(str_from(str_of("abcd"), 3), "d"));
}

static void texts__without_case__differ_in_letters_of_ascii_only(void **state)
{
	(void)state;
	assert_true(str_is_nocase(str_of("Div"), "dIV"));
	assert_false(str_is_nocase(str_of("div"), "divs"));
	assert_false(str_is_nocase(str_of("\xc3\x84"), "\xc3\xa4"));
	assert_false(str_is_nocase(str_of("["), "{"));
	assert_true(str_begins_nocase(str_of("<Blockquote>"), "<BLOCKQUOTE"));
	assert_false(str_begins_nocase(str_of("<b"), "<blockquote"));
	assert_true(str_begins_nocase((moderato_str){NULL, 0}, ""));
	assert_int_equal(str_find_nocase(str_of("an IDIOT"), str_of("idiot")), 3);
	assert_int_equal(str_find_nocase(str_of("an"), str_of("idiot")), SIZE_MAX);
	assert_int_equal(str_find_nocase(str_of("an"), str_of("")), 0);
}

static void lists__are_cut_at_separators__without_spaces_around(void **state)
{
	static const char *const expected[] = {"a b", "", "c"};
	moderato_str list = str_of(" a b ,  ,c,");
	moderato_str item;
	size_t n = 0;

	(void)state;
	while (str_take(&list, ',', &item))
		assert_true(n < 3 && str_is(item, expected[n++]));
	assert_int_equal(n, 3);
	list = (moderato_str){NULL, 0};
	assert_false(str_take(&list, ',', &item));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(classes__of_all_bytes__are_those_of_the_c_locale),
		cmocka_unit_test(classes__beyond_ascii__are_none),
		cmocka_unit_test(texts__are_compared_by_their_bytes),
		cmocka_unit_test(texts__without_case__differ_in_letters_of_ascii_only),
		cmocka_unit_test(lists__are_cut_at_separators__without_spaces_around),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
