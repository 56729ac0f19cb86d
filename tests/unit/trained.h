/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TRAINED_H
#define TESTS_TRAINED_H
/* What tests of the trainer and of what comes out of it share: sixty comments, and bundles in
 * memory that are trained on them or on corpus/. */
#include "support.h"

#include "moderato/trainer.h"

/* A label of -1 means that nobody judged it. */
struct sample {
	const char *text;
	int toxicity;
	int spam;
};

enum { N_SAMPLES = 60 };
extern const struct sample samples[N_SAMPLES];

/* Adds a comment with those of the two labels that are not -1. */
moderato_status add_comment(moderato_trainer *trainer, const char *text, int toxicity, int spam,
	const char *source, const char *group, moderato_error *err);

/* Adds samples [from, to), by turns of the sources "even" and "odd". */
moderato_status add_samples(moderato_trainer *trainer, size_t from, size_t to, moderato_error *err);

/* Options that train in a moment: 8 bits, two folds, one cost, one thread. */
moderato_train_options small_options(void);

/* What the trainer would write as a file. */
void written(moderato_trainer *trainer, struct buffer *out);

/* Trains on the first n samples (0: all) and stores the bundle's bytes in `out`. `terms`, which may
 * be NULL, is the text of a term set named "things". */
void train_samples(
	const moderato_train_options *options, size_t n, const char *terms, struct buffer *out);

/* Passes every comment of corpus/ to a function. */
void each_comment(void (*use)(void *payload, const moderato_comment *), void *payload);

/* Trains on the comments of corpus/. */
void train_corpus(const moderato_train_options *options, struct buffer *out);

#endif
