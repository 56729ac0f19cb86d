/* SPDX-License-Identifier: MIT */
/* One child and one pipe for each task. A child writes one frame (status, message, result) and
 * exits; the parent reads all pipes concurrently, so that a result larger than a pipe never blocks
 * the others. A child that did not write a whole frame has died.
 *
 * Tasks start in order, and a failure stops only the tasks after it. So every task before the one
 * that failed has run, and which failure is reported does not depend on who was faster.   */
#include "model/isolate.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"

enum {
	READ_BYTES = 1 << 16, /* what a pipe holds */
	TICK_MS = 250,        /* between calls of progress() while nothing finishes */
};

/* What a child writes: this, then the message's bytes, then the result's. */
struct frame {
	int32_t status;
	uint32_t message_len;
	uint64_t line;
	uint64_t data_len;
};

struct worker {
	pid_t pid;
	int fd;
	size_t task;
};

struct result {
	struct buffer bytes; /* a frame and what follows it */
	bool done;
};

struct pool {
	size_t n_tasks;
	isolate_work work;
	isolate_take take;
	isolate_progress progress;
	void *payload;

	size_t n_workers;
	struct worker *workers; /* [n_running] of [n_workers] */
	struct pollfd *polls;   /* [n_workers] */
	struct result *results; /* [n_tasks] */
	size_t n_running;
	size_t n_started;
	size_t n_done;
	size_t n_taken;

	size_t limit; /* the lowest task that failed; tasks from here on are no longer wanted */
	moderato_status status;
	moderato_error error;
};

/* The child */

static bool write_all(int fd, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len) {
		n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

static moderato_status silence(moderato_error *err)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null < 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
		return fail(err, MODERATO_EIO, "/dev/null: %s", strerror(errno));
	if (null > STDERR_FILENO)
		close(null);
	return MODERATO_OK;
}

/* Removes the host's crash handlers, which write a report or jump back into a test: the child must
 * not run them. */
static void die_plainly(void)
{
	static const int signals[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV};
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], SIG_DFL);
}

/* Ends with _exit(), so that the child neither runs the host's exit handlers nor writes its
 * buffered stdio. */
static _Noreturn void run_child(const struct pool *pool, size_t task, pid_t parent, int fd)
{
	struct buffer out = BUFFER_INIT;
	struct frame frame = {0};
	moderato_error error = {.message = ""};
	moderato_status status;

	die_plainly();
	/* A signal that ends the host ends its solvers, which would go on for minutes for nobody. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		_exit(1);
	/* A host without standard streams may have got one of their numbers for the pipe. */
	if (fd <= STDERR_FILENO)
		fd = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	status = silence(&error);
	if (!status)
		status = pool->work(pool->payload, task, &out, &error);
	if (!status && out.failed)
		status = fail_no_memory(&error);
	if (status)
		buffer_clear(&out);
	frame.status = (int32_t)status;
	frame.message_len = (uint32_t)strnlen(error.message, sizeof(error.message));
	frame.line = error.line;
	frame.data_len = out.len;
	if (!write_all(fd, &frame, sizeof(frame)) || !write_all(fd, error.message, frame.message_len) ||
		!write_all(fd, out.data, out.len))
		_exit(1);
	_exit(0);
}

/* The parent */

static int reap(pid_t pid)
{
	int how = 0;

	/* If the host ignores SIGCHLD, the kernel reaps the child and its status is unknown. */
	while (waitpid(pid, &how, 0) < 0) {
		if (errno != EINTR)
			return 0;
	}
	return how;
}

static void remove_worker(struct pool *pool, size_t w)
{
	close(pool->workers[w].fd);
	pool->workers[w] = pool->workers[--pool->n_running];
}

static void stop_after(struct pool *pool, size_t first)
{
	size_t w;

	for (w = pool->n_running; w-- > 0;) {
		if (pool->workers[w].task < first)
			continue;
		kill(pool->workers[w].pid, SIGKILL);
		reap(pool->workers[w].pid);
		remove_worker(pool, w);
	}
}

/* Note that a task failed (the error is in pool->error) unless an earlier one has. */
static void give_up(
	struct pool *pool, size_t task, moderato_status status, const moderato_error *error)
{
	if (task >= pool->limit)
		return;
	pool->limit = task;
	pool->status = status;
	pool->error = *error;
	stop_after(pool, task);
}

static void start_task(struct pool *pool)
{
	size_t task = pool->n_started++;
	struct worker *worker = &pool->workers[pool->n_running];
	moderato_error error;
	int ends[2];
	pid_t parent;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC)) {
		fail(&error, MODERATO_EIO, "cannot make a pipe: %s", strerror(errno));
		give_up(pool, task, MODERATO_EIO, &error);
		return;
	}
	parent = getpid();
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		run_child(pool, task, parent, ends[1]);
	}
	if (pid < 0)
		fail(&error, MODERATO_EIO, "cannot start a process: %s", strerror(errno));
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		give_up(pool, task, MODERATO_EIO, &error);
		return;
	}
	*worker = (struct worker){pid, ends[0], task};
	pool->n_running++;
}

/* Returns a signal's name. strsignal() is not used because it follows the locale. */
static const char *signal_name(int number)
{
	switch (number) {
	case SIGABRT:
		return " (abort)";
	case SIGBUS:
		return " (bus error)";
	case SIGFPE:
		return " (arithmetic error)";
	case SIGILL:
		return " (illegal instruction)";
	case SIGKILL:
		return " (killed)";
	case SIGSEGV:
		return " (segmentation fault)";
	case SIGTERM:
		return " (terminated)";
	case SIGXCPU:
		return " (processor time limit)";
	}
	return "";
}

static moderato_status describe_death(int how, moderato_error *err)
{
	if (WIFSIGNALED(how))
		return fail(err, MODERATO_ENOMEM,
			"a solver's process died of signal %d%s, most likely for want of memory", WTERMSIG(how),
			signal_name(WTERMSIG(how)));
	return fail(err, MODERATO_ENOMEM,
		"a solver's process ended with status %d before it gave its result", WEXITSTATUS(how));
}

static bool read_frame(const struct buffer *bytes, struct frame *frame)
{
	if (bytes->len < sizeof(*frame))
		return false;
	memcpy(frame, bytes->data, sizeof(*frame));
	return frame->message_len < sizeof(((moderato_error *)0)->message) &&
		   bytes->len - sizeof(*frame) == frame->message_len + frame->data_len;
}

/* Checks, after a pipe has ended, whether the result is complete and its status is success. */
static void finish_task(struct pool *pool, size_t w)
{
	size_t task = pool->workers[w].task;
	struct result *result = &pool->results[task];
	moderato_error error = {.message = ""};
	moderato_status status;
	struct frame frame;
	pid_t pid = pool->workers[w].pid;
	int how;

	remove_worker(pool, w); /* first: a child that is still writing must not wait for a reader */
	how = reap(pid);
	result->done = true;
	pool->n_done++;
	if (result->bytes.failed) {
		status = fail_no_memory(&error);
	} else if (!read_frame(&result->bytes, &frame)) {
		status = describe_death(how, &error);
	} else {
		status = (moderato_status)frame.status;
		memcpy(error.message, result->bytes.data + sizeof(frame), frame.message_len);
		error.line = (size_t)frame.line;
	}
	if (status && !*error.message)
		fail(&error, status, "%s", moderato_status_name(status));
	if (status)
		give_up(pool, task, status, &error);
}

/* Hand over what is ready, in order. */
static void take_results(struct pool *pool)
{
	struct result *result;
	struct frame frame;
	moderato_error error = {.message = ""};
	moderato_status status;
	moderato_str bytes;

	while (pool->n_taken < pool->limit && pool->results[pool->n_taken].done) {
		result = &pool->results[pool->n_taken];
		memcpy(&frame, result->bytes.data, sizeof(frame));
		bytes.ptr = result->bytes.data + sizeof(frame) + frame.message_len;
		bytes.len = (size_t)frame.data_len;
		status = pool->take(pool->payload, pool->n_taken, bytes, &error);
		buffer_dispose(&result->bytes);
		if (status)
			give_up(pool, pool->n_taken, status, &error);
		else
			pool->n_taken++;
	}
}

static void report_progress(struct pool *pool)
{
	moderato_error error;

	if (!pool->progress || pool->progress(pool->payload, pool->n_done, pool->n_tasks))
		return;
	fail(&error, MODERATO_EINVAL, "cancelled");
	give_up(pool, 0, MODERATO_EINVAL, &error);
}

/* Returns true when the pipe has ended. */
static bool read_some(struct worker *worker, struct buffer *bytes)
{
	ssize_t n;

	if (!buffer_reserve(bytes, READ_BYTES)) {
		kill(worker->pid, SIGKILL);
		return true;
	}
	n = read(worker->fd, bytes->data + bytes->len, bytes->cap - bytes->len);
	if (n > 0)
		bytes->len += (size_t)n;
	return n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN);
}

static void wait_some(struct pool *pool)
{
	size_t n = pool->n_running;
	moderato_error error;
	size_t w;
	int ready;

	for (w = 0; w < n; w++)
		pool->polls[w] = (struct pollfd){.fd = pool->workers[w].fd, .events = POLLIN};
	ready = poll(pool->polls, (nfds_t)n, TICK_MS);
	if (ready < 0 && errno != EINTR && errno != EAGAIN) {
		fail(&error, MODERATO_EIO, "cannot wait for a process: %s", strerror(errno));
		give_up(pool, pool->n_taken, MODERATO_EIO, &error);
		return;
	}
	if (ready <= 0) {
		report_progress(pool);
		return;
	}
	/* Finish at most one worker in each round: finishing one may stop others, and the last worker
	 * moves into its place. */
	for (w = 0; w < n; w++) {
		if (!pool->polls[w].revents ||
			!read_some(&pool->workers[w], &pool->results[pool->workers[w].task].bytes))
			continue;
		finish_task(pool, w);
		take_results(pool);
		report_progress(pool);
		return;
	}
}

static void pool_dispose(struct pool *pool)
{
	size_t i;

	stop_after(pool, 0);
	for (i = 0; pool->results && i < pool->n_tasks; i++)
		buffer_dispose(&pool->results[i].bytes);
	free(pool->results);
	free(pool->workers);
	free(pool->polls);
}

bool isolate_take_bytes(moderato_str *result, void *to, size_t len)
{
	if (result->len < len)
		return false;
	if (len)
		memcpy(to, result->ptr, len);
	result->ptr += len;
	result->len -= len;
	return true;
}

moderato_status isolate_run(size_t n_tasks, size_t n_workers, isolate_work work, isolate_take take,
	isolate_progress progress, void *payload, moderato_error *err)
{
	struct pool pool = {
		.n_tasks = n_tasks,
		.work = work,
		.take = take,
		.progress = progress,
		.payload = payload,
		.limit = n_tasks,
	};

	if (!n_tasks)
		return MODERATO_OK;
	pool.n_workers = n_workers > n_tasks ? n_tasks : n_workers ? n_workers : 1;
	pool.workers = calloc(pool.n_workers, sizeof(*pool.workers));
	pool.polls = calloc(pool.n_workers, sizeof(*pool.polls));
	pool.results = calloc(n_tasks, sizeof(*pool.results));
	if (!pool.workers || !pool.polls || !pool.results) {
		pool.status = fail_no_memory(err);
		goto out;
	}

	while (pool.n_taken < pool.limit) {
		while (pool.n_running < pool.n_workers && pool.n_started < pool.limit)
			start_task(&pool);
		if (pool.n_running)
			wait_some(&pool);
	}
	if (pool.status && err)
		*err = pool.error;
out:
	pool_dispose(&pool);
	return pool.status;
}
