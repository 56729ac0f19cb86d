/* SPDX-License-Identifier: MIT */
#ifndef BASE_YAML_ITEMS_H
#define BASE_YAML_ITEMS_H
/* The only door to libyaml: reads one YAML document as a sequence of items, each with its line.
 *
 * No value's type is guessed: a plain `no` is the text "no". Everything that makes a file mean
 * something else than a moderator reads in it is refused: anchors, aliases, tags, directives,
 * several documents. Nesting takes no memory and no stack here: its depth is limited by the grammar
 * of the reader. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"

enum yaml_kind {
	YAML_TEXT,
	YAML_LIST,    /* its items follow, and then a YAML_END */
	YAML_MAPPING, /* its keys and values follow by turns, and then a YAML_END */
	YAML_END,     /* the end of a list, of a mapping, or of the file */
};

enum yaml_style {
	YAML_PLAIN,
	YAML_QUOTED,
	YAML_BLOCK, /* after > or | */
};

struct yaml_items {
	/* the current item; its text lives until the next one */
	enum yaml_kind kind;
	enum yaml_style style; /* of a YAML_TEXT */
	moderato_str text;     /* of a YAML_TEXT: any UTF-8, including NUL; ptr is not NULL */
	size_t line;           /* the line where it begins, from 1 */

	const char *name; /* the file's name, borrowed */
	moderato_str file;
	moderato_error *err;
	struct libyaml *libyaml;
};

/* Begins to read. The arguments must outlive the reading; `err` may be NULL. Returns
 * MODERATO_EFORMAT if there is a directive, or MODERATO_ENOMEM; then there is nothing to close. */
moderato_status yaml_items_open(
	struct yaml_items *items, const char *name, moderato_str file, moderato_error *err);
void yaml_items_close(struct yaml_items *items);

/* Goes to the next item. One YAML_END follows the document; in an empty file it is the first item.
 * Returns MODERATO_EFORMAT, with file and line in the message, or MODERATO_ENOMEM. */
moderato_status yaml_items_next(struct yaml_items *items);

#endif
