/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRAIN_HEADS_H
#define TRAIN_TRAIN_HEADS_H
/* The heads of the bundle that is being made: those that are trained, those that are taken over
 * from the base, and the one that can be derived from others. */
#include "model/second.h"
#include "train/embed.h"
#include "train/fit.h"
#include "train/train_inputs.h"

/* The attributes that moderato has names for, in their order in a bundle. */
#define VOCABULARY_N 7
extern const char *const train_vocabulary[VOCABULARY_N];

/* An attribute that is trained. */
struct train_head {
	char *attribute;
	int column; /* in the data set's labels */
	struct fit fit;
	struct second second; /* the second stage, whose arrays are in `floats`; n 0: there is none */
	float *floats;
	struct encoder_head encoder; /* likewise, in `encoder_floats`; width 0: there is none */
	float *encoder_floats;
	moderato_known known; /* what became of what the base knew of the attribute */
};

struct train_heads {
	struct train_head v[MODERATO_ATTRIBUTES_MAX];
	size_t n;
	const struct bundle_head *kept[MODERATO_ATTRIBUTES_MAX]; /* the base's own linear heads, for
																attributes that are not trained */
	size_t n_kept;
	bool severity;                                 /* severe_toxicity is derived */
	struct embed embed;                            /* word vectors; empty without a second stage */
	moderato_known known[MODERATO_ATTRIBUTES_MAX]; /* of all heads, refused ones too */
	size_t n_known;
};

/* Choose the attributes to train (those asked for, else all that any comment judges) and the heads
 * to take over. MODERATO_EINVAL: no comment judges what is asked for, or an attribute's name cannot
 * be stored; MODERATO_ENOMEM. */
moderato_status train_heads_choose(
	struct train_heads *heads, const struct train_inputs *in, moderato_error *err);

/* Is there a trained head of the attribute? */
bool train_heads_have(const struct train_heads *heads, const char *attribute);

/* Give up trained head i. The base's of the attribute is taken over if there is one. */
void train_heads_drop(struct train_heads *heads, const moderato_bundle *base, size_t i);

/* Free all; the heads are then as before train_heads_choose(). */
void train_heads_dispose(struct train_heads *heads);

#endif
