/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_TIMES_H
#define CORPUS_TIMES_H
/* Makes the times of comments alike, whatever their format: ISO 8601 in UTC. */
#include "base/timestamp.h"

struct times {
	bool local; /* a time without an offset is of the site's zone, which is not known */
	size_t unread;
	char utc[TIMESTAMP_MAX]; /* the time that was rewritten last */
};

/* Rewrites a time that is not in UTC. One that cannot be read stays as it is, and is counted. A
 * date without a time of day stays, too, as it is ISO 8601. */
void times_rewrite(struct times *times, moderato_str *time);

/* Returns whether the time has the form 2024-07-01T22:35:46Z, which is all but always so. */
static inline bool time_is_utc(moderato_str t)
{
	return t.len == 20 && t.ptr[19] == 'Z' && t.ptr[10] == 'T' && t.ptr[4] == '-' &&
		   t.ptr[7] == '-' && t.ptr[13] == ':' && t.ptr[16] == ':';
}

#endif
