/* SPDX-License-Identifier: MIT */
#include "model/linear.h"

#include <stdlib.h>

/* Sums run in double and are rounded once, so that the order of a word's features hardly shows and
 * an exported head gives the same margins. */
struct totals {
	double norm2;
	double sum[LINEAR_LANES_MAX];
};

/* Add a feature that exists. `heads` is n_heads: where it is a constant the sums stay in registers.
 */
static inline __attribute__((always_inline)) void add_row(const struct linear *linear,
	const uint8_t *row, double value, size_t heads, struct totals *totals)
{
	const float *book = linear->books + 256;
	const double x = value * (double)linear->books[row[0]];
	size_t h;

	totals->norm2 += x * x;
	for (h = 0; h < heads; h++)
		totals->sum[h] += x * (double)book[256 * h + row[1 + h]];
}

static inline __attribute__((always_inline)) void add_rows(const struct linear *linear,
	const struct space *space, const struct ngrams *ngrams, const float values[NGRAM_PARTS],
	size_t heads, struct totals *totals)
{
	struct totals sums = {0};
	size_t i;

	for (i = 0; i < ngrams->n; i++) {
		const struct ngram *g = &ngrams->v[i];
		const uint8_t *row = linear->codes + (size_t)space_bucket(space, g->hash) * linear->stride;

		if (row[0])
			add_row(linear, row, (double)values[ngram_part(g)], heads, &sums);
	}
	*totals = sums;
}

static void round_totals(const struct linear *linear, const struct totals *t, struct word_sum *out)
{
	size_t h;

	out->norm2 = (float)t->norm2;
	for (h = 0; h < linear_lanes(linear); h++)
		out->sum[h] = (float)t->sum[h];
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
	struct totals totals;
	float values[NGRAM_PARTS];
	size_t i;

	for (i = 0; i < ngrams->n; i++) /* so that memory answers all at once, not one by one */
		linear_prefetch(linear, space, ngrams->v[i].hash);
	linear_values(linear, space, ngrams, values);
	switch (linear->n_heads) { /* the sizes that bundles have, most often */
	case 1:
		add_rows(linear, space, ngrams, values, 1, &totals);
		break;
	case 6:
		add_rows(linear, space, ngrams, values, 6, &totals);
		break;
	case 7:
		add_rows(linear, space, ngrams, values, 7, &totals);
		break;
	default:
		add_rows(linear, space, ngrams, values, linear->n_heads, &totals);
		break;
	}
	out->key = ngrams->key;
	round_totals(linear, &totals, out);
}

void linear_sum_one(const struct linear *linear, const struct space *space, uint64_t hash,
	float value, struct word_sum *out)
{
	const uint8_t *row = linear->codes + (size_t)space_bucket(space, hash) * linear->stride;
	struct totals totals = {0};

	if (row[0])
		add_row(linear, row, (double)value, linear->n_heads, &totals);
	out->key = hash;
	round_totals(linear, &totals, out);
}
