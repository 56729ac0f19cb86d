/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_COLUMNS_H
#define CORPUS_COLUMNS_H
/* What each column of a CSV or TSV is: as the options say, else by its name. A column that means
 * nothing here is handed on as a JSON string in comment.extra. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/reader.h"

enum use { EXTRA, FIELD, LABEL };

struct column {
	moderato_str name;
	enum use use;
	size_t offset;          /* FIELD: of the string in the comment */
	moderato_str attribute; /* LABEL */
	moderato_str key;       /* EXTRA: the JSON key, quoted, with its colon */
};

struct columns {
	struct column *items;
	size_t n;
	size_t n_labels;    /* that are labels */
	struct arena arena; /* names */
	const char *file;   /* for messages */
	size_t line;
};

/* Map a header that stands on line `line` of `file`. MODERATO_EINVAL: options->columns is wrong;
 * MODERATO_EFORMAT: the header lacks a column. columns_dispose() after success and failure. */
moderato_status columns_read(struct columns *c, const moderato_str *header, size_t n,
	const char *file, size_t line, const char *options, moderato_error *err);
void columns_dispose(struct columns *c);

/* Does a column of that name hold the text, unless the options say otherwise? */
bool column_names_text(moderato_str name);
/* Does it mean anything by its name? */
bool column_is_known(moderato_str name);

#endif
