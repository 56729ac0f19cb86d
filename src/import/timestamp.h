/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TIMESTAMP_H
#define IMPORT_TIMESTAMP_H
/* Rewrites the times of exports as ISO 8601 in UTC. */
#include <stdbool.h>

#include "moderato/comment.h"

#define TIMESTAMP_MAX 48

/* Accepts seconds or milliseconds since 1970 ("1719873346", "1719873346.25", 1719873346000), or
 * a date and time of day, with or without an offset (without one it is UTC). Writes the time as
 * 2024-07-01T22:35:46Z, keeping fractions of seconds. Returns the length, or 0 if the text is
 * neither. */
size_t timestamp_utc(char out[TIMESTAMP_MAX], moderato_str text);

#endif
