/* SPDX-License-Identifier: MIT */
#ifndef MODEL_ISOLATE_H
#define MODEL_ISOLATE_H
/* Run a piece of work in a child process. libsvm crashes on a failed malloc and prints: in a child
 * none of that reaches the host, and the parent's data is shared without a copy.
 *
 * A pool runs up to `n_workers` children at a time; the parent stays single-threaded meanwhile. */
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "moderato/status.h"

/* Called in the child: does task `i` and appends its result to `out`. stdout and stderr are
 * /dev/null there.
 */
typedef moderato_status (*isolate_work)(
	void *payload, size_t i, struct buffer *out, moderato_error *err);

/* Called in the parent, once for each task in order of *task number* (not of finishing): takes the
 * result's bytes. */
typedef moderato_status (*isolate_take)(
	void *payload, size_t i, moderato_str result, moderato_error *err);

/* Called in the parent after each finished task and a few times a second in between (`done` is then
 * unchanged); returning false cancels the rest (then MODERATO_EINVAL "cancelled"). May be NULL. */
typedef bool (*isolate_progress)(void *payload, size_t done, size_t total);

/* Copies the next `len` bytes of a result to `to`. Returns false, and takes nothing, if fewer are
 * left. */
bool isolate_take_bytes(moderato_str *result, void *to, size_t len);

/* Run tasks 0 … n_tasks-1. The first failing task's status and message are returned (lowest number
 * of those that failed; all children are waited for, none is left behind). A child that dies is
 * MODERATO_ENOMEM with a message naming the signal. Results are held in memory until taken. */
moderato_status isolate_run(size_t n_tasks, size_t n_workers, isolate_work work, isolate_take take,
	isolate_progress progress, void *payload, moderato_error *err);

#endif
