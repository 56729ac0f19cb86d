/* SPDX-License-Identifier: MIT */
#ifndef MODEL_REHEARSAL_H
#define MODEL_REHEARSAL_H
/* A small sample of a bundle's training comments, which the bundle carries along: a training that
 * starts from it can use these comments too and measure what would be forgotten.
 *
 * A comment is its vector in the bundle's scale and its labels; no text, and no order of words. The
 * section REHE:
 *
 *   u32 n_attributes, u32 n, char attributes[n_attributes][40], then bits, the lowest first:
 *   for each comment
 *     1        it is held out: to be measured on, never to be trained on
 *     2 each   the labels: 0, 1, or 2 for unknown
 *     32       the unit, a float
 *     16, 5    the number of hashed features, and r
 *     for each: how far its bucket is from the last, less one, in Rice's code with r bits; and what
 *              it counts as a step c in Elias's gamma code of c + 1: its value is
 *              unit · 2^(c/4) · the bucket's scale
 *     12       the number of heuristics that are on, then 12 for each, rising
 *
 * Most of a comment's features are letters in a row that occur once, which count alike: c is 0. Two
 * bytes a feature are enough, and a value is off by 9 % at most.  */
#include "base/buffer.h"
#include "model/bundle.h"

/* The default number of comments in a sample, which takes about a megabyte. */
#define REHEARSAL_DEFAULT ((size_t)1800)

#define REHEARSAL_COMMENTS_MAX ((size_t)1 << 14)
#define REHEARSAL_FEATURES_MAX ((size_t)UINT16_MAX) /* hashed, of one comment */
#define REHEARSAL_DENSE_MAX ((size_t)1 << REHEARSAL_DENSE_BITS)

/* A feature may count up to 2^(63/4) times the unit. */
#define REHEARSAL_STEPS 64
#define REHEARSAL_OCTAVE 4.0
#define REHEARSAL_DENSE_BITS 12

#define REHEARSAL_UNKNOWN ((int8_t)-1)

struct rehearsal {
	char attributes[MODERATO_ATTRIBUTES_MAX][40];
	size_t n_attributes;
	size_t n;        /* comments */
	size_t *start;   /* [n + 1] */
	uint32_t *index; /* by comment: hashed features, then dense ones, rising */
	float *value;
	int8_t *labels; /* [n][n_attributes] 0, 1, REHEARSAL_UNKNOWN */
	uint8_t *held;  /* [n] */
	size_t cap, cap_entries;
};

void rehearsal_dispose(struct rehearsal *r);

/* Append a comment without features or labels. False: out of memory. */
bool rehearsal_add(struct rehearsal *r);

/* Append a feature to the last comment. False: out of memory. */
bool rehearsal_add_feature(struct rehearsal *r, uint32_t index, float value);

/* Returns the attribute's column in the labels, or -1. */
int rehearsal_column(const struct rehearsal *r, const char *attribute);

/* Where to find a bucket's scale: in a bundle that is being made, or in one that was read. */
struct rehearsal_scale {
	const uint8_t *codes; /* [2^bits][stride] */
	size_t stride;
	const float *book;
	uint32_t bits;
	uint32_t n_dense;
	float dense_value;
};

/* 0 where the feature does not exist. */
static inline float rehearsal_scale_of(const struct rehearsal_scale *s, uint32_t bucket)
{
	const uint8_t code = s->codes[(size_t)bucket * s->stride];

	return code ? s->book[code] : 0.0f;
}

/* Writes the section. Comments must be within the limits above; features of scale 0 are left out.
 * False: out of memory. */
bool rehearsal_write(
	const struct rehearsal *r, const struct rehearsal_scale *scale, struct buffer *out);

/* Decodes and checks a bundle's section; without one `out` has no comments. Dispose of `out` in any
 * case. MODERATO_EFORMAT: it is damaged; MODERATO_ENOMEM. */
moderato_status rehearsal_read(
	const moderato_bundle *bundle, struct rehearsal *out, moderato_error *err);

#endif
