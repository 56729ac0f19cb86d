/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_SHINGLES_H
#define CAMPAIGN_SHINGLES_H
/* A text as its shingles: the letters that its words are meant to be read as, SHINGLE_LETTERS in a
 * row, across the ends of words.
 *
 * Letters that disguises and slips of the pen change most say little and are left out: vowels, and
 * i and l, which 1 and | stand for; repeated ones count once. So are digits (prices, numbers),
 * links and @names, which vary from comment to comment, and blanks, so that a word in two pieces,
 * or two words in one, is what it was. */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* Six consonants are two words of English: fewer are too common, more are lost with each word that
 * is swapped. */
#define SHINGLE_LETTERS 6

struct shingles {
	uint64_t *v; /* arena; hashes, in the order of the text */
	size_t n;
	size_t letters; /* of the text, of those that are not left out */
};

/* `text` is at most MODERATO_COMMENT_BYTES_MAX long. False: out of memory. */
bool shingles_read(struct arena *arena, moderato_str text, struct shingles *out);

/* Take out those that `other` has as well. False: out of memory. */
bool shingles_subtract(struct arena *arena, struct shingles *from, const struct shingles *other);

/* Take out repeats. False: out of memory. */
bool shingles_unique(struct arena *arena, struct shingles *shingles);

#endif
