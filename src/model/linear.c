/* SPDX-License-Identifier: MIT */
#include "model/linear.h"

#include <stdlib.h>

/* Sums run in double and are rounded once, so that the order of a word's features hardly shows and
 * an exported head gives the same margins. */
struct totals {
	double norm2;
	double sum[LINEAR_LANES_MAX];
};

static const uint8_t *row_of(const struct linear *linear, const struct space *space, uint64_t hash)
{
	return linear->codes + (size_t)space_bucket(space, hash) * linear->stride;
}

/* Any number of heads. */
static void add_row(
	const struct linear *linear, const uint8_t *row, float value, struct totals *totals)
{
	const double x = (double)value * (double)linear->books[row[0]];
	size_t h;

	totals->norm2 += x * x;
	for (h = 0; h < linear->n_heads; h++)
		totals->sum[h] += x * (double)linear->books[256 * (1 + h) + row[1 + h]];
}

static void add_rows(const struct linear *linear, const struct space *space,
	const struct ngrams *ngrams, const float values[NGRAM_PARTS], struct totals *totals)
{
	size_t i;

	for (i = 0; i < ngrams->n; i++) {
		const uint8_t *row = row_of(linear, space, ngrams->v[i].hash);

		if (row[0])
			add_row(linear, row, values[ngram_part(&ngrams->v[i])], totals);
	}
}

/* The same for rows of the usual size, sums in registers. */
static void add_usual_rows(const struct linear *linear, const struct space *space,
	const struct ngrams *ngrams, const float values[NGRAM_PARTS], struct totals *totals)
{
	linear_doubles sum = {0};
	double norm2 = 0;
	size_t i;

	for (i = 0; i < ngrams->n; i++) {
		const uint8_t *row = row_of(linear, space, ngrams->v[i].hash);
		linear_floats weights;
		double x;

		if (!row[0])
			continue;
		x = (double)values[ngram_part(&ngrams->v[i])] * (double)linear->books[row[0]];
		norm2 += x * x;
		linear_row(linear, row, &weights);
		sum += x * __builtin_convertvector(weights, linear_doubles);
	}
	totals->norm2 = norm2;
	memcpy(totals->sum, &sum, sizeof(sum));
}

static void round_totals(const struct linear *linear, const struct totals *t, struct word_sum *out)
{
	size_t h;

	out->norm2 = (float)t->norm2;
	for (h = 0; h < linear_lanes(linear); h++)
		out->sum[h] = (float)t->sum[h];
}

float *linear_books(const float *books, size_t n_heads)
{
	float *copy = calloc(1 + LINEAR_LANES_MAX, 256 * sizeof(*copy));

	if (copy)
		memcpy(copy, books, (1 + n_heads) * 256 * sizeof(*copy));
	return copy;
}

float *linear_dense_rows(const struct linear *linear, size_t n_dense)
{
	const size_t lanes = linear_lanes(linear);
	float *rows = calloc(n_dense * lanes + 1, sizeof(*rows));
	size_t h;
	size_t i;

	for (h = 0; rows && h < linear->n_heads; h++)
		for (i = 0; i < n_dense; i++)
			rows[i * lanes + h] = linear->dense[h * n_dense + i];
	return rows;
}

void linear_values(const struct linear *linear, const struct space *space,
	const struct ngrams *ngrams, float values[NGRAM_PARTS])
{
	unsigned lacking = 0;
	unsigned present = 0;
	size_t i;

	for (i = 0; i < ngrams->n; i++) {
		const unsigned part = 1u << ngram_part(&ngrams->v[i]);
		const uint32_t bucket = space_bucket(space, ngrams->v[i].hash);

		present |= part;
		if (!linear->codes[bucket * linear->stride])
			lacking |= part;
	}
	ngram_values(space, lacking, present, values);
}

void linear_sum_word(const struct linear *linear, const struct space *space,
	const struct ngrams *ngrams, struct word_sum *out)
{
	struct totals totals = {0};
	float values[NGRAM_PARTS];
	size_t i;

	for (i = 0; i < ngrams->n; i++) /* so that memory answers all at once, not one by one */
		linear_prefetch(linear, space, ngrams->v[i].hash);
	linear_values(linear, space, ngrams, values);
	if (linear_is_usual(linear))
		add_usual_rows(linear, space, ngrams, values, &totals);
	else
		add_rows(linear, space, ngrams, values, &totals);
	out->key = ngrams->key;
	round_totals(linear, &totals, out);
}

void linear_sum_one(const struct linear *linear, const struct space *space, uint64_t hash,
	float value, struct word_sum *out)
{
	const uint8_t *row = row_of(linear, space, hash);
	struct totals totals = {0};

	if (row[0])
		add_row(linear, row, value, &totals);
	out->key = hash;
	round_totals(linear, &totals, out);
}

void linear_add_one(const struct linear *linear, const struct space *space, uint64_t hash,
	float value, double tf, double *norm2, double total[LINEAR_LANES_MAX])
{
	const uint8_t *row = row_of(linear, space, hash);
	linear_floats weights;
	float sum[LINEAR_LANES];
	double x;
	size_t h;

	if (!row[0])
		return;
	x = (double)value * (double)linear->books[row[0]];
	*norm2 += tf * tf * (double)(float)(x * x);
	if (linear_is_usual(linear)) {
		linear_row(linear, row, &weights);
		weights = __builtin_convertvector(
			x * __builtin_convertvector(weights, linear_doubles), linear_floats);
		memcpy(sum, &weights, sizeof(weights));
		linear_add(total, sum, tf);
		return;
	}
	for (h = 0; h < linear->n_heads; h++)
		total[h] += tf * (double)(float)(x * (double)linear->books[256 * (1 + h) + row[1 + h]]);
}
