/* SPDX-License-Identifier: MIT */
#ifndef MODEL_ENCODER_HEAD_H
#define MODEL_ENCODER_HEAD_H
/* The head of an attribute when a comment has been read twice: a linear SVM over the vector that an
 * encoder makes of the comment, and over what the first reading found: the final margins of all
 * linear heads and the facts about the comment. Where the two readings disagree, its weights say
 * which of them is right how often:
 *
 *     margin = bias + vᵀu + Σ z_i w_i,  z the standardised inputs of the first reading */
#include <stdbool.h>
#include <stddef.h>

#include "model/calibrate.h"
#include "model/second.h"

/* The most numbers that an encoder may make of a comment. */
#define ENCODER_HEAD_WIDTH_MAX 1024

/* Inputs of the first reading. */
#define ENCODER_HEAD_INPUTS_MAX (LINEAR_LANES_MAX + SECOND_FACTS)
static inline size_t encoder_head_inputs(size_t n_linear)
{
	return n_linear + SECOND_FACTS;
}

/* Arrays are borrowed, in a bundle from its file. */
struct encoder_head {
	size_t width; /* of the encoder's vector; 0: there is no such head */
	size_t n;     /* inputs of the first reading */
	double bias;
	double from; /* a comment whose score by the first reading is at least this is read twice */
	struct calibration calibration; /* of its margins */
	/* From its margins to those of the first reading that have the same score, so that the margins
	 * of comments that were read once and twice can be compared: shift + scale · margin. The bundle
	 * sets them, by both curves. */
	double scale, shift;
	bool is_comparable;   /* if not, they are 1 and 0 */
	const float *vector;  /* [width] u */
	const float *mean;    /* [n] of the inputs in training */
	const float *inverse; /* [n] of their standard deviations */
	const float *weight;  /* [n] w */
};

/* Numbers in the four arrays, which stand one after the other in that order. */
static inline size_t encoder_head_floats(size_t width, size_t n)
{
	return width + 3 * n;
}

/* Set width, n and the arrays' pointers to a place of encoder_head_floats() numbers. */
void encoder_head_place(struct encoder_head *h, size_t width, size_t n, const float *floats);

/* Input i in standard deviations, at most SECOND_CLIP of them. */
float encoder_head_standardise(const struct encoder_head *h, size_t i, float input);

/* Sets scale and shift, by the curve of the first reading's margins. */
void encoder_head_compare(struct encoder_head *h, const struct calibration *first);

/* What the vector adds to a margin before that is made comparable. The same bits on every machine.
 */
double encoder_head_vector_part(const struct encoder_head *h, const float *vector);

/* The margin of a comment, comparable to the first reading's: vector[width], input[n], the linear
 * heads' margins by column before the facts. The same bits on every machine. */
double encoder_head_margin(const struct encoder_head *h, const float *vector, const float *input);

#endif
