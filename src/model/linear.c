/* SPDX-License-Identifier: MIT */
#include "model/linear.h"

#include <stdlib.h>
#include <string.h>

#include "model/linear_simd.h"

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

/* Adds a row for any number of heads. */
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

static void round_totals(const struct linear *linear, const struct totals *t, struct word_sum *out)
{
	size_t h;

	out->norm2 = (float)t->norm2;
	for (h = 0; h < linear_lanes(linear); h++)
		out->by_head[h] = (float)t->sum[h];
}

float *linear_books(const float *books, size_t n_heads)
{
	float *copy = calloc(1 + LINEAR_LANES_MAX, 256 * sizeof(*copy));

	if (copy) {
		memcpy(copy, books, (1 + n_heads) * 256 * sizeof(*copy));
		copy[0] = 0; /* the scale of a feature that does not exist */
	}
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

	for (i = 0; i < ngrams->n; i++) /* prefetch all rows, so that the memory accesses overlap */
		linear_prefetch(linear, space, ngrams->v[i].hash);
	linear_values(linear, space, ngrams, values);
	if (linear->simd)
		linear->simd->sum_rows(linear, space, ngrams, values, &totals.norm2, totals.sum);
	else
		add_rows(linear, space, ngrams, values, &totals);
	out->key = ngrams->key;
	round_totals(linear, &totals, out);
}

void linear_add_terms(const struct linear *linear, const struct space *space,
	const struct term *terms, size_t n, float value, double *norm2, double *total)
{
	size_t i;
	size_t h;

	if (linear->simd) {
		linear->simd->add_terms(linear, space, terms, n, value, norm2, total);
		return;
	}
	for (i = 0; i < n; i++) {
		const uint8_t *row = row_of(linear, space, terms[i].hash);
		const double tf = term_tf(terms[i].count);
		struct totals sums = {0};

		if (!row[0])
			continue;
		add_row(linear, row, value, &sums);
		*norm2 += tf * tf * (double)(float)sums.norm2;
		for (h = 0; h < linear->n_heads; h++)
			total[h] += tf * (double)(float)sums.sum[h];
	}
}

void linear_add_sums(const struct linear *linear, const struct linear_part *parts, size_t n,
	double *norm2, double *total)
{
	size_t i;
	size_t h;

	if (linear->simd) {
		linear->simd->add_sums(parts, n, norm2, total);
		return;
	}
	for (i = 0; i < n; i++) {
		const double tf = parts[i].tf;

		*norm2 += tf * tf * (double)parts[i].sum->norm2;
		for (h = 0; h < linear->n_heads; h++)
			total[h] += tf * (double)parts[i].sum->by_head[h];
	}
}

void linear_add_dense(const struct linear *linear, const uint32_t *active, size_t n, double *on)
{
	const size_t lanes = linear_lanes(linear);
	size_t i;
	size_t h;

	if (linear->simd) {
		linear->simd->add_rows(linear->dense_rows, active, n, on);
		return;
	}
	for (i = 0; i < n; i++)
		for (h = 0; h < linear->n_heads; h++)
			on[h] += (double)linear->dense_rows[active[i] * lanes + h];
}
