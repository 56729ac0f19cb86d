/* SPDX-License-Identifier: MIT */
#ifndef DATASET_BASE_HEADS_H
#define DATASET_BASE_HEADS_H
/* Start from what another bundle knows (stacking, folded).
 *
 * Each linear head of the base gives every comment one more feature: its margin without the bias.
 * The new head learns how far to trust it beside the comment's own words, which a site's few
 * thousand comments can do and learning the language anew from them cannot. The margin is itself a
 * sum of weights over the same features, so afterwards the base is folded into the new weights:
 * scoring never knows of it. For that the features are the base's, at its scales. What it never saw
 * does not become a feature: measured on three corpora that no AUC misses (fox-news .7836 with such
 * features and .7832 without, youtube-spam .9924 and .9922, insults .9172 and .9173), and so the
 * base's other heads can be taken over as they are, to the bit: a feature more would change the
 * norm of their vectors. Only words of a context that the base does not read (title, parent) are
 * new features, and then no head is taken over. */
#include "model/bundle.h"

/* The features that a base adds, one a linear head; 0 without a base. */
size_t base_heads(const moderato_bundle *base);

/* Their values for a row of `n` hashed and dense features: margin[base_heads()]. */
void base_margins(const moderato_bundle *base, const uint32_t *index, const float *value, size_t n,
	float *margin);

/* Add the base's weights, each head's times its weight in trust[base_heads()], to `weight`, which
 * is by hashed and dense feature. */
void base_fold(const moderato_bundle *base, const double *trust, double *weight);

/* Take over the scales: codes[2^bits] and their book. With `grown`, what the base has not and
 * `codes` has stays a feature and gets the code of the base's rarest ones. */
void base_scales(const moderato_bundle *base, bool grown, uint8_t *codes, float book[256]);

#endif
