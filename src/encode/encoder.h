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

/* What a head's columns and every matrix's columns are multiples of, and its rows, of the second.
 */
#define ENCODER_COLS 4
#define ENCODER_ROWS 16

struct encoder_matrix {
	uint32_t rows, cols;  /* multiples of ENCODER_ROWS and ENCODER_COLS */
	const int8_t *weight; /* [rows][cols], one row an output; -127…127 */
	const float *scale;   /* [rows] */
	const float *bias;    /* [rows] */
	/* encoder_pack() sets these. */
	int8_t *packed; /* [rows / 16][cols / 4][16][4] */
	int32_t *sums;  /* [rows]: of a row's weights, times 128 */
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

/* Lays the matrices out as the products read them; the weights themselves are not needed after it.
 * Returns false when memory runs out, in which case encoder_unpack() still must be called. */
bool encoder_pack(struct encoder *e);
void encoder_unpack(struct encoder *e); /* frees what encoder_pack() made */

/* The vectors of `n` comments, whose ids (below n_pieces) stand one after another; each length is 1
 * to `places`. `out` is [n][width]. Memory belongs to the arena. Returns false when memory runs
 * out. */
bool encoder_vectors(const struct encoder *e, struct arena *arena, const uint32_t *ids,
	const uint32_t *lengths, size_t n, float *out);

#endif
