/* SPDX-License-Identifier: MIT */
/* Forms as browsers and scripts send them. */
#include "support.h"

#include "serve/akismet/form.h"

/* A form as lines NAME=VALUE, with \xx for bytes that are not printable. */
static void show(const struct form *form, struct buffer *out)
{
	size_t i;
	size_t k;

	buffer_clear(out);
	for (i = 0; i < form->n; i++) {
		const moderato_str parts[] = {form->v[i].name, {"=", 1}, form->v[i].value, {"\n", 1}};

		for (k = 0; k < COUNT(parts); k++) {
			size_t j;

			for (j = 0; j < parts[k].len; j++) {
				const unsigned char c = (unsigned char)parts[k].ptr[j];

				if (k == 3 || (c >= ' ' && c < 127))
					buffer_add_char(out, (char)c);
				else
					buffer_printf(out, "\\%02x", c);
			}
		}
	}
}

static void check_form(const char *type, moderato_str body, const char *expected)
{
	struct arena arena = ARENA_INIT;
	struct buffer shown = BUFFER_INIT;
	struct form form;
	moderato_error err = {"", 0};

	if (form_read(&form, &arena, str(type), body, &err)) {
		assert_int_equal(form.n, 0);
		assert_string_equal(err.message, expected);
	} else {
		show(&form, &shown);
		assert_string_equal(buffer_cstr(&shown), expected);
	}
	buffer_dispose(&shown);
	arena_dispose(&arena);
}

static void urlencoded__fields__come_in_order(void **state)
{
	static const struct {
		const char *body;
		const char *expected;
	} cases[] = {
		{"", ""},
		{"a=b", "a=b\n"},
		{"a=1&b=2&a=3", "a=1\nb=2\na=3\n"},
		{"a", "a=\n"},
		{"a&b=&=c&=", "a=\nb=\n=c\n=\n"},
		{"&&a=1&&&b=2&", "a=1\nb=2\n"},
		{"a=b=c==", "a=b=c==\n"},
		{"a=b+c%20d%2B", "a=b c d+\n"},
		{"a%3Db=%26%3d", "a=b=&=\n"},
		{"comment_context%5B0%5D=x&comment_context[]=y",
			"comment_context[0]=x\ncomment_context[]=y\n"},
		{"a=%c3%A9", "a=\\c3\\a9\n"},
		{"a=%00b", "a=\\00b\n"},
		{"a=\xFF\r\n", "a=\\ff\\0d\\0a\n"},
		{"a=1;b=2", "a=1;b=2\n"},
		/* broken escapes stay as they are */
		{"a=%", "a=%\n"},
		{"a=%4", "a=%4\n"},
		{"a=%4&b=1", "a=%4\nb=1\n"},
		{"a=%zz%4g%g4%%41", "a=%zz%4g%g4%A\n"},
		{"a=100%+sure", "a=100% sure\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check_form("application/x-www-form-urlencoded", str(cases[i].body), cases[i].expected);
	check_form(NULL, str("a=%20"), "a= \n");
	check_form("text/plain", str("a=%20"), "a= \n");
	check_form(NULL, (moderato_str){NULL, 0}, "");
	check_form(NULL, (moderato_str){"a\0b=\0&c", 7}, "a\\00b=\\00\nc=\n");
}

#define PART(name, value)                                                                          \
	"--B\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"

static void multipart__fields__come_in_order(void **state)
{
	static const struct {
		const char *type;
		const char *body;
		const char *expected;
	} cases[] = {
		{"multipart/form-data; boundary=B", PART("a", "1") PART("b", "") PART("a", "2") "--B--\r\n",
			"a=1\nb=\na=2\n"},
		{"Multipart/Form-Data;charset=utf-8;BOUNDARY=\"B\"", PART("a", "x") "--B--", "a=x\n"},
		{"multipart/form-data; x=\"; boundary=C\"; boundary=B", PART("a", "x") "--B--", "a=x\n"},
		/* something before and after; white space behind a mark */
		{"multipart/form-data; boundary=B",
			"preamble\r\n--B "
			"\t\r\ncontent-disposition:form-data;name=a\r\n\r\nx\r\n--B--\r\nepilogue",
			"a=x\n"},
		/* what only looks like a mark is content */
		{"multipart/form-data; boundary=B",
			PART("a", "x\r\n--Bc\r\n--B-\r\n--\r\n--B y\n--B\r") "--B--",
			"a=x\\0d\\0a--Bc\\0d\\0a--B-\\0d\\0a--\\0d\\0a--B y\\0a--B\\0d\n"},
		{"multipart/form-data; boundary=--",
			"----\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n"
			"------",
			"a=x\n"},
		/* odd names and headers */
		{"multipart/form-data; boundary=B",
			"--B\r\nX: y\r\nContent-Type: text/plain; name=no\r\nContent-Disposition: form-data; "
			"name=\"a \\\"b\\\" \\c;d\"\r\n\r\nx\r\n--B--",
			"a \"b\" \\c;d=x\n"},
		{"multipart/form-data; boundary=B", "--B\r\n\r\nno name\r\n" PART("a", "x") "--B--",
			"a=x\n"},
		{"multipart/form-data; boundary=B",
			"--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--B--", "a=\n"},
		/* files are not fields */
		{"multipart/form-data; boundary=B",
			"--B\r\nContent-Disposition: form-data; name=\"f\"; "
			"filename=\"x.txt\"\r\n\r\nfile\r\n" PART("a", "x") "--B--",
			"a=x\n"},
		{"multipart/form-data; boundary=B", "--B--", ""},
		{"multipart/form-data", "--B--", "the Content-Type has no boundary"},
		{"multipart/form-data; boundary=", "--B--", "the Content-Type has no boundary"},
		{"multipart/form-data; boundary=B", "", "the form does not have its boundary"},
		{"multipart/form-data; boundary=B", "a=1", "the form does not have its boundary"},
		{"multipart/form-data; boundary=B", "--B\r\n", "a part of the form has no end"},
		{"multipart/form-data; boundary=B", PART("a", "x"), "a part of the form has no end"},
		{"multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"a\"",
			"a part of the form has no end"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check_form(cases[i].type, str(cases[i].body), cases[i].expected);
}

static void multipart__empty_part__shares_its_line_end_with_the_mark(void **state)
{
	(void)state;
	check_form("multipart/form-data; boundary=B",
		str("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--B\r\n\r\n\r\n--B--"),
		"a=\n");
}

static void multipart__boundary__has_a_limit(void **state)
{
	char type[512];
	char body[1024];
	size_t len;

	(void)state;
	for (len = 199; len <= 201; len++) {
		snprintf(type, sizeof(type), "multipart/form-data; boundary=%0*d", (int)len, 7);
		snprintf(body, sizeof(body),
			"--%0*d\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--%0*d--", (int)len, 7,
			(int)len, 7);
		check_form(type, str(body),
			len <= 200 ? "a=x\n" : "the boundary has 201 bytes, at most 200 are allowed");
	}
}

/* A cut form is an error, or has only fields of the whole one. */
static void multipart__every_prefix__is_safe(void **state)
{
	static const char body[] = PART("a", "1") PART("b", "\r\n--B\r") PART("c", "") "--B--\r\n";
	struct arena arena = ARENA_INIT;
	size_t len;

	(void)state;
	for (len = 0; len < sizeof(body); len++) {
		char *copy = malloc(len + 1); /* of its own, so that reading too far is seen */
		struct form form;

		assert_non_null(copy);
		memcpy(copy, body, len);
		form_read(
			&form, &arena, str("multipart/form-data; boundary=B"), (moderato_str){copy, len}, NULL);
		assert_true(form.n <= 4);
		arena_reset(&arena);
		free(copy);
	}
	arena_dispose(&arena);
}

static void check_count(
	const char *type, const char *piece, size_t times, const char *end, size_t n)
{
	struct arena arena = ARENA_INIT;
	struct buffer body = BUFFER_INIT;
	struct form form;
	const moderato_status expected = n > FORM_FIELDS_MAX ? MODERATO_ELIMIT : MODERATO_OK;

	add_times(&body, piece, times);
	buffer_add_str(&body, end);
	assert_int_equal(form_read(&form, &arena, str(type), buffer_view(&body), NULL), expected);
	assert_int_equal(form.n, expected ? 0 : n);
	buffer_dispose(&body);
	arena_dispose(&arena);
}

static void fields__have_a_limit(void **state)
{
	size_t n;

	(void)state;
	for (n = FORM_FIELDS_MAX - 1; n <= FORM_FIELDS_MAX + 1; n++) {
		check_count(NULL, "&a=b", n, "&&", n);
		check_count("multipart/form-data; boundary=B", PART("a", "b"), n, "--B--", n);
	}
}

/* Bodies of some MiB that would take minutes if a search began anew each time. */
static void pathological__bodies__are_read_at_once(void **state)
{
	static const char type[] = "multipart/form-data; boundary=B";
	static const struct {
		const char *type;
		const char *piece;
		const char *end;
		size_t n; /* fields */
	} cases[] = {
		{NULL, "&", "", 0},
		{NULL, "%", "", 1},
		{NULL, "=", "", 1},
		{type, "--B\r\n", "", 0},
		{type, "--B\r\n", "\r\n\r\n--B--", 0},
		{type, "\r\n--", "\r\n--B--", 0},
		{type, "\r\n--B", "\r\n--B--", 0},
		{type, "--B\r\n\r\n\r\n", "--B--", 0},
		{"multipart/form-data; boundary=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBC", "\r\n--BBBBBB",
			"", 0},
		{type, "Content-Disposition: form-data; name=a\r\n", "--B--", 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT;
		struct buffer body = BUFFER_INIT;
		struct form form;

		while (body.len < (size_t)4 << 20)
			add_times(&body, cases[i].piece, 4096);
		buffer_add_str(&body, cases[i].end);
		form_read(&form, &arena, str(cases[i].type), buffer_view(&body), NULL);
		assert_int_equal(form.n, cases[i].n);
		buffer_dispose(&body);
		arena_dispose(&arena);
	}
}

static void form_name_is__php_arrays__have_the_name(void **state)
{
	(void)state;
	assert_true(form_name_is(str("c"), "c"));
	assert_true(form_name_is(str("c[]"), "c"));
	assert_true(form_name_is(str("c[0]"), "c"));
	assert_true(form_name_is(str("c[a][b]"), "c"));
	assert_false(form_name_is(str("c["), "c"));
	assert_false(form_name_is(str("cc"), "c"));
	assert_false(form_name_is(str(""), "c"));
	assert_false(form_name_is(str("c.x]"), "c"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urlencoded__fields__come_in_order),
		cmocka_unit_test(multipart__fields__come_in_order),
		cmocka_unit_test(multipart__empty_part__shares_its_line_end_with_the_mark),
		cmocka_unit_test(multipart__boundary__has_a_limit),
		cmocka_unit_test(multipart__every_prefix__is_safe),
		cmocka_unit_test(fields__have_a_limit),
		cmocka_unit_test(pathological__bodies__are_read_at_once),
		cmocka_unit_test(form_name_is__php_arrays__have_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
