/* SPDX-License-Identifier: MIT */
#ifndef MODEL_LINEAR_H
#define MODEL_LINEAR_H
/* Linear heads over hashed features: one table of one-byte codes, [bucket][column], so that one
 * cache line serves all heads. Column 0 is the feature's scale (its inverse document frequency; 0:
 * the feature was not seen in training and does not exist), column 1 + h its weight for head h.
 * A code's meaning is in the column's code book of 256 floats.
 *
 * A feature's value in the vector is value(kind) · scale · (1 + ln count), divided by the comment's
 * norm. The norm is additive over distinct words: ‖x‖² = Σ_words (1 + ln count)² Σ_features
 * (value · scale)², so that a word's part of it can be cached as well. */
#include <stddef.h>
#include <stdint.h>

#include "feature/ngram.h"
#include "feature/terms.h"
#include "moderato/classifier.h"

/* Heads are padded to a multiple of this, so that SIMD loops have no remainder. */
#define LINEAR_LANES 8
#define LINEAR_LANES_MAX 16
_Static_assert(MODERATO_ATTRIBUTES_MAX <= LINEAR_LANES_MAX, "every attribute has a lane");

struct linear_simd; /* model/linear_simd.h */

struct linear {
	const struct linear_simd *simd;
	const uint8_t *codes; /* [2^bits][stride] */
	size_t stride;        /* bytes; at least 1 + n_heads */
	size_t n_heads;
	const float *books;      /* [1 + LINEAR_LANES_MAX][256], zeros after the heads' */
	const float *dense;      /* [n_heads][heuristics_size()] */
	const float *dense_rows; /* the same as [heuristics_size()][linear_lanes()] */
};

/* What one word (or pair) adds: a pure function of its surface. */
struct word_sum {
	uint64_t key;    /* see struct ngrams */
	uint32_t sets;   /* bits of the term sets that it is in */
	float norm2;     /* Σ (value · scale)² */
	float by_head[]; /* [linear_lanes()] Σ value · scale · weight; zeros after the last head */
};

static inline size_t linear_lanes(const struct linear *linear)
{
	return (linear->n_heads + LINEAR_LANES - 1) / LINEAR_LANES * LINEAR_LANES;
}

static inline float linear_scale(const struct linear *linear, uint32_t bucket)
{
	return linear->books[linear->codes[(size_t)bucket * linear->stride]];
}

/* 0 where the feature does not exist. */
static inline float linear_weight(const struct linear *linear, uint32_t bucket, size_t head)
{
	const uint8_t *row = linear->codes + (size_t)bucket * linear->stride;

	return row[0] ? linear->books[(1 + head) * 256 + row[1 + head]] : 0.0f;
}

/* Make copies for the struct, malloc'ed: `dense` transposed, and 1 + n_heads books followed by
 * zeros. NULL: out of memory. */
float *linear_dense_rows(const struct linear *linear, size_t n_dense);
float *linear_books(const float *books, size_t n_heads);

/* The values of a word's features before scale, by ngram_part(). */
void linear_values(const struct linear *linear, const struct space *space,
	const struct ngrams *ngrams, float values[NGRAM_PARTS]);

/* Sum a word's features. `sets` is left alone. */
void linear_sum_word(const struct linear *linear, const struct space *space,
	const struct ngrams *ngrams, struct word_sum *out);

/* Prefetches the weights of a feature that will be summed soon. */
static inline void linear_prefetch(
	const struct linear *linear, const struct space *space, uint64_t hash)
{
	__builtin_prefetch(linear->codes + (size_t)space_bucket(space, hash) * linear->stride);
}

/* Adds the sums of terms that have one feature each (pairs, words of the context), each with that
 * value before scale. `total` has linear_lanes(). */
void linear_add_terms(const struct linear *linear, const struct space *space,
	const struct term *terms, size_t n, float value, double *norm2, double *total);

/* A word's sums that are to be added tf times, and tf² times to the norm. */
struct linear_part {
	const struct word_sum *sum;
	double tf;
};

void linear_add_sums(const struct linear *linear, const struct linear_part *parts, size_t n,
	double *norm2, double *total);

/* Adds the rows of `dense_rows` that are active, by lane; `on` has linear_lanes(). */
void linear_add_dense(const struct linear *linear, const uint32_t *active, size_t n, double *on);

#endif
