/* SPDX-License-Identifier: MIT */
#include "terminal/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/shown.h"
#include "base/str.h"
#include "terminal/cli.h"

enum { BAR_CELLS = 24 };

static bool drawn; /* true while a bar is on the terminal's last line */

double seconds_now(void)
{
	struct timespec ts = {0};

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

void progress_start(struct progress *progress, bool quiet)
{
	const char *term = getenv("TERM");

	*progress = (struct progress){0};
	progress->started = seconds_now();
	progress->last = progress->started;
	progress->shown = !quiet && isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

double progress_seconds(const struct progress *progress)
{
	return seconds_now() - progress->started;
}

double progress_rate(const struct progress *progress, size_t count)
{
	double seconds = progress_seconds(progress);

	return seconds > 0 && count > progress->count ? (double)(count - progress->count) / seconds : 0;
}

void progress_resume(struct progress *progress, size_t done, size_t total, size_t count)
{
	progress->part = total ? (double)done / (double)total : 0;
	progress->count = count;
}

static void draw_left(struct buffer *bar, double seconds)
{
	unsigned left = seconds < 360000 ? (unsigned)(seconds + 0.5) : 360000;

	if (left >= 3600)
		buffer_printf(bar, "  %u:%02u:%02u left", left / 3600, left / 60 % 60, left % 60);
	else
		buffer_printf(bar, "  %u:%02u left", left / 60, left % 60);
}

void progress_update(struct progress *progress, const char *what, size_t done, size_t total,
	size_t count, const char *unit)
{
	double time = seconds_now();
	double elapsed = time - progress->started;
	double part = total ? (double)done / (double)total : 0;
	struct buffer bar = BUFFER_INIT;
	int cells, i;

	if (!progress->shown || time - progress->last < 0.1)
		return;
	progress->last = time;
	drawn = true;
	/* A step of the training may be called by an attribute, whose name comes from a corpus. */
	buffer_add_str(&bar, "\r");
	shown_add(&bar, str_of(what), SHOWN_NAME);
	buffer_add_str(&bar, " ");
	if (total) {
		part = part > 1 ? 1 : part;
		cells = (int)(part * BAR_CELLS);
		for (i = 0; i < BAR_CELLS; i++)
			buffer_add_str(&bar, i < cells ? "█" : "░");
		buffer_printf(&bar, " %3.0f %%", part * 100);
	}
	if (unit)
		buffer_printf(&bar, "  %zu %s, %.0f/s", count, unit, progress_rate(progress, count));
	if (part - progress->part > 0.005 && part < 1)
		draw_left(&bar, elapsed * (1 - part) / (part - progress->part));
	buffer_add_str(&bar, "\033[K");
	if (!bar.failed)
		say(bar.data, bar.len);
	buffer_dispose(&bar);
}

int progress_step(void *payload, const char *step, size_t done, size_t total)
{
	progress_update(payload, step, done, total, 0, NULL);
	return 1;
}

void progress_hide(void)
{
	if (drawn)
		say("\r\033[K", strlen("\r\033[K"));
	drawn = false;
}
