/* SPDX-License-Identifier: MIT */
/* Keeps what comes of a training, and decides what the cross-validated figures are made of. */
#include "train/train_outputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "train/train_problem.h"

moderato_status train_outputs_evaluator(
	struct train_outputs *out, const struct train_heads *heads, uint64_t seed, moderato_error *err)
{
	const char *names[MODERATO_ATTRIBUTES_MAX];
	size_t i;

	for (i = 0; i < heads->n; i++)
		names[i] = heads->v[i].attribute;
	return moderato_evaluator_new(&out->evaluator, names, heads->n, seed, err);
}

/* The rows of the data set that are no copies; those of the base's sample, which follow them, are
 * left out. */
moderato_status train_outputs_evaluate(struct train_outputs *out, const struct train_inputs *in,
	const struct train_heads *heads, size_t i, moderato_error *err)
{
	const struct train_head *head = &heads->v[i];
	const struct fit *fit = &head->fit;
	const struct calibration *calibration =
		head->second.n ? &head->second.calibration : &fit->calibration;
	moderato_status status = MODERATO_OK;
	int8_t *label;
	size_t k;

	if (!fit->margin)
		return MODERATO_OK;
	label = train_labels(in, head->column);
	if (!label)
		return fail_no_memory(err);
	for (k = 0; !status && k < fit->n && fit->pick[k] < in->data.n; k++) {
		const struct dataset_comment *row = &in->data.comments[fit->pick[k]];
		const char *source = in->data.sources[row->source];
		const moderato_comment comment = {.source = {source, strlen(source)}};
		const double score = calibrate(calibration, fit->margin[k]);

		if (!row->copy && label[fit->pick[k]] != LABEL_UNKNOWN) /* else it has a grade */
			status = moderato_evaluator_add(out->evaluator, i, &comment, fit->margin[k], score,
				score >= fit->threshold, label[fit->pick[k]], -1, err);
	}
	free(label);
	return status;
}

void train_outputs_clear(struct train_outputs *out)
{
	moderato_evaluator_free(out->evaluator);
	out->evaluator = NULL;
	buffer_clear(&out->held_out);
	buffer_clear(&out->held_out_json);
	buffer_clear(&out->card);
	buffer_clear(&out->card_json);
	buffer_clear(&out->bundle);
}

void train_outputs_dispose(struct train_outputs *out)
{
	moderato_evaluator_free(out->evaluator);
	buffer_dispose(&out->held_out);
	buffer_dispose(&out->held_out_json);
	buffer_dispose(&out->card);
	buffer_dispose(&out->card_json);
	buffer_dispose(&out->bundle);
}
