/* SPDX-License-Identifier: MIT */
/* Evaluate by a protocol: hold a fold out, train on the rest as if it did not exist (document
 * frequencies, grid, calibration and threshold included), score it, and go on. Each fold of each
 * attribute is one child process. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "dataset/folds.h"
#include "train/trainer_internal.h"
#include "model/isolate.h"

struct protocol_run {
	moderato_trainer *t;
	uint16_t *fold[MODERATO_ATTRIBUTES_MAX]; /* [data.n], of each attribute's rows */
	size_t n_folds[MODERATO_ATTRIBUTES_MAX];
	int8_t *label[MODERATO_ATTRIBUTES_MAX];
	uint64_t *group;
	uint32_t *source;
	uint8_t *copy;
};

/* A held-out row's answer. A fold's are: how many, they, and the answers of rows in disguise. */
struct answer {
	uint32_t row;
	int32_t positive;
	double margin;
	double score;
};

#define NOT_JUDGED UINT16_MAX

/* --- folds --- */

static moderato_status folds_of_rows(struct protocol_run *run, size_t a, const uint32_t *row,
	const int8_t *label, uint64_t *key, size_t n, uint16_t *fold, moderato_error *err)
{
	const struct train_options *o = &run->t->options;
	size_t i;

	for (i = 0; i < n; i++)
		key[i] = o->protocol == PROTOCOL_SOURCE ? run->source[row[i]] : run->group[row[i]];
	if (o->protocol == PROTOCOL_SOURCE || o->protocol == PROTOCOL_GROUP)
		return folds_by_key(key, n, fold, &run->n_folds[a], err);
	run->n_folds[a] = o->protocol_folds;
	return folds_grouped(label, 1, o->protocol == PROTOCOL_KFOLD ? NULL : key, n, o->protocol_folds,
		o->fit.seed, fold, err);
}

static bool is_held_out(const moderato_trainer *t, uint32_t source)
{
	const struct train_options *o = &t->options;
	size_t i;

	for (i = 0; i < o->n_held_out; i++)
		if (strcmp(o->held_out[i], t->data.sources[source]) == 0)
			return true;
	return !o->n_held_out;
}

/* Folds over the rows that judge the attribute and whose source has a weight and is held out;
 * copies follow. */
static moderato_status assign(struct protocol_run *run, size_t a, moderato_error *err)
{
	const moderato_trainer *t = run->t;
	const size_t n = t->data.n;
	uint32_t *row = calloc(n, sizeof(*row));
	int8_t *label = calloc(n, sizeof(*label));
	uint64_t *key = calloc(n, sizeof(*key));
	uint16_t *fold = calloc(n, sizeof(*fold));
	moderato_status status = MODERATO_ENOMEM;
	size_t judged = 0;
	size_t i;

	run->label[a] = train_column(t, t->heads[a].column);
	run->fold[a] = calloc(n, sizeof(*run->fold[a]));
	if (row && label && key && fold && run->label[a] && run->fold[a]) {
		for (i = 0; i < n; i++) {
			run->fold[a][i] = NOT_JUDGED;
			if (run->label[a][i] == LABEL_UNKNOWN || t->weight[run->source[i]] <= 0 ||
				run->copy[i] || !is_held_out(t, run->source[i]))
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

/* Which attribute and fold task i is. */
static void locate(const struct protocol_run *run, size_t i, size_t *a, size_t *fold)
{
	for (*a = 0; i >= run->n_folds[*a]; (*a)++)
		i -= run->n_folds[*a];
	*fold = i;
}

/* The rows of a fold. */
static size_t held_out(const struct protocol_run *run, size_t a, size_t fold, uint32_t *row)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < run->t->data.n; i++)
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

/* Fit on the rest, then answer for the fold's rows. */
static moderato_status fit_and_answer(struct protocol_run *run, size_t a, size_t fold,
	const struct dataset_rows *rows, struct buffer *out, moderato_error *err)
{
	moderato_trainer *t = run->t;
	const struct fit_problem problem = {
		.rows = &rows->rows,
		.n_features = rows->n_features,
		.first_offset = rows->first_source,
		.label = run->label[a],
		.group = run->group,
		.source = run->source,
		.weight = t->weight,
		.n_sources = t->data.n_sources,
		.calibrates = t->options.n_calibrates ? t->calibrates : NULL,
		.copy = run->copy,
	};
	struct fit_options options = t->options.fit;
	uint32_t *row = resize_array(NULL, t->data.n, sizeof(*row));
	struct fit fit;
	moderato_status status;
	size_t n;

	if (!row)
		return fail_no_memory(err);
	options.jobs = 1;
	status = fit_head(&problem, &options, NULL, NULL, &fit, err);
	if (!status) {
		n = held_out(run, a, fold, row);
		status = answer_rows(&fit, &problem, row, n, out, err);
		if (!status && t->options.families)
			status = train_perturbed_answers(
				t, &fit, &problem, rows, row, n, (uint64_t)a << 32 | fold, out, err);
		fit_dispose(&fit);
	}
	free(row);
	return status;
}

static moderato_status work(void *payload, size_t i, struct buffer *out, moderato_error *err)
{
	struct protocol_run *run = payload;
	const moderato_trainer *t = run->t;
	struct dataset_layout layout = train_layout(t);
	struct dataset_rows rows;
	moderato_status status;
	uint8_t *train;
	size_t a;
	size_t fold;
	size_t k;

	locate(run, i, &a, &fold);
	train = malloc(t->data.n);
	if (!train)
		return fail_no_memory(err);
	for (k = 0; k < t->data.n; k++) {
		train[k] = run->fold[a][k] != fold;
		if (!train[k])
			run->label[a][k] = LABEL_UNKNOWN; /* ours alone: this is a child */
	}
	layout.jobs = 1; /* other folds have the other processors */
	status = dataset_make_rows(&t->data, train, t->options.min_comments, layout, &rows, err);
	free(train);
	if (!status) {
		status = fit_and_answer(run, a, fold, &rows, out, err);
		dataset_rows_dispose(&rows);
	}
	return status;
}

/* The next `size` bytes of a result; false: it has no more. */
static bool next(moderato_str *result, void *to, size_t size)
{
	if (result->len < size)
		return false;
	memcpy(to, result->ptr, size);
	result->ptr += size;
	result->len -= size;
	return true;
}

static moderato_status take(void *payload, size_t i, moderato_str result, moderato_error *err)
{
	struct protocol_run *run = payload;
	moderato_trainer *t = run->t;
	moderato_status status = MODERATO_OK;
	struct perturbed_answer perturbed;
	struct answer answer;
	uint64_t n = 0;
	size_t a;
	size_t fold;

	locate(run, i, &a, &fold);
	next(&result, &n, sizeof(n));
	for (; !status && n && next(&result, &answer, sizeof(answer)); n--) {
		const char *source;
		moderato_comment comment = MODERATO_COMMENT_INIT;

		source = t->data.sources[run->source[answer.row]];
		comment.source = (moderato_str){source, strlen(source)};
		status = moderato_evaluator_add(t->evaluator, a, &comment, answer.margin, answer.score,
			answer.positive, run->label[a][answer.row], (int)fold, err);
	}
	while (!status && next(&result, &perturbed, sizeof(perturbed)))
		status = train_take_perturbed(t, a, run->label[a][perturbed.row], &perturbed, err);
	return status;
}

static bool report(void *payload, size_t done, size_t total)
{
	moderato_trainer *t = ((struct protocol_run *)payload)->t;

	t->step = "folds";
	return train_progress(t, done, total);
}

/* A name that is no source's is a slip of the pen. */
static moderato_status check_held_out(const moderato_trainer *t, moderato_error *err)
{
	const struct train_options *o = &t->options;
	size_t i;
	size_t k;

	for (i = 0; i < o->n_held_out; i++) {
		for (k = 0; k < t->data.n_sources; k++)
			if (strcmp(o->held_out[i], t->data.sources[k]) == 0)
				break;
		if (k == t->data.n_sources)
			return fail(
				err, MODERATO_EINVAL, "hold-out: no comment is of source '%s'", o->held_out[i]);
	}
	return MODERATO_OK;
}

moderato_status train_protocol(moderato_trainer *t, moderato_error *err)
{
	struct protocol_run run = {
		.t = t, .group = train_groups(t), .source = train_sources(t), .copy = train_copies(t)};
	moderato_status status =
		run.group && run.source && run.copy ? MODERATO_OK : fail_no_memory(err);
	const size_t n_heads = t->n_heads;
	size_t tasks = 0;
	size_t a;

	if (!status)
		status = check_held_out(t, err);
	for (a = 0; !status && a < n_heads; a++) {
		status = assign(&run, a, err);
		tasks += run.n_folds[a];
	}
	if (!status)
		status = isolate_run(tasks, t->options.fit.jobs, work, take, report, &run, err);
	for (a = 0; a < n_heads; a++) {
		free(run.label[a]);
		free(run.fold[a]);
	}
	free(run.group);
	free(run.source);
	free(run.copy);
	return status;
}
