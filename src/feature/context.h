/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_CONTEXT_H
#define FEATURE_CONTEXT_H
/* What a comment stands under: the words of the title and of the comment it answers. A space that
 * says so (struct space, context) has a feature for each of their words, apart from the comment's
 * own words: the same word means another thing there. */
#include "base/arena.h"
#include "feature/terms.h"
#include "moderato/comment.h"
#include "text/words.h"

/* A field's words; all in the arena. */
struct context {
	struct words words;
	struct term *terms; /* [n] distinct, in order; hash is of field and word, word into words */
	size_t n;
};

/* Bit 1 << field of a space's `context`. */
enum context_field { CONTEXT_TITLE, CONTEXT_PARENT, CONTEXT_FIELDS };

extern const char *const context_names[CONTEXT_FIELDS]; /* "title", "parent" */

/* Read one field. False: out of memory. */
bool context_read(
	struct arena *arena, moderato_str text, enum context_field field, struct context *out);

#endif
