/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_PIECES_H
#define ENCODE_PIECES_H
/* WordPiece (Wu et al. 2016): cuts the text that the encoder reads into pieces of its vocabulary.
 *
 * A word is letters, digits and marks in a row; each other character but a blank stands alone, and
 * so does a Chinese one. A word gives the longest piece that it begins with, then that of the rest;
 * where there is none the whole word is unknown. tools/encoder/bert.py (Pieces) is the reference:
 * the same text gives the same ids, but for characters that one of the two Unicode versions does
 * not know. */
#include "base/arena.h"
#include "encode/vocabulary.h"
#include "text/text.h"

/* Letters of a word, at most; a longer one is unknown. */
#define PIECES_WORD_LETTERS_MAX 100

/* The two that stand for the beginning and the end. */
#define PIECES_MIN 2

struct pieces {
	uint32_t *ids;
	moderato_span *spans; /* bytes of the reading; empty for the two at the ends */
	size_t n;
};

/* Cuts the text into `most` pieces at most, PIECES_MIN at least: of a longer one the first three
 * quarters and the last quarter of them stay. Memory belongs to the arena; it depends on `most`
 * alone. Returns false when memory runs out. */
bool pieces_of(const struct vocabulary *v, const struct text *reading, size_t most,
	struct arena *arena, struct pieces *out);

#endif
