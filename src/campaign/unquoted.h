/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_UNQUOTED_H
#define CAMPAIGN_UNQUOTED_H
/* What a comment quotes is not its own: lines that begin with ">", [quote]…[/quote] and
 * <blockquote>…</blockquote>, nested too; one that is never closed goes to the end. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* `*own` is the text without what it quotes: the text itself when it quotes nothing, else in the
 * arena. False: out of memory. */
bool unquoted_text(struct arena *arena, moderato_str text, moderato_str *own);

#endif
