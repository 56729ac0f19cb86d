/* SPDX-License-Identifier: MIT */
/* Files in memory of their own: their bytes, their limits, pipes, and files that change. */
#include "support.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/whole_file.h"

enum { LONG = 700001 }; /* more than two blocks, and no multiple of eight */

static char path[256];
static char *content;

static int setup(void **state)
{
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "file");
	content = malloc(LONG);
	for (i = 0; content && i < LONG; i++)
		content[i] = (char)(i * i >> 3);
	return !content;
}

static int teardown(void **state)
{
	(void)state;
	free(content);
	remove_temporary(path);
	return 0;
}

static void whole_file__of_any_length__has_its_bytes_and_hash(void **state)
{
	static const size_t lengths[] = {0, 1, 7, 8, 262143, 262144, 262145, 524288, LONG};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(lengths); i++) {
		unsigned long long hash;
		moderato_str got;
		moderato_error err;
		size_t len;

		write_file(path, content, lengths[i]);
		must(whole_file_read(path, lengths[i], &got, &err), err);
		assert_int_equal(got.len, lengths[i]);
		assert_int_equal((uintptr_t)got.ptr % 64, 0);
		assert_true(!got.len || memcmp(got.ptr, content, got.len) == 0);
		must(whole_file_hash(path, &hash, &len, &err), err);
		assert_int_equal(len, lengths[i]);
		assert_true(hash == hash_bytes(content, lengths[i], 0));
		whole_file_free(got);
	}
}

static void whole_file__longer_than_allowed__is_refused(void **state)
{
	moderato_str got;
	moderato_error err;

	(void)state;
	write_file(path, content, 100);
	assert_int_equal(whole_file_read(path, 99, &got, &err), MODERATO_ELIMIT);
	assert_null(got.ptr);
	must(whole_file_read(path, 100, &got, &err), err);
	whole_file_free(got);
}

static void *feed(void *len)
{
	const int fd = open(path, O_WRONLY);
	size_t left = *(const size_t *)len;

	while (left) {
		const ssize_t n = write(fd, content + (*(const size_t *)len - left), left);

		if (n < 0)
			break; /* it was too much, and nobody reads any more */
		left -= (size_t)n;
	}
	close(fd);
	return NULL;
}

static moderato_status read_pipe(size_t len, size_t max, moderato_str *got)
{
	moderato_error err;
	moderato_status status;
	pthread_t writer;

	assert_int_equal(pthread_create(&writer, NULL, feed, &len), 0);
	status = whole_file_read(path, max, got, &err);
	pthread_join(writer, NULL);
	return status;
}

static void whole_file__pipe__is_read_to_its_end(void **state)
{
	unsigned long long hash;
	moderato_str got;
	moderato_error err;
	size_t len;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(read_pipe(LONG, LONG, &got), MODERATO_OK);
	assert_int_equal(got.len, LONG);
	assert_memory_equal(got.ptr, content, LONG);
	whole_file_free(got);
	assert_int_equal(read_pipe(LONG, LONG - 1, &got), MODERATO_ELIMIT);
	assert_null(got.ptr);
	unlink(path);
	assert_int_equal(whole_file_read("/dev/null", 10, &got, &err), MODERATO_EIO);
	assert_int_equal(whole_file_hash("/dev/null", &hash, &len, &err), MODERATO_EIO);
}

/* Files of the system whose size is 0, whatever can be read from them, are as if they grew. */
static void whole_file__that_grows__is_an_error(void **state)
{
	unsigned long long hash;
	moderato_str got;
	moderato_error err;
	size_t len;

	(void)state;
	assert_int_equal(whole_file_read("/proc/self/status", 1 << 20, &got, &err), MODERATO_EIO);
	assert_non_null(strstr(err.message, "was changed while it was read"));
	assert_null(got.ptr);
	assert_int_equal(whole_file_hash("/proc/self/status", &hash, &len, &err), MODERATO_EIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_file__of_any_length__has_its_bytes_and_hash),
		cmocka_unit_test(whole_file__longer_than_allowed__is_refused),
		cmocka_unit_test(whole_file__pipe__is_read_to_its_end),
		cmocka_unit_test(whole_file__that_grows__is_an_error),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
