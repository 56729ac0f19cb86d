/* SPDX-License-Identifier: MIT */
/* Decides which point of the grid is best, by its held-out margins, and sets the calibration and
 * the threshold from the margins of that point. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "measure/metrics.h"
#include "train/fit_run.h"

/* A source with fewer rows of either class has no say in the choice of the point. */
#define SOURCE_ROWS_MIN 20

/* Some of the held-out rows as columns, for the metrics. */
struct held_columns {
	double *score;
	int8_t *label;
	double *weight;
	size_t n;
};

/* The AUC of the rows; NAN if a class has too few of them. */
static moderato_status auc_of(const struct held_columns *c, double *auc, moderato_error *err)
{
	const struct metric_rows rows = {c->score, c->label, NULL, c->n};
	struct metric_ranking ranking = METRIC_RANKING_INIT;
	const moderato_status status = metric_rank(&ranking, &rows, err);

	*auc = NAN;
	if (!status && ranking.positives >= SOURCE_ROWS_MIN && ranking.negatives >= SOURCE_ROWS_MIN)
		*auc = metric_auc(&ranking);
	metric_ranking_dispose(&ranking);
	return status;
}

/* Are figures and the calibration to be computed on the row? */
static bool is_judged(const struct fit_problem *p, uint32_t row)
{
	return !(p->n_judged && row >= p->n_judged) && !(p->copy && p->copy[row]) &&
		   !(p->only_learned && p->only_learned[p->source[row]]);
}

/* Collect the rows of a source, or with SIZE_MAX those that are judged, with the margins `held`. */
static void collect_rows(
	const struct fit_run *run, const double *held, size_t source, struct held_columns *c)
{
	const struct fit *out = run->out;
	size_t i;

	c->n = 0;
	for (i = 0; i < out->n; i++) {
		const uint32_t row = out->pick[i];

		if (source == SIZE_MAX ? !is_judged(run->problem, row)
							   : run->problem->source[row] != source ||
									 (run->problem->copy && run->problem->copy[row]))
			continue;
		c->score[c->n] = held[i];
		c->label[c->n] = run->problem->label[row];
		c->weight[c->n++] = run->problem->weight[run->problem->source[row]];
	}
}

/* Compute a point's figure: the mean of the AUCs within the sources, weighted as the sources are,
 * so that a model gains nothing by separating one source from another. If no source is large
 * enough, it is the AUC of all rows together. */
static moderato_status judge_point(const struct fit_run *run, const double *held,
	struct held_columns *c, double *mean, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	double sum = 0;
	double total = 0;
	double auc;
	size_t s;

	for (s = 0; !status && s < run->problem->n_sources; s++) {
		if (run->problem->weight[s] <= 0 ||
			(run->problem->only_learned && run->problem->only_learned[s]))
			continue;
		collect_rows(run, held, s, c);
		status = auc_of(c, &auc, err);
		if (!status && !isnan(auc)) {
			sum += auc * run->problem->weight[s];
			total += run->problem->weight[s];
		}
	}
	if (!status && total > 0) {
		*mean = sum / total;
	} else if (!status) {
		collect_rows(run, held, SIZE_MAX, c);
		status = auc_of(c, &auc, err);
		*mean = isnan(auc) ? 0.5 : auc;
	}
	return status;
}

/* Make room for n rows. False: out of memory. */
static bool columns_init(struct held_columns *c, size_t n)
{
	c->score = resize_array(NULL, n, sizeof(*c->score));
	c->label = resize_array(NULL, n, sizeof(*c->label));
	c->weight = resize_array(NULL, n, sizeof(*c->weight));
	return c->score && c->label && c->weight;
}

static void columns_dispose(struct held_columns *c)
{
	free(c->score);
	free(c->label);
	free(c->weight);
}

/* The threshold is half of the best F1, which is the calibrated score from which to call a row
 * positive for the best F1 (Lipton, Elkan and Naryanaswamy 2014, "Optimal thresholding of
 * classifiers to maximize F1 measure", theorem 1). The threshold that is best on these very rows is
 * not taken, because it follows the noise of a few of them. */
static moderato_status f1_threshold(const struct held_columns *c, double *out, moderato_error *err)
{
	const struct metric_rows rows = {c->score, c->label, NULL, c->n};
	struct metric_ranking ranking = METRIC_RANKING_INIT;
	const moderato_status status = metric_rank(&ranking, &rows, err);
	const double best = status ? NAN : metric_best_f1(&ranking).value;

	metric_ranking_dispose(&ranking);
	*out = isnan(best) ? 0.5 : best / 2;
	return status;
}

/* With fewer comments of a class than this, the sources that are named for it do not calibrate. */
#define CALIBRATION_ROWS_MIN 50

/* Give weight only to the sources that are named for calibration, if they have enough rows of both
 * classes: a score is to mean a probability at the rate at which abuse occurs in reality, not at
 * that of a corpus made of chosen comments. */
static void keep_calibrating(const struct fit_run *run, struct held_columns *c)
{
	const struct fit_problem *p = run->problem;
	size_t count[2] = {0, 0};
	size_t n = 0;
	size_t i;

	for (i = 0; p->calibrates && i < run->out->n; i++) {
		const uint32_t row = run->out->pick[i];

		if (p->calibrates[p->source[row]] && is_judged(p, row))
			count[p->label[row]]++;
	}
	if (count[0] < CALIBRATION_ROWS_MIN || count[1] < CALIBRATION_ROWS_MIN)
		return;
	for (i = 0; i < run->out->n; i++) {
		const uint32_t row = run->out->pick[i];

		if (!is_judged(p, row))
			continue;
		c->weight[n++] = p->calibrates[p->source[row]] ? 1.0 : 0.0;
	}
}

moderato_status fit_choose(struct fit_run *run, size_t n_points, moderato_error *err)
{
	struct fit *out = run->out;
	struct held_columns c = {NULL, NULL, NULL, 0};
	moderato_status status = MODERATO_OK;
	size_t best = 0;
	size_t i;

	out->margin = resize_array(NULL, out->n, sizeof(*out->margin));
	if (!columns_init(&c, out->n) || !out->margin) {
		columns_dispose(&c);
		return fail_no_memory(err);
	}
	out->auc = -1;
	for (i = 0; !status && i < n_points; i++) {
		double auc = -1;

		status = judge_point(run, run->held + i * out->n, &c, &auc, err);
		if (auc > out->auc) {
			out->auc = auc;
			best = i;
		}
	}
	out->c = run->jobs[best * run->n_folds].c;
	out->positive = run->jobs[best * run->n_folds].positive;
	memcpy(out->margin, run->held + best * out->n, out->n * sizeof(*out->margin));
	collect_rows(run, out->margin, SIZE_MAX, &c);
	if (!status)
		status = f1_threshold(&c, &out->threshold, err);
	keep_calibrating(run, &c);
	if (status)
		; /* the columns are not to be trusted */
	else if (run->options->calibration == CALIBRATION_ISOTONIC)
		status = calibrate_isotonic(c.score, c.label, c.weight, c.n, &out->calibration, err);
	else
		calibrate_platt(c.score, c.label, c.weight, c.n, &out->calibration);
	columns_dispose(&c);
	return status;
}
