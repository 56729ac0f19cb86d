/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H
/* A progress bar with the rate and the time left. It is only for people: nothing is written unless
 * standard error is a terminal. */
#include <stdbool.h>
#include <stddef.h>

/* Returns seconds of a clock that never goes back. */
double seconds_now(void);

struct progress {
	bool shown;
	double started; /* when it was started, in seconds */
	double last;    /* when it was last drawn */
	double part;    /* the part that was done before it was started */
	size_t count;   /* the things that were done before it was started */
};

void progress_start(struct progress *progress, bool quiet);

/* Notes how much had been done before the start, so that the rate and the time left describe only
 * the rest. */
void progress_resume(struct progress *progress, size_t done, size_t total, size_t count);

/* Shows `done` of `total` steps (0: unknown). The rate is that of `count`, the number of things so
 * far, which are called `unit`, such as "comments". Draws at most ten times a second. */
void progress_update(struct progress *progress, const char *what, size_t done, size_t total,
	size_t count, const char *unit);

/* Does the same as a moderato_train_progress whose payload is a struct progress. It never cancels.
 */
int progress_step(void *payload, const char *step, size_t done, size_t total);

/* Removes the bar from standard error, if there is one. complain() does this too. */
void progress_hide(void);

/* Returns how many things are done per second, when `count` are done. */
double progress_rate(const struct progress *progress, size_t count);

/* Returns the seconds since the start. */
double progress_seconds(const struct progress *progress);

#endif
