/* SPDX-License-Identifier: MIT */
#include "model/newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/simd.h"

#define STEPS_MAX 60
#define HALVINGS_MAX 20

/* The gradient counts as zero when it is at most this part of the first one. */
#define GRADIENT_PART 1e-6

/* Rows that are added to the matrix at once: each of its entries is then read and written once for
 * all of them. */
#define BLOCK 8

typedef double quad __attribute__((vector_size(32), aligned(8), may_alias));

struct newton {
	const struct svm_task *task;
	size_t d;         /* features and the constant one */
	size_t stride;    /* d, rounded up to whole vectors */
	double *w;        /* [stride] */
	double *step;     /* [stride] */
	double *gradient; /* [stride] */
	double *matrix; /* [d][stride] lower triangle: I + 2 Σ c x xᵀ over the rows inside the margin */
	double *factor;   /* [d][stride] its Cholesky factor */
	double *margin;   /* [n] y · (w·x) */
	double *moved;    /* [n] y · (step·x) */
	bool *inside;     /* [n] the row is in the matrix */
	double *block;    /* [BLOCK][stride] rows, dense */
	double by[BLOCK]; /* the factor of each */
	size_t n_block;
};

static double cost_of(const struct newton *t, size_t i)
{
	return t->task->label[i] > 0 ? t->task->c * t->task->weight_positive : t->task->c;
}

/* w·x of a row, with the constant feature. */
static double row_product(const struct newton *t, const double *w, uint32_t row)
{
	const struct rows *rows = t->task->rows;
	double sum = w[t->d - 1];
	size_t e;

	for (e = rows->start[row]; e < rows->start[row + 1]; e++)
		sum += w[rows->index[e]] * (double)rows->value[e];
	return sum;
}

/* y · (w·x) of all rows. */
static void products(const struct newton *t, const double *w, double *out)
{
	size_t i;

	for (i = 0; i < t->task->n; i++)
		out[i] = t->task->label[i] * row_product(t, w, t->task->pick[i]);
}

/* --- the matrix --- */

/* Entries [0, i] of row i, in whole vectors: what lies above the diagonal is never read. */
static inline __attribute__((always_inline)) void add_block_row(struct newton *t, size_t i)
{
	double factor[BLOCK];
	double *to = t->matrix + i * t->stride;
	size_t j;
	size_t r;

	for (r = 0; r < BLOCK; r++)
		factor[r] = t->by[r] * t->block[r * t->stride + i];
	for (j = 0; j <= i; j += 4) {
		quad sum = *(quad *)(to + j);

		for (r = 0; r < BLOCK; r++)
			sum += factor[r] * *(const quad *)(t->block + r * t->stride + j);
		*(quad *)(to + j) = sum;
	}
}

static void add_block_plain(struct newton *t)
{
	size_t i;

	for (i = 0; i < t->d; i++)
		add_block_row(t, i);
}

/* Processes four numbers at once instead of two. Each is rounded separately, so the bits are the
 * same. */
#if defined(__x86_64__)
__attribute__((target("avx2"))) static void add_block_avx2(struct newton *t)
{
	size_t i;

	for (i = 0; i < t->d; i++)
		add_block_row(t, i);
}
#endif

static void add_block(struct newton *t)
{
#if defined(__x86_64__)
	if (simd_level() == SIMD_AVX2 || simd_level() == SIMD_AVX512) {
		add_block_avx2(t);
		return;
	}
#endif
	add_block_plain(t);
}

static void flush_block(struct newton *t)
{
	if (!t->n_block)
		return;
	add_block(t);
	memset(t->block, 0, BLOCK * t->stride * sizeof(*t->block));
	memset(t->by, 0, sizeof(t->by));
	t->n_block = 0;
}

/* Add `by` times x xᵀ, once the block is full. */
static void add_outer(struct newton *t, uint32_t row, double by)
{
	const struct rows *rows = t->task->rows;
	double *x = t->block + t->n_block * t->stride;
	size_t e;

	for (e = rows->start[row]; e < rows->start[row + 1]; e++)
		x[rows->index[e]] = (double)rows->value[e];
	x[t->d - 1] = 1;
	t->by[t->n_block++] = by;
	if (t->n_block == BLOCK)
		flush_block(t);
}

/* Updates the matrix for the rows that are inside the margin now. */
static void update_matrix(struct newton *t)
{
	size_t i;

	for (i = 0; i < t->task->n; i++) {
		const bool inside = t->margin[i] < 1;

		if (inside == t->inside[i])
			continue;
		add_outer(t, t->task->pick[i], (inside ? 2 : -2) * cost_of(t, i));
		t->inside[i] = inside;
	}
	flush_block(t);
}

/* --- a step --- */

/* The gradient, and its length. */
static double find_gradient(struct newton *t)
{
	const struct rows *rows = t->task->rows;
	double length = 0;
	size_t i;
	size_t e;

	memcpy(t->gradient, t->w, t->d * sizeof(*t->w));
	for (i = 0; i < t->task->n; i++) {
		const uint32_t row = t->task->pick[i];
		const double by = -2 * cost_of(t, i) * t->task->label[i] * (1 - t->margin[i]);

		if (t->margin[i] >= 1)
			continue;
		for (e = rows->start[row]; e < rows->start[row + 1]; e++)
			t->gradient[rows->index[e]] += by * (double)rows->value[e];
		t->gradient[t->d - 1] += by;
	}
	for (i = 0; i < t->d; i++)
		length += t->gradient[i] * t->gradient[i];
	return sqrt(length);
}

static double dot(const double *a, const double *b, size_t n)
{
	quad sums = {0};
	double sum;
	size_t i;

	for (i = 0; i + 4 <= n; i += 4)
		sums += *(const quad *)(a + i) * *(const quad *)(b + i);
	sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
	for (; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* matrix = factor · factorᵀ. The matrix is the identity plus squares, so apart from rounding no
 * pivot is below 1. */
static void factorise(struct newton *t)
{
	size_t i;
	size_t j;

	for (i = 0; i < t->d; i++) {
		double *row = t->factor + i * t->stride;

		for (j = 0; j < i; j++) {
			const double *other = t->factor + j * t->stride;

			row[j] = (t->matrix[i * t->stride + j] - dot(row, other, j)) / other[j];
		}
		row[i] = sqrt(fmax(t->matrix[i * t->stride + i] - dot(row, row, i), 1e-12));
	}
}

/* step = -matrix⁻¹ · gradient. */
static void find_step(struct newton *t)
{
	size_t i;
	size_t j;

	factorise(t);
	for (i = 0; i < t->d; i++)
		t->step[i] = (-t->gradient[i] - dot(t->factor + i * t->stride, t->step, i)) /
					 t->factor[i * t->stride + i];
	for (i = t->d; i-- > 0;) {
		const double *row = t->factor + i * t->stride;

		t->step[i] /= row[i];
		for (j = 0; j < i; j++)
			t->step[j] -= row[j] * t->step[i];
	}
}

/* Returns the objective after this part of the step. */
static double objective(const struct newton *t, double part)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < t->d; i++)
		sum += pow(t->w[i] + part * t->step[i], 2) / 2;
	for (i = 0; i < t->task->n; i++) {
		const double gap = 1 - t->margin[i] - part * t->moved[i];

		sum += gap > 0 ? cost_of(t, i) * gap * gap : 0;
	}
	return sum;
}

/* Takes the part of the step that lowers the objective. Returns false if no part does, within
 * rounding. */
static bool take_step(struct newton *t)
{
	const double before = objective(t, 0);
	double part = 1;
	size_t halvings;
	size_t i;

	products(t, t->step, t->moved);
	for (halvings = 0; objective(t, part) >= before; halvings++, part /= 2)
		if (halvings == HALVINGS_MAX)
			return false;
	for (i = 0; i < t->d; i++)
		t->w[i] += part * t->step[i];
	products(t, t->w, t->margin);
	return true;
}

static void descend(struct newton *t)
{
	double first = 0;
	size_t steps;

	for (steps = 0; steps < STEPS_MAX; steps++) {
		const double length = find_gradient(t);

		first = steps ? first : length;
		if (length <= GRADIENT_PART * first)
			return;
		update_matrix(t);
		find_step(t);
		if (!take_step(t))
			return;
	}
}

static bool newton_init(struct newton *t, const struct svm_task *task)
{
	size_t i;

	*t = (struct newton){.task = task, .d = (size_t)task->n_features + 1};
	t->stride = (t->d + 3) / 4 * 4;
	t->w = calloc(t->stride, sizeof(*t->w));
	t->step = calloc(t->stride, sizeof(*t->step));
	t->gradient = calloc(t->stride, sizeof(*t->gradient));
	t->matrix = calloc(t->d * t->stride, sizeof(*t->matrix));
	t->factor = calloc(t->d * t->stride, sizeof(*t->factor));
	t->block = calloc(BLOCK * t->stride, sizeof(*t->block));
	t->margin = calloc(task->n, sizeof(*t->margin));
	t->moved = calloc(task->n, sizeof(*t->moved));
	t->inside = calloc(task->n, sizeof(*t->inside));
	if (!t->w || !t->step || !t->gradient || !t->matrix || !t->factor || !t->block || !t->margin ||
		!t->moved || !t->inside)
		return false;
	for (i = 0; i < t->d; i++)
		t->matrix[i * t->stride + i] = 1;
	return true;
}

static void newton_dispose(struct newton *t)
{
	free(t->w);
	free(t->step);
	free(t->gradient);
	free(t->matrix);
	free(t->factor);
	free(t->block);
	free(t->margin);
	free(t->moved);
	free(t->inside);
}

moderato_status newton_solve(
	const struct svm_task *task, double *weight, double *bias, moderato_error *err)
{
	struct newton t;
	moderato_status status = svm_task_check(task, err);

	if (!status && task->n_features >= NEWTON_FEATURES_MAX)
		status = fail(err, MODERATO_EINVAL, "%u features, at most %d are solved by Newton's method",
			task->n_features, NEWTON_FEATURES_MAX - 1);
	if (status)
		return status;
	if (newton_init(&t, task)) {
		descend(&t);
		memcpy(weight, t.w, task->n_features * sizeof(*weight));
		*bias = t.w[t.d - 1];
	} else {
		status = fail_no_memory(err);
	}
	newton_dispose(&t);
	return status;
}
