/* SPDX-License-Identifier: MIT */
/* A file that changes while it is read, as one that is still written or was cut does: what was read
 * must not pass for the whole. */
#include "support.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "moderato/reader.h"

enum { LINES = 20000 }; /* more than one block of input */

static char path[256];

/* Writes a file of many lines, packed by a program or not. */
static void write_lines(const char *pack)
{
	char command[1000];
	FILE *file;
	size_t i;

	if (*path)
		remove_temporary(path);
	temporary(path, sizeof(path), "changed.txt");
	file = fopen(path, "wb");
	assert_non_null(file);
	/* Numbers that do not pack well, so that the packed file has more than one block, too. */
	for (i = 0; i < LINES; i++)
		fprintf(file, "%08zx %08zx a line\n", i * 2654435761u % 4294967291u,
			i * 40503u * i % 4294967291u);
	assert_int_equal(fclose(file), 0);
	if (!pack)
		return;
	snprintf(command, sizeof(command), "%s -qf '%s' && mv '%s'.[gz]* '%s'", pack, path, path, path);
	assert_int_equal(system(command), 0);
}

/* Reads all after the size was changed by so many bytes behind the first record. */
static moderato_status read_changed(long change, moderato_error *err)
{
	const moderato_reader_options options = {.format = "lines"};
	moderato_reader *reader;
	moderato_comment comment;
	moderato_status status;
	off_t size;
	int fd;

	must(moderato_reader_open(&reader, path, &options, err), *err);
	must(moderato_reader_next(reader, &comment, err), *err);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	size = lseek(fd, 0, SEEK_END);
	if (change > 0)
		assert_int_equal(write(fd, "one more line\n", 14), 14);
	else
		assert_int_equal(ftruncate(fd, size + change), 0);
	close(fd);
	do
		status = moderato_reader_next(reader, &comment, err);
	while (status == MODERATO_OK);
	moderato_reader_free(reader);
	return status;
}

static void check(const char *pack)
{
	moderato_error err;

	write_lines(pack);
	assert_int_equal(read_changed(0, &err), MODERATO_END);
	assert_int_equal(read_changed(-100, &err), MODERATO_EIO);
	assert_non_null(strstr(err.message, "became shorter while it was read"));
	write_lines(pack);
	if (pack)
		return; /* what follows packed data is no packed data: that is said as damage */
	assert_int_equal(read_changed(1, &err), MODERATO_EIO);
	assert_non_null(strstr(err.message, "became longer while it was read"));
}

static void reader__a_file_that_changes__is_said(void **state)
{
	(void)state;
	check(NULL);
}

static void reader__a_packed_file_that_shrinks__is_said(void **state)
{
	(void)state;
	check("gzip");
	check("zstd --rm");
}

static void input_skip_to__in_a_file_that_shrinks__is_said(void **state)
{
	moderato_error err;
	struct input in;
	moderato_str view;

	(void)state;
	write_lines(NULL);
	must(input_open(&in, path, &err), err);
	must(input_peek(&in, 1, &view, &err), err);
	assert_int_equal(truncate(path, 1000), 0);
	must(input_skip_to(&in, in.size - 26, LINES, &err), err); /* it seeks */
	assert_int_equal(input_peek(&in, 1, &view, &err), MODERATO_EIO);
	assert_non_null(strstr(err.message, "became shorter"));
	input_close(&in);
}

static int leave(void **state)
{
	(void)state;
	remove_temporary(path);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reader__a_file_that_changes__is_said),
		cmocka_unit_test(reader__a_packed_file_that_shrinks__is_said),
		cmocka_unit_test(input_skip_to__in_a_file_that_shrinks__is_said),
	};

	return cmocka_run_group_tests(tests, NULL, leave);
}
