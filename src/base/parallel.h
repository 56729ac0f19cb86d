/* SPDX-License-Identifier: MIT */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H
/* Tasks on several threads, whose results are taken one at a time and in the tasks' order: what
 * comes out is the same for any number of threads. */
#include <stdbool.h>
#include <stddef.h>

#define PARALLEL_THREADS_MAX 16

/* Do task `task`, on the thread of that number: 0 … PARALLEL_THREADS_MAX - 1, 0 is the caller's.
 * False: it failed, and the rest is not wanted. */
typedef bool (*parallel_work)(void *payload, size_t thread, size_t task);

/* Take what the thread's last work() made. Called for each task in order, by the thread that did
 * it, by one thread at a time. */
typedef bool (*parallel_take)(void *payload, size_t thread, size_t task);

/* Tasks 0 … n-1 on up to `jobs` threads, the caller's among them; where some cannot be started,
 * fewer do it. All others are gone afterwards. False: one failed. `take` may be NULL. */
bool parallel_run(size_t jobs, size_t n, parallel_work work, parallel_take take, void *payload);

#endif
