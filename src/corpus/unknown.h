/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_UNKNOWN_H
#define CORPUS_UNKNOWN_H
/* Content that no format has recognised: whether its lines may be taken for comments, and JSON
 * that says nothing. */
#include "base/file.h"
#include "corpus/outline.h"

/* Says what the content is if it is not to be read as lines: binary, or text that does not look
 * like lines of prose (prose_lines.h). Standard input and pipes are always lines, unless they are
 * binary: whoever wrote them there has asked for it. */
moderato_status refuse_unknown(const struct input *in, moderato_str head, moderato_error *err);

/* Refuses a file in which there is nothing; nothing from a stream is no error, because a program
 * that had nothing to say has written it. */
moderato_status refuse_empty(const struct input *in, moderato_error *err);

/* Returns whether the JSON is an export in which there are no comments: an empty array, or an
 * object in which what would hold them is one. */
bool json_is_empty(const struct outline *o, moderato_str head);

/* Returns whether objects at that depth, or the one of that number among all (0: any), have a text.
 * One alone is a comment only if it says more about it, unless its text is called so:
 * { "message": "not found" } is none. */
bool outline_has_text(const struct outline *o, unsigned depth, unsigned object, bool alone);

/* Returns whether any object that no other is around has a member for a comment's text. */
bool json_has_text(const struct outline *o);

#endif
