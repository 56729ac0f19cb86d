/* SPDX-License-Identifier: MIT */
/* Finds the groups and deals them out to the folds. */
#include "dataset/folds.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/rng.h"

/* All arithmetic is in integers, so that folds do not depend on how a machine rounds. A group's
 * part of the rows of a class is counted in units of 1 / PART_ONE. */
#define PART_ONE (UINT64_C(1) << 40)

__extension__ typedef unsigned __int128 wide;

struct keyed_row {
	uint64_t key;
	size_t row;
};

/* A run of keyed rows with the same key. */
struct group {
	uint64_t
		part; /* of the rows of each class, in units of 1 / PART_ONE, summed over the classes */
	uint64_t order; /* the shuffled key, which decides among groups with equal parts */
	size_t first;   /* its first keyed row */
	size_t n;
};

/* The groups being dealt out. Class 0 is all rows; the others are the zeros and the ones of each
 * attribute. */
struct deal {
	const int8_t *labels;
	size_t n_attributes;
	size_t n_classes;
	size_t k;
	struct keyed_row *rows;
	size_t n_rows;
	struct group *groups;
	size_t n_groups;
	uint64_t *unit;    /* [n_classes] the part that a single row is of the class */
	uint64_t *counts;  /* [n_classes] rows of the group that is dealt next */
	uint64_t *in_fold; /* [k][n_classes] rows dealt so far */
};

static int compare_keyed_rows(const void *a, const void *b)
{
	const struct keyed_row *x = a;
	const struct keyed_row *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* The largest parts first: they are the hardest to place, and small groups then fill the gaps. */
static int compare_groups(const void *a, const void *b)
{
	const struct group *x = a;
	const struct group *y = b;

	if (x->part != y->part)
		return x->part > y->part ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int compare_first_rows(const void *a, const void *b)
{
	const struct group *x = a;
	const struct group *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

/* Sort the rows by key and make a group of each run. False: out of memory. */
static bool find_groups(struct deal *deal)
{
	size_t i;
	size_t n_groups = 0;
	struct group *group = NULL;

	qsort(deal->rows, deal->n_rows, sizeof(*deal->rows), compare_keyed_rows);
	for (i = 0; i < deal->n_rows; i++)
		if (!i || deal->rows[i].key != deal->rows[i - 1].key)
			n_groups++;
	deal->groups = resize_array(NULL, n_groups, sizeof(*deal->groups));
	if (!deal->groups)
		return false;
	deal->n_groups = n_groups;
	for (i = 0, n_groups = 0; i < deal->n_rows; i++) {
		if (!i || deal->rows[i].key != deal->rows[i - 1].key) {
			group = &deal->groups[n_groups++];
			*group = (struct group){.order = deal->rows[i].key, .first = i};
		}
		group->n++;
	}
	return true;
}

/* Count a row in its classes. */
static void add_row_counts(const struct deal *deal, size_t row, uint64_t *counts)
{
	const int8_t *label;
	size_t i;

	counts[0]++;
	if (!deal->labels)
		return;
	label = deal->labels + row * deal->n_attributes;
	for (i = 0; i < deal->n_attributes; i++)
		if (label[i] == 0 || label[i] == 1)
			counts[1 + 2 * i + (size_t)label[i]]++;
}

/* Count the group's rows in deal->counts. */
static void count_group(const struct deal *deal, const struct group *group)
{
	size_t i;

	for (i = 0; i < deal->n_classes; i++)
		deal->counts[i] = 0;
	for (i = 0; i < group->n; i++)
		add_row_counts(deal, deal->rows[group->first + i].row, deal->counts);
}

/* Compute each group's part. */
static void weigh_groups(struct deal *deal)
{
	size_t i;
	size_t c;

	for (i = 0; i < deal->n_rows; i++)
		add_row_counts(deal, i, deal->unit);
	for (c = 0; c < deal->n_classes; c++)
		if (deal->unit[c])
			deal->unit[c] = PART_ONE / deal->unit[c];
	for (i = 0; i < deal->n_groups; i++) {
		count_group(deal, &deal->groups[i]);
		for (c = 0; c < deal->n_classes; c++)
			deal->groups[i].part += deal->counts[c] * deal->unit[c];
	}
}

/* Find the fold whose balance the next group disturbs least. With n_fc rows of class c in fold f,
 * x_c in the group and N_c in all, adding the group to f raises Σ_f Σ_c n_fc² / N_c by a constant
 * plus 2 Σ_c x_c n_fc / N_c. The fold where this is smallest is taken; of equal ones that with
 * fewer rows. For an empty fold it is 0, so that no fold stays empty while there are groups. */
static size_t choose_fold(const struct deal *deal)
{
	wide best_cost = 0;
	size_t best = 0;
	size_t f;
	size_t c;

	for (f = 0; f < deal->k; f++) {
		const uint64_t *have = deal->in_fold + f * deal->n_classes;
		wide cost = 0;

		for (c = 0; c < deal->n_classes; c++)
			if (deal->counts[c])
				cost += (wide)(deal->counts[c] * deal->unit[c]) * have[c];
		if (!f || cost < best_cost ||
			(cost == best_cost && have[0] < deal->in_fold[best * deal->n_classes])) {
			best_cost = cost;
			best = f;
		}
	}
	return best;
}

static void deal_groups(struct deal *deal, uint16_t *fold)
{
	size_t g;
	size_t i;

	qsort(deal->groups, deal->n_groups, sizeof(*deal->groups), compare_groups);
	for (g = 0; g < deal->n_groups; g++) {
		const struct group *group = &deal->groups[g];
		size_t f;

		count_group(deal, group);
		f = choose_fold(deal);
		for (i = 0; i < deal->n_classes; i++)
			deal->in_fold[f * deal->n_classes + i] += deal->counts[i];
		for (i = 0; i < group->n; i++)
			fold[deal->rows[group->first + i].row] = (uint16_t)f;
	}
}

/* False: out of memory. */
static bool allocate_counts(struct deal *deal)
{
	size_t cells;
	size_t i;

	if (__builtin_mul_overflow(deal->k, deal->n_classes, &cells))
		return false;
	deal->unit = resize_array(NULL, deal->n_classes, sizeof(*deal->unit));
	deal->counts = resize_array(NULL, deal->n_classes, sizeof(*deal->counts));
	deal->in_fold = resize_array(NULL, cells, sizeof(*deal->in_fold));
	if (!deal->unit || !deal->counts || !deal->in_fold)
		return false;
	for (i = 0; i < deal->n_classes; i++)
		deal->unit[i] = 0;
	for (i = 0; i < cells; i++)
		deal->in_fold[i] = 0;
	return true;
}

static void deal_dispose(struct deal *deal)
{
	free(deal->rows);
	free(deal->groups);
	free(deal->unit);
	free(deal->counts);
	free(deal->in_fold);
}

moderato_status folds_grouped(const int8_t *labels, size_t n_attributes, const uint64_t *group,
	size_t n, size_t k, uint64_t seed, uint16_t *fold, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	struct deal deal = {.labels = labels, .n_attributes = n_attributes, .k = k, .n_rows = n};
	uint64_t shuffle = rng_mix(seed + 1); /* rng_mix(0) is 0: no shuffle */
	size_t i;

	if (k < 2 || k > MODERATO_FOLDS_MAX)
		return fail(err, MODERATO_EINVAL, "expected 2 to %d folds, got %zu", MODERATO_FOLDS_MAX, k);
	deal.n_classes = 1 + 2 * n_attributes;
	deal.rows = resize_array(NULL, n, sizeof(*deal.rows));
	if (!deal.rows || !allocate_counts(&deal)) {
		status = fail_no_memory(err);
		goto out;
	}
	for (i = 0; i < n; i++) {
		deal.rows[i].key = rng_mix((group ? group[i] : i) ^ shuffle);
		deal.rows[i].row = i;
	}
	if (!find_groups(&deal)) {
		status = fail_no_memory(err);
		goto out;
	}
	if (k > deal.n_groups) {
		status = fail(err, MODERATO_EINVAL, "cannot make %zu folds of %zu %s", k, deal.n_groups,
			deal.n_groups == 1 ? "group" : "groups");
		goto out;
	}
	weigh_groups(&deal);
	deal_groups(&deal, fold);
out:
	deal_dispose(&deal);
	return status;
}

moderato_status folds_by_key(
	const uint64_t *key, size_t n, uint16_t *fold, size_t *n_folds, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	struct deal deal = {.n_rows = n};
	size_t g;
	size_t i;

	*n_folds = 0;
	deal.rows = resize_array(NULL, n, sizeof(*deal.rows));
	if (!deal.rows) {
		status = fail_no_memory(err);
		goto out;
	}
	for (i = 0; i < n; i++)
		deal.rows[i] = (struct keyed_row){key[i], i};
	if (!find_groups(&deal)) {
		status = fail_no_memory(err);
		goto out;
	}
	if (deal.n_groups < 2) {
		status = fail(err, MODERATO_EINVAL,
			"leaving one key out takes 2 different keys or more, got %zu", deal.n_groups);
		goto out;
	}
	if (deal.n_groups > MODERATO_FOLDS_MAX) {
		status = fail(err, MODERATO_ELIMIT, "expected at most %d different keys, got %zu",
			MODERATO_FOLDS_MAX, deal.n_groups);
		goto out;
	}
	for (g = 0; g < deal.n_groups; g++)
		deal.groups[g].order = deal.rows[deal.groups[g].first].row;
	qsort(deal.groups, deal.n_groups, sizeof(*deal.groups), compare_first_rows);
	for (g = 0; g < deal.n_groups; g++)
		for (i = 0; i < deal.groups[g].n; i++)
			fold[deal.rows[deal.groups[g].first + i].row] = (uint16_t)g;
	*n_folds = deal.n_groups;
out:
	deal_dispose(&deal);
	return status;
}
