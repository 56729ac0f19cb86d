/* SPDX-License-Identifier: MIT */
#ifndef TEXT_SKELETON_H
#define TEXT_SKELETON_H
/* The second view of a word: what it is meant to be read as.
 *
 * Look-alikes are folded (UTS #39; if the word mixes scripts or has a letter styled as Latin), leet
 * is undone (digits and signs in Latin words), marks are stripped, upside-down words are turned
 * round, a letter that stands three times or more in a row stands once ("stuuupid"), and separators
 * between single letters are removed. A `*` stays, and `#`, `%` and `_` in a word become `*`: the
 * model learns which letter it masks. A word that hides nothing is its own skeleton.
 *
 * The *key* goes one step further and squeezes double letters, too: "asshole", "assshole" and
 * "ashole" have one key. Phrase lists, pairs and term sets compare words by it, because missing a
 * near match costs more there than an accidental one. Short words keep the doubles that make them
 * another word: "as" is not "ass", nor is "ten" "teen". */
#include <stddef.h>

#include "text/words.h"

/* Room for the skeleton of any word: each byte gives at most two. */
#define SKELETON_BYTES_MAX (2 * (WORD_BYTES_MAX + 8))

/* Writes the skeleton of a normalised surface of at most WORD_BYTES_MAX + 8 bytes and returns its
 * length, which is 0 for a surface of nothing but ASCII signs other than `*`. A token is its own
 * skeleton. A pure function of its arguments. */
size_t skeleton_of(const char *surface, size_t len, char out[SKELETON_BYTES_MAX]);

/* Writes the other skeleton of a word with `1` or `|` among Latin letters: each is read as l where
 * skeleton_of() reads i, and the other way round. Returns 0 when there is no other reading. */
size_t skeleton_other(const char *surface, size_t len, char out[SKELETON_BYTES_MAX]);

/* A double letter makes another word of one with at most this many letters, not counting repeats:
 * "as" and "ass", "ten" and "teen", "Bob" and "boob". Longer words rarely differ by that alone, so
 * that their keys are simply squeezed. */
#define SKELETON_KEY_SHORT 3

/* Squeezes all repeats of a letter to one, in place; returns the new length. */
size_t skeleton_squeeze(char *skeleton, size_t len);

/* Turns a skeleton into its key, in place; returns the new length. */
size_t skeleton_key(char *skeleton, size_t len);

#endif
