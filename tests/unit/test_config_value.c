/* SPDX-License-Identifier: MIT */
/* Single values of a configuration: what is read, and that what is written reads back. */
#include "support.h"

#include "serve/config/config_value.h"
#include "serve/protocol.h"

static void check_written(struct buffer *out, const char *expected)
{
	assert_string_equal(buffer_cstr(out), expected);
	buffer_dispose(out);
}

static void bytes__have_units(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
		const char *written;
	} cases[] = {
		{"0", 0, "0"},
		{"1", 1, "1"},
		{"1024", 1024, "1KiB"},
		{"1KiB", 1024, "1KiB"},
		{"1025", 1025, "1025"},
		{"2MiB", 2 << 20, "2MiB"},
		{"2048KiB", 2 << 20, "2MiB"},
		{"64GiB", (uint64_t)64 << 30, "64GiB"},
		{"17179869183GiB", (uint64_t)17179869183 << 30, "17179869183GiB"},
	};
	static const char *const bad[] = {"", "MiB", "2 MiB", "2MB", "2mib", "2M", "-1", "+1", "0x10",
		"1.5MiB", "2MiB ", "17179869184GiB", "99999999999999999999"};
	uint64_t bytes;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct buffer out = BUFFER_INIT;

		assert_true(value_read_bytes(str(cases[i].text), &bytes));
		assert_int_equal(bytes, cases[i].bytes);
		value_write_bytes(&out, bytes);
		check_written(&out, cases[i].written);
	}
	for (i = 0; i < COUNT(bad); i++)
		if (value_read_bytes(str(bad[i]), &bytes))
			fail_msg("%s was taken for a size", bad[i]);
}

static void rates__have_a_period(void **state)
{
	static const struct {
		const char *text;
		struct rate_limit rate;
	} cases[] = {
		{"1/second", {1, 1}},
		{"600/minute", {600, 60}},
		{"5/hour", {5, 3600}},
		{"1000000000/day", {1000000000, 86400}},
	};
	static const char *const bad[] = {"", "600", "/minute", "600/", "0/minute", "600/minutes",
		"600 / minute", "600/min", "1000000001/day", "-1/day", "1.5/day", "600/minute/minute"};
	struct rate_limit rate;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct buffer out = BUFFER_INIT;

		assert_true(value_read_rate(str(cases[i].text), &rate));
		assert_int_equal(rate.requests, cases[i].rate.requests);
		assert_int_equal(rate.seconds, cases[i].rate.seconds);
		value_write_rate(&out, rate);
		check_written(&out, cases[i].text);
	}
	for (i = 0; i < COUNT(bad); i++)
		if (value_read_rate(str(bad[i]), &rate))
			fail_msg("%s was taken for a rate", bad[i]);
}

static void days__are_those_of_the_calendar(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} cases[] = {{"1970-01-02", 86400}, {"2000-02-29", 951782400}, {"2027-01-31", 1801353600}};
	static const char *const bad[] = {"", "1970-01-01", "1969-12-31", "2027-02-29", "2027-13-01",
		"2027-00-01", "2027-01-00", "2027-04-31", "2027-1-31", "2027/01/31", "31-01-2027",
		"2027-01-31T00:00", "20270-1-31", "2027-01-3x"};
	int64_t seconds;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct buffer out = BUFFER_INIT;

		assert_true(value_read_day(str(cases[i].text), &seconds));
		assert_int_equal(seconds, cases[i].seconds);
		value_write_day(&out, seconds);
		check_written(&out, cases[i].text);
	}
	for (i = 0; i < COUNT(bad); i++)
		if (value_read_day(str(bad[i]), &seconds))
			fail_msg("%s was taken for a day", bad[i]);
}

static void shares_and_modes__are_within_their_bounds(void **state)
{
	double share;
	unsigned mode;

	(void)state;
	assert_true(value_read_share(str("0"), &share) && share == 0);
	assert_true(value_read_share(str("0.9999"), &share) && share == 0.9999);
	assert_true(value_read_share(str("1e-3"), &share) && share == 0.001);
	assert_false(value_read_share(str("1.01"), &share));
	assert_false(value_read_share(str("-0.1"), &share));
	assert_false(value_read_share(str(".5"), &share));
	assert_false(value_read_share(str("nan"), &share));
	assert_false(value_read_share(str("0x1p-1"), &share));
	assert_false(value_read_share(str("1 "), &share));
	assert_false(value_read_share(str(""), &share));
	assert_true(value_read_mode(str("0660"), &mode) && mode == 0660);
	assert_true(value_read_mode(str("777"), &mode) && mode == 0777);
	assert_false(value_read_mode(str("1777"), &mode));
	assert_false(value_read_mode(str("66"), &mode));
	assert_false(value_read_mode(str("0680"), &mode));
	assert_false(value_read_mode(str("u+rw"), &mode));
}

static void scopes__have_names(void **state)
{
	struct buffer out = BUFFER_INIT;
	unsigned scopes = 0;

	(void)state;
	assert_true(value_read_scope(str("openai"), &scopes));
	assert_true(value_read_scope(str("perspective"), &scopes));
	assert_int_equal(scopes, SCOPE_OPENAI | SCOPE_PERSPECTIVE);
	assert_false(value_read_scope(str("coral"), &scopes));
	assert_false(value_read_scope(str(""), &scopes));
	value_write_scopes(&out, SCOPE_ALL);
	check_written(&out, "perspective, akismet, openai, score, metrics");
}

static void names__mean_nothing_elsewhere(void **state)
{
	static const char *const good[] = {"coral", "a", "7", "news.example-2_x",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
	static const char *const bad[] = {"", "-a", ".a", "_a", "a b", "a\n", "a:b", "\"", "é",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(good); i++)
		assert_true(value_is_name(str(good[i])));
	for (i = 0; i < COUNT(bad); i++)
		assert_false(value_is_name(str(bad[i])));
}

static void texts__are_quoted_where_they_must_be(void **state)
{
	static const struct {
		const char *text;
		const char *written;
	} cases[] = {
		{"coral", "coral"},
		{"127.0.0.1:8080", "127.0.0.1:8080"},
		{"/etc/moderato/key.pem", "/etc/moderato/key.pem"},
		{"", "\"\""},
		{"-", "\"-\""},
		{"[::1]:80", "\"[::1]:80\""},
		{"unix:/x", "\"unix:/x\""},
		{"*:80", "\"*:80\""},
		{"a: b", "\"a: b\""},
		{"a #b", "\"a #b\""},
		{"say \"\\n\"", "\"say \\\"\\\\n\\\"\""},
		{"é", "\"é\""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct buffer out = BUFFER_INIT;

		value_write_text(&out, str(cases[i].text));
		check_written(&out, cases[i].written);
	}
	assert_true(value_is_text(str("a é \xF0\x9F\x98\x80")));
	assert_false(value_is_text(str("a\nb")));
	assert_false(value_is_text(str("a\x7F")));
	assert_false(value_is_text(str("\xC2\x85")));
	assert_false(value_is_text(str("\xEF\xBB\xBF")));
	assert_false(value_is_text(str("\xE2\x80\xA8")));
	assert_false(value_is_text(str("\xFF")));
	assert_false(value_is_text((moderato_str){"a\0b", 3}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes__have_units),
		cmocka_unit_test(rates__have_a_period),
		cmocka_unit_test(days__are_those_of_the_calendar),
		cmocka_unit_test(shares_and_modes__are_within_their_bounds),
		cmocka_unit_test(scopes__have_names),
		cmocka_unit_test(names__mean_nothing_elsewhere),
		cmocka_unit_test(texts__are_quoted_where_they_must_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
