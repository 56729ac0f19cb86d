/* SPDX-License-Identifier: MIT */
/* Parquet: what is refused whether there is a plug-in or not, and that damaged files do no harm
 * where there is one. What columns mean is tested by tests/checks/parquet.sh. */
#include <unistd.h>

#include "records.h"
#include "support.h"

#define TYPES "tests/parquet/types.parquet"
#define OLD "tests/parquet/old.parquet"
#define NO_PLUGIN "/nowhere/moderato-parquet.so"

/* The plug-in of this build, or NULL. */
static const char *plugin(void)
{
	static char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 64);
	int up;

	assert_true(len > 0);
	path[len] = '\0';
	for (up = 0; up < 3; up++) /* build/cc/tests/unit/test_parquet */
		*strrchr(path, '/') = '\0';
	strcat(path, "/moderato-parquet.so");
	return access(path, R_OK) ? NULL : path;
}

/* What comes of some bytes: "LINE NAME=VALUE …;" for each comment and "!MESSAGE;" for each error,
 * or
 * "? MESSAGE". */
static const char *read_bytes(moderato_str bytes, const char *with)
{
	const moderato_reader_options options = {.parquet = with};
	moderato_reader *reader;
	moderato_error err;

	buffer_clear(&record_line);
	if (moderato_reader_open_memory(&reader, "f", bytes, &options, &err)) {
		buffer_printf(&record_line, "? %s", err.message);
		return buffer_cstr(&record_line);
	}
	return read_all(&record_line, reader);
}

static void expect_refused(moderato_str bytes, const char *with, const char *expected)
{
	const char *said = read_bytes(bytes, with);

	if (strncmp(said, expected, strlen(expected)) != 0)
		fail_msg("%s, expected %s", said, expected);
}

static void parquet__without_plugin__is_refused_with_what_converts_it(void **state)
{
	(void)state;
	expect_refused(
		str("PAR1\x15\x04PAR1"), NULL, "? f: Parquet is not read: convert it first, as in duckdb");
}

static void parquet__plugin_that_is_not_there__is_named(void **state)
{
	struct buffer file = BUFFER_INIT;

	(void)state;
	read_file(OLD, &file);
	expect_refused(buffer_view(&file), NO_PLUGIN, "? f: Parquet cannot be read: " NO_PLUGIN);
	buffer_dispose(&file);
}

/* These are found out before the plug-in is needed. */
static void parquet__ends__are_checked(void **state)
{
	struct buffer packed = BUFFER_INIT;

	(void)state;
	expect_refused(str("PAR1\x15"), NO_PLUGIN, "? f: cut off: Parquet ends with PAR1");
	expect_refused(
		str("PAR1\x15\4\x15\4\x15\4"), NO_PLUGIN, "? f: cut off: Parquet ends with PAR1");
	expect_refused(
		(moderato_str){"PAR1\x15\0\0\x40\0PAR1", 13}, NO_PLUGIN, "? f: Parquet cannot be read");
	expect_refused((moderato_str){"PAR1\x15\1\0\x40\0PAR1", 13}, NO_PLUGIN,
		"? f: the index is longer than the limit of 4194304 bytes");
	add_gzip(&packed, str("PAR1\x15\4\x15\4\x15\4PAR1"), 6);
	expect_refused(
		buffer_view(&packed), NO_PLUGIN, "? f: Parquet is read only from a file that is not");
	buffer_dispose(&packed);
}

static void parquet__file_and_memory__give_the_same(void **state)
{
	const moderato_reader_options options = {.parquet = plugin()};
	struct buffer file = BUFFER_INIT;
	struct buffer line = BUFFER_INIT;
	moderato_reader *reader;
	moderato_error err;

	(void)state;
	if (!options.parquet)
		skip();
	read_file(OLD, &file);
	must(moderato_reader_open(&reader, OLD, &options, &err), err);
	assert_string_equal(moderato_reader_format(reader), "parquet");
	assert_string_equal(read_all(&line, reader), read_bytes(buffer_view(&file), options.parquet));
	assert_string_equal(buffer_cstr(&line), "1 at=2024-07-01T12:00:00Z text=first;2 "
											"at=1960-01-01T00:00:00.25Z text=second;3 text=;");
	buffer_dispose(&file);
	buffer_dispose(&line);
}

static void parquet__seek__goes_on_behind_the_row(void **state)
{
	const moderato_reader_options options = {.parquet = plugin()};
	moderato_reader_place place;
	moderato_comment comment;
	moderato_reader *reader;
	moderato_error err;
	size_t before = 0;
	size_t size;
	int i;

	(void)state;
	if (!options.parquet)
		skip();
	must(moderato_reader_open(&reader, TYPES, &options, &err), err);
	for (i = 1; i <= 3; i++) {
		must(moderato_reader_next(reader, &comment, &err), err);
		assert_true(moderato_reader_position(reader, &size) > before);
		before = moderato_reader_position(reader, &size);
	}
	moderato_reader_tell(reader, &place);
	moderato_reader_free(reader);
	must(moderato_reader_open(&reader, TYPES, &options, &err), err);
	must(moderato_reader_seek(reader, &place, &err), err);
	must(moderato_reader_next(reader, &comment, &err), err);
	assert_int_equal(comment.line, 4);
	must(moderato_reader_next(reader, &comment, &err), err);
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_END);
	assert_int_equal(moderato_reader_position(reader, NULL), size);
	assert_int_equal(moderato_reader_columns_unread(reader), 2);
	moderato_reader_free(reader);
}

/* A file that lacks its end has no index, and is refused whole. */
static void parquet__cut_anywhere__is_refused(void **state)
{
	struct buffer file = BUFFER_INIT;
	const char *with = plugin();
	size_t len;

	(void)state;
	if (!with)
		skip();
	read_file(TYPES, &file);
	for (len = 5; len < file.len; len++) {
		char *cut = malloc(len); /* so that a sanitiser sees its end */

		assert_non_null(cut);
		memcpy(cut, file.data, len);
		expect_refused((moderato_str){cut, len}, with, "? f: cut off");
		free(cut);
	}
	buffer_dispose(&file);
}

/* With any byte changed it is refused, or rows are lost, or read wrongly: there is no checksum of
 * the index. It must end, and hurt nobody. */
static void damage_each_byte(const char *path, const char *with)
{
	struct buffer file = BUFFER_INIT;
	size_t n_refused = 0;
	size_t n_lost = 0;
	size_t i;

	read_file(path, &file);
	for (i = 5; i < file.len; i++) {
		char *damaged = malloc(file.len);
		const char *said;

		assert_non_null(damaged);
		memcpy(damaged, file.data, file.len);
		damaged[i] = (char)(damaged[i] ^ (i % 3 ? 1 << (i % 8) : 0xff));
		said = read_bytes((moderato_str){damaged, file.len}, with);
		n_refused += *said == '?';
		n_lost += strstr(said, "of their group are lost") != NULL;
		free(damaged);
	}
	print_message("%s: %zu of %zu are refused, %zu lose rows\n", path, n_refused, i, n_lost);
	assert_true(n_refused && n_lost);
	buffer_dispose(&file);
}

static void parquet__damaged_anywhere__does_no_harm(void **state)
{
	const char *with = plugin();

	(void)state;
	if (!with)
		skip();
	damage_each_byte(OLD, with);
	damage_each_byte(TYPES, with);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parquet__without_plugin__is_refused_with_what_converts_it),
		cmocka_unit_test(parquet__plugin_that_is_not_there__is_named),
		cmocka_unit_test(parquet__ends__are_checked),
		cmocka_unit_test(parquet__file_and_memory__give_the_same),
		cmocka_unit_test(parquet__seek__goes_on_behind_the_row),
		cmocka_unit_test(parquet__cut_anywhere__is_refused),
		cmocka_unit_test(parquet__damaged_anywhere__does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_record_line);
}
