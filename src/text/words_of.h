/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORDS_OF_H
#define TEXT_WORDS_OF_H
/* Gives the words of a text, for callers who need nothing else, and of a text that is already
 * normalised. */
#include "text/words.h"

/* Repairs, strips, normalises and splits a text of at most MODERATO_COMMENT_BYTES_MAX bytes.
 * Returns false when memory runs out. */
bool words_of(struct arena *arena, moderato_str text, struct words *out);

/* Writes out the words and links that the normalised text hides, replaces `*normal` by the result,
 * and splits it. `map` is the character map of `*normal`, or NULL; for `written` and `found` see
 * words_split(). Returns false when memory runs out. */
bool words_of_normal(struct arena *arena, struct text *normal, const char *written,
	const struct charmap *map, const struct markup *found, struct words *out);

#endif
