/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CLI_H
#define TOOLS_CLI_H
/* What every command shares: exit codes, messages, standard output that is checked, files that are
 * written whole or not at all. Data goes to standard output, everything else to standard error. */
#include <stdbool.h>
#include <stdio.h>

#include "moderato/status.h"
#include "base/buffer.h"

/* Documented in the man page and in every --help. */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_NEGATIVE = 1, /* the asked-for check is negative */
	EXIT_USAGE = 2,
	EXIT_BAD_INPUT = 3,
	EXIT_SYSTEM = 4,
};

/* "moderato: message" on standard error. Comment text never goes there. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same and "try 'moderato COMMAND --help'"; returns EXIT_USAGE. */
int usage_error(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The exit code that a status stands for; EXIT_DONE for MODERATO_OK and MODERATO_END. */
int exit_of(moderato_status status);

/* Complain of a failed call; returns its exit code. */
int complain_status(moderato_status status, const moderato_error *err);

/* Complain that memory is out; returns EXIT_SYSTEM. */
int complain_memory(void);

/* Write to standard output. False when that failed, now or before: stop soon, finish_output()
 * tells the user. */
bool out_write(const char *ptr, size_t len);
bool out_puts(const char *text);
bool out_buf(const struct buffer *buf);
bool out_flush(void);

/* The first of them as a moderato_sink. */
moderato_status out_sink(void *payload, const char *data, size_t len, moderato_error *err);

/* Write a command's whole output, unless memory was out for it, and free it. An exit code. */
int out_whole(struct buffer *buf);

/* End a line and write it, unless `status` says that making it failed. An exit code; complains. */
int out_line(struct buffer *line, moderato_status status, const moderato_error *err);

/* From here on the four above write to `file`, which `name` stands for in messages; NULL: to
 * standard output again. Tells of what was lost before: false then. */
bool out_to(FILE *file, const char *name);

/* Flush and close standard output and check it. Returns `code`, or EXIT_SYSTEM when output was
 * lost: with a message, but quietly when a reader such as head(1) has closed the pipe. */
int finish_output(int code);

/* Give the standard descriptors that are closed a harmless file, so that no data file takes their
 * number; ignore SIGPIPE, so that a closed pipe is an error of write(). */
void guard_standard_files(void);

/* The smallest number of edits between two words; for suggestions. */
size_t edit_distance(const char *left, const char *right);

/* A file that appears under its name only when it is whole. */
struct new_file {
	FILE *file;
	const char *path; /* the caller's */
	char *temporary;
};

int new_file_open(struct new_file *out, const char *path); /* an exit code; complains */
int new_file_commit(struct new_file *out);                 /* the same */
void new_file_discard(struct new_file *out);               /* after a commit: nothing */

/* Read a whole stream, at most `max` bytes: MODERATO_ELIMIT for more. */
moderato_status read_whole(FILE *file, size_t max, struct buffer *text);

#endif
