/* SPDX-License-Identifier: MIT */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H
/* Runs tasks on several threads. Their results are taken one at a time and in the tasks' order, so
 * that the outcome is the same for any number of threads. */
#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"

/* Does task `task` on thread number `thread`: 0 … PARALLEL_THREADS_MAX - 1, 0 is the caller's.
 * Returns false if it failed and the rest is not wanted. */
typedef bool (*parallel_work)(void *payload, size_t thread, size_t task);

/* Takes the result of the thread's last work(). Called for each task in order, on the thread that
 * did it, never on two threads at once. */
typedef bool (*parallel_take)(void *payload, size_t thread, size_t task);

/* Runs tasks 0 … n-1 on up to `jobs` threads, including the caller's; on fewer if some cannot be
 * started. The other threads have ended when it returns. Returns false if a task failed. `take` may
 * be NULL. */
bool parallel_run(size_t jobs, size_t n, parallel_work work, parallel_take take, void *payload);

#endif
