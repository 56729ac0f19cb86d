/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_CONTEXT_H
#define FEATURE_CONTEXT_H
/* What a comment stands under and whom it is from: the words of the title, of the comment it
 * answers, of the author's name and of the author's url. A space that says so (struct space,
 * context) has features for their words, apart from the comment's own: the same word means another
 * thing there.
 *
 * The author's fields have letters in a row as well, because trade names are run together ("bestvpn
 * deals", "kreditsofort.example"), and a norm of their own: how long a comment is does not change
 * what its author's name says, and the name takes nothing from what the comment says. */
#include "base/arena.h"
#include "feature/terms.h"
#include "moderato/comment.h"
#include "text/words.h"

/* A field's features; all in the arena. */
struct context {
	struct words words;
	struct term *terms; /* [n] distinct, in order; hash is of field and letters, word into words */
	moderato_str *letters; /* [n] what each is of */
	size_t n;
};

/* Bit 1 << field of a space's `context`. */
enum context_field {
	CONTEXT_TITLE,
	CONTEXT_PARENT,
	CONTEXT_AUTHOR,
	CONTEXT_AUTHOR_URL,
	CONTEXT_FIELDS
};

#define CONTEXT_AUTHORS (1u << CONTEXT_AUTHOR | 1u << CONTEXT_AUTHOR_URL)

/* Is the field one of the author's? */
static inline bool context_is_author(enum context_field field)
{
	return CONTEXT_AUTHORS >> field & 1;
}

/* The field's name as the option --context has it. */
extern const char *const context_names[CONTEXT_FIELDS];

/* The comment's text of that field. */
moderato_str context_text(const moderato_comment *comment, enum context_field field);

/* Read one field; of the author's only the first CONTEXT_AUTHOR_BYTES_MAX bytes. False: out of
 * memory. */
bool context_read(
	struct arena *arena, moderato_str text, enum context_field field, struct context *out);

/* The author's part of a vector beside the text's, whose length is 1: spam that says nothing in its
 * text is known by it alone. */
#define CONTEXT_AUTHOR_GAIN 2.0

/* Longer names and urls say no more by their ends; forms take 245 and 200 characters. */
#define CONTEXT_AUTHOR_BYTES_MAX 512

#endif
