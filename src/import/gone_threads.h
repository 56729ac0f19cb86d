/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_GONE_THREADS_H
#define IMPORT_GONE_THREADS_H
/* Threads that a site deleted or removed. Their comments keep the state that they had, but nobody
 * sees them, so that this state says nothing any more. */
#include "import/json_records.h"

/* Remembers that the thread is gone. */
void thread_is_gone(struct json_records *r, moderato_str id);

/* Returns the state of a comment in that thread: "trash" instead of "published" or "held" if the
 * thread is gone. */
const char *state_in_thread(struct json_records *r, moderato_str id, const char *state);

#endif
