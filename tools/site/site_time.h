/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_TIME_H
#define TOOLS_SITE_TIME_H
/* When a comment was written, in any of the ways that exports write it. */
#include <stdbool.h>

#include "moderato/comment.h"

/* Seconds since 1970, UTC, of "2025-02-03T08:12:40Z", "2025-02-03 08:12:40 +0100", "2025-02-03" or
 * digits (seconds or milliseconds since 1970). Without a zone it is taken for UTC; fractions are
 * dropped. False: none of these, outside 1970 to 2199, or 1970-01-01T00:00:00Z itself, which many
 * exports write where they do not know. */
bool site_time(moderato_str text, long long *seconds);

#endif
