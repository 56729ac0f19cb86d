/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORDS_SPACED_H
#define TEXT_WORDS_SPACED_H
/* Joins letters that are set apart, "i d i o t", to one word. */
#include "text/words.h"

/* At least this many single letters in a row make a word. */
#define WORDS_SPACED_MIN 3

/* Joins each run of WORDS_SPACED_MIN or more single letters into one word, but not lists ("a, b,
 * c", "a b c"), abbreviations ("U.S.A.") and initials. `in` is the text that `out` was split from;
 * `written` is the original, which has the capitals. */
void words_join_spaced(const struct text *in, const char *written, struct words *out);

#endif
