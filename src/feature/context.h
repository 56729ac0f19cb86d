/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_CONTEXT_H
#define FEATURE_CONTEXT_H
/* The words around a comment: those of the title, of the comment that it answers, of the author's
 * name and of the author's url. A space whose `context` asks for them has features for these words
 * that are separate from the comment's own, because the same word means something else there.
 *
 * The author's fields have features for letters in a row as well, because trade names are run
 * together ("bestvpn deals", "kreditsofort.example"). They also have a norm of their own: the
 * length of a comment does not change what its author's name says, and the name takes nothing away
 * from what the comment says. */
#include "base/arena.h"
#include "feature/terms.h"
#include "moderato/comment.h"
#include "text/words.h"

/* The features of one field; all in the arena. */
struct context {
	struct words words;
	struct term *terms; /* [n] distinct ones in order; `hash` is that of field and letters, `word`
						   an index into words */
	moderato_str *letters; /* [n] the letters that each feature stands for */
	size_t n;
};

/* The fields; a space asks for a field by the bit 1 << field of its `context`. */
enum context_field {
	CONTEXT_TITLE,
	CONTEXT_PARENT,
	CONTEXT_AUTHOR,
	CONTEXT_AUTHOR_URL,
	CONTEXT_FIELDS
};

#define CONTEXT_AUTHORS (1u << CONTEXT_AUTHOR | 1u << CONTEXT_AUTHOR_URL)

/* True for the fields about the author. */
static inline bool context_is_author(enum context_field field)
{
	return CONTEXT_AUTHORS >> field & 1;
}

/* The names of the fields, as the option --context spells them. */
extern const char *const context_names[CONTEXT_FIELDS];

/* The text of a comment's field. */
moderato_str context_text(const moderato_comment *comment, enum context_field field);

/* Reads one field, of an author's field only the first CONTEXT_AUTHOR_BYTES_MAX bytes. Returns
 * false when memory runs out. */
bool context_read(
	struct arena *arena, moderato_str text, enum context_field field, struct context *out);

/* The length of the author's part of a vector; the text's part has length 1. Spam whose text says
 * nothing is recognised by the author alone. */
#define CONTEXT_AUTHOR_GAIN 2.0

/* The end of a longer name or url adds nothing; web forms take up to 245 and 200 characters. */
#define CONTEXT_AUTHOR_BYTES_MAX 512

#endif
