/* SPDX-License-Identifier: MIT */
#ifndef MODEL_HEADS_H
#define MODEL_HEADS_H
/* A bundle's heads: from a comment's sums or its vector to their margins, from margins to scores.
 *
 * Margins and scores are in the bundle's order of attributes, data "by column" are in the order of
 * the linear heads' columns. A derived attribute has no margin of its own: heads_calibrate() makes
 * it from its score. */
#include "model/sums.h"

/* The margins of the linear heads, by column. */
struct linear_margins {
	double margin[LINEAR_LANES_MAX];
	double dense[LINEAR_LANES_MAX]; /* the part of it that the heuristics add */
};

/* margin = Σ words, pairs and context / norm + Σ heuristics + bias, for each linear head. */
void heads_linear(const struct sums *sums, struct linear_margins *out, double *margin);

/* A sparse vector: indices from 0, strictly rising. */
struct sparse {
	uint32_t *index;
	double *value;
	size_t n;
};

/* The margins of the kernel heads. */
void heads_kernel(const moderato_bundle *bundle, const struct sparse *x, double *margin);

/* The margins of the linear and kernel heads of a vector; these are of the first stage. */
void heads_of_vector(const moderato_bundle *bundle, const struct sparse *x, double *margin);

/* Which stage of a head the margins come from: its own, the last one of the first reading (the
 * second stage if there is one), or that of a comment that the encoder has read too. */
enum head_stage { STAGE_FIRST, STAGE_FINAL, STAGE_ENCODER };

/* Computes scores from margins, including those of derived attributes. MODERATO_EMISMATCH: a margin
 * is not finite, because a sum of finite numbers overflowed. */
moderato_status heads_calibrate(const moderato_bundle *bundle, enum head_stage stage,
	moderato_scores *scores, moderato_error *err);

/* Returns the head that counts most in a derived attribute's score; `i` itself if it has a head. */
size_t heads_strongest_part(const moderato_bundle *bundle, const moderato_scores *scores, size_t i);

#endif
