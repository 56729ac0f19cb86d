/* SPDX-License-Identifier: MIT */
/* Computes each comment's chance to be in the sample, draws, and copies the drawn rows. */
#include "train/rehearsal_draw.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "train/train_problem.h"

/* A comment with more features than this is drawn less often, in proportion to its length. */
#define FEATURES_CHEAP 200.0

#define PARTS 4 /* one part of the groups in so many is held out */

/* Two streams of random numbers, which must differ. */
#define STREAM_DRAW UINT64_C(0x726568656172)
#define STREAM_HELD UINT64_C(0x68656c64)

/* A sample being drawn. */
struct drawing {
	const struct train_inputs *in;
	const struct train_heads *heads;
	const struct dataset_rows *rows;
	int8_t *label[MODERATO_ATTRIBUTES_MAX]; /* of each head, by row */
	double *chance;                         /* [n] of each row */
	double *cell; /* [2][n_sources] of one head, by label and source: first the number of rows, then
					 the chance of each of them */
};

/* Add to the rows' chances what one head's labels give them. */
static void add_chances(const struct drawing *d, const int8_t *label)
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

/* The factor for a row's sum of chances: a comment with six labels gets their mean, as otherwise
 * too few would be drawn for attributes that only their own corpora judge, spam above all. Long
 * comments get less, too long ones 0. */
static double chance_factor(const struct drawing *d, size_t row)
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

/* Compute the chances of all rows. False: out of memory. */
static bool find_chances(struct drawing *d)
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
		add_chances(d, d->label[h]);
	}
	for (i = 0; i < in->data.n; i++)
		d->chance[i] *= chance_factor(d, i);
	return true;
}

/* A row that may be drawn. The tickets with the lowest keys are. */
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

/* Draw rows by their chances, without replacement: those with the lowest -ln(u) / chance
 * (Efraimidis and Spirakis 2006, "Weighted random sampling with a reservoir"). The drawn tickets
 * come first, in the order of their rows. Returns how many they are. */
static size_t draw_tickets(const struct drawing *d, struct ticket *tickets)
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

struct row_entry {
	uint32_t index;
	float value;
};

static int by_index(const void *a, const void *b)
{
	const struct row_entry *x = a;
	const struct row_entry *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

/* Copy a row's features in the order of their numbers, without the base's margins and its source's
 * offset. `feature` is as features_by_place() has it. False: out of memory. */
static bool put_features(const struct drawing *d, const uint32_t *feature, size_t row,
	struct row_entry *entries, struct rehearsal *out)
{
	const struct dataset_rows *rows = d->rows;
	size_t n = 0;
	size_t e;

	for (e = rows->start[row]; e < rows->start[row + 1]; e++) {
		const uint32_t index = feature && rows->index[e] < rows->first_source
								   ? feature[rows->index[e]]
								   : rows->index[e];

		if (index < rows->first_base)
			entries[n++] = (struct row_entry){index, rows->value[e]};
	}
	qsort(entries, n, sizeof(*entries), by_index);
	for (e = 0; e < n; e++)
		if (!rehearsal_add_feature(out, entries[e].index, entries[e].value))
			return false;
	return true;
}

/* Copy the n drawn rows. False: out of memory. */
static bool put_rows(const struct drawing *d, const uint32_t *feature, const struct ticket *tickets,
	size_t n, struct rehearsal *out)
{
	const uint64_t seed = rng_mix(d->in->options.fit.seed ^ STREAM_HELD);
	struct row_entry *entries =
		resize_array(NULL, REHEARSAL_FEATURES_MAX + REHEARSAL_DENSE_MAX, sizeof(*entries));
	bool ok = entries != NULL;
	size_t h;
	size_t i;

	for (i = 0; ok && i < n; i++) {
		const size_t row = tickets[i].row;

		ok = rehearsal_add(out) && put_features(d, feature, row, entries, out);
		for (h = 0; ok && h < d->heads->n; h++) {
			assert(d->label[h]); /* find_chances() has set it */
			out->labels[i * out->n_attributes + h] = d->label[h][row];
		}
		if (ok)
			out->held[i] = rng_mix(d->in->data.comments[row].group ^ seed) % PARTS == 0;
	}
	free(entries);
	return ok;
}

/* The feature's number for each place in the rows, malloc'ed. NULL: out of memory, or the rows have
 * the features' numbers anyway. */
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
	bool ok = tickets && (feature || !rows->place) && find_chances(&d);
	size_t h;

	*out = (struct rehearsal){.n_attributes = heads->n};
	for (h = 0; h < heads->n; h++)
		memcpy(out->attributes[h], heads->v[h].attribute, strlen(heads->v[h].attribute) + 1);
	if (ok)
		ok = put_rows(&d, feature, tickets, draw_tickets(&d, tickets), out);
	for (h = 0; h < heads->n; h++)
		free(d.label[h]);
	free(d.chance);
	free(d.cell);
	free(feature);
	free(tickets);
	return ok;
}
