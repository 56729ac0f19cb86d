/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_EMBED_H
#define TRAIN_EMBED_H
/* Learn word vectors (model/embedding.h) from texts, without labels.
 *
 * The vectors are the left singular vectors, times the square roots of the singular values, of the
 * matrix that train/cooccurrence.h counts, each brought to length 1. A word's weight in a mean is
 * a / (a + its frequency) (Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline for
 * sentence embeddings"). Words that name a group of people have none: which group a comment names
 * may not change its score (feature/ngram.h). */
#include "model/embedding.h"

/* A table that owns its arrays. */
struct embed {
	struct embedding table;
	uint32_t *key;
	uint8_t *weight;
	int8_t *vector;
};

/* Learn from texts given as the keys of their words, a 0 after each text: keys[n], in the order of
 * the texts. At most EMBED_WORDS_MAX words, those that occur most, get vectors. Where there is too
 * little text to learn from, out->table.n is 0. The same numbers for any `jobs`. False: out of
 * memory. */
bool embed_learn(const uint64_t *keys, size_t n, uint64_t seed, size_t jobs, struct embed *out);

void embed_dispose(struct embed *e);

/* Words with vectors, and how often each must occur. */
#define EMBED_WORDS_MAX 40000
#define EMBED_COUNT_MIN 3

/* Fewer words than this are too little to learn from: they have hardly more neighbours than a
 * vector has numbers. */
#define EMBED_WORDS_MIN 50

#endif
