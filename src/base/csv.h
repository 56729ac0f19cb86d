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
	size_t expected;   /* how many fields a record should have; 0: unknown */
	size_t doubted_to; /* in->taken up to which no quote closes on a later line than its own */
	size_t valid_to;   /* in->taken up to which the input is known to be UTF-8 */
	size_t checked_to; /* in->taken up to which it is known that it is so, or not */
	size_t converted;  /* how many bytes were read as Windows-1252 */
	struct buffer utf8;
};

void csv_init(struct csv *csv, struct input *in, char delimiter);
void csv_dispose(struct csv *csv); /* leaves the input open */

/* Read the next record that is not an empty line.
 *
 * A quote opens a quoted field only as the field's first byte; elsewhere it is an ordinary
 * character. Text between a closing quote and the delimiter is kept. Returns MODERATO_END;
 * MODERATO_EFORMAT: a quote is never closed; MODERATO_ELIMIT: a record of more than
 * MODERATO_RECORD_BYTES_MAX. After an open quote reading goes on at the next line: a stray quote
 * costs its line, not the rest of the file. Where `expected` says how many fields there should be,
 * that holds also if a quote of a later line closes the field, but leaves a record that is wrong,
 * while its first two lines would be right without it.
 *
 * Bytes that are not UTF-8 are read as Windows-1252, and counted. */
moderato_status csv_next(struct csv *csv, moderato_error *err);

/* The same, but the record is returned once more by the next call. */
moderato_status csv_peek(struct csv *csv, moderato_error *err);

/* Appends a field of a CSV or TSV record, in quotes if it needs them. */
void csv_write_field(struct buffer *out, moderato_str text, char separator);

/* Does the same, but a text that a spreadsheet would take for a formula gets a "'" before it. */
void csv_write_guarded(struct buffer *out, moderato_str text, char separator);

#endif
