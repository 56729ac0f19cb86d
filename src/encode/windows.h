/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_WINDOWS_H
#define ENCODE_WINDOWS_H
/* A comment as the encoder reads it: in windows, since a network has learned only so many places. A
 * longer comment is cut into as few windows as it takes, all about as long, each of which gives a
 * vector. tools/encoder/bert.py (Pieces.windows) makes the same. */
#include "encode/encoder_file.h"
#include "encode/pieces.h"

/* Of a comment that takes more of them, the beginning and the end are read: about 480 words. */
#define WINDOWS_MAX 8

struct windows {
	struct pieces pieces; /* of the whole text; the first and the last are the marks at the ends */
	size_t n;
	size_t size;         /* pieces of text in each; the last may have fewer */
	const float *vector; /* [n][width] */
};

/* Cuts the text and reads each window. Memory belongs to the arena; it depends on the encoder's
 * places and WINDOWS_MAX alone. Returns false when memory runs out. */
bool windows_read(const struct encoder_file *file, const struct text *reading, struct arena *arena,
	struct windows *out);

/* The pieces [*first, *end) of window k, without marks. */
void windows_pieces(const struct windows *w, size_t k, size_t *first, size_t *end);

/* What a head judges of n windows' vectors: what lies midway between their mean and the one that it
 * finds worst, since harm may be in one clause of many; out[width]. */
void windows_mix(const float *vector, size_t n, size_t width, size_t worst, float *out);

#endif
