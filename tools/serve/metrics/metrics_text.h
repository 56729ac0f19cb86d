/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_METRICS_TEXT_H
#define TOOLS_SERVE_METRICS_TEXT_H
/* Writes the metrics in Prometheus' text format, version 0.0.4. */
#include "base/buffer.h"
#include "serve/metrics/drift.h"
#include "serve/metrics/counters.h"

#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* A bundle that is in use. */
struct metrics_bundle {
	const char *name; /* of its file; NULL: there is none */
	uint64_t checksum;
	char attributes[512]; /* separated by commas */
};

/* What the process takes; negative where the system does not say. */
struct metrics_process {
	double cpu_seconds;
	double start_time; /* seconds since 1970 */
	double resident_bytes;
	double virtual_bytes;
	double open_files;
	double files_max;
};

/* All that is written, as it is at one moment. */
struct metrics_view {
	struct counters counters;
	const char *attributes[ATTRIBUTE_SLOTS]; /* names of the slots, borrowed */
	size_t n_attributes;
	const char *keys[KEY_SLOTS]; /* likewise */
	size_t n_keys;
	struct drift drift;
	struct metrics_bundle bundle;
	struct metrics_bundle shadow;
	struct metrics_process process;
	size_t connections;
	size_t connections_max;
	uint64_t turned_away[TURNED_KINDS];
	size_t requests; /* that have begun and not ended */
	size_t body_memory;
	size_t body_memory_max;
	size_t threads;
	uint64_t reloads;
	uint64_t reload_failures;
	bool draining;
};

/* Adds up in the view what belongs together, and writes it. */
void metrics_write(struct buffer *out, struct metrics_view *view);

#endif
