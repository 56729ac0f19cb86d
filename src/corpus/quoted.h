/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_QUOTED_H
#define CORPUS_QUOTED_H
/* Finds what a comment quotes of others, by its markup: lines that begin with `>`, blockquote, q
 * and Discourse's aside.quote of HTML, [quote] of BBCode; with the line before that says whom it
 * quotes. Words between quotation marks are not looked for: they may be the author's own. */
#include <stdbool.h>

#include "moderato/comment.h"

struct quoted {
	moderato_span *v; /* ascending, disjoint */
	size_t n;
	size_t cap;
};

/* Finds the quotations of a text, in linear time; of a text that is nothing else, none. Returns
 * false when memory runs out. */
bool quoted_find(struct quoted *quoted, moderato_str text);
void quoted_dispose(struct quoted *quoted);

#endif
