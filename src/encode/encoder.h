/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_ENCODER_H
#define ENCODE_ENCODER_H
/* The encoder: a BERT-shaped network (Devlin et al. 2019) that turns the pieces of a comment into a
 * vector, the mean of its last layer. tools/encoder/bert.py is its reference.
 *
 * Matrices are int8 with a scale for each output row; what they are multiplied with is int8 with a
 * scale for each token, found as it is needed. Sums of products are exact, and all else is done in
 * one order: a vector is the same bit for bit at every SIMD level, on any number of threads and
 * whatever comments are read along with it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* What rows and columns of every matrix are multiples of; those of a head are multiples of
 * ENCODER_ROWS as well. */
#define ENCODER_COLS 4
#define ENCODER_ROWS 16

/* The weights lie as the products read them: 4 columns of 16 rows are 64 bytes. */
struct encoder_matrix {
	uint32_t rows, cols;   /* a row is an output */
	const uint8_t *weight; /* [rows / 16][cols / 4][16][4], each with 128 added: 1…255 */
	const float *scale;    /* [rows] */
	const float *bias;     /* [rows] */
};

struct encoder_norm {
	const float *weight, *bias; /* [width] */
};

struct encoder_layer {
	struct encoder_matrix qkv; /* 3 * width rows: query, key, value */
	struct encoder_matrix out, up, down;
	struct encoder_norm norm1, norm2;
};

struct encoder {
	uint32_t width, heads, inner, n_layers, places, n_pieces;
	const int8_t *words;      /* [n_pieces][width] */
	const float *words_scale; /* [n_pieces] */
	const float *place;       /* [places][width] */
	struct encoder_norm norm;
	struct encoder_layer *layers; /* [n_layers] */
};

/* Whether the numbers of its shape can be computed with: heads divide the width, and width, inner
 * and the columns of a head are multiples of ENCODER_ROWS. Matrices must agree with them. */
bool encoder_shape_fits(const struct encoder *e);

/* The vectors of `n` comments, whose ids (below n_pieces) stand one after another; each length is 1
 * to `places`. `out` is [n][width]. Memory belongs to the arena. Returns false when memory runs
 * out. */
bool encoder_vectors(const struct encoder *e, struct arena *arena, const uint32_t *ids,
	const uint32_t *lengths, size_t n, float *out);

#endif
