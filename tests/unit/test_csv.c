/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/csv.h"

/* All records, of which each should have so many fields, as "line:field|field;", errors as
 * "line:!;". */
static void read_expected(
	struct buffer *out, const char *text, size_t len, char delimiter, size_t expected)
{
	struct input in;
	struct csv csv;
	moderato_error err;
	moderato_status status;
	size_t i;

	buffer_clear(out);
	assert_int_equal(input_open_memory(&in, "a.csv", (moderato_str){text, len}, &err), MODERATO_OK);
	csv_init(&csv, &in, delimiter);
	csv.expected = expected;
	while ((status = csv_next(&csv, &err)) != MODERATO_END) {
		if (status) {
			buffer_printf(out, "%zu:!;", err.line);
			continue;
		}
		buffer_printf(out, "%zu:", csv.line);
		for (i = 0; i < csv.n_fields; i++) {
			if (i)
				buffer_add_char(out, '|');
			assert_non_null(csv.fields[i].ptr);
			buffer_add(out, csv.fields[i].ptr, csv.fields[i].len);
		}
		buffer_add_char(out, ';');
	}
	csv_dispose(&csv);
	input_close(&in);
}

static void read_all(struct buffer *out, const char *text, size_t len, char delimiter)
{
	read_expected(out, text, len, delimiter, 0);
}

static void records__in_all_manners_of_quoting__are_split(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"", ""},
		{"\n\r\n\n", ""},
		{"a", "1:a;"},
		{"a,b\n", "1:a|b;"},
		{"a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
		{",\n", "1:|;"},
		{"a,\n,b", "1:a|;2:|b;"},
		{"\n\na,b", "3:a|b;"},
		{" a , b \n", "1: a | b ;"},
		{"\"a\",\"b\"\n", "1:a|b;"},
		{"\"a,b\",c", "1:a,b|c;"},
		{"\"a\nb\",c\nd,e", "1:a\nb|c;3:d|e;"},
		{"\"a\r\nb\"\r\nc", "1:a\r\nb;3:c;"},
		{"\"a\"\"b\",\"\"\"\"\n", "1:a\"b|\";"},
		{"\"\",\"\"", "1:|;"},
		{"\"\"\n", "1:;"},
		{"a\"b,c\"\n", "1:a\"b|c\";"},
		{"\"a\"b,c", "1:ab|c;"},
		{"\"a\"b\"c\",d", "1:ab\"c\"|d;"},
		{"\"a\"\"\"b,\"c\"\"\"", "1:a\"b|c\";"},
		{" \"a,b\"", "1: \"a|b\";"},
		{"\"x\"\"\"\"y\",\"p\"\"q\",r", "1:x\"\"y|p\"q|r;"},
		{"a,\"open\nb,c\nd", "1:!;2:b|c;3:d;"},
		{"\"", "1:!;"},
		{"a\n\"b", "1:a;2:!;"},
		{"\"a\"\"", "1:!;"},
		{"a\rb,c\n", "1:a\rb|c;"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_all(&out, cases[i].text, strlen(cases[i].text), ',');
		if (strcmp(buffer_cstr(&out), cases[i].expected) != 0)
			fail_msg("%s: got %s", cases[i].text, buffer_cstr(&out));
	}
	read_all(&out, "a,b\t\"c\td\"\te\"f\n", 14, '\t');
	assert_string_equal(buffer_cstr(&out), "1:a,b|c\td|e\"f;");
	read_all(&out, "a\0b,c", 5, ',');
	assert_int_equal(out.len, 8);
	buffer_dispose(&out);
}

static void stray_quote__costs_its_line_where_the_next_is_a_record(void **state)
{
	static const struct {
		const char *text;
		size_t expected;
		const char *records;
	} cases[] = {
		{"1,\"a,b\n2,c,d\n3,\"e\",f\n", 3, "1:!;2:2|c|d;3:3|e|f;"},
		{"1,\"a,b\n2,c,d\n3,\"e\",f\n", 0, "1:1|a,b\n2,c,d\n3,e\"|f;"},
		{"1,\"a,b,c\n2,c,d\n3,e\"f,g\n", 3, "1:!;2:2|c|d;3:3|e\"f|g;"},
		{"1,\"a\nb\"c,d\n", 3, "1:1|a\nbc|d;"},
		{"1,\"a,b\n2,c\nd\"e,f\n", 3, "1:1|a,b\n2,c\nde|f;"},
		{"1,b,\"a\n2,c,d\n3,e,f\"\n", 3, "1:1|b|a\n2,c,d\n3,e,f;"},
		{"1,\"a,b\n2,c,d\n3,e\"\n4,g,h\n", 3, "1:!;2:2|c|d;3:3|e\";4:4|g|h;"},
		{"1,\"a,b\r\n2,\"c\nd\",e\r\n", 3, "1:!;2:2|c\nd|e;"},
		{"\"a,b\n\"c,d\n\"e,f\n", 2, "1:!;2:!;3:!;"},
		{"\",x\",\"\n\",x\",\"\n1,2\n", 2, "1:!;2:!;3:1|2;"},
		{"\"a\n\"b\n", 1, "1:a\nb;"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_expected(&out, cases[i].text, strlen(cases[i].text), ',', cases[i].expected);
		if (strcmp(buffer_cstr(&out), cases[i].records) != 0)
			fail_msg("%s: got %s", cases[i].text, buffer_cstr(&out));
	}
	buffer_dispose(&out);
}

static void bytes__that_are_not_utf8__are_windows_1252(void **state)
{
	static const char text[] = "a\xe9,b\n\xc3\xa9,\x80\nc,d\n\"\x81\"\"\",\xe2\x82\n";
	struct buffer out = BUFFER_INIT;
	struct input in;
	struct csv csv;
	moderato_error err;

	(void)state;
	read_all(&out, text, sizeof(text) - 1, ',');
	assert_string_equal(buffer_cstr(&out),
		"1:a\xc3\xa9|b;2:\xc3\xa9|\xe2\x82\xac;3:c|d;4:\xef\xbf\xbd\"|\xef\xbf\xbd;");
	buffer_dispose(&out);
	input_open_memory(&in, "a.csv", (moderato_str){text, sizeof(text) - 1}, &err);
	csv_init(&csv, &in, ',');
	assert_int_equal(csv_peek(&csv, &err), MODERATO_OK);
	assert_int_equal(csv.converted, 0);
	while (csv_next(&csv, &err) == MODERATO_OK)
		;
	assert_int_equal(csv.converted, 2);
	csv_dispose(&csv);
	input_close(&in);
}

static void open_quote__names_the_line_where_it_begins(void **state)
{
	struct input in;
	struct csv csv;
	moderato_error err;

	(void)state;
	input_open_memory(&in, "a.csv", (moderato_str){"a,b\n\nc,\"d\ne", 11}, &err);
	csv_init(&csv, &in, ',');
	assert_int_equal(csv_next(&csv, &err), MODERATO_OK);
	assert_int_equal(csv_next(&csv, &err), MODERATO_EFORMAT);
	assert_string_equal(
		err.message, "a.csv:3: a quote is opened in the record that begins here and never closed");
	csv_dispose(&csv);
	input_close(&in);
}

static void record_limit__is_exact_with_and_without_quotes(void **state)
{
	static const char *const manners[] = {"", "\"", "\r"}; /* plain, quoted, CRLF */
	char *text = malloc(MODERATO_RECORD_BYTES_MAX + 64);
	struct buffer out = BUFFER_INIT;
	size_t manner;
	size_t len;

	(void)state;
	assert_non_null(text);
	for (manner = 0; manner < 3; manner++) {
		for (len = MODERATO_RECORD_BYTES_MAX - 1; len <= MODERATO_RECORD_BYTES_MAX + 1; len++) {
			size_t end = len;

			memset(text, 'x', len);
			if (*manners[manner] == '"') {
				text[0] = text[len - 1] = '"';
				text[9] = '\n';
			} else if (*manners[manner]) {
				text[end++] = '\r';
			}
			memcpy(text + end, "\ny", 2);
			read_all(&out, text, end + 2, ',');
			if (len > MODERATO_RECORD_BYTES_MAX)
				assert_string_equal(
					buffer_cstr(&out), *manners[manner] == '"' ? "1:!;3:y;" : "1:!;2:y;");
			else
				assert_int_equal(out.len, len + 7 - (*manners[manner] == '"' ? 2 : 0));
		}
	}
	free(text);
	buffer_dispose(&out);
}

static void open_quote__costs_its_line_even_before_megabytes(void **state)
{
	const size_t n = MODERATO_RECORD_BYTES_MAX / 2 + 100; /* lines of two bytes */
	char *text = malloc(3 + 2 * n);
	struct input in;
	struct csv csv;
	moderato_error err;
	size_t i;

	(void)state;
	assert_non_null(text);
	memcpy(text, "\"a\n", 3);
	for (i = 0; i < n; i++)
		memcpy(text + 3 + 2 * i, "b\n", 2);
	input_open_memory(&in, "a.csv", (moderato_str){text, 3 + 2 * n}, &err);
	csv_init(&csv, &in, ',');
	assert_int_equal(csv_next(&csv, &err), MODERATO_ELIMIT);
	for (i = 0; i < n; i++)
		if (csv_next(&csv, &err) != MODERATO_OK || csv.line != i + 2)
			fail_msg("record %zu", i);
	assert_int_equal(csv_next(&csv, &err), MODERATO_END);
	csv_dispose(&csv);
	input_close(&in);
	free(text);
}

static void fields__beyond_the_limit__are_counted_only(void **state)
{
	size_t n;

	(void)state;
	for (n = CSV_FIELDS_MAX - 1; n <= CSV_FIELDS_MAX + 1; n++) {
		char *text = malloc(n);
		struct input in;
		struct csv csv;

		assert_non_null(text);
		memset(text, ',', n);
		input_open_memory(&in, "a.csv", (moderato_str){text, n}, NULL);
		csv_init(&csv, &in, ',');
		assert_int_equal(csv_next(&csv, NULL), MODERATO_OK);
		assert_int_equal(csv.n_fields, n + 1);
		csv_dispose(&csv);
		input_close(&in);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records__in_all_manners_of_quoting__are_split),
		cmocka_unit_test(stray_quote__costs_its_line_where_the_next_is_a_record),
		cmocka_unit_test(bytes__that_are_not_utf8__are_windows_1252),
		cmocka_unit_test(open_quote__names_the_line_where_it_begins),
		cmocka_unit_test(record_limit__is_exact_with_and_without_quotes),
		cmocka_unit_test(open_quote__costs_its_line_even_before_megabytes),
		cmocka_unit_test(fields__beyond_the_limit__are_counted_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
