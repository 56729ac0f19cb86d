/* SPDX-License-Identifier: MIT */
#include "model/linear.h"

#include <stdlib.h>

/* Sums run in double and are rounded once, so that the order of a word's features hardly shows and
 * an exported head gives the same margins. */
struct totals {
	double norm2;
	double sum[LINEAR_LANES_MAX];
};

static void add_feature(
	const struct linear *linear, uint32_t bucket, float value, struct totals *totals)
{
	const uint8_t *row = linear->codes + (size_t)bucket * linear->stride;
	const float *book = linear->books + 256;
	double x;
	size_t h;

	if (!row[0])
		return;
	x = (double)value * (double)linear->books[row[0]];
	totals->norm2 += x * x;
	for (h = 0; h < linear->n_heads; h++, book += 256)
		totals->sum[h] += x * (double)book[row[1 + h]];
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
	struct totals totals = {0};
	float values[NGRAM_PARTS];
	size_t i;

	for (i = 0; i < ngrams->n; i++) /* so that memory answers all at once, not one by one */
		linear_prefetch(linear, space, ngrams->v[i].hash);
	linear_values(linear, space, ngrams, values);
	for (i = 0; i < ngrams->n; i++)
		add_feature(linear, space_bucket(space, ngrams->v[i].hash),
			values[ngram_part(&ngrams->v[i])], &totals);
	out->key = ngrams->key;
	round_totals(linear, &totals, out);
}

void linear_sum_one(const struct linear *linear, const struct space *space, uint64_t hash,
	float value, struct word_sum *out)
{
	struct totals totals = {0};

	add_feature(linear, space_bucket(space, hash), value, &totals);
	out->key = hash;
	round_totals(linear, &totals, out);
}
