/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H
/* A bar with rate and time left. Only for people: nothing is written unless standard error is a
 * terminal. */
#include <stdbool.h>
#include <stddef.h>

/* Seconds by a clock that only goes forward. */
double seconds_now(void);

struct progress {
	bool shown;
	double started; /* seconds */
	double last;    /* when it was drawn last */
	double part;    /* what was done already when it was started */
	size_t count;   /* the same */
};

void progress_start(struct progress *progress, bool quiet);

/* So much had been done before: rate and time left are of the rest. */
void progress_resume(struct progress *progress, size_t done, size_t total, size_t count);

/* `done` of `total` (0: unknown) steps; `count` things of a kind so far, for the rate; `unit` such
 * as "comments". Draws ten times a second at most. */
void progress_update(struct progress *progress, const char *what, size_t done, size_t total,
	size_t count, const char *unit);

/* The same as a moderato_train_progress, whose payload is a struct progress; never cancels. */
int progress_step(void *payload, const char *step, size_t done, size_t total);

/* Take away the bar that stands on standard error, if any; complain() does it too. */
void progress_hide(void);

/* Things a second, of `count` so far. */
double progress_rate(const struct progress *progress, size_t count);

/* Seconds since the start. */
double progress_seconds(const struct progress *progress);

#endif
