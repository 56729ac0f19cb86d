/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_THREADS_H
#define TOOLS_SITE_THREADS_H
/* Remembers the threads that a report has already named, so that each name is written once. */
#include <stdbool.h>

#include "base/limits.h"
#include "base/string_table.h"

struct site_threads {
	char *bytes; /* all names, one after the other */
	size_t used;
	struct string_table names;
	uint32_t *number; /* [names.n], numbered from 1 */
	size_t cap;
	size_t n; /* how many numbers have been given */
};

/* Finds the number of a thread. 0 means that it is unknown, or no longer known: the caller must
 * write the thread, which has now received the next number, counted from 1. Returns false if memory
 * is out. */
bool site_threads_find(struct site_threads *threads, moderato_str name, size_t *number);

void site_threads_dispose(struct site_threads *threads);

#endif
