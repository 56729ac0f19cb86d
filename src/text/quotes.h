/* SPDX-License-Identifier: MIT */
#ifndef TEXT_QUOTES_H
#define TEXT_QUOTES_H
/* Finds the parts of a comment that are not its author's own words: lines that begin with `>`,
 * block quotes of HTML and BBCode, and sentences between quotation marks. People who answer an
 * insult often quote it first. */
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "moderato/comment.h"
#include "text/text.h"

struct quotes {
	moderato_span *v; /* in the arena: ranges of the original text, ascending, with the marks */
	size_t n;
};

/* A quotation of fewer words is a name, or a word held at arm's length: it is the author's own. */
#define QUOTE_WORDS_MIN 2

/* A quotation mark whose counterpart does not follow within this many bytes quotes nothing. */
#define QUOTE_BYTES_MAX 1000

/* True if the text may contain quotations; a quick look at its bytes. */
bool quotes_possible(const struct text *in);

/* Finds the quotations in a text as its author wrote it, in valid UTF-8. A text that is nothing but
 * quotations counts as its author's own: none are found. Returns false when memory runs out. */
bool quotes_find(struct arena *arena, const struct text *in, struct quotes *out);

/* True if the span begins in a quotation. Ask for spans from left to right; `*at` is the search
 * position, 0 at first. */
bool quotes_have(const struct quotes *quotes, moderato_span span, size_t *at);

#endif
