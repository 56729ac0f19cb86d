/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/charset.h"
#include "base/file.h"
#include "moderato/reader.h"

#define BYTES(literal)                                                                             \
	{                                                                                              \
		(literal), sizeof(literal) - 1                                                             \
	}
#define BAD "\xef\xbf\xbd"

static void label__in_any_spelling__names_the_charset_that_browsers_take(void **state)
{
	static const char *const cases[][2] = {
		{"utf-8", "UTF-8"},
		{"UTF8", "UTF-8"},
		{"iso-8859-1", "CP1252"},
		{" ISO_8859-1:1987 ", "CP1252"},
		{"us-ascii", "CP1252"},
		{"Windows-1251", "CP1251"},
		{"x-cp1251", "CP1251"},
		{"iso-8859-2", "ISO-8859-2"},
		{"iso-8859-15", "ISO-8859-15"},
		{"iso-8859-9", "CP1254"},
		{"koi8-r", "KOI8-R"},
		{"gb2312", "GB18030"},
		{"Shift_JIS", "CP932"},
		{"euc-kr", "CP949"},
		{"utf-16", "UTF-16LE"},
		{"utf-16be", "UTF-16BE"},
		{"", NULL},
		{"-", NULL},
		{"utf", NULL},
		{"utf-7", NULL},
		{"windows 1251 windows 1252", NULL},
		{"IBM1364", NULL},
		{"ISO-2022-CN-EXT", NULL},
		{"utf-8//TRANSLIT", NULL},
		{"a name that is much longer than any that a character set has ever had", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *got = charset_find(str(cases[i][0]));

		if (!got != !cases[i][1] || (got && strcmp(got, cases[i][1]) != 0))
			fail_msg("%s: got %s", cases[i][0], got ? got : "nothing");
	}
}

/* All of it converted to `out`, in steps of `step` bytes; how many characters were bad. */
static size_t recode(const char *charset, moderato_str bytes, size_t step, struct buffer *out)
{
	struct input in;
	moderato_error err;
	moderato_str view;
	size_t bad;
	size_t position = 0;

	buffer_clear(out);
	assert_int_equal(input_open_memory(&in, "f", bytes, &err), MODERATO_OK);
	if (input_recode(&in, charset, &err) != MODERATO_OK)
		fail_msg("%s", err.message);
	do {
		assert_int_equal(input_peek(&in, step, &view, &err), MODERATO_OK);
		view.len = view.len < step ? view.len : step;
		buffer_add(out, view.ptr, view.len);
		input_take(&in, view.len);
		assert_true(input_position(&in) >= position && input_position(&in) <= in.size);
		position = input_position(&in);
	} while (view.len);
	assert_int_equal(position, in.size);
	bad = input_replaced(&in);
	input_close(&in);
	return bad;
}

static void text__of_many_charsets__becomes_utf8(void **state)
{
	static const struct {
		const char *charset;
		moderato_str bytes;
		const char *expected;
		size_t bad;
	} cases[] = {
		{"UTF-8", BYTES("caf\xc3\xa9"), "caf\xc3\xa9", 0},
		{"UTF-8",
			BYTES("\xef\xbb\xbf"
				  "a"),
			"a", 0},
		{"UTF-8", BYTES("caf\xe9 \xf0\x9f\x98 \xed\xa0\x80 x\xc3"),
			"caf" BAD " " BAD " " BAD BAD BAD " x" BAD, 6},
		{"CP1252", BYTES("\x93quoted\x94 \x80"), "\xe2\x80\x9cquoted\xe2\x80\x9d \xe2\x82\xac", 0},
		{"CP1252", BYTES("a\x81z"), "a" BAD "z", 1},
		{"CP1251", BYTES("\xcf\xf0\xe8\xe2\xe5\xf2"),
			"\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", 0},
		{"KOI8-R", BYTES("\xf0\xd2\xc9\xd7\xc5\xd4"),
			"\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", 0},
		{"CP932", BYTES("\x83\x65\x83\x58\x83\x67"), "\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88", 0},
		{"CP932", BYTES("a\xfe\x83"), "a" BAD BAD, 2},
		{"EUC-JP", BYTES("\xa5\xc6"), "\xe3\x83\x86", 0},
		{"ISO-2022-JP", BYTES("\x1b$B%F\x1b(Bz"), "\xe3\x83\x86z", 0},
		{"GB18030", BYTES("\xc4\xe3\xba\xc3"), "\xe4\xbd\xa0\xe5\xa5\xbd", 0},
		{"BIG5-HKSCS", BYTES("\xa7\x41\xa6\x6e"), "\xe4\xbd\xa0\xe5\xa5\xbd", 0},
		{"CP949", BYTES("\xbe\xc8"), "\xec\x95\x88", 0},
		/* a letter is held back until it is known that no accent follows */
		{"CP1258", BYTES("a"), "a", 0},
		{"CP1258", BYTES("a\xec"), "\xc3\xa1", 0},
		{"UTF-16LE",
			BYTES("\xff\xfe"
				  "a\0\xe9\0\x3d\xd8\0\xde"),
			"a\xc3\xa9\xf0\x9f\x98\x80", 0},
		{"UTF-16BE", BYTES("\xfe\xff\0a"), "a", 0},
		/* a lone surrogate, an odd byte at the end */
		{"UTF-16LE",
			BYTES("a\0\x3d\xd8"
				  "b\0\0\xde"
				  "c\0d"),
			"a" BAD "b" BAD "c" BAD, 3},
		{"UTF-32LE", BYTES("a\0\0\0\0\0\x11\0z\0\0\0"), "a" BAD "z", 1},
		{"UTF-32BE", BYTES("\0\0\0a"), "a", 0},
		{"UTF-16LE", BYTES(""), "", 0},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		size_t bad = recode(cases[i].charset, cases[i].bytes, 1000, &out);

		if (strcmp(buffer_cstr(&out), cases[i].expected) != 0 || bad != cases[i].bad)
			fail_msg("case %zu, %s: %zu bad, %s", i, cases[i].charset, bad, buffer_cstr(&out));
	}
	buffer_dispose(&out);
}

/* Blocks end anywhere in characters of 1 to 4 bytes, good and bad. */
static void characters__across_blocks__are_whole(void **state)
{
	static const struct {
		const char *charset;
		moderato_str piece;
		const char *expected;
	} cases[] = {
		{"UTF-8", BYTES("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 \xf0\x9f\x98"),
			"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 " BAD},
		{"UTF-16LE", BYTES("a\0\x3d\xd8\0\xde\x3d\xd8"), "a\xf0\x9f\x98\x80" BAD},
		{"CP932", BYTES("\x83\x65z\xfe"), "\xe3\x83\x86z" BAD},
		{"GB18030", BYTES("\xc4\xe3z\x94\x39\xda\x33"), "\xe4\xbd\xa0z\xf0\x9f\x92\xa9"},
		{"CP1252", BYTES("\x80"), "\xe2\x82\xac"},
	};
	struct buffer text = BUFFER_INIT;
	struct buffer expected = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t i, offset;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const size_t unit = strcmp(cases[i].charset, "UTF-16LE") ? 1 : 2;

		for (offset = 0; offset < 8; offset++) {
			size_t k;

			buffer_clear(&text);
			buffer_clear(&expected);
			for (k = 0; k < offset; k++) {
				buffer_add(&text, "x", unit);
				buffer_add_char(&expected, 'x');
			}
			while (text.len < 2 * RECODE_BLOCK + 100) {
				buffer_add(&text, cases[i].piece.ptr, cases[i].piece.len);
				buffer_add_str(&expected, cases[i].expected);
			}
			recode(cases[i].charset, buffer_view(&text), offset ? 100 * offset : 200000, &out);
			assert_int_equal(out.len, expected.len);
			assert_memory_equal(out.data, expected.data, out.len);
		}
	}
	buffer_dispose(&text);
	buffer_dispose(&expected);
	buffer_dispose(&out);
}

static void charset__that_is_known__wins_over_a_declaration(void **state)
{
	struct input in;
	moderato_error err;
	moderato_str view;

	(void)state;
	input_open_memory(&in, "f", str("caf\xc3\xa9 \xe9"), &err);
	in.charset = "UTF-8";
	assert_int_equal(input_recode(&in, "CP1251", &err), MODERATO_OK);
	assert_int_equal(input_recode(&in, "CP1252", &err), MODERATO_OK);
	assert_string_equal(in.charset, "UTF-8");
	input_peek(&in, 100, &view, &err);
	assert_int_equal(view.len, 9);
	assert_memory_equal(view.ptr, "caf\xc3\xa9 " BAD, 9);
	assert_int_equal(input_replaced(&in), 1);
	input_close(&in);
	input_open_memory(&in, "f", str("a"), &err);
	assert_int_equal(input_recode(&in, "no such thing", &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "f: this system cannot convert from no such thing");
	input_close(&in);
}

/* What was taken before stays what it was; lines are counted on. */
static void recoding__begins_behind_what_was_taken(void **state)
{
	struct input in;
	moderato_error err;
	moderato_str line;

	(void)state;
	input_open_memory(&in, "f", str("head \xe9\nbody \xe9\nlast\n"), &err);
	assert_int_equal(input_line(&in, 100, &line, &err), MODERATO_OK);
	assert_int_equal(input_recode(&in, "CP1252", &err), MODERATO_OK);
	assert_int_equal(input_position(&in), 7);
	assert_int_equal(input_line(&in, 100, &line, &err), MODERATO_OK);
	assert_memory_equal(line.ptr, "body \xc3\xa9", line.len);
	assert_int_equal(in.line_taken, 2);
	assert_int_equal(in.taken, 15);
	assert_int_equal(input_position(&in), in.size);
	input_close(&in);
}

static void nuls__in_every_other_byte__are_utf16_and_stray_ones_are_not(void **state)
{
	static const struct {
		moderato_str head;
		const char *charset;
	} cases[] = {
		{BYTES("{\0\"\0"), "UTF-16LE"},
		{BYTES("\0{\0\""), "UTF-16BE"},
		{BYTES("\x1f\x04\x40\x04 \0\x38\x04\n\0"), "UTF-16LE"},
		{BYTES("a\0"), NULL},
		{BYTES("a\0bc"), NULL},
		{BYTES("a\0b\0cdefghij"), NULL},
		{BYTES("a\0\0b"), NULL},
		{BYTES("\0\0\0\0"), NULL},
		{BYTES("abcd"), NULL},
		{BYTES(""), NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *got = charset_of_nuls(cases[i].head);

		if (!got != !cases[i].charset || (got && strcmp(got, cases[i].charset) != 0))
			fail_msg("case %zu: got %s", i, got ? got : "nothing");
	}
}

static void guess__is_utf8_for_what_is_valid_and_windows_1252_else(void **state)
{
	(void)state;
	assert_string_equal(charset_guess(str(""), false), "UTF-8");
	assert_string_equal(charset_guess(str("plain"), false), "UTF-8");
	assert_string_equal(charset_guess(str("caf\xc3\xa9"), false), "UTF-8");
	assert_string_equal(charset_guess(str("caf\xc3"), true), "UTF-8");
	assert_string_equal(charset_guess(str("\xf0\x9f\x98"), true), "UTF-8");
	assert_string_equal(charset_guess(str("caf\xc3"), false), "CP1252");
	assert_string_equal(charset_guess(str("caf\xe9 au lait"), true), "CP1252");
	assert_string_equal(charset_guess(str("\x80\x80\x80\x80"), true), "CP1252");
}

/* `text` in UTF-16, of ASCII only. */
static void add_utf16(struct buffer *out, const char *text, bool little)
{
	for (; *text; text++) {
		buffer_add(out, little ? text : "", 1);
		buffer_add(out, little ? "" : text, 1);
	}
}

/* A shard is cut by input_position(): it must not depend on how the input is looked at. */
static void position__is_the_same__however_the_input_is_read(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	moderato_error err;
	char line[64];
	size_t i, n;

	(void)state;
	for (i = 0; i < 20000; i++) {
		snprintf(line, sizeof(line), "%zu a line of that number\n", i);
		add_utf16(&text, line, true);
	}
	add_gzip(&packed, buffer_view(&text), 1);
	for (i = 0; i < 2; i++) {
		moderato_str bytes = buffer_view(i ? &packed : &text);
		struct input a, b;
		moderato_str one, view;

		input_open_memory(&a, "f", bytes, &err);
		input_open_memory(&b, "f", bytes, &err);
		assert_int_equal(input_recode(&a, "UTF-16LE", &err), MODERATO_OK);
		assert_int_equal(input_peek(&b, 300000, &view, &err), MODERATO_OK);
		assert_int_equal(input_recode(&b, "UTF-16LE", &err), MODERATO_OK);
		for (n = 0; input_line(&a, 100, &one, &err) == MODERATO_OK; n++) {
			size_t ahead = n % 1000 ? 1 : 300000; /* b reads far ahead now and then */

			assert_int_equal(input_peek(&b, ahead, &view, &err), MODERATO_OK);
			input_take(&b, (size_t)((char *)memchr(view.ptr, '\n', view.len) - view.ptr) + 1);
			assert_int_equal(input_position(&a), input_position(&b));
			assert_true(input_position(&a) <= bytes.len);
		}
		assert_int_equal(n, 20000);
		assert_int_equal(input_position(&a), bytes.len);
		input_close(&a);
		input_close(&b);
	}
	buffer_dispose(&text);
	buffer_dispose(&packed);
}

/* The same comments in each disguise, by sniffing. */
static void reader__takes_utf16_with_and_without_a_mark__in_every_format(void **state)
{
	static const struct {
		const char *text;
		const char *format;
	} cases[] = {
		{"{\"text\":\"one\"}\n{\"text\":\"two\"}\n", "jsonl"},
		{"id,text\n1,one\n2,two\n", "csv"},
		{"id\ttext\n1\tone\n2\ttwo\n", "tsv"},
		{"one\r\ntwo\r\n", "lines"},
		{"2 Comments\n * one\n * two\n", "page"},
	};
	struct buffer bytes = BUFFER_INIT;
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		for (k = 0; k < 4; k++) {
			const moderato_reader_options o = {.format = i == 3 ? "lines" : NULL};
			moderato_reader *reader;
			moderato_comment comment;
			moderato_error err;

			buffer_clear(&bytes);
			if (k & 1)
				buffer_add(&bytes, k & 2 ? "\xff\xfe" : "\xfe\xff", 2);
			add_utf16(&bytes, cases[i].text, k & 2);
			assert_int_equal(
				moderato_reader_open_memory(&reader, "f", buffer_view(&bytes), &o, &err),
				MODERATO_OK);
			assert_string_equal(moderato_reader_format(reader), cases[i].format);
			assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_OK);
			assert_memory_equal(comment.text.ptr, "one", 3);
			assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_OK);
			assert_memory_equal(comment.text.ptr, "two", 3);
			assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_END);
			moderato_reader_free(reader);
		}
	}
	buffer_dispose(&bytes);
}

static void reader__is_told_the_charset__and_a_byte_order_mark_wins(void **state)
{
	moderato_reader_options options = {.charset = "windows-1251"};
	moderato_reader *reader;
	moderato_comment comment;
	moderato_error err;

	(void)state;
	assert_int_equal(
		moderato_reader_open_memory(&reader, "f", str("id,text\n1,\xe4\xe0\n"), &options, &err),
		MODERATO_OK);
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_OK);
	assert_memory_equal(comment.text.ptr, "\xd0\xb4\xd0\xb0", comment.text.len);
	moderato_reader_free(reader);
	options.format = "lines";
	assert_int_equal(moderato_reader_open_memory(
						 &reader, "f", str("\xef\xbb\xbf\xd0\xb4\xd0\xb0\n"), &options, &err),
		MODERATO_OK);
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_OK);
	assert_memory_equal(comment.text.ptr, "\xd0\xb4\xd0\xb0", comment.text.len);
	moderato_reader_free(reader);
	options.charset = "klingon";
	assert_int_equal(
		moderato_reader_open_memory(&reader, "f", str("a"), &options, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "\"klingon\" is no known character set"));
}

/* To go on where a reader stood works as it does with UTF-8. */
static void seeking__in_a_converted_file__goes_on_there(void **state)
{
	moderato_reader_options options = {.format = "lines", .charset = "utf-16be"};
	struct buffer bytes = BUFFER_INIT;
	moderato_reader_place place;
	moderato_reader *reader;
	moderato_comment comment;
	moderato_error err;
	char line[64];
	size_t i;

	(void)state;
	for (i = 0; i < 10000; i++) {
		snprintf(line, sizeof(line), "line %zu\n", i);
		add_utf16(&bytes, line, false);
	}
	moderato_reader_open_memory(&reader, "f", buffer_view(&bytes), &options, &err);
	for (i = 0; i < 7777; i++)
		moderato_reader_next(reader, &comment, &err);
	moderato_reader_tell(reader, &place);
	moderato_reader_free(reader);
	moderato_reader_open_memory(&reader, "f", buffer_view(&bytes), &options, &err);
	assert_int_equal(moderato_reader_seek(reader, &place, &err), MODERATO_OK);
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_OK);
	assert_memory_equal(comment.text.ptr, "line 7777", 9);
	assert_int_equal(comment.line, 7778);
	moderato_reader_free(reader);
	buffer_dispose(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(label__in_any_spelling__names_the_charset_that_browsers_take),
		cmocka_unit_test(text__of_many_charsets__becomes_utf8),
		cmocka_unit_test(characters__across_blocks__are_whole),
		cmocka_unit_test(charset__that_is_known__wins_over_a_declaration),
		cmocka_unit_test(recoding__begins_behind_what_was_taken),
		cmocka_unit_test(nuls__in_every_other_byte__are_utf16_and_stray_ones_are_not),
		cmocka_unit_test(guess__is_utf8_for_what_is_valid_and_windows_1252_else),
		cmocka_unit_test(position__is_the_same__however_the_input_is_read),
		cmocka_unit_test(reader__takes_utf16_with_and_without_a_mark__in_every_format),
		cmocka_unit_test(reader__is_told_the_charset__and_a_byte_order_mark_wins),
		cmocka_unit_test(seeking__in_a_converted_file__goes_on_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
