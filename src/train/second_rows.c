/* SPDX-License-Identifier: MIT */
/* Comments as rows of a few hundred dense features, and what Newton's method (model/newton.h)
 * learns from them: what the fits of the second stage and of the encoder's heads share. */
#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "train/second_run.h"

/* A source's offset, as large as an input that is far from its mean. */
#define OFFSET 2.0f

void second_rows_dispose(struct second_rows *s)
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

bool second_rows_init(struct second_rows *s, size_t n, size_t n_inputs, size_t n_features)
{
	const size_t entries = n_features + 1;

	*s = (struct second_rows){.n_inputs = n_inputs, .n_features = n_features};
	s->input = resize_array(NULL, n * n_inputs, sizeof(*s->input));
	s->label = resize_array(NULL, n, sizeof(*s->label));
	s->group = resize_array(NULL, n, sizeof(*s->group));
	s->source = resize_array(NULL, n, sizeof(*s->source));
	s->row = resize_array(NULL, n, sizeof(*s->row));
	s->start = resize_array(NULL, n + 1, sizeof(*s->start));
	s->index = resize_array(NULL, n * entries, sizeof(*s->index));
	s->value = resize_array(NULL, n * entries, sizeof(*s->value));
	return s->input && s->label && s->group && s->source && s->row && s->start && s->index &&
		   s->value;
}

void second_rows_measure(const struct second_rows *s, float *mean, float *inverse)
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

size_t second_rows_offset(struct second_rows *s, size_t i, size_t at)
{
	s->index[at] = (uint32_t)(s->n_features + s->source[i]);
	s->value[at] = OFFSET;
	return at + 1;
}

/* The sources' weights; one that gives more than SECOND_ROWS_MAX rows counts as if it gave so
 * many. */
static void weigh_sources(
	const struct train_inputs *in, const struct second_rows *s, double *weight)
{
	size_t count[DATASET_SOURCES_MAX] = {0};
	size_t i;

	for (i = 0; i < s->n; i++)
		count[s->source[i]]++;
	for (i = 0; i < in->data.n_sources; i++)
		weight[i] = in->weight[i] *
					(count[i] > SECOND_ROWS_MAX ? (double)SECOND_ROWS_MAX / (double)count[i] : 1);
}

moderato_status second_rows_fit(const struct second_run *run, const struct second_rows *s,
	double cost, struct fit *fit, moderato_error *err)
{
	const struct train_inputs *in = run->in;
	const struct rows rows = {s->start, s->index, s->value, s->n};
	double weight[DATASET_SOURCES_MAX];
	const struct fit_problem problem = {.rows = &rows,
		.n_features = (uint32_t)(s->n_features + in->data.n_sources),
		.first_offset = (uint32_t)s->n_features,
		.label = s->label,
		.group = s->group,
		.source = s->source,
		.weight = weight,
		.n_sources = in->data.n_sources,
		.calibrates = in->options.n_calibrates ? in->calibrates : NULL};
	struct fit_options options = in->options.fit;

	options.solver = FIT_NEWTON;
	options.n_c = 1;
	options.c[0] = cost;
	options.n_positive = 1;
	options.positive[0] = 1;
	options.folds = SECOND_FOLDS;
	options.contrast = 0;
	weigh_sources(in, s, weight);
	return fit_head(&problem, &options, train_progress_tell, run->progress, fit, err);
}
