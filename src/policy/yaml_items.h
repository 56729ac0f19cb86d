/* SPDX-License-Identifier: MIT */
#ifndef POLICY_YAML_ITEMS_H
#define POLICY_YAML_ITEMS_H
/* The only door to libyaml: one YAML document as a row of items, each with its line.
 *
 * No value's type is guessed: a plain `no` is the text "no". What makes a file mean other than what
 * a moderator reads in it (anchors, aliases, tags, directives, several documents) is refused.
 * Nesting costs no memory and no stack here: its depth is what the reader's grammar lets through.
 */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"

enum yaml_kind {
	YAML_TEXT,
	YAML_LIST,    /* what is in it follows, then a YAML_END */
	YAML_MAPPING, /* keys and values in turn follow, then a YAML_END */
	YAML_END,     /* of a list, of a mapping, or of the file */
};

enum yaml_style {
	YAML_PLAIN,
	YAML_QUOTED,
	YAML_BLOCK, /* after > or | */
};

struct yaml_items {
	/* the current item; the text lives until the next one */
	enum yaml_kind kind;
	enum yaml_style style; /* of YAML_TEXT */
	moderato_str text;     /* of YAML_TEXT, any bytes that are UTF-8, NUL too; ptr is not NULL */
	size_t line;           /* where it begins, from 1 */

	const char *name; /* the file's, borrowed */
	moderato_str file;
	moderato_error *err;
	struct libyaml *libyaml;
};

/* Begin to read; what is given must outlive the reading. `err` may be NULL.
 * MODERATO_EFORMAT: there is a directive; MODERATO_ENOMEM. Then there is nothing to close. */
moderato_status yaml_items_open(
	struct yaml_items *items, const char *name, moderato_str file, moderato_error *err);
void yaml_items_close(struct yaml_items *items);

/* Go to the next item. After the document comes one YAML_END, or at once in an empty file.
 * MODERATO_EFORMAT: the message has file and line; MODERATO_ENOMEM. */
moderato_status yaml_items_next(struct yaml_items *items);

#endif
