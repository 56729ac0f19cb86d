/* SPDX-License-Identifier: MIT */
#ifndef TESTS_RECORDS_H
#define TESTS_RECORDS_H
/* What a reader makes of some bytes, as one line of text. */
#include "support.h"

#include "moderato/reader.h"

/* A field of a comment and the name that it has in such a line. */
struct record_field {
	const char *name;
	size_t offset;
};

#define RECORD_FIELD(name, member)                                                                 \
	{                                                                                              \
		name, offsetof(moderato_comment, member)                                                   \
	}

/* The fields that exports have; NULL ends the list. */
extern const struct record_field export_fields[];

/* Appends " NAME=VALUE" for each field that the comment has. */
void add_fields(
	struct buffer *out, const moderato_comment *comment, const struct record_field *fields);

/* Appends "LINE NAME=VALUE …;" for each comment and "!MESSAGE;" for each error. */
void add_records(struct buffer *out, moderato_reader *reader, const struct record_field *fields);

/* Appends the same of an export's fields, frees the reader, and returns the line. */
const char *read_all(struct buffer *out, moderato_reader *reader);

/* Reads the bytes as a file named "f"; "? MESSAGE" when it cannot be opened. A format of NULL is
 * sniffed. */
const char *read_memory_as(struct buffer *out, moderato_str bytes, const char *format);

/* Reads the same bytes from a pipe that gives `step` at a time. */
const char *read_pipe(struct buffer *out, moderato_str bytes, size_t step);

/* For groups of tests that look at one line after the other: where it is written, and teardown. */
extern struct buffer record_line;
int dispose_record_line(void **state);

/* Fails unless `text`, as a file of a sniffed format, reads as `expected`. */
void expect_records(const char *text, const char *expected);

#endif
