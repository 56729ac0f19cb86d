/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_ENCODER_READING_H
#define ENCODE_ENCODER_READING_H
/* The text that the encoder reads: the normalised text with each word as it is meant to be read.
 *
 * A word that hides something ("1d1ot") gives way to its skeleton, a link to "url" and an e-mail
 * address to "email"; a run of one sign is cut to three. All else, punctuation included, stays,
 * because the encoder judges by the order of things. */
#include "base/arena.h"
#include "feature/document.h"

/* Links of markup, which stand nowhere in the text, are written at its end, so many at most. */
#define READING_MARKUP_LINKS 3

/* Writes the reading of `doc`, whose `normal` and `words` must be known. Each byte of it has the
 * origin of the word that it belongs to. Memory belongs to the arena. Returns false when memory
 * runs out. */
bool reading_of(const struct document *doc, struct arena *arena, struct text *out);

#endif
