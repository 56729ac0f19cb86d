/* SPDX-License-Identifier: MIT */
#ifndef TEXT_SKELETON_H
#define TEXT_SKELETON_H
/* A word's second view: what it is meant to be read as.
 *
 * Look-alikes are folded (UTS #39, where the word mixes scripts or has a letter styled as Latin),
 * leet is undone (digits and signs in Latin words), marks are stripped, what stands upside down is
 * turned round, a letter three times or more in a row stands once ("stuuupid"), separators between
 * single letters are closed. A `*` stays, and `#`, `%` and `_` in a word become one: which letter
 * it masks is the model's to learn. A word that hides nothing is its own skeleton.
 *
 * The *key* goes one step further and squeezes double letters too ("asshole", "assshole" and
 * "ashole" have one key): words are compared by it in phrase lists, pairs and term sets, where a
 * near miss costs more than a chance meeting. Not so in short words, where a double letter makes
 * another word: "as" is no "ass", nor "ten" a "teen". */
#include <stddef.h>

#include "text/words.h"

/* Room that any word's skeleton needs: each byte gives at most two. */
#define SKELETON_BYTES_MAX (2 * (WORD_BYTES_MAX + 8))

/* Write the skeleton of a normalised surface of at most WORD_BYTES_MAX + 8 bytes; returns its
 * length (0 for a surface of nothing but ASCII signs other than `*`). A token is its own skeleton.
 * A pure function of its arguments. */
size_t skeleton_of(const char *surface, size_t len, char out[SKELETON_BYTES_MAX]);

/* The same where `1` and `|` can be read in another way: as l where they were read as i, or the
 * other way round. 0 when the word has none among Latin letters, or no other reading. */
size_t skeleton_other(const char *surface, size_t len, char out[SKELETON_BYTES_MAX]);

/* Letters of a word, each repeat counted once, up to which a double letter makes it another one:
 * "as" and "ass", "ten" and "teen", "Bob" and "boob". Longer words seldom differ by that alone: the
 * key of a skeleton that takes more bytes when squeezed is just that. */
#define SKELETON_KEY_SHORT 3

/* Squeeze every repeat of a skeleton to one, in place; returns the new length. */
size_t skeleton_squeeze(char *skeleton, size_t len);

/* Make a skeleton its key, in place; returns the new length. */
size_t skeleton_key(char *skeleton, size_t len);

#endif
