/* SPDX-License-Identifier: MIT */
/* Train the second stage: a quadratic kernel over the evidence of the linear heads.
 *
 * A head is far too sure of comments that it was trained on, so their evidence must come from a
 * model that did not see them: comments are split by their groups into FOLDS, all heads are trained
 * without one fold, and that fold's comments are read anew with what came of it. No source may
 * decide alone: each gives at most ROWS_MAX comments, drawn by the seed, except those that scores
 * are calibrated by. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/rng.h"
#include "dataset/base_heads.h"
#include "base/parallel.h"
#include "train/rehearse.h"
#include "train/trainer_internal.h"

#define FOLDS 3
#define ROWS_MAX 4000

/* Of the explicit kernel's features; chosen on the half of the sources that choices are made on. */
#define COST 0.003

/* A source's offset, as large as an input that is far from its mean. */
#define OFFSET 2.0f

/* Comments that a thread reads at a time. */
#define CHUNK 256

struct second_run {
	moderato_trainer *t;
	const struct dataset_rows *rows;
	size_t n_linear;
	size_t dims;                                    /* of the word vectors */
	uint16_t *fold;                                 /* [data.n] */
	uint8_t *wanted;                                /* [data.n] 1: its evidence is wanted */
	double *weight[MODERATO_ATTRIBUTES_MAX][FOLDS]; /* of head, of fold */
	double bias[MODERATO_ATTRIBUTES_MAX][FOLDS];
	struct evidence *evidence; /* [n_wanted] in the order of the rows */
	uint32_t *row;             /* [n_wanted] */
	size_t n_wanted;
};

/* --- which comments --- */

static bool is_labelled(const moderato_trainer *t, size_t row)
{
	const int8_t *label = t->data.labels + row * MODERATO_ATTRIBUTES_MAX;
	size_t a;

	for (a = 0; a < t->data.n_attributes; a++)
		if (label[a] != LABEL_UNKNOWN)
			return true;
	return t->options.n_assumptions > 0;
}

static uint64_t drawn(const moderato_trainer *t, size_t row)
{
	return rng_mix(row ^ (t->options.fit.seed + 17) << 32);
}

static int by_number(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a;
	const uint64_t y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static bool can_be_wanted(const moderato_trainer *t, size_t row, size_t source)
{
	return t->data.comments[row].source == source && !t->data.comments[row].copy &&
		   t->weight[source] > 0 && is_labelled(t, row);
}

/* Mark ROWS_MAX comments of a source, those with the least numbers drawn. */
static void draw_source(struct second_run *r, size_t source, uint64_t *number)
{
	const moderato_trainer *t = r->t;
	uint64_t last = UINT64_MAX;
	size_t n = 0;
	size_t i;

	for (i = 0; i < t->data.n; i++)
		if (can_be_wanted(t, i, source))
			number[n++] = drawn(t, i);
	if (n > ROWS_MAX && !t->calibrates[source]) {
		qsort(number, n, sizeof(*number), by_number);
		last = number[ROWS_MAX - 1];
	}
	for (i = 0; i < t->data.n; i++)
		if (can_be_wanted(t, i, source) && drawn(t, i) <= last)
			r->wanted[i] = 1;
}

static moderato_status choose_rows(struct second_run *r, moderato_error *err)
{
	const moderato_trainer *t = r->t;
	uint64_t *number = resize_array(NULL, t->data.n, sizeof(*number));
	size_t i;

	r->fold = resize_array(NULL, t->data.n, sizeof(*r->fold));
	r->wanted = calloc(t->data.n, sizeof(*r->wanted));
	r->row = resize_array(NULL, t->data.n, sizeof(*r->row));
	if (number && r->fold && r->wanted && r->row) {
		for (i = 0; i < t->data.n_sources; i++)
			draw_source(r, i, number);
		for (i = 0; i < t->data.n; i++) {
			r->fold[i] =
				(uint16_t)(rng_mix(t->data.comments[i].group ^ t->options.fit.seed) % FOLDS);
			if (r->wanted[i])
				r->row[r->n_wanted++] = (uint32_t)i;
		}
		r->evidence = resize_array(NULL, r->n_wanted, sizeof(*r->evidence));
	}
	free(number);
	return r->evidence ? MODERATO_OK : fail_no_memory(err);
}

/* --- the heads without a fold --- */

static moderato_status train_folds(struct second_run *r, size_t h, moderato_error *err)
{
	moderato_trainer *t = r->t;
	struct train_head *head = &t->heads[h];
	struct fit_options options = t->options.fit;
	struct rehearse_columns columns;
	struct fit_problem problem;
	moderato_status status = train_problem(t, h, r->rows, &columns, &problem, err);
	size_t k;

	options.c[0] = head->fit.c;
	options.positive[0] = head->fit.positive;
	if (!status)
		status = fit_folds(&problem, &options, r->fold, FOLDS, r->weight[h], r->bias[h], err);
	for (k = 0; !status && k < FOLDS; k++) {
		if (!dataset_rows_restore(r->rows, r->weight[h][k]))
			status = fail_no_memory(err);
		else if (t->base)
			base_fold(t->base, r->weight[h][k] + r->rows->first_base, r->weight[h][k]);
	}
	rehearse_columns_dispose(&columns);
	return status;
}

/* The bundle whose heads did not see fold k. */
static moderato_status assemble_fold(struct second_run *r, size_t k, moderato_error *err)
{
	moderato_trainer *t = r->t;
	double *weight[MODERATO_ATTRIBUTES_MAX] = {NULL};
	double bias[MODERATO_ATTRIBUTES_MAX] = {0};
	moderato_status status;
	size_t h;

	for (h = 0; h < t->n_heads; h++) {
		weight[h] = t->heads[h].fit.weight;
		bias[h] = t->heads[h].fit.bias;
		t->heads[h].fit.weight = r->weight[h][k];
		t->heads[h].fit.bias = r->bias[h][k];
	}
	status = train_assemble(t, r->rows, err);
	for (h = 0; h < t->n_heads; h++) {
		t->heads[h].fit.weight = weight[h];
		t->heads[h].fit.bias = bias[h];
	}
	return status;
}

/* --- the evidence --- */

struct reading {
	struct second_run *run;
	const moderato_bundle *bundle;
	size_t fold;
	moderato_classifier *classifier[PARALLEL_THREADS_MAX];
};

static bool read_chunk(void *payload, size_t thread, size_t chunk)
{
	struct reading *r = payload;
	moderato_classifier **c = &r->classifier[thread];
	const size_t end =
		(chunk + 1) * CHUNK < r->run->n_wanted ? (chunk + 1) * CHUNK : r->run->n_wanted;
	moderato_scores scores;
	size_t i;

	if (!*c && moderato_classifier_new(c, r->bundle, NULL, NULL))
		return false;
	(*c)->sums.keeps_words = true;
	for (i = chunk * CHUNK; i < end; i++) {
		const uint32_t row = r->run->row[i];
		const moderato_comment comment = text_store_get(&r->run->t->texts, row);

		if (r->run->fold[row] != r->fold)
			continue;
		if (moderato_classifier_score(*c, &comment, &scores, NULL))
			return false;
		r->run->evidence[i] = (*c)->evidence;
	}
	return true;
}

static moderato_status read_fold(struct second_run *run, size_t k, moderato_error *err)
{
	moderato_trainer *t = run->t;
	struct reading r = {.run = run, .fold = k};
	moderato_bundle *bundle = NULL;
	moderato_status status = assemble_fold(run, k, err);
	size_t i;

	if (!status)
		status = moderato_bundle_open_memory(&bundle, "fold", buffer_view(&t->bundle), err);
	r.bundle = bundle;
	if (!status && !parallel_run(t->options.fit.jobs, (run->n_wanted + CHUNK - 1) / CHUNK,
					   read_chunk, NULL, &r))
		status = fail_no_memory(err);
	if (bundle) {
		run->n_linear = bundle->linear.n_heads;
		run->dims = bundle->embedding.dims;
	}
	for (i = 0; i < PARALLEL_THREADS_MAX; i++)
		moderato_classifier_free(r.classifier[i]);
	moderato_bundle_free(bundle);
	buffer_clear(&t->bundle);
	return status;
}

/* --- a head's second stage --- */

/* Its rows: the labelled ones among the wanted. */
struct second_rows {
	size_t n;
	size_t n_inputs;   /* of evidence and of the vector */
	size_t n_features; /* of the explicit kernel */
	float *input;      /* [n][n_inputs] */
	int8_t *label;
	uint64_t *group;
	uint32_t *source;
	uint32_t *row; /* of the data */
	size_t *start;
	uint32_t *index;
	float *value;
};

static void rows_dispose(struct second_rows *s)
{
	free(s->input);
	free(s->label);
	free(s->group);
	free(s->source);
	free(s->row);
	free(s->start);
	free(s->index);
	free(s->value);
}

static bool rows_init(struct second_rows *s, size_t n, const struct second *stage)
{
	const size_t n_inputs = stage->n + stage->dims;
	const size_t features = second_features(stage->n, stage->dims) + 1;

	*s = (struct second_rows){.n_inputs = n_inputs, .n_features = features - 1};
	s->input = resize_array(NULL, n * n_inputs, sizeof(*s->input));
	s->label = resize_array(NULL, n, sizeof(*s->label));
	s->group = resize_array(NULL, n, sizeof(*s->group));
	s->source = resize_array(NULL, n, sizeof(*s->source));
	s->row = resize_array(NULL, n, sizeof(*s->row));
	s->start = resize_array(NULL, n + 1, sizeof(*s->start));
	s->index = resize_array(NULL, n * features, sizeof(*s->index));
	s->value = resize_array(NULL, n * features, sizeof(*s->value));
	return s->input && s->label && s->group && s->source && s->row && s->start && s->index &&
		   s->value;
}

static void gather_inputs(
	const struct second_run *r, const int8_t *label, size_t column, struct second_rows *s)
{
	size_t i;

	for (i = 0; i < r->n_wanted; i++) {
		const struct dataset_comment *c = &r->t->data.comments[r->row[i]];

		if (label[r->row[i]] == LABEL_UNKNOWN)
			continue;
		evidence_inputs(
			&r->evidence[i], r->n_linear, r->dims, column, s->input + s->n * s->n_inputs);
		s->label[s->n] = label[r->row[i]];
		s->group[s->n] = c->group;
		s->source[s->n] = c->source;
		s->row[s->n++] = r->row[i];
	}
}

/* Mean and inverse deviation of each input. */
static void measure_inputs(const struct second_rows *s, float *mean, float *inverse)
{
	size_t i;
	size_t k;

	for (k = 0; k < s->n_inputs; k++) {
		double sum = 0;
		double squares = 0;

		for (i = 0; i < s->n; i++)
			sum += (double)s->input[i * s->n_inputs + k];
		sum /= (double)s->n;
		for (i = 0; i < s->n; i++)
			squares += pow((double)s->input[i * s->n_inputs + k] - sum, 2);
		squares = sqrt(squares / (double)s->n);
		mean[k] = (float)sum;
		inverse[k] = squares > 1e-6 ? (float)(1 / squares) : 0;
	}
}

static void expand_rows(const struct second *stage, struct second_rows *s)
{
	float z[SECOND_Z_MAX];
	size_t at = 0;
	size_t i;
	size_t k;

	for (i = 0; i < s->n; i++) {
		s->start[i] = at;
		second_standardise(stage, s->input + i * s->n_inputs, z);
		second_expand(stage, z, s->value + at);
		for (k = 0; k < s->n_features; k++)
			s->index[at + k] = (uint32_t)k;
		at += s->n_features;
		s->index[at] = (uint32_t)(s->n_features + s->source[i]);
		s->value[at++] = OFFSET;
	}
	s->start[s->n] = at;
}

/* A source that gives more than ROWS_MAX rows weighs as if it gave so many. */
static void second_weights(const moderato_trainer *t, const struct second_rows *s, double *weight)
{
	size_t count[DATASET_SOURCES_MAX] = {0};
	size_t i;

	for (i = 0; i < s->n; i++)
		count[s->source[i]]++;
	for (i = 0; i < t->data.n_sources; i++)
		weight[i] = t->weight[i] * (count[i] > ROWS_MAX ? (double)ROWS_MAX / (double)count[i] : 1);
}

static moderato_status fit_second(moderato_trainer *t, const struct second_rows *s,
	const double *weight, struct fit *fit, moderato_error *err)
{
	const struct rows rows = {s->start, s->index, s->value, s->n};
	const size_t features = s->n_features;
	const struct fit_problem problem = {.rows = &rows,
		.n_features = (uint32_t)(features + t->data.n_sources),
		.first_offset = (uint32_t)features,
		.label = s->label,
		.group = s->group,
		.source = s->source,
		.weight = weight,
		.n_sources = t->data.n_sources,
		.calibrates = t->options.n_calibrates ? t->calibrates : NULL};
	struct fit_options options = t->options.fit;

	options.solver = FIT_NEWTON;
	options.n_c = 1;
	options.c[0] = COST;
	options.n_positive = 1;
	options.positive[0] = 1;
	options.folds = FOLDS;
	options.contrast = 0;
	return fit_head(&problem, &options, train_progress, t, fit, err);
}

/* Take over what the second fit found: the stage itself, and its held-out margins as the head's. */
static moderato_status take_second(struct train_head *head, const struct second *stage,
	const struct second_rows *s, struct fit *fit, moderato_error *err)
{
	const size_t n = second_floats(stage->n, stage->dims);
	size_t i;

	second_fold(stage, fit->weight, head->floats + 2 * s->n_inputs);
	for (i = 0; i < n; i++)
		if (!isfinite(head->floats[i]))
			return fail(err, MODERATO_EINVAL, "a weight of the second stage is not a number");
	head->second = *stage;
	head->second.bias = fit->bias;
	head->second.calibration = fit->calibration;
	for (i = 0; i < fit->n; i++)
		fit->pick[i] = s->row[fit->pick[i]];
	free(head->fit.pick);
	free(head->fit.margin);
	free(head->fit.fold);
	head->fit.pick = fit->pick;
	head->fit.margin = fit->margin;
	head->fit.fold = fit->fold;
	head->fit.n = fit->n;
	head->fit.threshold = fit->threshold;
	head->fit.auc = fit->auc;
	fit->pick = NULL;
	fit->margin = NULL;
	fit->fold = NULL;
	return MODERATO_OK;
}

static moderato_status second_of(struct second_run *r, size_t h, size_t column, moderato_error *err)
{
	moderato_trainer *t = r->t;
	struct train_head *head = &t->heads[h];
	const size_t n = second_inputs(r->n_linear);
	double weight[DATASET_SOURCES_MAX];
	int8_t *label = train_column(t, head->column);
	struct second stage = {.n = 0};
	struct second_rows s = {.n = 0};
	struct fit fit = {.weight = NULL};
	moderato_status status = MODERATO_OK;

	head->floats = resize_array(NULL, second_floats(n, r->dims), sizeof(*head->floats));
	second_place(&stage, n, r->dims, head->floats);
	if (!label || !head->floats || !rows_init(&s, r->n_wanted, &stage))
		status = fail_no_memory(err);
	if (!status) {
		gather_inputs(r, label, column, &s);
		measure_inputs(&s, head->floats, head->floats + s.n_inputs);
		expand_rows(&stage, &s);
		second_weights(t, &s, weight);
		status = fit_second(t, &s, weight, &fit, err);
	}
	if (!status)
		status = take_second(head, &stage, &s, &fit, err);
	fit_dispose(&fit);
	rows_dispose(&s);
	free(label);
	return status;
}

/* The column that a head has in the bundle. */
static size_t column_of(const moderato_bundle *bundle, const char *attribute)
{
	const int i = moderato_bundle_find(bundle, attribute);

	return bundle->heads[i]->column;
}

static moderato_status all_seconds(struct second_run *r, moderato_error *err)
{
	moderato_trainer *t = r->t;
	moderato_bundle *bundle = NULL;
	size_t column[MODERATO_ATTRIBUTES_MAX];
	moderato_status status = train_assemble(t, r->rows, err);
	size_t h;

	if (!status)
		status = moderato_bundle_open_memory(&bundle, "heads", buffer_view(&t->bundle), err);
	for (h = 0; !status && h < t->n_heads; h++)
		column[h] = column_of(bundle, t->heads[h].attribute);
	moderato_bundle_free(bundle);
	buffer_clear(&t->bundle);
	for (h = 0; !status && h < t->n_heads; h++) {
		t->step = t->heads[h].attribute;
		status = second_of(r, h, column[h], err);
	}
	return status;
}

moderato_status train_second(
	moderato_trainer *t, const struct dataset_rows *rows, moderato_error *err)
{
	struct second_run r = {.t = t, .rows = rows};
	moderato_status status = choose_rows(&r, err);
	size_t h;
	size_t k;

	for (h = 0; !status && h < t->n_heads; h++)
		status = train_folds(&r, h, err);
	for (k = 0; !status && k < FOLDS; k++)
		status = read_fold(&r, k, err);
	for (h = 0; h < t->n_heads; h++)
		for (k = 0; k < FOLDS; k++)
			free(r.weight[h][k]);
	if (!status)
		status = all_seconds(&r, err);
	free(r.evidence);
	free(r.row);
	free(r.wanted);
	free(r.fold);
	return status;
}
