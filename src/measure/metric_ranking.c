/* SPDX-License-Identifier: MIT */
/* Rows sorted by score and summed up as a ranking; what is computed from rows rather than from the
 * ranking: resampled intervals, and the AUCs of subsets. */
#include "measure/metrics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/rng.h"

/* A row that counts: it has a label and a weight. */
struct ranked_row {
	double score;
	double weight;
	int8_t label;
};

/* The rows that a ranking is made of; see struct metric_bias. */
enum subset { ALL, SUBGROUP, BPSN, BNSP };

static bool in_subset(enum subset subset, bool one, bool in_group)
{
	switch (subset) {
	case ALL:
		return true;
	case SUBGROUP:
		return in_group;
	case BPSN:
		return one != in_group;
	case BNSP:
		return one == in_group;
	}
	return false;
}

/* By falling score; then by label and weight, so that sums do not depend on the order of the rows.
 */
static int compare_rows(const void *a, const void *b)
{
	const struct ranked_row *x = a;
	const struct ranked_row *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->label != y->label)
		return x->label > y->label ? -1 : 1;
	return (x->weight > y->weight) - (x->weight < y->weight);
}

static moderato_status check_rows(const struct metric_rows *rows, moderato_error *err)
{
	size_t i;

	for (i = 0; i < rows->n; i++) {
		if (!isfinite(rows->score[i]))
			return fail(err, MODERATO_EINVAL, "row %zu: the score is not a finite number", i);
		if (rows->weight && !(isfinite(rows->weight[i]) && rows->weight[i] >= 0))
			return fail(err, MODERATO_EINVAL,
				"row %zu: expected a finite weight, not negative, got %g", i, rows->weight[i]);
	}
	return MODERATO_OK;
}

/* Sort the rows that count into `*out`, which the caller frees. */
static moderato_status sort_rows(struct ranked_row **out, size_t *n_out,
	const struct metric_rows *rows, enum subset subset, const uint8_t *in_group,
	moderato_error *err)
{
	moderato_status status = check_rows(rows, err);
	struct ranked_row *sorted;
	size_t n = 0;
	size_t i;

	*out = NULL;
	*n_out = 0;
	if (status != MODERATO_OK)
		return status;
	sorted = resize_array(NULL, rows->n, sizeof(*sorted));
	if (!sorted)
		return fail_no_memory(err);
	for (i = 0; i < rows->n; i++) {
		int8_t label = rows->label[i];
		double weight = rows->weight ? rows->weight[i] : 1;

		if ((label != 0 && label != 1) || weight <= 0 ||
			!in_subset(subset, label == 1, in_group && in_group[i]))
			continue;
		sorted[n++] = (struct ranked_row){rows->score[i], weight, label};
	}
	if (n)
		qsort(sorted, n, sizeof(*sorted), compare_rows);
	*out = sorted;
	*n_out = n;
	return MODERATO_OK;
}

static void add_to_ranking(struct metric_ranking *ranking, const struct ranked_row *row)
{
	struct metric_step *step = ranking->n_steps ? &ranking->steps[ranking->n_steps - 1] : NULL;

	if (!step || step->score != row->score) {
		step = &ranking->steps[ranking->n_steps++];
		*step = (struct metric_step){.score = row->score};
	}
	step->count++;
	if (row->label) {
		step->positives += row->weight;
		ranking->positives += row->weight;
	} else {
		step->negatives += row->weight;
		ranking->negatives += row->weight;
	}
}

static moderato_status rank_subset(struct metric_ranking *out, const struct metric_rows *rows,
	enum subset subset, const uint8_t *in_group, moderato_error *err)
{
	moderato_status status;
	struct ranked_row *sorted;
	size_t n;
	size_t i;

	*out = (struct metric_ranking)METRIC_RANKING_INIT;
	status = sort_rows(&sorted, &n, rows, subset, in_group, err);
	if (status != MODERATO_OK)
		return status;
	out->steps = resize_array(NULL, n, sizeof(*out->steps));
	if (!out->steps) {
		status = fail_no_memory(err);
		goto out;
	}
	for (i = 0; i < n; i++)
		add_to_ranking(out, &sorted[i]);
out:
	free(sorted);
	return status;
}

moderato_status metric_rank(
	struct metric_ranking *out, const struct metric_rows *rows, moderato_error *err)
{
	return rank_subset(out, rows, ALL, NULL, err);
}

void metric_ranking_dispose(struct metric_ranking *ranking)
{
	free(ranking->steps);
	*ranking = (struct metric_ranking)METRIC_RANKING_INIT;
}

double metric_auc(const struct metric_ranking *ranking)
{
	double above = 0; /* weight of the ones at higher scores */
	double pairs = 0;
	size_t i;

	if (ranking->positives <= 0 || ranking->negatives <= 0)
		return NAN;
	for (i = 0; i < ranking->n_steps; i++) {
		const struct metric_step *step = &ranking->steps[i];

		pairs += step->negatives * (above + step->positives / 2);
		above += step->positives;
	}
	return fmin(pairs / ranking->positives / ranking->negatives, 1); /* weights may round it over */
}

/* The AUC of sorted rows, of which row i is taken counts[i] times. */
static double resampled_auc(const struct ranked_row *sorted, const uint32_t *counts, size_t n)
{
	double above = 0;
	double below = 0;
	double pairs = 0;
	size_t i = 0;

	while (i < n) {
		double score = sorted[i].score;
		double ones = 0;
		double zeros = 0;

		for (; i < n && sorted[i].score == score; i++) {
			double weight = sorted[i].weight * counts[i];

			if (sorted[i].label)
				ones += weight;
			else
				zeros += weight;
		}
		pairs += zeros * (above + ones / 2);
		above += ones;
		below += zeros;
	}
	return above > 0 && below > 0 ? fmin(pairs / above / below, 1) : NAN;
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

double metric_percentile(const double *sorted, size_t n, double part)
{
	double at = part * (double)(n - 1);
	size_t low = (size_t)at;
	size_t high = low + 1 < n ? low + 1 : low;

	return sorted[low] + (at - (double)low) * (sorted[high] - sorted[low]);
}

/* The rows are sorted once; a resample only counts how often each is drawn and walks them. */
moderato_status metric_auc_interval(double interval[2], const struct metric_rows *rows,
	size_t n_resamples, uint64_t seed, moderato_error *err)
{
	moderato_status status;
	struct ranked_row *sorted = NULL;
	uint32_t *counts = NULL;
	double *aucs = NULL;
	struct rng rng;
	size_t n;
	size_t n_aucs = 0;
	size_t b;
	size_t i;

	interval[0] = interval[1] = NAN;
	if (!n_resamples)
		return fail(err, MODERATO_EINVAL, "expected 1 resample or more, got 0");
	status = sort_rows(&sorted, &n, rows, ALL, NULL, err);
	if (status != MODERATO_OK)
		return status;
	counts = resize_array(NULL, n, sizeof(*counts));
	aucs = resize_array(NULL, n_resamples, sizeof(*aucs));
	if (!counts || !aucs) {
		status = fail_no_memory(err);
		goto out;
	}
	rng_seed(&rng, seed);
	for (b = 0; b < n_resamples; b++) {
		for (i = 0; i < n; i++)
			counts[i] = 0;
		for (i = 0; i < n; i++)
			counts[rng_below(&rng, n)]++;
		aucs[n_aucs] = resampled_auc(sorted, counts, n);
		if (!isnan(aucs[n_aucs]))
			n_aucs++;
	}
	if (n_aucs) {
		qsort(aucs, n_aucs, sizeof(*aucs), compare_doubles);
		interval[0] = metric_percentile(aucs, n_aucs, 0.025);
		interval[1] = metric_percentile(aucs, n_aucs, 0.975);
	}
out:
	free(sorted);
	free(counts);
	free(aucs);
	return status;
}

double metric_share_above(const struct metric_rows *rows, double threshold)
{
	double flagged = 0;
	double total = 0;
	size_t i;

	for (i = 0; i < rows->n; i++) {
		double weight = rows->weight ? rows->weight[i] : 1;

		total += weight;
		if (rows->score[i] >= threshold)
			flagged += weight;
	}
	return total > 0 ? flagged / total : NAN;
}

static moderato_status subset_auc(double *auc, double *interval, const struct metric_rows *rows,
	enum subset subset, const uint8_t *in_group, moderato_error *err)
{
	struct metric_ranking ranking;
	moderato_status status = rank_subset(&ranking, rows, subset, in_group, err);

	*auc = status == MODERATO_OK ? metric_auc(&ranking) : NAN;
	if (status == MODERATO_OK)
		metric_auc_delong(interval, &ranking);
	metric_ranking_dispose(&ranking);
	return status;
}

moderato_status metric_bias(struct metric_bias *out, const struct metric_rows *rows,
	const uint8_t *in_group, moderato_error *err)
{
	struct metric_bias bias;
	moderato_status status;

	*out = (struct metric_bias){NAN, NAN, NAN, {NAN, NAN}, {NAN, NAN}, {NAN, NAN}};
	status = subset_auc(&bias.subgroup_auc, bias.subgroup_interval, rows, SUBGROUP, in_group, err);
	if (status == MODERATO_OK)
		status = subset_auc(&bias.bpsn_auc, bias.bpsn_interval, rows, BPSN, in_group, err);
	if (status == MODERATO_OK)
		status = subset_auc(&bias.bnsp_auc, bias.bnsp_interval, rows, BNSP, in_group, err);
	if (status == MODERATO_OK)
		*out = bias;
	return status;
}
