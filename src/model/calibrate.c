/* SPDX-License-Identifier: MIT */
#include "model/calibrate.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"

/* The constants of Lin, Lin and Weng's pseudo code. */
#define NEWTON_STEPS_MAX 100
#define HALVINGS_MAX 33 /* the shortest step is 1.2e-10 */
#define RIDGE 1e-12     /* added to the Hessian's diagonal: it may be singular */
#define GRADIENT_MAX 1e-5
#define ARMIJO 1e-4

struct sample {
	const double *margin;
	const int8_t *label;
	const double *weight; /* or NULL */
	size_t n;
	double positive; /* sums of weights */
	double negative;
};

/* 1 / (1 + exp(z)) without overflow. */
static double sigmoid(double z)
{
	double e = exp(-fabs(z));

	return z >= 0 ? e / (1 + e) : 1 / (1 + e);
}

static double weight_of(const struct sample *sample, size_t i)
{
	double weight = sample->weight ? sample->weight[i] : 1;

	return isfinite(sample->margin[i]) && isfinite(weight) && weight > 0 ? weight : 0;
}

static void sample_init(struct sample *sample, const double *margin, const int8_t *label,
	const double *weight, size_t n)
{
	size_t i;

	*sample = (struct sample){margin, label, weight, n, 0, 0};
	for (i = 0; i < n; i++) {
		if (label[i] > 0)
			sample->positive += weight_of(sample, i);
		else
			sample->negative += weight_of(sample, i);
	}
}

/* Returns Platt's target, which replaces 1, as if one more row of each class had been seen. */
static double target_high(const struct sample *sample)
{
	return (sample->positive + 1) / (sample->positive + 2);
}

static double target_low(const struct sample *sample)
{
	return 1 / (sample->negative + 2);
}

static double target_of(const struct sample *sample, size_t i)
{
	return sample->label[i] > 0 ? target_high(sample) : target_low(sample);
}

/* Platt scaling */

/* Returns the cross-entropy of one row, -(t log p + (1-t) log(1-p)), where z = a · margin + b. */
static double row_loss(double target, double z)
{
	return (z >= 0 ? target * z : (target - 1) * z) + log1p(exp(-fabs(z)));
}

static double loss(const struct sample *sample, double a, double b)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < sample->n; i++) {
		double weight = weight_of(sample, i);

		if (weight > 0)
			sum += weight * row_loss(target_of(sample, i), a * sample->margin[i] + b);
	}
	return sum;
}

/* The first and second derivatives of the loss with respect to a and b. */
struct slope {
	double a, b;
	double aa, ab, bb;
};

static struct slope slope_at(const struct sample *sample, double a, double b)
{
	struct slope s = {.aa = RIDGE, .bb = RIDGE};
	size_t i;

	for (i = 0; i < sample->n; i++) {
		double weight = weight_of(sample, i);
		double margin = sample->margin[i];
		double p;
		double first;
		double second;

		if (!(weight > 0))
			continue;
		p = sigmoid(a * margin + b);
		first = weight * (target_of(sample, i) - p);
		second = weight * p * sigmoid(-(a * margin + b));
		s.a += margin * first;
		s.b += first;
		s.aa += margin * margin * second;
		s.ab += margin * second;
		s.bb += second;
	}
	return s;
}

/* Takes one Newton step with backtracking. Returns false if no step lowers the loss enough. */
static bool newton_step(
	const struct sample *sample, const struct slope *s, double *a, double *b, double *value)
{
	double determinant = s->aa * s->bb - s->ab * s->ab;
	double da = -(s->bb * s->a - s->ab * s->b) / determinant;
	double db = -(s->aa * s->b - s->ab * s->a) / determinant;
	double descent = s->a * da + s->b * db;
	double step = 1;
	int halvings;

	for (halvings = 0; halvings <= HALVINGS_MAX; halvings++, step /= 2) {
		double next = loss(sample, *a + step * da, *b + step * db);

		if (next < *value + ARMIJO * step * descent) {
			*a += step * da;
			*b += step * db;
			*value = next;
			return true;
		}
	}
	return false;
}

/* Returns the best b for a = 0, where p is the mean target. */
static double flat_offset(const struct sample *sample)
{
	double high = target_high(sample);
	double low = target_low(sample);

	return log((sample->positive * (1 - high) + sample->negative * (1 - low)) /
			   (sample->positive * high + sample->negative * low));
}

void calibrate_platt(const double *margin, const int8_t *label, const double *weight, size_t n,
	struct calibration *out)
{
	struct sample sample;
	double a = 0;
	double b;
	double value;
	int i;

	*out = (struct calibration)CALIBRATION_PLAIN;
	sample_init(&sample, margin, label, weight, n);
	if (!(sample.positive > 0) || !(sample.negative > 0))
		return;
	b = log((sample.negative + 1) / (sample.positive + 1));
	value = loss(&sample, a, b);
	for (i = 0; i < NEWTON_STEPS_MAX; i++) {
		struct slope s = slope_at(&sample, a, b);

		if (fabs(s.a) < GRADIENT_MAX && fabs(s.b) < GRADIENT_MAX)
			break;
		if (!newton_step(&sample, &s, &a, &b, &value))
			break;
	}
	if (!(a <= 0) || !isfinite(a) || !isfinite(b)) {
		a = 0;
		b = flat_offset(&sample);
	}
	out->a = a;
	out->b = b;
}

/* Isotonic regression */

/* A row, and later a block of rows: their mean margin and mean label. */
struct block {
	double margin;
	double p;
	double weight;
	size_t row; /* breaks ties, so that sums are always taken in one order */
};

static int compare_blocks(const void *left, const void *right)
{
	const struct block *a = left;
	const struct block *b = right;

	if (a->margin != b->margin)
		return a->margin < b->margin ? -1 : 1;
	return a->row < b->row ? -1 : 1;
}

/* Joins two blocks. The means are weighted by shares of the sum, so that no product overflows. */
static void join(struct block *into, const struct block *next)
{
	double share = next->weight / (into->weight + next->weight);

	into->margin = into->margin * (1 - share) + next->margin * share;
	into->p = into->p * (1 - share) + next->p * share;
	into->weight += next->weight;
}

static size_t collect(const struct sample *sample, struct block *blocks)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < sample->n; i++) {
		double weight = weight_of(sample, i);

		if (weight > 0)
			blocks[n++] =
				(struct block){sample->margin[i], sample->label[i] > 0 ? 1.0 : 0.0, weight, i};
	}
	qsort(blocks, n, sizeof(*blocks), compare_blocks);
	return n;
}

/* Joins rows of equal margin into one block, whatever their labels. */
static size_t join_ties(struct block *blocks, size_t n)
{
	size_t last = 0;
	size_t i;

	for (i = 1; i < n; i++) {
		if (blocks[i].margin == blocks[last].margin) {
			double margin = blocks[last].margin;

			join(&blocks[last], &blocks[i]);
			blocks[last].margin = margin; /* the exact value, not a rounded mean */
		} else {
			blocks[++last] = blocks[i];
		}
	}
	return last + 1;
}

/* Pools adjacent violators. The blocks so far are a stack on which p rises. */
static size_t pool_violators(struct block *blocks, size_t n)
{
	size_t top = 0;
	size_t i;

	for (i = 1; i < n; i++) {
		blocks[++top] = blocks[i];
		while (top > 0 && blocks[top - 1].p >= blocks[top].p) {
			join(&blocks[top - 1], &blocks[top]);
			top--;
		}
	}
	return top + 1;
}

/* Joins neighbours into at most `most` blocks. A block's place on 0…1 is the mean of its p and of
 * the share of the weight below it, so that knots are dense where there are many rows and where p
 * is steep. */
static size_t thin_out(struct block *blocks, size_t n, size_t most)
{
	double total = 0;
	double below = 0;
	size_t last = 0;
	size_t last_bin = 0;
	size_t i;

	if (n <= most)
		return n;
	for (i = 0; i < n; i++)
		total += blocks[i].weight;
	for (i = 0; i < n; i++) {
		double place = (below / total + blocks[i].p) / 2;
		size_t bin = place < 1 ? (size_t)(place * (double)most) : most - 1;

		below += blocks[i].weight;
		if (i && bin == last_bin)
			join(&blocks[last], &blocks[i]);
		else if (i)
			blocks[++last] = blocks[i];
		last_bin = bin;
	}
	return last + 1;
}

static double clamp(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

/* Writes the knots. Blocks so close that their rounded means do not rise share one knot. */
static void put_knots(
	const struct sample *sample, const struct block *blocks, size_t n, struct calibration *out)
{
	double low = target_low(sample);
	double high = target_high(sample);
	size_t i;

	*out = (struct calibration){.type = CALIBRATION_ISOTONIC};
	for (i = 0; i < n; i++) {
		size_t k = out->n_knots;
		double p = clamp(blocks[i].p, low, high);

		if (k && !(blocks[i].margin > out->margin[k - 1]))
			continue;
		out->margin[k] = blocks[i].margin;
		out->p[k] = k && p < out->p[k - 1] ? out->p[k - 1] : p;
		out->n_knots++;
	}
}

moderato_status calibrate_isotonic(const double *margin, const int8_t *label, const double *weight,
	size_t n, struct calibration *out, moderato_error *err)
{
	struct sample sample;
	struct block *blocks;
	size_t n_blocks;

	*out = (struct calibration)CALIBRATION_PLAIN;
	sample_init(&sample, margin, label, weight, n);
	if (!(sample.positive > 0) || !(sample.negative > 0))
		return MODERATO_OK;
	blocks = resize_array(NULL, n, sizeof(*blocks));
	if (!blocks)
		return fail_no_memory(err);
	n_blocks = collect(&sample, blocks);
	n_blocks = join_ties(blocks, n_blocks);
	n_blocks = pool_violators(blocks, n_blocks);
	n_blocks = thin_out(blocks, n_blocks, CALIBRATION_KNOTS_MAX);
	put_knots(&sample, blocks, n_blocks, out);
	free(blocks);
	return MODERATO_OK;
}

/* Use */

static double interpolate(const struct calibration *c, double margin)
{
	const size_t last = c->n_knots - 1;
	size_t low = 0;
	size_t n = last; /* the knot is one of [low, low + n) */
	size_t high;
	double part;
	double p;

	if (!(margin > c->margin[0]))
		return c->p[0];
	if (margin >= c->margin[last])
		return c->p[last];
	while (n > 1) { /* without a branch on the margin, which would be unpredictable */
		const size_t half = n / 2;

		low += c->margin[low + half] <= margin ? half : 0;
		n -= half;
	}
	high = low + 1;
	part = (margin - c->margin[low]) / (c->margin[high] - c->margin[low]);
	if (!(part >= 0)) /* infinity by infinity */
		part = 0;
	p = c->p[low] + (c->p[high] - c->p[low]) * part;
	return clamp(p, c->p[low], c->p[high]);
}

double calibrate(const struct calibration *calibration, double margin)
{
	if (calibration->type == CALIBRATION_ISOTONIC)
		return interpolate(calibration, margin);
	if (calibration->a == 0) /* 0 · infinity is NaN */
		return sigmoid(calibration->b);
	return sigmoid(calibration->a * margin + calibration->b);
}

static bool knots_are_valid(const struct calibration *c)
{
	size_t i;

	if (!c->n_knots || c->n_knots > CALIBRATION_KNOTS_MAX)
		return false;
	for (i = 0; i < c->n_knots; i++) {
		if (!isfinite(c->margin[i]) || !(c->p[i] >= 0 && c->p[i] <= 1))
			return false;
		if (i && (!(c->margin[i] > c->margin[i - 1]) || c->p[i] < c->p[i - 1]))
			return false;
	}
	return true;
}

bool calibration_is_valid(const struct calibration *calibration)
{
	switch (calibration->type) {
	case CALIBRATION_PLATT:
		return calibration->a <= 0 && isfinite(calibration->a) && isfinite(calibration->b);
	case CALIBRATION_ISOTONIC:
		return knots_are_valid(calibration);
	}
	return false;
}
