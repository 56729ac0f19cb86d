/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_TABLE_ROWS_H
#define CORPUS_TABLE_ROWS_H
/* What the rows of a table say, whatever kind of file it is in: each is a comment, and
 * corpus/columns.h says what its columns are. */
#include "base/buffer.h"
#include "base/file.h"
#include "corpus/columns.h"

struct table_rows {
	const struct input *in; /* for messages */
	struct columns columns;
	char *labels_map;       /* NULL: there is none */
	moderato_label *labels; /* has room for one label per column */
	struct buffer extra;
};

/* Maps the columns as columns_read() does, and keeps what the options say of labels. Call
 * table_rows_dispose() after success and after failure; `rows` must be zero before. */
moderato_status table_rows_init(struct table_rows *rows, const struct input *in,
	const moderato_str *header, size_t n, size_t line, const moderato_reader_options *options,
	moderato_error *err);
void table_rows_dispose(struct table_rows *rows);

/* Makes a comment of a row, which has one field for each column, with pointers that are not NULL.
 * The comment borrows the fields, and from `rows` until the next call. */
moderato_status table_row_read(struct table_rows *rows, const moderato_str *fields, size_t line,
	moderato_comment *comment, moderato_error *err);

#endif
