/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORDS_SPACED_H
#define TEXT_WORDS_SPACED_H
/* Letters that are set apart, "i d i o t", are one word. */
#include "text/words.h"

/* Single letters in a row that are a word. */
#define WORDS_SPACED_MIN 3

/* Join runs of so many into one word each, but not lists ("a, b, c", "a b c"), abbreviations
 * ("U.S.A.") and initials. `in` is the text that `out` was split from, `written` the original,
 * where capitals are. */
void words_join_spaced(const struct text *in, const char *written, struct words *out);

#endif
