/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SPACE_H
#define FEATURE_SPACE_H
/* The feature space: which number stands for which feature.
 *
 *   [0, 2^bits)                 hashed features: words, letters inside words, pairs of words
 *   [2^bits, 2^bits + dense)    heuristics, binned one-hot, and hits in term sets
 *
 * Scores depend on every detail of how features are made. Therefore a bundle records the version,
 * and the bundle of another version is refused. Raise the version with any change in text/ or
 * feature/ that can change a vector. */
#include <stdint.h>

#include "base/hash.h"

#define FEATURE_SPACE_VERSION 3

/* What a bundle may choose. The list is short, because training has to tune each of these and
 * scoring has to obey it. */
struct space {
	uint32_t bits;      /* 2^bits buckets; SPACE_BITS_MIN … SPACE_BITS_MAX */
	uint32_t chars_min; /* runs of letters inside words, whose ends count as letters: shortest … */
	uint32_t chars_max; /* … and longest, at most SPACE_CHARS_MAX; 0: none */
	uint32_t pairs;     /* 1: pairs of neighbouring words are features */
	uint32_t skeletons; /* 1: the skeletons of words give features, too */
	uint32_t context;   /* bits of enum context_field; by default the author's two */
	float word_value;   /* values of features before scaling, by kind */
	float chars_value;
	float pair_value;
	float context_value; /* for words of the title and the parent */
	float near_value;    /* for near words (feature/ngram.h); 0: none */
	float alone_value;   /* the same for a word that training did not see */
	float dense_value;   /* for a heuristic that is on; not divided by the norm */
	float prior;         /* added to the square of the norm, so that short texts count less */
};

#define SPACE_BITS_MIN 8u
#define SPACE_BITS_MAX 22u
#define SPACE_CHARS_MAX 8u

#define SPACE_DEFAULT                                                                              \
	{                                                                                              \
		20, 2, 5, 1, 1, 12, 1.0f, 0.35f, 1.0f, 0.5f, 0.35f, 1.0f, 0.15f, 100.0f                    \
	}

static inline uint32_t space_bucket(const struct space *space, uint64_t hash)
{
	return (uint32_t)(hash >> (64 - space->bits));
}

/* Seeds of the hashes, which keep the kinds of features apart. */
#define SEED_WORD UINT64_C(1)
#define SEED_CHARS UINT64_C(2)
#define SEED_PAIR UINT64_C(3)
#define SEED_NEAR UINT64_C(4)
#define SEED_CONTEXT UINT64_C(5) /* plus the field */

#endif
