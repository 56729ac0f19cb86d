/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRAIN_OPTIONS_H
#define TRAIN_TRAIN_OPTIONS_H
/* The trainer's options: moderato_train_options, whose members are mostly texts, parsed and
 * checked. */
#include "train/fit.h"
#include "moderato/trainer.h"

/* What is held out in turn when training is only evaluated. */
enum protocol_type {
	PROTOCOL_NONE, /* nothing: a bundle is trained */
	PROTOCOL_KFOLD,
	PROTOCOL_GROUP_KFOLD, /* folds that keep groups together */
	PROTOCOL_GROUP,       /* one group at a time */
	PROTOCOL_SOURCE       /* one source at a time */
};

/* How much a source counts, given as "davidson=0.3". */
struct source_weight {
	char *source;
	double weight;
};

/* The label to assume where the source does not judge the attribute, given as "spam=0:fox-news". */
struct assumption {
	char *attribute;
	char *source;
	int8_t value;
};

struct train_options {
	char **attributes; /* those that are asked for; n 0: all */
	size_t n_attributes;
	struct fit_options fit;
	struct space space;
	uint32_t min_comments; /* a feature in fewer comments is dropped */
	bool near_duplicates;  /* near-duplicates are one group */
	size_t rehearsal;      /* how many comments the bundle carries along */
	struct source_weight *weights;
	size_t n_weights;
	char **calibrates; /* sources that scores are calibrated by; n 0: all */
	size_t n_calibrates;
	char **second; /* attributes that get a second stage, or "all" */
	size_t n_second;
	struct assumption *assumptions;
	size_t n_assumptions;
	enum protocol_type protocol;
	size_t protocol_folds; /* of both k-fold protocols */
	char **held_out;       /* sources that the protocol holds out; n 0: all */
	size_t n_held_out;
	unsigned families;    /* bit f: measure disguises of the moderato_family f */
	double perturb_share; /* share of the words that are changed, of those that could be */
	size_t perturb_rows;  /* how many comments of each fold are measured in disguise */
	double copies;        /* share of the comments that are trained on in disguise, too */
	char *command;        /* for the card; or NULL */
	char *notes;          /* for the card; or NULL */
};

/* Parse the options. MODERATO_EINVAL: the message names the option and what was expected;
 * MODERATO_ENOMEM. Dispose of `out` also on failure. */
moderato_status train_options_parse(
	struct train_options *out, const moderato_train_options *in, moderato_error *err);
void train_options_dispose(struct train_options *options);

/* Is the attribute one that gets a second stage? */
bool train_options_wants_second(const struct train_options *options, const char *attribute);

#endif
