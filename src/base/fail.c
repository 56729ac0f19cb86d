/* SPDX-License-Identifier: MIT */
#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/shown.h"

#undef fail /* undo the macros that are only for the analyzer */
#undef fail_at
#undef fail_no_memory

moderato_status fail(moderato_error *err, moderato_status status, const char *format, ...)
{
	va_list args;

	if (!err)
		return status;
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	shown_in_place(err->message, sizeof(err->message));
	err->line = 0;
	return status;
}

moderato_status fail_at(moderato_error *err, moderato_status status, const char *name, size_t line,
	const char *format, ...)
{
	va_list args;
	int used;

	if (!err)
		return status;
	used = snprintf(err->message, sizeof(err->message), "%s:%zu: ", name, line);
	if (used < 0 || (size_t)used >= sizeof(err->message))
		used = 0; /* the path is longer than the message: drop it, because what went wrong matters
					 more */
	va_start(args, format);
	vsnprintf(err->message + used, sizeof(err->message) - (size_t)used, format, args);
	va_end(args);
	shown_in_place(err->message, sizeof(err->message));
	err->line = line;
	return status;
}

moderato_status fail_no_memory(moderato_error *err)
{
	return fail(err, MODERATO_ENOMEM, "%s", moderato_status_name(MODERATO_ENOMEM));
}

const char *moderato_status_name(moderato_status status)
{
	switch (status) {
	case MODERATO_OK:
		return "ok";
	case MODERATO_END:
		return "end of data";
	case MODERATO_ENOMEM:
		return "out of memory";
	case MODERATO_EINVAL:
		return "invalid argument";
	case MODERATO_EIO:
		return "input/output error";
	case MODERATO_EFORMAT:
		return "bad format";
	case MODERATO_ELIMIT:
		return "limit exceeded";
	case MODERATO_EMISMATCH:
		return "bundle does not match this program";
	}
	return "unknown status";
}
