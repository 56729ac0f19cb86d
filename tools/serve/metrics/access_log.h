/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_ACCESS_LOG_H
#define TOOLS_SERVE_ACCESS_LOG_H
/* One line for each request, by one write(2). It says what was asked and how it went, and nothing
 * of what a client sends: no text, address, key, path or header. */
#include <stdatomic.h>
#include <time.h>

#include "base/buffer.h"
#include "serve/config/config.h"

struct access_log {
	atomic_int file;   /* -1: nothing is logged */
	int opened;        /* the descriptor, which is never closed while threads may write; -1: none */
	atomic_bool torn;  /* the last line written has no end */
	atomic_bool waits; /* writing to it would wait for its reader: it is asked before */
};

struct access_line {
	struct timespec time; /* of its end, on the calendar's clock */
	const char *id;
	const char *protocol;
	const char *route;
	const char *method;
	unsigned status;   /* 0: the client went away before the reply was sent */
	uint64_t bytes_in; /* of bodies */
	uint64_t bytes_out;
	uint64_t us;          /* from the end of the header to the reply's last byte */
	const char *key;      /* its name; NULL: none */
	const char *refusal;  /* NULL: it was not refused */
	size_t comments;      /* scored for it */
	const char *decision; /* NULL: there was not exactly one */
	bool tls;
};

void access_log_init(struct access_log *log);

/* Opens the file of a configuration, also in the place of one that is open: it may have been
 * renamed. On failure nothing has changed. Only for one thread at a time, while others write. */
moderato_status access_log_open(
	struct access_log *log, const struct config *config, moderato_error *err);

/* Only after all threads that write have ended. */
void access_log_close(struct access_log *log);

static inline bool access_log_wanted(const struct access_log *log)
{
	return atomic_load_explicit(&log->file, memory_order_relaxed) >= 0;
}

/* Writes a line; `scratch` is the thread's own. False: it is lost. */
bool access_log_write(struct access_log *log, enum log_format format, struct buffer *scratch,
	const struct access_line *line);

/* Appends the line, with a newline. */
void access_line_json(struct buffer *out, const struct access_line *line);
void access_line_text(struct buffer *out, const struct access_line *line);

/* Returns the name of a method that HTTP knows, otherwise "other": a client may send any word. */
const char *access_method(const char *method);

/* Appends a time as 2026-11-29T01:02:03.004Z. */
void add_utc(struct buffer *out, struct timespec time);

#endif
