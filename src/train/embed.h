/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_EMBED_H
#define TRAIN_EMBED_H
/* Learns word vectors (model/embedding.h) from texts, without labels.
 *
 * The vectors are the left singular vectors, times the square roots of the singular values, of the
 * matrix that train/cooccurrence.h counts, each scaled to length 1. A word's weight in a mean is
 * a / (a + its frequency) (Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline for
 * sentence embeddings"). Words that name a group of people get the weight 0, because a comment's
 * score must not depend on which group it names (feature/ngram.h). */
#include "model/embedding.h"

/* A table that owns its arrays. */
struct embed {
	struct embedding table;
	uint32_t *key;
	uint8_t *weight;
	int8_t *vector;
};

/* Learn from texts, which are given one after the other as the keys of their words with a 0 after
 * each text: keys[n]. The EMBED_WORDS_MAX words that occur most often get vectors. If there is too
 * little text to learn from, out->table.n is 0. The numbers are the same for any `jobs`. False: out
 * of memory, and nothing is left to dispose of. */
bool embed_learn(const uint64_t *keys, size_t n, uint64_t seed, size_t jobs, struct embed *out);

void embed_dispose(struct embed *e);

/* The most words that get vectors, and how often each must occur. */
#define EMBED_WORDS_MAX 40000
#define EMBED_COUNT_MIN 3

/* Nothing is learned from fewer different words than this: they have hardly more neighbours than a
 * vector has numbers. */
#define EMBED_WORDS_MIN 50

#endif
