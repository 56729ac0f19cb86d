/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TIMESTAMP_H
#define IMPORT_TIMESTAMP_H
/* Times as exports write them, as ISO 8601 in UTC. */
#include <stdbool.h>

#include "moderato/comment.h"

#define TIMESTAMP_MAX 48

/* Seconds or milliseconds since 1970 ("1719873346", "1719873346.25", 1719873346000), or a date and
 * time of day, with or without an offset (none: UTC), as 2024-07-01T22:35:46Z; what is after the
 * seconds stays. 0: it is neither; else the length. */
size_t timestamp_utc(char out[TIMESTAMP_MAX], moderato_str text);

#endif
