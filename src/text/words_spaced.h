/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORDS_SPACED_H
#define TEXT_WORDS_SPACED_H
/* Letters that are set apart, "i d i o t", are one word. */
#include "text/words.h"

/* Single letters in a row that are a word. */
#define WORDS_SPACED_MIN 3

/* Join runs of so many into one word each. `in` is the text that `out` was split from. */
void words_join_spaced(const struct text *in, struct words *out);

#endif
