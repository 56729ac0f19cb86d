/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_TABLE_FORM_H
#define CORPUS_TABLE_FORM_H
/* How a table is written: what separates its fields, what ends its lines, and whether text is a
 * table at all. */
#include "corpus/source.h"

/* Finds what separates the fields of the table at the front of the input, takes a line that only
 * says it ("sep=;"), and has line ends of old Macs (CR) read as line feeds. `usual` is what the
 * format has where nothing else is found. MODERATO_EINVAL: options->delimiter is none. */
moderato_status table_form_read(struct input *in, const moderato_reader_options *options,
	char usual, char *delimiter, moderato_error *err);

#endif
