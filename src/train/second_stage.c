/* SPDX-License-Identifier: MIT */
/* Train the second stage: a quadratic kernel over the evidence of the linear heads.
 *
 * A head is far too sure of comments that it was trained on, so their evidence must come from a
 * model that did not see them: comments are split by their groups into folds, all heads are trained
 * without one fold, and that fold's comments are read again with the heads that come of it. No
 * source may decide alone: each gives at most SECOND_ROWS_MAX comments, drawn by the seed, except
 * those that scores are calibrated by. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "dataset/base_heads.h"
#include "train/second_run.h"
#include "train/train_problem.h"

/* Comments that a thread reads at a time. */
#define CHUNK 256

/* --- which comments --- */

static bool is_labelled(const struct train_inputs *in, size_t row)
{
	const int8_t *label = in->data.labels + row * MODERATO_ATTRIBUTES_MAX;
	size_t a;

	for (a = 0; a < in->data.n_attributes; a++)
		if (label[a] != LABEL_UNKNOWN)
			return true;
	return in->options.n_assumptions > 0;
}

static bool can_be_wanted(const struct train_inputs *in, size_t row, size_t source)
{
	return in->data.comments[row].source == source && !in->data.comments[row].copy &&
		   in->weight[source] > 0 && is_labelled(in, row);
}

/* The number that the seed draws for a row. */
static uint64_t drawn_number(const struct train_inputs *in, size_t row)
{
	return rng_mix(row ^ (in->options.fit.seed + 17) << 32);
}

/* Mark the comments of a source that are wanted: those with the lowest numbers drawn. `number` has
 * room for one a row. */
static void draw_source(struct second_run *run, size_t source, uint64_t *number)
{
	const struct train_inputs *in = run->in;
	uint64_t last = UINT64_MAX;
	size_t n = 0;
	size_t i;

	for (i = 0; i < in->data.n; i++)
		if (can_be_wanted(in, i, source))
			number[n++] = drawn_number(in, i);
	if (n > SECOND_ROWS_MAX && !in->calibrates[source]) {
		qsort(number, n, sizeof(*number), hash_order);
		last = number[SECOND_ROWS_MAX - 1];
	}
	for (i = 0; i < in->data.n; i++)
		if (can_be_wanted(in, i, source) && drawn_number(in, i) <= last)
			run->wanted[i] = 1;
}

static moderato_status choose_comments(struct second_run *run, moderato_error *err)
{
	const struct dataset *data = &run->in->data;
	uint64_t *number = resize_array(NULL, data->n, sizeof(*number));
	size_t i;

	run->fold = resize_array(NULL, run->rows->rows.n, sizeof(*run->fold));
	run->wanted = calloc(data->n, sizeof(*run->wanted));
	run->row = resize_array(NULL, data->n, sizeof(*run->row));
	if (number && run->fold && run->wanted && run->row) {
		for (i = 0; i < data->n_sources; i++)
			draw_source(run, i, number);
		for (i = 0; i < data->n; i++) {
			run->fold[i] = (uint16_t)(rng_mix(data->comments[i].group ^ run->in->options.fit.seed) %
									  SECOND_FOLDS);
			if (run->wanted[i])
				run->row[run->n_wanted++] = (uint32_t)i;
		}
		for (; i < run->rows->rows.n; i++)
			run->fold[i] = UINT16_MAX; /* the base's sample is left out of no training */
		run->evidence = resize_array(NULL, run->n_wanted, sizeof(*run->evidence));
	}
	free(number);
	return run->evidence && encoder_windows_init(run) ? MODERATO_OK : fail_no_memory(err);
}

/* --- the heads without a fold --- */

/* Train head h without each fold, at the cost and the positive weight that were chosen for it. */
static moderato_status train_without_folds(struct second_run *run, size_t h, moderato_error *err)
{
	const struct train_inputs *in = run->in;
	const struct train_head *head = &run->heads->v[h];
	struct fit_options options = in->options.fit;
	struct train_problem problem;
	moderato_status status = train_problem_init(&problem, in, head, run->rows, err);
	size_t k;

	options.c[0] = head->fit.c;
	options.positive[0] = head->fit.positive;
	if (!status)
		status = fit_folds(
			&problem.fit, &options, run->fold, SECOND_FOLDS, run->weight[h], run->bias[h], err);
	for (k = 0; !status && k < SECOND_FOLDS; k++) {
		if (!dataset_rows_restore(run->rows, run->weight[h][k]))
			status = fail_no_memory(err);
		else if (in->base)
			base_fold(in->base, run->weight[h][k] + run->rows->first_base, run->weight[h][k]);
	}
	train_problem_dispose(&problem);
	return status;
}

/* Make the bundle whose heads did not see fold k: the heads lend their place to those models. */
static moderato_status assemble_without_fold(
	struct second_run *run, size_t k, struct train_outputs *out, moderato_error *err)
{
	struct train_heads *heads = run->heads;
	double *weight[MODERATO_ATTRIBUTES_MAX] = {NULL};
	double bias[MODERATO_ATTRIBUTES_MAX] = {0};
	moderato_status status;
	size_t h;

	for (h = 0; h < heads->n; h++) {
		weight[h] = heads->v[h].fit.weight;
		bias[h] = heads->v[h].fit.bias;
		heads->v[h].fit.weight = run->weight[h][k];
		heads->v[h].fit.bias = run->bias[h][k];
	}
	status = train_assemble(out, run->in, heads, run->rows, err);
	for (h = 0; h < heads->n; h++) {
		heads->v[h].fit.weight = weight[h];
		heads->v[h].fit.bias = bias[h];
	}
	return status;
}

/* --- the evidence --- */

/* Comments of a fold being read by several threads. */
struct evidence_reading {
	struct second_run *run;
	const moderato_bundle *bundle;
	size_t fold;
	moderato_classifier *classifier[PARALLEL_THREADS_MAX];
};

static bool read_evidence(void *payload, size_t thread, size_t chunk)
{
	struct evidence_reading *r = payload;
	struct second_run *run = r->run;
	moderato_classifier **c = &r->classifier[thread];
	const size_t end = (chunk + 1) * CHUNK < run->n_wanted ? (chunk + 1) * CHUNK : run->n_wanted;
	moderato_scores scores;
	size_t i;

	if (!*c && moderato_classifier_new(c, r->bundle, NULL, NULL))
		return false;
	(*c)->sums.keeps_words = true;
	for (i = chunk * CHUNK; i < end; i++) {
		const uint32_t row = run->row[i];
		const moderato_comment comment = text_store_get(&run->in->texts, row);

		if (run->fold[row] != r->fold)
			continue;
		if (moderato_classifier_score(*c, &comment, &scores, NULL))
			return false;
		run->evidence[i] = (*c)->evidence;
		if (run->windows && !encoder_windows_read(run, *c, i))
			return false;
	}
	return true;
}

/* Note what the bundles of all folds and the final one have in common. */
static void note_shape(struct second_run *run, const moderato_bundle *bundle)
{
	const struct train_heads *heads = run->heads;
	size_t h;

	run->n_linear = bundle->linear.n_heads;
	run->dims = bundle->embedding.dims;
	for (h = 0; h < heads->n; h++)
		run->column[h] = bundle->heads[moderato_bundle_find(bundle, heads->v[h].attribute)]->column;
	for (h = 0; h < heads->n_kept; h++)
		run->kept_column[h] =
			bundle->heads[moderato_bundle_find(bundle, heads->kept[h]->attribute)]->column;
}

/* Read the comments of fold k with the bundle that did not see them. */
static moderato_status read_fold(struct second_run *run, size_t k, moderato_error *err)
{
	struct evidence_reading r = {.run = run, .fold = k};
	struct train_outputs out = {.evaluator = NULL};
	moderato_bundle *bundle = NULL;
	moderato_status status = assemble_without_fold(run, k, &out, err);
	size_t i;

	if (!status)
		status = moderato_bundle_open_memory(&bundle, "fold", buffer_view(&out.bundle), err);
	r.bundle = bundle;
	if (!status && !parallel_run(run->in->options.fit.jobs, (run->n_wanted + CHUNK - 1) / CHUNK,
					   read_evidence, NULL, &r))
		status = fail_no_memory(err);
	if (bundle)
		note_shape(run, bundle);
	for (i = 0; i < PARALLEL_THREADS_MAX; i++)
		moderato_classifier_free(r.classifier[i]);
	moderato_bundle_free(bundle);
	train_outputs_dispose(&out);
	return status;
}

/* --- all of it --- */

static moderato_status fit_all(struct second_run *run, moderato_error *err)
{
	struct train_heads *heads = run->heads;
	moderato_status status = MODERATO_OK;
	size_t h;

	for (h = 0; !status && h < heads->n; h++) {
		if (!train_options_wants_second(&run->in->options, heads->v[h].attribute))
			continue;
		run->progress->step = heads->v[h].attribute;
		status = second_fit(run, &heads->v[h], run->column[h], err);
	}
	return status;
}

moderato_status train_second(struct train_heads *heads, const struct train_inputs *in,
	const struct dataset_rows *rows, struct train_progress *progress, moderato_error *err)
{
	struct second_run run = {.heads = heads, .in = in, .rows = rows, .progress = progress};
	moderato_status status = choose_comments(&run, err);
	size_t h;
	size_t k;

	for (h = 0; !status && h < heads->n; h++)
		status = train_without_folds(&run, h, err);
	for (k = 0; !status && k < SECOND_FOLDS; k++)
		status = read_fold(&run, k, err);
	for (h = 0; h < heads->n; h++)
		for (k = 0; k < SECOND_FOLDS; k++)
			free(run.weight[h][k]);
	if (!status)
		status = fit_all(&run, err);
	if (!status)
		status = encoder_windows_keep(&run, err);
	if (!status && run.windows)
		status = encoder_fit(&run, err);
	encoder_windows_dispose(&run);
	free(run.evidence);
	free(run.row);
	free(run.wanted);
	free(run.fold);
	return status;
}
