/* SPDX-License-Identifier: MIT */
/* Moderators' judgements, kept in a file. */
#include "support.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "moderato/reader.h"
#include "serve/feedback.h"

/* Stands in for the system's, to count and to fail. */
static atomic_int syncs;
static int sync_fails;

int fdatasync(int fd)
{
	(void)fd;
	atomic_fetch_add(&syncs, 1);
	errno = sync_fails;
	return sync_fails ? -1 : 0;
}

static enum feedback_result keep(struct feedback *f, const char *id, const char *text, int label)
{
	const moderato_label labels[] = {{{"toxicity", 8}, label}};
	const moderato_comment comment = {
		.id = str(id), .text = str(text), .labels = labels, .n_labels = 1};
	moderato_error err = {"", 0};
	const enum feedback_result result = feedback_keep(f, &comment, &err);

	assert_int_equal(result == FEEDBACK_FAILED, err.message[0] != '\0');
	return result;
}

static struct feedback *opened(const char *path)
{
	struct feedback *f;
	moderato_error err;

	must(feedback_open(&f, path, &err), err);
	return f;
}

static void check_file(const char *path, const char *expected)
{
	struct buffer bytes = BUFFER_INIT;

	read_file(path, &bytes);
	assert_string_equal(buffer_cstr(&bytes), expected);
	buffer_dispose(&bytes);
}

#define LINE(id, label) "{\"id\":\"" id "\",\"text\":\"t\",\"labels\":{\"toxicity\":" label "}}\n"

static void keep__a_repeat__is_not_written_again(void **state)
{
	struct feedback *f;
	char path[64];

	(void)state;
	temporary(path, sizeof(path), "feedback.jsonl");
	f = opened(path);
	assert_int_equal(keep(f, "a", "t", 1), FEEDBACK_WRITTEN);
	assert_int_equal(keep(f, "a", "t", 1), FEEDBACK_REPEATED);
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_WRITTEN);
	assert_int_equal(keep(f, "a", "t", 1), FEEDBACK_REPEATED);
	feedback_close(f);
	check_file(path, LINE("a", "1") LINE("b", "1"));
	f = opened(path); /* it is known after a restart */
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_REPEATED);
	assert_int_equal(keep(f, "a", "t", 0), FEEDBACK_WRITTEN); /* a moderator thought again */
	assert_int_equal(keep(f, "a", "t", 1), FEEDBACK_WRITTEN); /* and again */
	feedback_close(f);
	check_file(path, LINE("a", "1") LINE("b", "1") LINE("a", "0") LINE("a", "1"));
	f = opened(path);
	assert_int_equal(keep(f, "a", "t", 1), FEEDBACK_REPEATED);
	feedback_close(f);
	remove_temporary(path);
}

static void keep__a_torn_line__does_not_spoil_the_next(void **state)
{
	static const char torn[] = LINE("a", "1") "{\"id\":\"b\",\"te";
	struct feedback *f;
	char path[64];

	(void)state;
	temporary(path, sizeof(path), "feedback.jsonl");
	write_file(path, torn, sizeof(torn) - 1);
	f = opened(path);
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_WRITTEN);
	assert_int_equal(keep(f, "c", "t", 1), FEEDBACK_WRITTEN);
	feedback_close(f);
	check_file(path, LINE("a", "1") "{\"id\":\"b\",\"te\n" LINE("b", "1") LINE("c", "1"));
	remove_temporary(path);
}

/* A disk that is full, by the limit on the size of files: half of the second line fits. */
static void keep__no_room__is_said_and_mended(void **state)
{
	const struct rlimit small = {sizeof(LINE("a", "1")) + 20, RLIM_INFINITY};
	struct rlimit before;
	struct feedback *f;
	char path[64];

	(void)state;
	temporary(path, sizeof(path), "feedback.jsonl");
	f = opened(path);
	assert_int_equal(keep(f, "a", "t", 1), FEEDBACK_WRITTEN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){small.rlim_cur, before.rlim_max}), 0);
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_FAILED);
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_FAILED);
	assert_int_equal(keep(f, "a", "t", 1), FEEDBACK_REPEATED);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_WRITTEN);
	feedback_close(f);
	{
		struct buffer bytes = BUFFER_INIT;

		read_file(path, &bytes);
		assert_true(str_ends(buffer_view(&bytes), "\n" LINE("b", "1")));
		buffer_dispose(&bytes);
	}
	remove_temporary(path);
}

static void open__no_such_folder__is_said(void **state)
{
	struct feedback *f;
	moderato_error err;

	(void)state;
	assert_int_equal(feedback_open(&f, "/nonexistent/feedback.jsonl", &err), MODERATO_EIO);
	assert_string_equal(err.message, "/nonexistent/feedback.jsonl: No such file or directory");
	assert_null(f);
	feedback_close(NULL);
}

/* A client is told that a judgement is kept when it is on the disk, and not before. */
static void keep__a_line__is_synced_or_failed(void **state)
{
	struct feedback *f;
	char path[64];

	(void)state;
	temporary(path, sizeof(path), "feedback.jsonl");
	f = opened(path);
	atomic_store(&syncs, 0);
	assert_int_equal(keep(f, "a", "t", 1), FEEDBACK_WRITTEN);
	assert_int_equal(atomic_load(&syncs), 1);
	sync_fails = EIO;
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_FAILED);
	sync_fails = EINVAL;                                      /* what cannot be synced, as a pipe */
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_WRITTEN); /* again, as it may be lost */
	sync_fails = 0;
	assert_int_equal(keep(f, "b", "t", 1), FEEDBACK_REPEATED);
	feedback_close(f);
	check_file(path, LINE("a", "1") LINE("b", "1") LINE("b", "1"));
	remove_temporary(path);
}

static void open__a_link__is_not_followed(void **state)
{
	struct feedback *f = NULL;
	moderato_error err;
	char path[64];
	char other[80];

	(void)state;
	temporary(path, sizeof(path), "feedback.jsonl");
	snprintf(other, sizeof(other), "%s.other", path);
	write_file(other, "kept\n", 5);
	remove(path);
	assert_int_equal(symlink(other, path), 0);
	assert_int_equal(feedback_open(&f, path, &err), MODERATO_EIO);
	assert_non_null(strstr(err.message, "is a link"));
	remove(path);
	assert_int_equal(link(other, path), 0);
	assert_int_equal(feedback_open(&f, path, &err), MODERATO_EIO);
	remove(path);
	remove(other);
	assert_int_equal(symlink(other, path), 0); /* to nothing: it is not made */
	assert_int_equal(feedback_open(&f, path, &err), MODERATO_EIO);
	assert_int_equal(access(other, F_OK), -1);
	remove_temporary(path);
}

/* Nobody reads the pipe: judgements fail when it is full, and no request waits for ever. */
static void keep__a_full_pipe__is_not_waited_for(void **state)
{
	enum feedback_result result = FEEDBACK_WRITTEN;
	struct feedback *f;
	char path[64];
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "feedback.pipe");
	remove(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	f = opened(path);
	alarm(20);
	for (i = 0; i < 65536 && result != FEEDBACK_FAILED; i++) {
		char id[20];

		snprintf(id, sizeof(id), "%zu", i);
		result = keep(f, id, "t", 1);
	}
	alarm(0);
	assert_int_equal(result, FEEDBACK_FAILED);
	feedback_close(f);
	remove_temporary(path);
}

enum { THREADS = 4, EACH = 200 };

static void *keep_many(void *payload)
{
	size_t i;

	for (i = 0; i < EACH; i++) {
		char id[20];

		snprintf(id, sizeof(id), "%zu", i);
		if (keep(payload, id, "the same for all", 1) == FEEDBACK_FAILED)
			return payload;
	}
	return NULL;
}

/* All threads say the same: each line is there once, whole, and readable as comments. */
static void keep__many_threads__write_whole_lines(void **state)
{
	moderato_reader *reader;
	moderato_comment comment;
	pthread_t threads[THREADS];
	struct feedback *f;
	moderato_error err;
	char path[64];
	size_t n = 0;
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "feedback.jsonl");
	f = opened(path);
	for (i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, keep_many, f), 0);
	for (i = 0; i < THREADS; i++) {
		void *failed;

		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
	feedback_close(f);
	must(moderato_reader_open(&reader, path, NULL, &err), err);
	while (moderato_reader_next(reader, &comment, &err) == MODERATO_OK) {
		assert_int_equal(comment.n_labels, 1);
		n++;
	}
	moderato_reader_free(reader);
	assert_int_equal(n, EACH);
	remove_temporary(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keep__a_repeat__is_not_written_again),
		cmocka_unit_test(keep__a_torn_line__does_not_spoil_the_next),
		cmocka_unit_test(keep__no_room__is_said_and_mended),
		cmocka_unit_test(open__no_such_folder__is_said),
		cmocka_unit_test(open__a_link__is_not_followed),
		cmocka_unit_test(keep__a_line__is_synced_or_failed),
		cmocka_unit_test(keep__a_full_pipe__is_not_waited_for),
		cmocka_unit_test(keep__many_threads__write_whole_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
