/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CLI_H
#define TOOLS_CLI_H
/* What every command shares: exit codes, messages, and a checked standard output. Data goes to
 * standard output, everything else to standard error. */
#include <stdbool.h>
#include <stdio.h>

#include "moderato/status.h"
#include "base/buffer.h"
#include "base/new_file.h"
#include "terminal/output.h"

/* The exit codes, which the man page and every --help document. */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_NEGATIVE = 1, /* the check that was asked for is negative */
	EXIT_USAGE = 2,
	EXIT_BAD_INPUT = 3,
	EXIT_SYSTEM = 4,
};

/* Prints "moderato: message" on standard error, as one line whatever the names in it hold. Messages
 * never contain a comment's text. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Does the same for a report of several lines. */
void complain_lines(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes to standard error text that is safe (base/shown.h). */
void say(const char *text, size_t len);

/* Prints the same as complain() and "try 'moderato COMMAND --help'". Returns EXIT_USAGE. */
int usage_error(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Returns the exit code that a status stands for: EXIT_DONE for MODERATO_OK and MODERATO_END. */
int exit_of(moderato_status status);

/* Complains of a failed call and returns its exit code. */
int complain_status(moderato_status status, const moderato_error *err);

/* Complains that memory is out and returns EXIT_SYSTEM. */
int complain_memory(void);

/* Opens a harmless file for each standard descriptor that is closed, so that no data file receives
 * its number. Ignores SIGPIPE, so that a closed pipe becomes an error of write(). */
void guard_standard_files(void);

/* Returns the smallest number of edits between two words, for suggestions. */
size_t edit_distance(const char *left, const char *right);

/* Start a file and make it appear, as base/new_file.h says. They return an exit code, after
 * complaining of a failure. */
int out_file_open(struct new_file *out, const char *path);
int out_file_commit(struct new_file *out);

/* Reads a whole stream of at most `max` bytes. Returns MODERATO_ELIMIT if there are more. */
moderato_status read_whole(FILE *file, size_t max, struct buffer *text);

#endif
