/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_COLUMNS_H
#define CORPUS_COLUMNS_H
/* What each column of a table holds: the options decide, otherwise its name does. A column
 * whose meaning is unknown is handed on as a JSON string in comment.extra. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/reader.h"

enum use { EXTRA, FIELD, LABEL, UNREAD /* left out, by whoever maps it */ };

struct column {
	moderato_str name;
	enum use use;
	size_t offset;          /* FIELD: where the string lies in the comment */
	moderato_str attribute; /* LABEL: what the labels are of */
	moderato_str key;       /* EXTRA: the JSON key, quoted, with its colon */
};

struct columns {
	struct column *items;
	size_t n;
	size_t n_labels;    /* how many columns are labels */
	struct arena arena; /* holds the names */
	bool of_wordpress;  /* states and parents are written as in WordPress's table */
	bool headless;      /* there is no header: columns are called by their numbers */
	const char *file;   /* for messages */
	size_t line;
};

/* Maps a header that stands on line `line` of `file`, or, if `header` is NULL, the n columns of a
 * table without one. MODERATO_EINVAL means that
 * options->columns is wrong, MODERATO_EFORMAT that the header lacks a column. Call
 * columns_dispose() after success and after failure. */
moderato_status columns_read(struct columns *c, const moderato_str *header, size_t n,
	const char *file, size_t line, const char *options, moderato_error *err);
void columns_dispose(struct columns *c);

/* For whoever else reads moderato_reader_options.columns. The first cuts "field=column" off the
 * front of the list; it returns false at the end and if it is malformed. The second returns X for
 * "labels.X" and the attributes' names, otherwise {NULL, 0}. */
bool columns_next_pair(const char **list, moderato_str *field, moderato_str *column);
moderato_str columns_label(moderato_str name);
#define COLUMNS_NO_PAIR "columns: expected \"field=column,...\", such as \"text=body,id=#1\""
#define COLUMNS_NO_FIELD "columns: \"%s\" is no field of a comment (text, id, labels.ATTRIBUTE ...)"

/* Finds the field that a column of that name holds, unless another fits better: one of a lower
 * rank. Returns false if it means nothing, or a label. */
bool column_field(moderato_str name, size_t *offset, unsigned *rank);

/* Returns whether a column of that name holds the text, unless the options say otherwise. */
bool column_names_text(moderato_str name);
/* Returns whether the name alone gives a column a meaning. */
bool column_is_known(moderato_str name);

#endif
