/* SPDX-License-Identifier: MIT */
/* Evaluates by a protocol: each fold in turn is held out and scored by a model trained on the rest
 * as if the fold did not exist, also in document frequencies, the grid, calibration and threshold.
 * Which rows form a fold is decided here. Each fold of each attribute is one child process. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "dataset/folds.h"
#include "model/isolate.h"
#include "train/protocol_perturb.h"
#include "train/train_problem.h"
#include "train/trainer_internal.h"

/* All arrays are by row of the data set; those of an attribute by its head's number first. */
struct protocol_run {
	struct train_inputs *in;
	moderato_evaluator *evaluator;
	struct train_progress *progress;
	uint16_t *fold[MODERATO_ATTRIBUTES_MAX]; /* NOT_JUDGED: in no fold */
	size_t n_folds[MODERATO_ATTRIBUTES_MAX];
	int8_t *label[MODERATO_ATTRIBUTES_MAX];
	uint64_t *group;
	uint32_t *source;
	uint8_t *copy;
};

/* What a fold's model makes of a held-out row. A child's result is the number of these, they, and
 * then as many struct perturbed_answer as there are. */
struct answer {
	uint32_t row;
	int32_t positive;
	double margin;
	double score;
};

#define NOT_JUDGED UINT16_MAX /* the fold of a row that is never held out */

/* --- folds --- */

/* Assign the rows row[n] to folds as the protocol says; `key` has room for n. */
static moderato_status folds_of_rows(struct protocol_run *run, size_t a, const uint32_t *row,
	const int8_t *label, uint64_t *key, size_t n, uint16_t *fold, moderato_error *err)
{
	const struct train_options *o = &run->in->options;
	size_t i;

	for (i = 0; i < n; i++)
		key[i] = o->protocol == PROTOCOL_SOURCE ? run->source[row[i]] : run->group[row[i]];
	if (o->protocol == PROTOCOL_SOURCE || o->protocol == PROTOCOL_GROUP)
		return folds_by_key(key, n, fold, &run->n_folds[a], err);
	run->n_folds[a] = o->protocol_folds;
	return folds_grouped(label, 1, o->protocol == PROTOCOL_KFOLD ? NULL : key, n, o->protocol_folds,
		o->fit.seed, fold, err);
}

/* May the source's rows be held out? All may if the options name none. */
static bool is_held_out(const struct train_inputs *in, uint32_t source)
{
	const struct train_options *o = &in->options;
	size_t i;

	for (i = 0; i < o->n_held_out; i++)
		if (strcmp(o->held_out[i], in->data.sources[source]) == 0)
			return true;
	return !o->n_held_out;
}

/* Assign the rows that judge the attribute to folds, if their source has a weight and may be held
 * out. Copies get the fold of the row before them. */
static moderato_status assign_protocol_folds(
	struct protocol_run *run, const struct train_head *head, size_t a, moderato_error *err)
{
	const struct train_inputs *in = run->in;
	const size_t n = in->data.n;
	uint32_t *row = calloc(n, sizeof(*row));
	int8_t *label = calloc(n, sizeof(*label));
	uint64_t *key = calloc(n, sizeof(*key));
	uint16_t *fold = calloc(n, sizeof(*fold));
	moderato_status status = MODERATO_ENOMEM;
	size_t judged = 0;
	size_t i;

	run->label[a] = train_labels(in, head->column);
	run->fold[a] = calloc(n, sizeof(*run->fold[a]));
	if (row && label && key && fold && run->label[a] && run->fold[a]) {
		for (i = 0; i < n; i++) {
			run->fold[a][i] = NOT_JUDGED;
			if (run->label[a][i] == LABEL_UNKNOWN || in->weight[run->source[i]] <= 0 ||
				run->copy[i] || !is_held_out(in, run->source[i]))
				continue;
			row[judged] = (uint32_t)i;
			label[judged++] = run->label[a][i];
		}
		status = folds_of_rows(run, a, row, label, key, judged, fold, err);
		for (i = 0; !status && i < judged; i++)
			run->fold[a][row[i]] = fold[i];
		for (i = 1; !status && i < n; i++)
			if (run->copy[i])
				run->fold[a][i] = run->fold[a][i - 1];
	} else {
		fail_no_memory(err);
	}
	free(row);
	free(label);
	free(key);
	free(fold);
	return status;
}

/* --- one fold, in a child --- */

/* Find the attribute and the fold of task i. */
static void locate_task(const struct protocol_run *run, size_t i, size_t *a, size_t *fold)
{
	for (*a = 0; i >= run->n_folds[*a]; (*a)++)
		i -= run->n_folds[*a];
	*fold = i;
}

/* List the rows of a fold that are no copies; returns how many there are. */
static size_t list_held_out(const struct protocol_run *run, size_t a, size_t fold, uint32_t *row)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < run->in->data.n; i++)
		if (run->fold[a][i] == fold && !run->copy[i])
			row[n++] = (uint32_t)i;
	return n;
}

static moderato_status answer_rows(const struct fit *fit, const struct fit_problem *problem,
	const uint32_t *row, uint64_t n, struct buffer *out, moderato_error *err)
{
	size_t i;

	buffer_add(out, (const char *)&n, sizeof(n));
	for (i = 0; i < n; i++) {
		struct answer answer = {.row = row[i]};

		if (!fit_margin(fit, problem, row[i], &answer.margin))
			return fail_no_memory(err);
		answer.score = calibrate(&fit->calibration, answer.margin);
		answer.positive = answer.score >= fit->threshold;
		buffer_add(out, (const char *)&answer, sizeof(answer));
	}
	return MODERATO_OK;
}

/* Fit a head to the rest, then score the fold's rows. */
static moderato_status fit_and_answer(struct protocol_run *run, size_t a, size_t fold,
	const struct dataset_rows *rows, struct buffer *out, moderato_error *err)
{
	struct train_inputs *in = run->in;
	const struct fit_problem problem = {
		.rows = &rows->rows,
		.n_features = rows->n_features,
		.first_offset = rows->first_source,
		.label = run->label[a],
		.group = run->group,
		.source = run->source,
		.weight = in->weight,
		.n_sources = in->data.n_sources,
		.calibrates = in->options.n_calibrates ? in->calibrates : NULL,
		.copy = run->copy,
	};
	struct fit_options options = in->options.fit;
	uint32_t *row = resize_array(NULL, in->data.n, sizeof(*row));
	struct fit fit;
	moderato_status status;
	size_t n;

	if (!row)
		return fail_no_memory(err);
	options.jobs = 1;
	status = fit_head(&problem, &options, NULL, NULL, &fit, err);
	if (!status) {
		n = list_held_out(run, a, fold, row);
		status = answer_rows(&fit, &problem, row, n, out, err);
		if (!status && in->options.families)
			status = train_perturbed_answers(
				in, &fit, &problem, rows, row, n, (uint64_t)a << 32 | fold, out, err);
		fit_dispose(&fit);
	}
	free(row);
	return status;
}

/* In the child: the fold's labels are made unknown, so that the fit does not see them. */
static moderato_status do_fold(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	struct protocol_run *run = payload;
	const struct train_inputs *in = run->in;
	struct dataset_layout layout = train_layout(in);
	struct dataset_rows rows;
	moderato_status status;
	uint8_t *train;
	size_t a;
	size_t fold;
	size_t k;

	locate_task(run, i, &a, &fold);
	train = malloc(in->data.n);
	if (!train)
		return fail_no_memory(err);
	for (k = 0; k < in->data.n; k++) {
		train[k] = run->fold[a][k] != fold;
		if (!train[k])
			run->label[a][k] = LABEL_UNKNOWN; /* a change that only this child sees */
	}
	layout.jobs = 1; /* other folds have the other processors */
	status = dataset_make_rows(&in->data, train, in->options.min_comments, layout, &rows, err);
	free(train);
	if (!status) {
		status = fit_and_answer(run, a, fold, &rows, out, err);
		dataset_rows_dispose(&rows);
	}
	return status;
}

/* In the parent: hand the answers to the evaluator. */
static moderato_status take_fold(void *payload, size_t i, moderato_str result, moderato_error *err)
{
	struct protocol_run *run = payload;
	struct train_inputs *in = run->in;
	moderato_status status = MODERATO_OK;
	struct perturbed_answer perturbed;
	struct answer answer;
	uint64_t n = 0;
	size_t a;
	size_t fold;

	locate_task(run, i, &a, &fold);
	isolate_take_bytes(&result, &n, sizeof(n));
	for (; !status && n && isolate_take_bytes(&result, &answer, sizeof(answer)); n--) {
		const char *source;
		moderato_comment comment = MODERATO_COMMENT_INIT;

		source = in->data.sources[run->source[answer.row]];
		comment.source = (moderato_str){source, strlen(source)};
		status = moderato_evaluator_add(run->evaluator, a, &comment, answer.margin, answer.score,
			answer.positive, run->label[a][answer.row], (int)fold, err);
	}
	while (!status && isolate_take_bytes(&result, &perturbed, sizeof(perturbed)))
		status = train_take_perturbed(
			run->evaluator, in, a, run->label[a][perturbed.row], &perturbed, err);
	return status;
}

static bool report_progress(void *payload, size_t done, size_t total)
{
	const struct protocol_run *run = payload;

	return train_progress_tell(run->progress, done, total);
}

/* MODERATO_EINVAL: a source that is named does not exist. */
static moderato_status check_held_out(const struct train_inputs *in, moderato_error *err)
{
	const struct train_options *o = &in->options;
	size_t i;
	size_t k;

	for (i = 0; i < o->n_held_out; i++) {
		for (k = 0; k < in->data.n_sources; k++)
			if (strcmp(o->held_out[i], in->data.sources[k]) == 0)
				break;
		if (k == in->data.n_sources)
			return fail(
				err, MODERATO_EINVAL, "hold-out: no comment is of source '%s'", o->held_out[i]);
	}
	return MODERATO_OK;
}

moderato_status train_protocol(struct train_outputs *out, const struct train_heads *heads,
	struct train_inputs *in, struct train_progress *progress, moderato_error *err)
{
	struct protocol_run run = {.in = in,
		.evaluator = out->evaluator,
		.progress = progress,
		.group = train_groups(in),
		.source = train_sources(in),
		.copy = train_copies(in)};
	moderato_status status =
		run.group && run.source && run.copy ? check_held_out(in, err) : fail_no_memory(err);
	size_t tasks = 0;
	size_t a;

	progress->step = "folds";
	for (a = 0; !status && a < heads->n; a++) {
		status = assign_protocol_folds(&run, &heads->v[a], a, err);
		tasks += run.n_folds[a];
	}
	if (!status)
		status = isolate_run(
			tasks, in->options.fit.jobs, do_fold, take_fold, report_progress, &run, err);
	for (a = 0; a < heads->n; a++) {
		free(run.label[a]);
		free(run.fold[a]);
	}
	free(run.group);
	free(run.source);
	free(run.copy);
	return status;
}
