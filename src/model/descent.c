/* SPDX-License-Identifier: MIT */
#include "model/descent.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"

/* Both numbers are LIBLINEAR's. */
#define DEFAULT_TOLERANCE 0.1
#define GRADIENT_MIN 1e-12 /* a row with a smaller gradient is not moved */

/* Rows whose gradient exceeds this part of the tolerance are visited again separately, if they are
 * at most half of all rows, and for at most half as many visits as a pass has. These values took
 * the least time; parts from 0.15 to 1, shares from 1/2 to 1/100 and half a pass to three passes
 * were tried. */
#define STUBBORN_GRADIENT 0.3
#define STUBBORN_ROWS_PART 2

#define BIAS 1.0 /* value of the constant feature */

/* --- random numbers --- */

/* The generator that glibc has for rand(), from which LIBLINEAR draws: an additive feedback of 31
 * words, x[n] = x[n-31] + x[n-3], of which the lowest bit is dropped. It is copied so that this
 * solver does not depend on the state that the whole process shares. */
enum { LAG_LONG = 31, LAG_SHORT = 3, WARM_UP = 310 };

struct feedback {
	uint32_t word[LAG_LONG];
	unsigned front; /* the oldest word: x[n-31] */
	unsigned rear;  /* x[n-3] */
};

static uint32_t feedback_next(struct feedback *f)
{
	const uint32_t value = f->word[f->front] += f->word[f->rear];

	f->front = f->front + 1 < LAG_LONG ? f->front + 1 : 0;
	f->rear = f->rear + 1 < LAG_LONG ? f->rear + 1 : 0;
	return value >> 1;
}

/* Seeds it as srand() does: the words are from the minimal standard generator, 16807·x modulo 2^31
 * - 1. */
static void feedback_seed(struct feedback *f, unsigned seed)
{
	int32_t word = (int32_t)(seed ? seed : 1);
	int i;

	for (i = 0; i < LAG_LONG; i++) {
		f->word[i] = (uint32_t)word;
		word = 16807 * (word % 127773) - 2836 * (word / 127773); /* by Schrage's method */
		if (word < 0)
			word += 2147483647;
	}
	f->front = LAG_SHORT;
	f->rear = 0;
	for (i = 0; i < WARM_UP; i++)
		feedback_next(f);
}

/* --- one solve --- */

struct descent {
	const struct svm_task *task;
	double *scaled; /* [n_features] weight · scale, so that a margin needs nothing else */
	double bias;
	uint32_t *row; /* [n] the picked rows, positive ones first, as LIBLINEAR sorts them */
	uint32_t
		*order;    /* [n] the order in which rows are visited; those from `active` on are at rest */
	double *alpha; /* [n] */
	double *square; /* [n] |x|² and the diagonal */
	size_t n_positive;
	size_t active;
	double diagonal[2]; /* of negative and positive rows: 1 / 2C */
	double rest_above;  /* a row whose alpha is 0 and whose gradient is above this is put to rest */
	double tolerance;
	double stubborn_gradient;
	uint32_t *stubborn; /* [n] rows beyond stubborn_gradient in the last pass or sweep */
	size_t n_stubborn;
	double largest; /* bounds of the pass's projected gradients */
	double smallest;
	struct feedback random;
};

static double scale_of(const struct descent *d, uint32_t feature)
{
	return d->task->scale ? (double)d->task->scale[feature] : 1.0;
}

static double squared_length(const struct descent *d, uint32_t row)
{
	const struct rows *rows = d->task->rows;
	const size_t end = rows->start[row + 1];
	double sum = 0;
	size_t e;

	for (e = rows->start[row]; e < end; e++) {
		const double value = (double)rows->value[e] * scale_of(d, rows->index[e]);

		sum += value * value;
	}
	return sum + BIAS * BIAS;
}

/* Returns a row's margin. Four sums run at a time, because a single one would wait for each
 * addition to end. */
static double margin_of(const struct descent *d, uint32_t row)
{
	const struct rows *rows = d->task->rows;
	const uint32_t *index = rows->index + rows->start[row];
	const float *value = rows->value + rows->start[row];
	const size_t n = rows->start[row + 1] - rows->start[row];
	const double *scaled = d->scaled;
	double sum[4] = {0, 0, 0, 0};
	size_t e;

	for (e = 0; e + 4 <= n; e += 4) {
		sum[0] += scaled[index[e]] * (double)value[e];
		sum[1] += scaled[index[e + 1]] * (double)value[e + 1];
		sum[2] += scaled[index[e + 2]] * (double)value[e + 2];
		sum[3] += scaled[index[e + 3]] * (double)value[e + 3];
	}
	for (; e < n; e++)
		sum[0] += scaled[index[e]] * (double)value[e];
	return (sum[0] + sum[1]) + (sum[2] + sum[3]) + d->bias * BIAS;
}

static void add_row(struct descent *d, uint32_t row, double step)
{
	const struct rows *rows = d->task->rows;
	const float *scale = d->task->scale;
	const size_t end = rows->start[row + 1];
	size_t e;

	for (e = rows->start[row]; !scale && e < end; e++)
		d->scaled[rows->index[e]] += step * (double)rows->value[e];
	for (e = rows->start[row]; scale && e < end; e++) {
		const double by = (double)scale[rows->index[e]];

		d->scaled[rows->index[e]] += step * (double)rows->value[e] * by * by;
	}
	d->bias += step * BIAS;
}

static void swap(uint32_t *a, uint32_t *b)
{
	const uint32_t old = *a;

	*a = *b;
	*b = old;
}

static void shuffle(struct descent *d)
{
	size_t i;

	for (i = 0; i < d->active; i++)
		swap(&d->order[i], &d->order[i + feedback_next(&d->random) % (d->active - i)]);
}

/* Prefetches the beginning of the next row while this one is processed, because rows lie far apart
 * in memory. */
static void fetch(const struct descent *d, size_t s)
{
	const struct rows *rows = d->task->rows;

	if (s < d->active) {
		const size_t from = rows->start[d->row[d->order[s]]];

		__builtin_prefetch(rows->index + from);
		__builtin_prefetch(rows->index + from + 16);
		__builtin_prefetch(rows->value + from);
		__builtin_prefetch(rows->value + from + 16);
	}
}

/* Minimises the dual over the alpha of row i alone. Returns false if the row is put to rest. */
static bool visit(struct descent *d, uint32_t i)
{
	const bool positive = i < d->n_positive;
	const double sign = positive ? 1.0 : -1.0;
	const double old = d->alpha[i];
	const double gradient = sign * margin_of(d, d->row[i]) - 1.0 + old * d->diagonal[positive];
	double projected = gradient;

	if (old == 0) {
		if (gradient > d->rest_above)
			return false;
		if (gradient >= 0)
			projected = 0;
	}
	d->largest = fmax(d->largest, projected);
	d->smallest = fmin(d->smallest, projected);
	if (fabs(projected) > d->stubborn_gradient)
		d->stubborn[d->n_stubborn++] = i;
	if (fabs(projected) > GRADIENT_MIN) {
		d->alpha[i] = fmax(old - gradient / d->square[i], 0.0);
		add_row(d, d->row[i], (d->alpha[i] - old) * sign);
	}
	return true;
}

static void pass(struct descent *d)
{
	size_t s = 0;

	d->largest = -HUGE_VAL;
	d->smallest = HUGE_VAL;
	shuffle(d);
	while (s < d->active) {
		fetch(d, s + 1);
		if (visit(d, d->order[s]))
			s++;
		else
			swap(&d->order[s], &d->order[--d->active]);
	}
}

/* Visits the stubborn rows separately, each until it is near its minimum. Late in the descent most
 * rows are near theirs, and a few delay the end because they move in small steps: rows with large
 * norms, or many with the same phrase. */
static void revisit(struct descent *d)
{
	const double rest_above = d->rest_above;
	size_t left = d->task->n / STUBBORN_ROWS_PART;
	size_t n = d->n_stubborn;
	size_t i;

	d->rest_above = HUGE_VAL;
	for (; n && n <= left; n = d->n_stubborn) {
		left -= n;
		d->n_stubborn = 0; /* rows left over go before those still to be visited */
		for (i = 0; i < n; i++)
			visit(d, d->stubborn[i]);
	}
	d->rest_above = rest_above;
}

/* Makes passes until the projected gradients of a pass over all rows are within the tolerance. */
static void descend(struct descent *d, struct descent_report *report)
{
	const size_t n = d->task->n;
	const size_t passes_max = d->task->passes_max ? d->task->passes_max : DESCENT_PASSES_MAX;

	*report = (struct descent_report){0, false};
	d->active = n;
	d->rest_above = HUGE_VAL;
	while (!report->converged && report->passes < passes_max) {
		d->n_stubborn = 0;
		pass(d);
		report->passes++;
		d->rest_above = d->largest > 0 ? d->largest : HUGE_VAL;
		if (d->largest - d->smallest <= d->tolerance) {
			report->converged = d->active == n;
			d->active = n;
			d->rest_above = HUGE_VAL;
		} else {
			revisit(d);
		}
	}
}

static void set_rows(struct descent *d)
{
	const struct svm_task *task = d->task;
	size_t n = 0;
	size_t i;
	int sign;

	for (sign = 1; sign >= -1; sign -= 2) {
		for (i = 0; i < task->n; i++)
			if (task->label[i] == sign)
				d->row[n++] = task->pick[i];
		if (sign > 0)
			d->n_positive = n;
	}
	for (i = 0; i < n; i++) {
		d->order[i] = (uint32_t)i;
		d->alpha[i] = 0;
		d->square[i] = d->diagonal[i < d->n_positive] + squared_length(d, d->row[i]);
	}
}

static bool allocate(struct descent *d)
{
	const size_t n = d->task->n;

	d->row = resize_array(NULL, n, sizeof(*d->row));
	d->order = resize_array(NULL, n, sizeof(*d->order));
	d->alpha = resize_array(NULL, n, sizeof(*d->alpha));
	d->square = resize_array(NULL, n, sizeof(*d->square));
	d->stubborn = resize_array(NULL, n, sizeof(*d->stubborn));
	return d->row && d->order && d->alpha && d->square && d->stubborn;
}

static void dispose(struct descent *d)
{
	free(d->row);
	free(d->order);
	free(d->alpha);
	free(d->square);
	free(d->stubborn);
}

moderato_status descent_solve(const struct svm_task *task, double *weight, double *bias,
	struct descent_report *report, moderato_error *err)
{
	struct descent d = {.task = task, .scaled = weight};
	moderato_status status = svm_task_check(task, err);
	uint32_t j;

	*bias = 0;
	*report = (struct descent_report){0, false};
	if (status)
		return status;
	d.diagonal[0] = 0.5 / task->c;
	d.diagonal[1] = 0.5 / (task->c * task->weight_positive);
	if (allocate(&d)) {
		for (j = 0; j < task->n_features; j++)
			weight[j] = 0;
		set_rows(&d);
		feedback_seed(&d.random, task->seed);
		d.tolerance = task->tolerance > 0 ? task->tolerance : DEFAULT_TOLERANCE;
		d.stubborn_gradient = STUBBORN_GRADIENT * d.tolerance;
		descend(&d, report);
		for (j = 0; j < task->n_features; j++)
			weight[j] = weight[j] != 0 ? weight[j] / scale_of(&d, j) : 0;
		*bias = d.bias * BIAS;
	} else {
		status = fail_no_memory(err);
	}
	dispose(&d);
	return status;
}
