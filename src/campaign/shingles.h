/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_SHINGLES_H
#define CAMPAIGN_SHINGLES_H
/* Turns a text into shingles: runs of SHINGLE_LETTERS letters, as its words are meant to be read,
 * across the ends of words.
 *
 * Letters that disguises and typing errors change most are left out: vowels, and l, which like i
 * may be written as 1 or |; repeated letters count once. Digits (prices, numbers), links and @names
 * are left out because they vary from comment to comment, and blanks so that it does not matter
 * whether words are run together or pulled apart. */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* Six consonants are two words of English. Fewer are too common; with more, each changed word costs
 * more shingles. */
#define SHINGLE_LETTERS 6

struct shingles {
	uint64_t *v; /* in the arena: hashes, in the order of the text */
	size_t n;
	size_t letters; /* letters of the text that are not left out */
};

/* Reads a text of at most MODERATO_COMMENT_BYTES_MAX bytes. Returns false when memory runs out. */
bool shingles_read(struct arena *arena, moderato_str text, struct shingles *out);

/* Removes the shingles that `other` has as well. Returns false when memory runs out. */
bool shingles_subtract(struct arena *arena, struct shingles *from, const struct shingles *other);

/* Removes repeats. Returns false when memory runs out. */
bool shingles_unique(struct arena *arena, struct shingles *shingles);

#endif
