/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_TIME_H
#define TOOLS_SITE_TIME_H
/* Parses the time of a comment in any of the forms that exports use. */
#include <stdbool.h>

#include "moderato/comment.h"

/* Parses "2025-02-03T08:12:40Z", "2025-02-03 08:12:40 +0100", "2025-02-03" or digits (seconds or
 * milliseconds since 1970) into seconds since 1970, UTC. A time without a zone is taken as UTC;
 * fractions are dropped. Returns false if the text has none of these forms, if the year is not
 * within 1970 to 2199, or for 1970-01-01T00:00:00Z itself, which many exports write for an unknown
 * time. */
bool site_time(moderato_str text, long long *seconds);

#endif
