/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SECOND_H
#define MODEL_SECOND_H
/* The second stage: a head over a few dozen dense inputs, the evidence of the linear heads.
 *
 * It is an SVM with libsvm's polynomial kernel of degree 2, K(z, z') = (z·z' + 1)². That kernel has
 * few enough features (the inputs, their squares and products) that its support vectors fold into
 * one symmetric matrix, as a linear kernel's fold into one vector: margin = bias + zᵀw + zᵀAz. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/calibrate.h"
#include "model/linear.h"

/* What is known of a linear head's evidence, and of the comment beside (evidence.h). */
#define SECOND_KINDS 9
#define SECOND_FACTS 11

/* Of a head: the margins of all heads, the other kinds of its own, the facts. */
#define SECOND_INPUTS_MAX (LINEAR_LANES_MAX + SECOND_KINDS + SECOND_FACTS)

static inline size_t second_inputs(size_t n_linear)
{
	return n_linear + (SECOND_KINDS - 1) + SECOND_FACTS;
}

/* Rows of the matrix are padded to whole lanes. */
static inline size_t second_stride(size_t n)
{
	return (n + LINEAR_LANES - 1) / LINEAR_LANES * LINEAR_LANES;
}

/* An input further from its mean than this many standard deviations counts as that far: no single
 * number may decide alone. */
#define SECOND_CLIP 4.0f

/* Arrays are borrowed, in a bundle from its file. */
struct second {
	size_t n; /* inputs; 0: there is none */
	double bias;
	struct calibration calibration; /* of its margins */
	const float *mean;              /* [n] of the inputs in training */
	const float *inverse;           /* [n] of their standard deviations */
	const float *weight;            /* [n] */
	const float *matrix;            /* [n][second_stride(n)] */
};

/* Floats that the four arrays have, one after the other in that order. */
static inline size_t second_floats(size_t n)
{
	return 3 * n + n * second_stride(n);
}

/* The inputs as they are multiplied: in standard deviations, clipped; zeros up to the stride,
 * for which `z` has room. */
void second_standardise(const struct second *s, const float *input, float *z);

/* The margin; the same bits on every machine. */
double second_margin(const struct second *s, const float *input);

/* What input i adds to the margin: all of them and the bias sum to it. share[n]. */
void second_shares(const struct second *s, const float *input, double *share);

/* Its explicit features, of which the margin is a linear function: n, then a product for each pair
 * i ≤ j. */
static inline size_t second_features(size_t n)
{
	return n + n * (n + 1) / 2;
}

/* The features of standardised inputs, in single precision: dot products of two are K - 1. */
void second_expand(const float *z, size_t n, float *feature);

/* Weights of the features as w and A: `to` has room for the floats of weight and matrix. */
void second_fold(const double *weight, size_t n, float *to_weight, float *to_matrix);

#endif
