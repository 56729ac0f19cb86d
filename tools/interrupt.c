/* SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static struct {
	int number;
	const char *name;
	bool ours;
} stops[] = {{SIGINT, "SIGINT", false}, {SIGTERM, "SIGTERM", false}, {SIGHUP, "SIGHUP", false}};

static volatile sig_atomic_t caught;
static int ends[2];

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

static void note(int number)
{
	int saved = errno;

	caught = number;
	handle(SIG_DFL);
	while (write(ends[1], "", 1) < 0 && errno == EINTR)
		;
	errno = saved;
}

void interrupt_catch(void)
{
	struct sigaction before;
	size_t i;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK)) {
		ends[0] = 0;
		return; /* a signal then ends the program, as ever */
	}
	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		stops[i].ours = !sigaction(stops[i].number, NULL, &before) && before.sa_handler != SIG_IGN;
	handle(note);
}

int interrupt_signal(void)
{
	return caught;
}

const char *interrupt_name(void)
{
	size_t i;

	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		if (stops[i].number == caught)
			return stops[i].name;
	}
	return "";
}

int interrupt_descriptor(void)
{
	return ends[0];
}
