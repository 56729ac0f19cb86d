/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_THREADS_H
#define TOOLS_SITE_THREADS_H
/* The threads that a report has named already, so that each is written once. */
#include <stdbool.h>

#include "base/string_table.h"

/* Beyond so many bytes of names new threads are written each time: memory stays bounded. */
enum { SITE_THREAD_BYTES_MAX = 8 << 20 };

struct site_threads {
	char *bytes; /* of all names */
	size_t used;
	struct string_table names;
	uint32_t *number; /* [names.n] from 1 */
	size_t cap;
	size_t n; /* numbers given */
};

/* The number of a thread. 0: it is not known (any more), write it; it has the next number now, from
 * 1. False: out of memory. */
bool site_threads_find(struct site_threads *threads, moderato_str name, size_t *number);

void site_threads_dispose(struct site_threads *threads);

#endif
