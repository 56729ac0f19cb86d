/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORDS_OF_H
#define TEXT_WORDS_OF_H
/* All stages at once, for texts that nothing but the words is asked of. */
#include "text/words.h"

/* Repair, take the markup off, normalise and split. `text` is at most MODERATO_COMMENT_BYTES_MAX
 * long. False: out of memory. */
bool words_of(struct arena *arena, moderato_str text, struct words *out);

#endif
