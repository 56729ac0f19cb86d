/* SPDX-License-Identifier: MIT */
#ifndef BASE_CSV_H
#define BASE_CSV_H
/* Reads records of delimited text (RFC 4180) from a struct input, one at a time. */
#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "moderato/reader.h"

struct csv {
	struct input *in;
	char delimiter;
	moderato_str *fields; /* their pointers are never NULL and are borrowed until the next call */
	size_t n_fields;      /* may exceed CSV_FIELDS_MAX: those beyond it are only counted */
	size_t cap;
	size_t line; /* where the record begins */
	struct buffer unescaped;
};

void csv_init(struct csv *csv, struct input *in, char delimiter);
void csv_dispose(struct csv *csv); /* leaves the input open */

/* Read the next record that is not an empty line.
 *
 * A quote opens a quoted field only as the field's first byte; elsewhere it is an ordinary
 * character. Text between a closing quote and the delimiter is kept. Returns MODERATO_END;
 * MODERATO_EFORMAT: a quote is never closed; MODERATO_ELIMIT: a record of more than
 * MODERATO_RECORD_BYTES_MAX. After an open quote reading goes on at the next line: a stray quote
 * costs its line, not the rest of the file. */
moderato_status csv_next(struct csv *csv, moderato_error *err);

/* Appends a field of a CSV or TSV record, in quotes if it needs them. */
void csv_write_field(struct buffer *out, moderato_str text, char separator);

/* Does the same, but a text that a spreadsheet would take for a formula gets a "'" before it. */
void csv_write_guarded(struct buffer *out, moderato_str text, char separator);

#endif
