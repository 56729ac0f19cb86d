/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/isolate.h"

enum { BIG_BYTES = 8 << 20, FDS_LOOKED_AT = 256 };

/* What take() saw, and what progress() shall do. */
struct log {
	size_t n_taken;
	bool out_of_order;
	bool wrong;
	size_t refuse;    /* take() fails at this task; SIZE_MAX: never */
	size_t cancel_at; /* progress() says no once so many are done; SIZE_MAX: never */
	size_t last_done;
	int gate[2]; /* for a task that must wait for another */
};

static struct log new_log(void)
{
	return (struct log){.refuse = SIZE_MAX, .cancel_at = SIZE_MAX};
}

static moderato_status take_number(
	void *payload, size_t i, moderato_str result, moderato_error *err)
{
	struct log *log = payload;
	size_t square;

	if (i == log->refuse)
		return (fail)(err, MODERATO_EFORMAT, "refused %zu", i);
	log->out_of_order |= i != log->n_taken;
	log->n_taken++;
	if (result.len != sizeof(square)) {
		log->wrong = true;
		return MODERATO_OK;
	}
	memcpy(&square, result.ptr, sizeof(square));
	log->wrong |= square != i * i;
	return MODERATO_OK;
}

static moderato_status square(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	size_t value = i * i;

	(void)payload;
	(void)err;
	buffer_add(out, (const char *)&value, sizeof(value));
	return MODERATO_OK;
}

static bool watch(void *payload, size_t done, size_t total)
{
	struct log *log = payload;

	log->wrong |= done > total || done < log->last_done;
	log->last_done = done;
	return done < log->cancel_at;
}

static size_t count_fds(void)
{
	size_t n = 0;
	int fd;

	for (fd = 0; fd < FDS_LOOKED_AT; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static size_t fds_before;

static int before(void **state)
{
	(void)state;
	fds_before = count_fds();
	return 0;
}

/* After every test: no child is left, nor any of its pipes. */
static int after(void **state)
{
	(void)state;
	errno = 0;
	if (waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD)
		return -1;
	return count_fds() == fds_before ? 0 : -1;
}

static void isolate__many_tasks__are_taken_in_order(void **state)
{
	static const struct {
		size_t n_tasks;
		size_t n_workers;
	} cases[] = {{0, 4}, {1, 0}, {1, 1}, {1, 9}, {7, 0}, {7, 1}, {50, 3}, {20, 40}};
	size_t c;

	(void)state;
	for (c = 0; c < COUNT(cases); c++) {
		struct log log = new_log();
		moderato_error err;
		moderato_status status = isolate_run(
			cases[c].n_tasks, cases[c].n_workers, square, take_number, watch, &log, &err);

		if (status || log.out_of_order || log.wrong || log.n_taken != cases[c].n_tasks ||
			log.last_done != cases[c].n_tasks)
			fail_msg("%zu tasks, %zu workers: status %d, %zu taken", cases[c].n_tasks,
				cases[c].n_workers, status, log.n_taken);
	}
}

static char big_byte(size_t task, size_t at)
{
	return (char)(at * 31 + at / 4096 + task);
}

static moderato_status big(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	size_t at;

	(void)payload;
	(void)err;
	if (!buffer_reserve(out, BIG_BYTES))
		return MODERATO_OK;
	for (at = 0; at < BIG_BYTES; at++)
		out->data[at] = big_byte(i, at);
	out->len = BIG_BYTES;
	return MODERATO_OK;
}

static moderato_status take_big(void *payload, size_t i, moderato_str result, moderato_error *err)
{
	struct log *log = payload;
	size_t at;

	(void)err;
	log->out_of_order |= i != log->n_taken++;
	log->wrong |= result.len != BIG_BYTES;
	for (at = 0; at < result.len; at++)
		log->wrong |= result.ptr[at] != big_byte(i, at);
	return MODERATO_OK;
}

static void isolate__results_beyond_a_pipe__arrive_whole(void **state)
{
	struct log log = new_log();

	(void)state;
	assert_int_equal(isolate_run(4, 3, big, take_big, NULL, &log, NULL), MODERATO_OK);
	assert_int_equal(log.n_taken, 4);
	assert_false(log.wrong || log.out_of_order);
}

/* Signals to the parent while it polls, reads and waits. */
static moderato_status big_and_noisy(
	void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	int n;

	for (n = 0; n < 200; n++)
		kill(getppid(), SIGUSR1);
	return big(payload, i, out, err);
}

static void ignore_signal(int number)
{
	(void)number;
}

static void isolate__signals_meanwhile__change_nothing(void **state)
{
	struct sigaction quiet = {.sa_handler = ignore_signal};
	struct sigaction old;
	struct log log = new_log();

	(void)state;
	assert_int_equal(sigaction(SIGUSR1, &quiet, &old), 0);
	assert_int_equal(isolate_run(3, 2, big_and_noisy, take_big, watch, &log, NULL), MODERATO_OK);
	sigaction(SIGUSR1, &old, NULL);
	assert_int_equal(log.n_taken, 3);
	assert_false(log.wrong || log.out_of_order);
}

static void isolate__a_host_that_ignores_sigchld__gets_results(void **state)
{
	struct sigaction ignored = {.sa_handler = SIG_IGN};
	struct sigaction old;
	struct log log = new_log();
	moderato_status status;

	(void)state;
	assert_int_equal(sigaction(SIGCHLD, &ignored, &old), 0);
	status = isolate_run(5, 2, square, take_number, NULL, &log, NULL);
	sigaction(SIGCHLD, &old, NULL);
	assert_int_equal(status, MODERATO_OK);
	assert_int_equal(log.n_taken, 5);
	assert_false(log.wrong);
}

/* Task 3 fails, but only after task 5 has. */
static moderato_status fail_late(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	struct log *log = payload;
	char byte = 0;

	if (i == 5) {
		if (write(log->gate[1], &byte, 1) != 1)
			return MODERATO_EIO;
		return (fail)(err, MODERATO_EINVAL, "task 5");
	}
	if (i == 3) {
		if (read(log->gate[0], &byte, 1) != 1)
			return MODERATO_EIO;
		return fail_at(err, MODERATO_EFORMAT, "file", 17, "task 3");
	}
	return square(payload, i, out, err);
}

static void isolate__two_failures__the_lower_number_is_reported(void **state)
{
	struct log log = new_log();
	moderato_error err;
	moderato_status status;

	(void)state;
	assert_int_equal(pipe(log.gate), 0);
	status = isolate_run(60, 6, fail_late, take_number, NULL, &log, &err);
	close(log.gate[0]);
	close(log.gate[1]);
	assert_int_equal(status, MODERATO_EFORMAT);
	assert_string_equal(err.message, "file:17: task 3");
	assert_int_equal(err.line, 17);
	assert_int_equal(log.n_taken, 3); /* those before it, and none after */
	assert_false(log.wrong || log.out_of_order);
}

static moderato_status fail_mutely(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	(void)payload;
	(void)i;
	(void)out;
	(void)err;
	return MODERATO_ELIMIT;
}

static moderato_status overflow(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	(void)payload;
	(void)i;
	(void)err;
	buffer_reserve(out, SIZE_MAX);
	return MODERATO_OK;
}

static _Noreturn void die_of(int number)
{
	signal(number, SIG_DFL); /* cmocka and the sanitizers have handlers */
	raise(number);
	_exit(99);
}

static moderato_status crash(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	(void)payload;
	(void)i;
	(void)out;
	(void)err;
	die_of(SIGSEGV);
}

static moderato_status be_killed(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	(void)payload;
	(void)err;
	buffer_add_str(out, "half a result");
	if (i == 1)
		raise(SIGKILL);
	return square(payload, i, out, err);
}

static moderato_status abort_at_once(
	void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	(void)payload;
	(void)i;
	(void)out;
	(void)err;
	die_of(SIGABRT);
}

static moderato_status leave(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	(void)payload;
	(void)i;
	(void)out;
	(void)err;
	_exit(3);
}

static void isolate__child_that_fails_or_dies__is_an_error(void **state)
{
	static const struct {
		const char *name;
		isolate_work work;
		moderato_status status;
		const char *message; /* is in it */
	} cases[] = {
		{"no message", fail_mutely, MODERATO_ELIMIT, "limit exceeded"},
		{"failed buffer", overflow, MODERATO_ENOMEM, "out of memory"},
		{"SIGSEGV", crash, MODERATO_ENOMEM, "signal 11 (segmentation fault)"},
		{"SIGKILL", be_killed, MODERATO_ENOMEM, "signal 9 (killed)"},
		{"abort", abort_at_once, MODERATO_ENOMEM, "signal 6 (abort)"},
		{"exit", leave, MODERATO_ENOMEM, "status 3"},
	};
	size_t c;

	(void)state;
	for (c = 0; c < COUNT(cases); c++) {
		struct log log = new_log();
		moderato_error err = {.message = ""};
		moderato_status status = isolate_run(4, 2, cases[c].work, take_number, NULL, &log, &err);

		if (status != cases[c].status || !strstr(err.message, cases[c].message))
			fail_msg("%s: status %d, \"%s\"", cases[c].name, status, err.message);
	}
}

static void isolate__take_fails__stops_there(void **state)
{
	struct log log = new_log();
	moderato_error err;

	(void)state;
	log.refuse = 2;
	assert_int_equal(isolate_run(30, 4, square, take_number, NULL, &log, &err), MODERATO_EFORMAT);
	assert_string_equal(err.message, "refused 2");
	assert_int_equal(log.n_taken, 2);
}

static moderato_status square_or_hang(
	void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	if (i == 1) {
		for (;;)
			pause();
	}
	return square(payload, i, out, err);
}

/* The hanging child can only end by being stopped. */
static void isolate__cancel__stops_what_still_runs(void **state)
{
	struct log log = new_log();
	moderato_error err;

	(void)state;
	log.cancel_at = 1;
	assert_int_equal(
		isolate_run(9, 2, square_or_hang, take_number, watch, &log, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "cancelled");
	assert_true(log.n_taken <= 1);
}

static void isolate__cancel_while_nothing_finishes__is_heard(void **state)
{
	struct log log = new_log();

	(void)state;
	log.cancel_at = 0;
	assert_int_equal(
		isolate_run(2, 2, square_or_hang, take_number, watch, &log, NULL), MODERATO_EINVAL);
}

static moderato_status check_streams(
	void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	struct stat null;
	struct stat standard_output;
	struct stat standard_error;

	if (stat("/dev/null", &null) || fstat(1, &standard_output) || fstat(2, &standard_error) ||
		standard_output.st_rdev != null.st_rdev || standard_error.st_rdev != null.st_rdev)
		return (fail)(err, MODERATO_EIO, "the child can be heard");
	return square(payload, i, out, err);
}

static void isolate__child__is_silent(void **state)
{
	struct log log = new_log();
	moderato_error err = {.message = ""};

	(void)state;
	assert_int_equal(isolate_run(2, 1, check_streams, take_number, NULL, &log, &err), MODERATO_OK);
}

/* Run `body` in a process of its own, because it spoils things. Returns its exit status. */
static int in_child(int (*body)(void))
{
	int how = -1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(body());
	if (pid < 0 || waitpid(pid, &how, 0) != pid || !WIFEXITED(how))
		return -1;
	return WEXITSTATUS(how);
}

enum { GOOD = 0, BAD = 1, CANNOT_TELL = 2 };

static int run_without_streams(void)
{
	struct log log = new_log();

	close(0);
	close(1);
	close(2);
	if (isolate_run(5, 3, check_streams, take_number, NULL, &log, NULL) || log.wrong)
		return BAD;
	return log.n_taken == 5 ? GOOD : BAD;
}

static void isolate__host_without_standard_streams__gets_results(void **state)
{
	(void)state;
	assert_int_equal(in_child(run_without_streams), GOOD);
}

static int run_refused(const char *message)
{
	struct log log = new_log();
	moderato_error err = {.message = ""};

	if (isolate_run(3, 2, square, take_number, NULL, &log, &err) != MODERATO_EIO)
		return BAD;
	return strstr(err.message, message) ? GOOD : BAD;
}

static const struct rlimit none = {0, 0};

static int run_without_files(void)
{
	return setrlimit(RLIMIT_NOFILE, &none) ? CANNOT_TELL : run_refused("cannot make a pipe: ");
}

/* Root may always fork. */
static int run_without_processes(void)
{
	if ((geteuid() == 0 && setuid(65534)) || setrlimit(RLIMIT_NPROC, &none))
		return CANNOT_TELL;
	return run_refused("cannot start a process: ");
}

static void isolate__no_pipe__is_an_io_error(void **state)
{
	(void)state;
	assert_int_equal(in_child(run_without_files), GOOD);
}

static void isolate__no_process__is_an_io_error(void **state)
{
	int result;

	(void)state;
	result = in_child(run_without_processes);
	if (result == CANNOT_TELL)
		skip();
	assert_int_equal(result, GOOD);
}

#define WATCHED(test) cmocka_unit_test_setup_teardown(test, before, after)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WATCHED(isolate__many_tasks__are_taken_in_order),
		WATCHED(isolate__results_beyond_a_pipe__arrive_whole),
		WATCHED(isolate__signals_meanwhile__change_nothing),
		WATCHED(isolate__a_host_that_ignores_sigchld__gets_results),
		WATCHED(isolate__two_failures__the_lower_number_is_reported),
		WATCHED(isolate__child_that_fails_or_dies__is_an_error),
		WATCHED(isolate__take_fails__stops_there),
		WATCHED(isolate__cancel__stops_what_still_runs),
		WATCHED(isolate__cancel_while_nothing_finishes__is_heard),
		WATCHED(isolate__child__is_silent),
		WATCHED(isolate__host_without_standard_streams__gets_results),
		WATCHED(isolate__no_pipe__is_an_io_error),
		WATCHED(isolate__no_process__is_an_io_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
