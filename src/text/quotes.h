/* SPDX-License-Identifier: MIT */
#ifndef TEXT_QUOTES_H
#define TEXT_QUOTES_H
/* Which parts of a comment are not its author's own words: lines that begin with `>`, block quotes
 * of HTML and BBCode, and sentences between quotation marks. Who answers an insult often quotes it
 * first. */
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "moderato/comment.h"
#include "text/text.h"

struct quotes {
	moderato_span *v; /* of the original text, rising, marks included; in the arena */
	size_t n;
};

/* A quotation of fewer words is a name, or a word held at arm's length: the author's own. */
#define QUOTE_WORDS_MIN 2

/* A quotation mark without its counterpart within so many bytes quotes nothing. */
#define QUOTE_BYTES_MAX 1000

/* May there be any? A quick look at the bytes. */
bool quotes_possible(const struct text *in);

/* Find them in the text as its author wrote it, valid UTF-8. A text that is quoted all through is
 * nobody else's: none are found. False: out of memory. */
bool quotes_find(struct arena *arena, const struct text *in, struct quotes *out);

/* Does the span lie in one? Spans are asked for from left to right; `*at` begins as 0. */
bool quotes_have(const struct quotes *quotes, moderato_span span, size_t *at);

#endif
