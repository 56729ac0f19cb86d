/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_TO_UTF8_H
#define TOOLS_SERVE_TO_UTF8_H
/* Converts one text from the character set that its sender names. */
#include "base/arena.h"
#include "base/str.h"
#include "moderato/status.h"

/* Converts *text to UTF-8, in the arena. `charset` is a result of charset_find(); NULL, UTF-8 and a
 * set that this system cannot convert from leave the text as it is. MODERATO_ENOMEM. */
moderato_status to_utf8(
	moderato_str *text, struct arena *arena, const char *charset, moderato_error *err);

#endif
