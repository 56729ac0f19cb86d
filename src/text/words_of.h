/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORDS_OF_H
#define TEXT_WORDS_OF_H
/* The words of a text: of one that is normalised, and of one that nothing but the words is asked
 * of. */
#include "text/words.h"

/* Repair, take the markup off, normalise and split. `text` is at most MODERATO_COMMENT_BYTES_MAX
 * long. False: out of memory. */
bool words_of(struct arena *arena, moderato_str text, struct words *out);

/* Write out the words and links that the normalised text hides, which replaces it, and split it.
 * `map` is its character map, or NULL; for `written` and `found` see words_split(). False: out of
 * memory. */
bool words_of_normal(struct arena *arena, struct text *normal, const char *written,
	const struct charmap *map, const struct markup *found, struct words *out);

#endif
