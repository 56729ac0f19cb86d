/* SPDX-License-Identifier: MIT */
/* Measures held-out rows in disguise: perturbs their texts, reads them again in the fold's feature
 * space, and scores them with the fold's model. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "train/protocol_perturb.h"

/* Rows that are made at a time. Disguised words are new words to the data set, which forgets them
 * again after each batch. */
enum { BATCH_ROWS = 500 };

/* The rows of a fold being disguised. */
struct disguise {
	struct train_inputs *in;
	const struct fit *fit;
	const struct fit_problem *problem;
	const struct dataset_rows *rows;
	struct perturbed_answer *answers; /* [n] the drawn rows, scored as they are */
	size_t n;
	moderato_perturber *perturber;
	moderato_perturbed perturbed;
};

static uint8_t is_positive(const struct fit *fit, double margin)
{
	return calibrate(&fit->calibration, margin) >= fit->threshold;
}

/* Draw rows, with every choice of so many equally likely, and score them as they are. */
static moderato_status draw_rows(
	struct disguise *d, const uint32_t *row, size_t n, uint64_t stream, moderato_error *err)
{
	const struct train_options *o = &d->in->options;
	size_t wanted = n < o->perturb_rows ? n : o->perturb_rows;
	struct rng rng;
	size_t i;

	d->answers = resize_array(NULL, wanted, sizeof(*d->answers));
	if (!d->answers)
		return fail_no_memory(err);
	rng_seed(&rng, rng_mix(o->fit.seed ^ rng_mix(stream)));
	for (i = 0; i < n; i++) {
		struct perturbed_answer *answer = &d->answers[d->n];

		if (rng_below(&rng, n - i) >= wanted)
			continue;
		wanted--;
		d->n++;
		*answer = (struct perturbed_answer){.row = row[i]};
		if (!fit_margin(d->fit, d->problem, row[i], &answer->clean_margin))
			return fail_no_memory(err);
		answer->clean_positive = is_positive(d->fit, answer->clean_margin);
	}
	return MODERATO_OK;
}

/* Add the drawn rows [from, to) in disguise to the data set. */
static moderato_status read_disguised(
	struct disguise *d, size_t from, size_t to, moderato_family family, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	for (; !status && from < to; from++) {
		moderato_comment comment = text_store_get(&d->in->texts, d->answers[from].row);
		const char *source = d->in->data.sources[d->in->data.comments[d->answers[from].row].source];

		comment.source = (moderato_str){source, strlen(source)};
		status = moderato_perturb(d->perturber, &comment, family, &d->perturbed, err);
		comment.text = d->perturbed.text;
		if (!status)
			status = dataset_add(&d->in->data, &comment, err);
	}
	return status;
}

/* Score the drawn rows [from, to) in disguise and take them out of the data set again. */
static moderato_status answer_batch(struct disguise *d, size_t from, size_t to,
	moderato_family family, struct buffer *out, moderato_error *err)
{
	const struct dataset_mark mark = dataset_mark(&d->in->data);
	struct fit_problem problem = *d->problem;
	struct dataset_rows rows;
	moderato_status status = read_disguised(d, from, to, family, err);
	size_t i;

	if (status)
		return status;
	status = dataset_make_more_rows(&d->in->data, mark.n, d->rows, &rows, err);
	if (status)
		return status;
	problem.rows = &rows.rows;
	for (i = from; !status && i < to; i++) {
		struct perturbed_answer answer = d->answers[i];

		answer.family = (uint8_t)family;
		if (!fit_margin(d->fit, &problem, (uint32_t)(i - from), &answer.margin))
			status = fail_no_memory(err);
		answer.positive = is_positive(d->fit, answer.margin);
		buffer_add(out, (const char *)&answer, sizeof(answer));
	}
	dataset_rows_dispose(&rows);
	if (!status && !dataset_rewind(&d->in->data, mark))
		status = fail_no_memory(err);
	return status;
}

moderato_status train_perturbed_answers(struct train_inputs *in, const struct fit *fit,
	const struct fit_problem *problem, const struct dataset_rows *rows, const uint32_t *row,
	size_t n, uint64_t stream, struct buffer *out, moderato_error *err)
{
	const moderato_perturb_options options = {in->options.perturb_share, in->options.fit.seed};
	struct disguise d = {.in = in, .fit = fit, .problem = problem, .rows = rows};
	moderato_status status = moderato_perturber_new(&d.perturber, &options, err);
	int family;
	size_t from;

	if (!status)
		status = draw_rows(&d, row, n, stream, err);
	for (family = 0; !status && family < MODERATO_FAMILIES; family++)
		for (from = 0; !status && in->options.families >> family & 1 && from < d.n;
			 from += BATCH_ROWS)
			status = answer_batch(&d, from, from + BATCH_ROWS < d.n ? from + BATCH_ROWS : d.n,
				(moderato_family)family, out, err);
	moderato_perturbed_dispose(&d.perturbed);
	moderato_perturber_free(d.perturber);
	free(d.answers);
	return status;
}

moderato_status train_take_perturbed(moderato_evaluator *evaluator, const struct train_inputs *in,
	size_t a, int label, const struct perturbed_answer *answer, moderato_error *err)
{
	const int8_t *labels = in->data.labels + (size_t)answer->row * MODERATO_ATTRIBUTES_MAX;
	moderato_perturbed_row row = {
		.family = (moderato_family)answer->family,
		.label = label,
		.benign = 1,
		.clean_margin = answer->clean_margin,
		.margin = answer->margin,
		.clean_positive = answer->clean_positive,
		.positive = answer->positive,
		.clean_held = -1,
		.held = -1,
	};
	size_t i;

	for (i = 0; i < in->data.n_attributes; i++)
		row.benign &= labels[i] != 1;
	return moderato_evaluator_add_perturbed(evaluator, a, &row, err);
}
