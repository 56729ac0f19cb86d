/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H
/* What every unit test needs: cmocka and the headers that it wants first, strings, files, and
 * comparisons that say what differs. What only some tests share stands in unit/: policy_case.h
 * (policies), reading.h (comments as training reads them), records.h (what a reader yields),
 * text_case.h (the stages of text) and trained.h (small bundles). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Before cmocka.h, which makes a macro of `fail`. */
#include "base/fail.h"

#include <cmocka.h>

#include "base/buffer.h"
#include "base/rng.h"
#include "moderato/status.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Fails the test with the error's message when the call returns a failure. */
#define must(call, error)                                                                          \
	do {                                                                                           \
		if (call)                                                                                  \
			fail_msg("%s", (error).message);                                                       \
	} while (0)

/* A NUL-terminated string as a span; NULL stays NULL. */
static inline moderato_str str(const char *text)
{
	return (moderato_str){text, text ? strlen(text) : 0};
}

/* Fails unless both are equal up to 1e-12 or both are NaN; `name` stands in the message. */
void check_near(const char *name, double got, double expected);

/* A random number, uniform in -1…1. */
double draw_signed(struct rng *rng);

/* Appends `what` n times. */
void add_times(struct buffer *out, const char *what, size_t n);

/* Appends `text` as a gzip member. */
void add_gzip(struct buffer *packed, moderato_str text, int level);

/* ---- files ---- */

/* Sets `path` to the file `name` in a new folder, which remove_temporary() removes with it. */
void temporary(char *path, size_t size, const char *name);
void remove_temporary(char *path);

void write_file(const char *path, const void *data, size_t len);
void read_file(const char *path, struct buffer *out);

#endif
