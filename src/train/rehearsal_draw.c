/* SPDX-License-Identifier: MIT */
#include "train/rehearsal_draw.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "train/train_problem.h"

/* A comment of more features than this is drawn less often: in proportion to its length. */
#define FEATURES_CHEAP 200.0

#define PARTS 4 /* of which one is held out */

/* Streams of random numbers that must not be the same. */
#define STREAM_DRAW UINT64_C(0x726568656172)
#define STREAM_HELD UINT64_C(0x68656c64)

struct drawing {
	const struct train_inputs *in;
	const struct train_heads *heads;
	const struct dataset_rows *rows;
	int8_t *label[MODERATO_ATTRIBUTES_MAX]; /* by head, then by row */
	double *chance;                         /* [n] */
	double *cell;                           /* [2][n_sources] of one head: rows, then chances */
};

/* What a row of each label and source gets as its part of the chances. */
static void share_out(const struct drawing *d, const int8_t *label)
{
	const struct dataset *data = &d->in->data;
	size_t value;
	size_t i;

	memset(d->cell, 0, 2 * data->n_sources * sizeof(*d->cell));
	for (i = 0; i < data->n; i++)
		if (label[i] >= 0 && d->in->weight[data->comments[i].source] > 0)
			d->cell[(size_t)label[i] * data->n_sources + data->comments[i].source]++;
	for (value = 0; value < 2; value++) {
		double *cell = d->cell + value * data->n_sources;
		double total = 0;

		for (i = 0; i < data->n_sources; i++)
			total += sqrt(cell[i]);
		for (i = 0; i < data->n_sources; i++)
			cell[i] = cell[i] > 0 ? 1 / sqrt(cell[i]) / total : 0;
	}
	for (i = 0; i < data->n; i++)
		if (label[i] >= 0)
			d->chance[i] += d->cell[(size_t)label[i] * data->n_sources + data->comments[i].source];
}

/* One comment with six labels is drawn once: it has the mean of their chances, or the attributes
 * that only their own corpora judge, spam above all, would go short. */
static double discount(const struct drawing *d, size_t row)
{
	const size_t n = d->rows->start[row + 1] - d->rows->start[row];
	double labels = 0;
	size_t h;

	for (h = 0; h < d->heads->n; h++)
		labels += d->label[h][row] >= 0;
	if (labels <= 0 || n > REHEARSAL_FEATURES_MAX)
		return 0;
	return fmin(1, FEATURES_CHEAP / (double)(n + 1)) / labels;
}

static bool weigh(struct drawing *d)
{
	const struct train_inputs *in = d->in;
	size_t h;
	size_t i;

	d->chance = calloc(in->data.n + 1, sizeof(*d->chance));
	d->cell = resize_array(NULL, 2 * in->data.n_sources, sizeof(*d->cell));
	if (!d->chance || !d->cell)
		return false;
	for (h = 0; h < d->heads->n; h++) {
		d->label[h] = train_labels(in, d->heads->v[h].column);
		if (!d->label[h])
			return false;
		share_out(d, d->label[h]);
	}
	for (i = 0; i < in->data.n; i++)
		d->chance[i] *= discount(d, i);
	return true;
}

/* A row that may be drawn, those with the lowest keys first. */
struct ticket {
	double key;
	size_t row;
};

static int by_key(const void *a, const void *b)
{
	const struct ticket *x = a;
	const struct ticket *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int by_row(const void *a, const void *b)
{
	const struct ticket *x = a;
	const struct ticket *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

/* Without replacement, each row by its chance: the lowest of -ln(u) / chance (Efraimidis and
 * Spirakis 2006, "Weighted random sampling with a reservoir"). Returns how many were drawn. */
static size_t draw(const struct drawing *d, struct ticket *tickets)
{
	const uint64_t seed = rng_mix(d->in->options.fit.seed ^ STREAM_DRAW);
	size_t n = 0;
	size_t i;

	for (i = 0; i < d->in->data.n; i++) {
		const double u = ((double)(rng_mix(i ^ seed) >> 11) + 1) * 0x1p-53;

		if (d->chance[i] > 0)
			tickets[n++] = (struct ticket){-log(u) / d->chance[i], i};
	}
	qsort(tickets, n, sizeof(*tickets), by_key);
	if (n > d->in->options.rehearsal)
		n = d->in->options.rehearsal;
	qsort(tickets, n, sizeof(*tickets), by_row);
	return n;
}

struct entry {
	uint32_t index;
	float value;
};

static int by_index(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

/* The row's features, by number: without its source's offset. */
static bool put_features(const struct drawing *d, const uint32_t *feature, size_t row,
	struct entry *entries, struct rehearsal *out)
{
	const struct dataset_rows *rows = d->rows;
	size_t n = 0;
	size_t e;

	for (e = rows->start[row]; e < rows->start[row + 1]; e++) {
		const uint32_t index = feature && rows->index[e] < rows->first_source
								   ? feature[rows->index[e]]
								   : rows->index[e];

		if (index < rows->first_base)
			entries[n++] = (struct entry){index, rows->value[e]};
	}
	qsort(entries, n, sizeof(*entries), by_index);
	for (e = 0; e < n; e++)
		if (!rehearsal_add_feature(out, entries[e].index, entries[e].value))
			return false;
	return true;
}

static bool put_rows(const struct drawing *d, const uint32_t *feature, const struct ticket *tickets,
	size_t n, struct rehearsal *out)
{
	const uint64_t seed = rng_mix(d->in->options.fit.seed ^ STREAM_HELD);
	struct entry *entries =
		resize_array(NULL, REHEARSAL_FEATURES_MAX + REHEARSAL_DENSE_MAX, sizeof(*entries));
	bool ok = entries != NULL;
	size_t h;
	size_t i;

	for (i = 0; ok && i < n; i++) {
		const size_t row = tickets[i].row;

		ok = rehearsal_add(out) && put_features(d, feature, row, entries, out);
		for (h = 0; ok && h < d->heads->n; h++)
			out->labels[i * out->n_attributes + h] = d->label[h][row];
		if (ok)
			out->held[i] = rng_mix(d->in->data.comments[row].group ^ seed) % PARTS == 0;
	}
	free(entries);
	return ok;
}

/* The feature at each place of the rows. NULL: out of memory, or features stand at their numbers.
 */
static uint32_t *features_by_place(const struct dataset_rows *rows)
{
	uint32_t *feature =
		rows->place ? resize_array(NULL, rows->first_source, sizeof(*feature)) : NULL;
	uint32_t i;

	for (i = 0; feature && i < rows->first_source; i++)
		feature[rows->place[i]] = i;
	return feature;
}

bool rehearsal_draw(const struct train_inputs *in, const struct train_heads *heads,
	const struct dataset_rows *rows, struct rehearsal *out)
{
	struct drawing d = {.in = in, .heads = heads, .rows = rows};
	struct ticket *tickets = resize_array(NULL, in->data.n, sizeof(*tickets));
	uint32_t *feature = features_by_place(rows);
	bool ok = tickets && (feature || !rows->place) && weigh(&d);
	size_t h;

	*out = (struct rehearsal){.n_attributes = heads->n};
	for (h = 0; h < heads->n; h++)
		memcpy(out->attributes[h], heads->v[h].attribute, strlen(heads->v[h].attribute) + 1);
	if (ok)
		ok = put_rows(&d, feature, tickets, draw(&d, tickets), out);
	for (h = 0; h < heads->n; h++)
		free(d.label[h]);
	free(d.chance);
	free(d.cell);
	free(feature);
	free(tickets);
	return ok;
}
