/* SPDX-License-Identifier: MIT */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H
/* Fill a caller's moderato_error (may be NULL) and hand the status back, so that an error is one
 * line: `return fail(err, MODERATO_EIO, "%s: %s", path, strerror(errno));`
 * The message is one line, safe for a terminal, whatever the names in it hold (base/shown.h). */
#include "moderato/status.h"

moderato_status fail(moderato_error *err, moderato_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with the data's line: the message starts "name:line: ". */
moderato_status fail_at(moderato_error *err, moderato_status status, const char *name, size_t line,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/* An allocation failed: MODERATO_ENOMEM, "out of memory". */
moderato_status fail_no_memory(moderato_error *err);

#ifdef __clang_analyzer__
/* The analyzer sees one file at a time: these macros tell it that fail() returns the status that it
 * was given. Otherwise it follows paths on which a failure looks like success. */
#	define fail(err, status, ...) (fail(err, status, __VA_ARGS__), (status))
#	define fail_at(err, status, ...) (fail_at(err, status, __VA_ARGS__), (status))
#	define fail_no_memory(err) (fail_no_memory(err), MODERATO_ENOMEM)
#endif

#endif
