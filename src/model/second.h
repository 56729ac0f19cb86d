/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SECOND_H
#define MODEL_SECOND_H
/* The second stage: a head over a few dozen dense inputs, the evidence of the linear heads, and
 * over the comment's vector (model/embedding.h).
 *
 * It is an SVM whose kernel is a sum of two. Evidence e has libsvm's polynomial kernel of degree 2,
 * (e·e' + 1)², less its constant; vectors v have a linear one, multiplied by a factor from a few of
 * the inputs: (v·v')(1 + Σ_k e_k e'_k) over the crossed inputs k. Both have few enough explicit
 * features that the support vectors fold into arrays, as a linear kernel's fold into one:
 *
 *     margin = bias + eᵀw + eᵀAe + vᵀu + Σ_k e_k (vᵀc_k)  */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/calibrate.h"
#include "model/embedding.h"
#include "model/linear.h"

/* The kinds of evidence of a linear head, and the facts about the whole comment (evidence.h). */
#define SECOND_KINDS 9
#define SECOND_FACTS 11

/* Of a head: the margins of all heads, the other kinds of its own, the facts, and the vector. */
#define SECOND_INPUTS_MAX (LINEAR_LANES_MAX + SECOND_KINDS + SECOND_FACTS + EMBEDDING_DIMS_MAX)

static inline size_t second_inputs(size_t n_linear)
{
	return n_linear + (SECOND_KINDS - 1) + SECOND_FACTS;
}

/* Rows of the matrix are padded to whole lanes. */
static inline size_t second_stride(size_t n)
{
	return (n + LINEAR_LANES - 1) / LINEAR_LANES * LINEAR_LANES;
}

/* Inputs that the vector is multiplied with: the head's own margin, which is the first, and the
 * number of words, which is the first fact. */
#define SECOND_CROSSES 2

static inline void second_crossed(size_t n, size_t crossed[SECOND_CROSSES])
{
	crossed[0] = 0;
	crossed[1] = n > SECOND_FACTS ? n - SECOND_FACTS : 0;
}

/* An input further from its mean than this many standard deviations counts as that far: no single
 * number may decide alone. */
#define SECOND_CLIP 4.0f

/* Arrays are borrowed, in a bundle from its file. */
struct second {
	size_t n;    /* inputs of evidence; 0: there is no second stage */
	size_t dims; /* of the vector, a multiple of LINEAR_LANES; 0: it has none */
	double bias;
	struct calibration calibration; /* of its margins */
	size_t crossed[SECOND_CROSSES]; /* as second_crossed() says */
	const float *mean;              /* [n + dims] of the inputs in training, the vector's last */
	const float *inverse;           /* [n + dims] of their standard deviations */
	const float *weight;            /* [n] w */
	const float *matrix;            /* [n][second_stride(n)] A */
	const float *linear;            /* [1 + SECOND_CROSSES][dims] u, then each c_k */
};

/* Numbers in the five arrays, which stand one after the other in that order. */
static inline size_t second_floats(size_t n, size_t dims)
{
	return 3 * n + 2 * dims + n * second_stride(n) + (1 + SECOND_CROSSES) * dims;
}

/* Set n, dims, crossed and the arrays' pointers to a place of second_floats() numbers. */
void second_place(struct second *s, size_t n, size_t dims, const float *floats);

/* Standardised inputs: those of the evidence, zeros up to the stride, then those of the vector. */
#define SECOND_Z_MAX (SECOND_INPUTS_MAX + LINEAR_LANES)

/* Fill z[second_stride(n) + dims]: inputs in standard deviations, clipped. */
void second_standardise(const struct second *s, const float *input, float *z);

/* The margin of input[n + dims]; the same bits on every machine. */
double second_margin(const struct second *s, const float *input);

/* What input i adds to the margin, for the n inputs of the evidence; share[n] is what the vector
 * adds. All of them and the bias sum to the margin. share[n + 1]. */
void second_shares(const struct second *s, const float *input, double *share);

/* Its explicit features, of which the margin is a linear function: the inputs, a product for each
 * pair i ≤ j of the evidence's, the vector, and the vector times each crossed input. */
static inline size_t second_features(size_t n, size_t dims)
{
	return n + n * (n + 1) / 2 + (1 + SECOND_CROSSES) * dims;
}

/* The features of standardised inputs, in single precision. */
void second_expand(const struct second *s, const float *z, float *feature);

/* Weights of the features as the arrays weight, matrix and linear, which stand at `to`. */
void second_fold(const struct second *s, const double *weight, float *to);

#endif
