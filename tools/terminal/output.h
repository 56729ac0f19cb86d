/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_OUTPUT_H
#define TOOLS_OUTPUT_H
/* A command's results, which go to standard output or to a file. On a terminal nothing of them
 * controls it: what could is written as an escape (base/shown.h), which for JSON is the same JSON.
 * In a file or a pipe they are byte for byte what the command wrote. */
#include <stdbool.h>
#include <stdio.h>

#include "moderato/status.h"
#include "base/buffer.h"

/* Write to standard output. They return false if this write or an earlier one failed. The caller
 * should stop soon; finish_output() tells the user. */
bool out_write(const char *ptr, size_t len);
bool out_puts(const char *text);
bool out_buf(const struct buffer *buf);
bool out_flush(void);

/* Does the same as out_write(), as a moderato_sink. */
moderato_status out_sink(void *payload, const char *data, size_t len, moderato_error *err);

/* Writes a command's whole output and frees it. Returns an exit code: EXIT_SYSTEM if memory ran out
 * while the output was built. */
int out_whole(struct buffer *buf);

/* Ends a line and writes it, unless `status` says that building it failed. Returns an exit code,
 * after complaining of a failure. */
int out_line(struct buffer *line, moderato_status status, const moderato_error *err);

/* Redirects the output functions above to `file`, which messages call `name`; NULL selects standard
 * output again. Returns false, after complaining, if earlier output was lost. */
bool out_to(FILE *file, const char *name);

/* From here on lets the styles of terminal/table.h pass to a terminal: the output is a table, whose
 * cells hold no text from outside as it is. May be called in any thread. */
void out_allow_styles(void);

/* Flushes, closes and checks standard output. Returns `code`, or EXIT_SYSTEM if output was lost. It
 * says so, except when a reader such as head(1) has closed the pipe, or a signal ended the run. */
int finish_output(int code);

#endif
