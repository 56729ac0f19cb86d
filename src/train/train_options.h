/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRAIN_OPTIONS_H
#define TRAIN_TRAIN_OPTIONS_H
/* moderato_train_options, whose members are texts, as the trainer works with them. */
#include "train/fit.h"
#include "moderato/trainer.h"

enum protocol_type {
	PROTOCOL_NONE,
	PROTOCOL_KFOLD,
	PROTOCOL_GROUP_KFOLD,
	PROTOCOL_GROUP,
	PROTOCOL_SOURCE
};

/* "davidson=0.3": one weight. */
struct source_weight {
	char *source;
	double weight;
};

/* "spam=0:fox-news": where `source` does not judge the attribute, assume the value. */
struct assumption {
	char *attribute;
	char *source;
	int8_t value;
};

struct train_options {
	char **attributes; /* what is asked for; n 0: all */
	size_t n_attributes;
	struct fit_options fit;
	struct space space;
	uint32_t min_comments;
	bool near_duplicates;
	size_t rehearsal; /* comments that the bundle carries along */
	struct source_weight *weights;
	size_t n_weights;
	char **calibrates; /* sources by which scores are calibrated; n 0: all */
	size_t n_calibrates;
	bool second; /* train a second stage */
	struct assumption *assumptions;
	size_t n_assumptions;
	enum protocol_type protocol;
	size_t protocol_folds;
	char **held_out; /* sources; n 0: all */
	size_t n_held_out;
	unsigned families; /* of disguise, as bits: 0 for none */
	double perturb_share;
	size_t perturb_rows;
	double copies; /* share of the comments that are trained on in disguise too */
	char *command;
	char *notes;
};

/* MODERATO_EINVAL names the option and what was expected; MODERATO_ENOMEM. On failure `out` is to
 * be disposed of as well. */
moderato_status train_options_parse(
	struct train_options *out, const moderato_train_options *in, moderato_error *err);
void train_options_dispose(struct train_options *options);

#endif
