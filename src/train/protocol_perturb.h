/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_PROTOCOL_PERTURB_H
#define TRAIN_PROTOCOL_PERTURB_H
/* Held-out rows in disguise: what a fold's model makes of them. */
#include "train/train_outputs.h"

/* What the model makes of a row as it is and in one disguise. */
struct perturbed_answer {
	uint32_t row;
	uint8_t family;
	uint8_t positive; /* 1: it is called positive in disguise */
	uint8_t clean_positive;
	uint8_t zero; /* so that no byte is left undefined */
	double margin;
	double clean_margin;
};

/* In a fold's child process: draw some of the held-out rows row[n] of the data, by the random
 * numbers of `stream`, score them in each disguise of the options, and append a struct
 * perturbed_answer each to `out`. `rows` are those that the model was trained on. The data set is
 * changed on the way. MODERATO_ENOMEM. */
moderato_status train_perturbed_answers(struct train_inputs *in, const struct fit *fit,
	const struct fit_problem *problem, const struct dataset_rows *rows, const uint32_t *row,
	size_t n, uint64_t stream, struct buffer *out, moderato_error *err);

/* In the parent: hand such an answer to the evaluator, as one about attribute `a`. */
moderato_status train_take_perturbed(moderato_evaluator *evaluator, const struct train_inputs *in,
	size_t a, int label, const struct perturbed_answer *answer, moderato_error *err);

#endif
