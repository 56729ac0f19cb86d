/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_COMMENT_MEMBERS_H
#define CLASSIFY_COMMENT_MEMBERS_H
/* The members of a comment as JSON, as the lines of comments and of verdicts share them. Each
 * function adds to `out` what belongs into an object that has been begun; a failure to grow is
 * noted in `out`. */
#include "base/buffer.h"
#include "moderato/reader.h"

/* Adds a literal. One that is a key begins with the comma where it needs one. */
#define ADD(out, literal) buffer_add(out, literal, sizeof(literal) - 1)

/* Adds a comma, but not at the beginning of an object or array. */
void member_separate(struct buffer *out);

void member_add_size(struct buffer *out, size_t value);

/* `[begin,end]` */
void member_add_span(struct buffer *out, moderato_span span);

/* `[[begin,end],…]` */
void member_add_spans(struct buffer *out, const moderato_span *spans, size_t n);

/* Adds every member that the comment has, other than "id" and those that were not known. */
void member_add_fields(struct buffer *out, const moderato_comment *comment);

/* Adds the members of the input that no field was made for, as they were. */
void member_add_extra(struct buffer *out, moderato_str extra);

/* The same, less those that a verdict has of its own. A verdict may be scored again as a comment,
 * and whoever writes the input must not be able to forge the verdict: of two members of one name
 * most readers take the last. */
void member_add_foreign_extra(struct buffer *out, moderato_str extra);

#endif
