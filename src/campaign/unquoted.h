/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_UNQUOTED_H
#define CAMPAIGN_UNQUOTED_H
/* Removes what a comment quotes, which is not its own text: lines that begin with ">",
 * [quote]…[/quote] and <blockquote>…</blockquote>, also nested. A quote that is not closed extends
 * to the end. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* Sets `*own` to the text without its quotes, in the arena; a text without any is not copied.
 * Returns false when memory runs out. */
bool unquoted_text(struct arena *arena, moderato_str text, moderato_str *own);

#endif
