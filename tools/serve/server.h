/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_SERVER_H
#define TOOLS_SERVE_SERVER_H
/* The daemon as a whole: what it listens to, the setup that it works with, its threads' workers,
 * and the signals that change or end it. */
#include <pthread.h>
#include <stdatomic.h>

#include "serve/metrics/access_log.h"
#include "serve/metrics/drift.h"
#include "serve/setup.h"
#include "serve/worker.h"

struct akismet_stats; /* serve/akismet_stats.h */
struct http;          /* serve/http.h */

struct server {
	pthread_mutex_t lock; /* of `setup` (to hold it), `workers`, `attributes` and `drift` */
	struct setup *setup;
	atomic_uint_least64_t generation; /* of `setup`: a worker looks here before it takes the lock */
	struct worker *workers;
	const struct serve_options *options;
	uint64_t started_ms;
	double started; /* on the calendar's clock, seconds since 1970 */
	/* What every request changes is in a cache line of its own, away from what every one reads. */
	_Alignas(64) atomic_size_t requests; /* that have begun and not ended */
	atomic_size_t connections;
	atomic_size_t body_memory;                      /* bytes of bodies in memory */
	_Alignas(64) counter turned_away[TURNED_KINDS]; /* connections, by the acceptor's thread */
	atomic_bool draining;
	atomic_uint_least64_t reloads;
	atomic_uint_least64_t reload_failures;
	struct http *http;
	struct access_log log;
	struct name_slots attributes;
	struct name_slots key_names;
	struct drift drift;            /* of the setup's bundle */
	struct akismet_stats *akismet; /* Akismet's clients ask for figures; a reload keeps them */
};

/* Serves until SIGTERM or SIGINT. Returns an exit code, after complaining of a failure. */
int server_run(const struct serve_options *options);

/* Opens everything that serving needs but the sockets. Returns an exit code, after complaining of a
 * failure or saying that all is well. */
int server_check(const struct serve_options *options);

/* Prints the configuration that the options and the file make. Returns an exit code. */
int server_print_config(const struct serve_options *options);

/* Holds the current setup for the caller, who releases it. Thread-safe. */
struct setup *server_hold_setup(struct server *server);

/* Milliseconds on a clock that never goes back. */
uint64_t server_now_ms(void);
uint64_t server_now_us(void);

#endif
