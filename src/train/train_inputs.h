/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRAIN_INPUTS_H
#define TRAIN_TRAIN_INPUTS_H
/* What a training is made from: the options, the bundle to start from, term sets, labelled comments
 * or in their place foreign vectors, and the files that the finished bundle is measured on. All of
 * it is collected before the training, by which most of it is only read. */
#include "dataset/augmentation.h"
#include "dataset/dataset.h"
#include "dataset/intake.h"
#include "dataset/text_store.h"
#include "encode/encoder_file.h"
#include "model/rehearsal.h"
#include "moderato/campaign.h"
#include "moderato/trainer.h"
#include "train/encoder_cache.h"
#include "train/grades.h"
#include "train/train_options.h"

/* A lexicon: the hashes of its words and pairs of words, sorted. */
struct train_termset {
	char name[32];
	uint64_t *terms;
	size_t n;
};

/* A file that comments came from, for the bundle's record. */
struct train_corpus {
	char *name; /* without its folder */
	uint64_t hash;
	size_t bytes;
};

/* A file to measure the finished bundle on. */
struct train_test {
	char *path;
	char *name;                      /* without its folder */
	moderato_reader_options reading; /* how it is read; its strings belong to it */
	uint64_t hash;
	size_t bytes;
	size_t n;         /* comments */
	size_t n_trained; /* of them, those whose text is trained on too: files can share comments */
};

struct train_tests {
	struct train_test *v;
	size_t n;
	char *identities; /* path of the identity terms to measure too; NULL: none */
};

/* Foreign vectors: rows in compressed form, as in struct rows. */
struct train_vectors {
	size_t *start;
	uint32_t *index;
	float *value;
	int8_t *label; /* [n] 0 or 1 */
	size_t n, cap_rows, cap_entries;
	uint32_t n_features;
};

/* How comments come into the data set. */
struct train_reading {
	bool started; /* the data set is initialised: from then on no term set can be added */
	struct intake *intake;
	struct augmentation augmentation; /* which comments are trained on in disguise, too */
	moderato_campaigns *campaigns; /* finds near-duplicates, which are to be one group; or NULL */
	bool campaigns_found;
	bool campaigns_failed; /* out of memory: a comment of the data set is missing in `campaigns` */
};

/* The hash of each comment's text, to tell which held-out comments are trained on, too. */
struct text_hashes {
	uint64_t *v;
	size_t n;
	size_t cap;
};

/* The encoder of the bundle's second reading. */
struct train_encoder {
	moderato_str bytes; /* as the bundle keeps them; empty: there is none */
	struct encoder_file file;
	bool borrowed;           /* the bytes are those of `bundle` or of the base */
	moderato_bundle *bundle; /* or NULL */
	struct encoder_cache cache;
};

struct train_inputs {
	struct train_options options;
	moderato_bundle *base; /* the bundle to start from; or NULL */
	struct train_encoder encoder;
	struct train_termset sets[TERMSETS_MAX];
	size_t n_sets;
	struct train_corpus *corpora;
	size_t n_corpora;
	struct train_reading reading;
	struct dataset data;     /* the comments */
	struct text_store texts; /* their texts, where they are needed again; else empty */
	struct text_hashes text_hashes;
	struct grades grades;               /* n 0: there are none */
	uint32_t grades_source;             /* their source among those of `data` */
	struct rehearsal known;             /* the base's sample; n 0: it carries none, or no base */
	uint32_t known_source;              /* the sample's source among those of `data` */
	double weight[DATASET_SOURCES_MAX]; /* how much each source counts */
	uint8_t calibrates[DATASET_SOURCES_MAX]; /* 1: scores are calibrated on the source; only looked
												at when the options name some */
	struct train_vectors vectors;            /* n 0: comments are trained on */
	struct train_tests tests;
};

/* Take over the options and open the base. MODERATO_EINVAL names what is wrong with an option;
 * errors of moderato_bundle_open(); MODERATO_ENOMEM. Dispose also on failure. */
moderato_status train_inputs_init(
	struct train_inputs *in, const moderato_train_options *options, moderato_error *err);

void train_inputs_dispose(struct train_inputs *in);

/* Add a comment; errors as moderato_trainer_add(). */
moderato_status train_inputs_add(
	struct train_inputs *in, const moderato_comment *comment, moderato_error *err);

/* Check what was given and complete it: wait for the threads that read comments, join
 * near-duplicates to groups, unfold the base's sample and set the sources' weights. Nothing of that
 * is done to vectors. MODERATO_EINVAL: there is nothing to train on, or inputs exclude each other;
 * MODERATO_ENOMEM. */
moderato_status train_inputs_finish(struct train_inputs *in, moderato_error *err);

/* A source's offset feature has this value: small, so that the offset is cheap to learn but does
 * not explain what the words can. */
#define TRAIN_OFFSET 0.5f

/* How rows are to be made. Those of kernel heads get no offsets, which a kernel would mix with the
 * words, and keep the order of the features, as their vectors go into the bundle as they are. */
struct dataset_layout train_layout(const struct train_inputs *in);

/* Are the files to measure on fit for it? MODERATO_EINVAL: they are trained on, or there will be no
 * bundle to measure. */
moderato_status train_tests_check(const struct train_inputs *in, moderato_error *err);
void train_tests_dispose(struct train_tests *tests);

#endif
