/* SPDX-License-Identifier: MIT */
#include "terminal/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SAME_MS = 500 };

static struct {
	int number;
	const char *name;
	bool ours;
} stops[] = {{SIGINT, "SIGINT", false}, {SIGTERM, "SIGTERM", false}, {SIGHUP, "SIGHUP", false}};

static volatile sig_atomic_t caught;
static int ends[2];
static bool watched; /* the signals are blocked, and told by a descriptor */

static void handle(void (*handler)(int))
{
	struct sigaction action;
	size_t i;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	action.sa_flags = SA_RESTART;
	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		if (stops[i].ours)
			sigaction(stops[i].number, &action, NULL);
	}
}

/* Notes a signal. timeout(1) and job schedulers send theirs to the program and again to its group,
 * so a second signal within half a second counts as the same one. */
static void note(int number)
{
	static struct timespec first;
	struct timespec time = {0};
	int saved = errno;

	clock_gettime(CLOCK_MONOTONIC, &time);
	if (!caught) {
		caught = number;
		first = time;
		while (write(ends[1], "", 1) < 0 && errno == EINTR)
			;
	} else if ((time.tv_sec - first.tv_sec) * 1000 + (time.tv_nsec - first.tv_nsec) / 1000000 >=
			   SAME_MS) {
		handle(SIG_DFL);
		raise(number);
	}
	errno = saved;
}

void interrupt_catch(void)
{
	struct sigaction before;
	size_t i;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK)) {
		ends[0] = 0;
		return; /* a signal then ends the program as usual */
	}
	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		stops[i].ours = !sigaction(stops[i].number, NULL, &before) && before.sa_handler != SIG_IGN;
	handle(note);
}

void interrupt_watch(int descriptor)
{
	ends[0] = descriptor;
	watched = true;
}

int interrupt_signal(void)
{
	sigset_t pending;
	size_t i;

	if (!watched || sigpending(&pending))
		return caught;
	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		if (stops[i].number != SIGHUP && sigismember(&pending, stops[i].number))
			return stops[i].number;
	}
	return 0;
}

const char *interrupt_name(void)
{
	const int number = interrupt_signal();
	size_t i;

	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		if (stops[i].number == number)
			return stops[i].name;
	}
	return "";
}

int interrupt_descriptor(void)
{
	return ends[0];
}
