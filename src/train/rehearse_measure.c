/* SPDX-License-Identifier: MIT */
/* Finds what a part of a head's change gains on the new comments and loses on what the base knew,
 * and what counts as a loss. */
#include <math.h>
#include <stdio.h>

#include "measure/metrics.h"
#include "train/rehearse_judging.h"

/* --- calibration --- */

moderato_status judging_calibrate(
	struct judging *j, double change, double say, struct calibration *out, moderato_error *err)
{
	double *margin = j->scratch[0];
	double *weight = j->scratch[1];
	double total = 0;
	double own;
	double known;
	size_t n = 0;
	size_t i;

	for (i = 0; i < j->fresh.n; i++)
		total += j->fresh.weight[i];
	own = j->taught.n ? say : 1;
	known = total * (1 - own) / (double)(j->taught.n + 1);
	for (i = 0; i < j->fresh.n; i++, n++) {
		margin[n] = judging_mix(j, j->fresh.base[i], j->fresh.tuned[i], change);
		weight[n] = own * j->fresh.weight[i];
		j->targets[n] = j->fresh.label[i];
	}
	for (i = 0; i < j->taught.n; i++, n += 2) {
		const double score = calibrate(&j->base->calibration, j->taught.base[i]);

		margin[n] = margin[n + 1] = judging_mix(j, j->taught.base[i], j->taught.tuned[i], change);
		weight[n] = score * known;
		weight[n + 1] = (1 - score) * known;
		j->targets[n] = 1;
		j->targets[n + 1] = 0;
	}
	if (j->in->options.fit.calibration == CALIBRATION_ISOTONIC)
		return calibrate_isotonic(margin, j->targets, weight, n, out, err);
	calibrate_platt(margin, j->targets, weight, n, out);
	return MODERATO_OK;
}

/* --- measuring --- */

static moderato_status auc_of(
	const double *margin, const int8_t *label, size_t n, double *auc, moderato_error *err)
{
	const struct metric_rows rows = {margin, label, NULL, n};
	struct metric_ranking ranking = METRIC_RANKING_INIT;
	const moderato_status status = metric_rank(&ranking, &rows, err);

	*auc = status ? NAN : metric_auc(&ranking);
	metric_ranking_dispose(&ranking);
	return status;
}

/* The lowest score that flags no more than the allowed share of negative comments, midway to the
 * next score below, but kept to where policies have their thresholds: nobody acts on a score of
 * 0.01, however well the base separates the sample. */
static double false_alarm_threshold(const struct metric_ranking *ranking)
{
	double last = 1;
	double flagged = 0;
	double score = 0;
	size_t i;

	for (i = 0; i < ranking->n_steps; i++) {
		flagged += ranking->steps[i].negatives;
		if (flagged > REHEARSE_FALSE_ALARMS * ranking->negatives) {
			score = (last + ranking->steps[i].score) / 2;
			break;
		}
		last = ranking->steps[i].score;
	}
	return fmin(fmax(score, REHEARSE_SCORE_MIN), REHEARSE_SCORE_MAX);
}

moderato_status judging_measure_base(struct judging *j, moderato_known *known, moderato_error *err)
{
	struct metric_ranking ranking = METRIC_RANKING_INIT;
	double *score = j->scratch[0];
	const struct metric_rows rows = {score, j->all.label, NULL, j->all.n};
	struct metric_confusion confusion;
	moderato_status status;
	size_t i;

	for (i = 0; i < j->all.n; i++)
		score[i] = calibrate(&j->base->calibration, j->all.base[i]);
	status = auc_of(j->all.base, j->all.label, j->all.n, &known->base_auc, err);
	if (!status)
		status = metric_rank(&ranking, &rows, err);
	if (status)
		return status;
	known->threshold = false_alarm_threshold(&ranking);
	confusion = metric_confusion_at(&ranking, known->threshold);
	known->base_caught = metric_recall(&confusion);
	known->base_false_alarms = metric_fpr(&confusion);
	metric_ranking_dispose(&ranking);
	return MODERATO_OK;
}

/* Measure the new head with a part of its change and a share of the new comments in its
 * calibration. Without folds scores mean nothing that could be lost; then only the ranking counts.
 */
static moderato_status measure_with(struct judging *j, double change, double say,
	moderato_known *known, struct calibration *calibration, moderato_error *err)
{
	double *margin = j->scratch[0];
	size_t count[2] = {0, 0};
	moderato_status status = MODERATO_OK;
	size_t i;

	*calibration = j->fit->calibration;
	if (j->fit->margin)
		status = judging_calibrate(j, change, say, calibration, err);
	for (i = 0; i < j->all.n; i++) {
		margin[i] = judging_mix(j, j->all.base[i], j->all.tuned[i], change);
		count[j->all.label[i]] += calibrate(calibration, margin[i]) >= known->threshold;
	}
	if (!status)
		status = auc_of(margin, j->all.label, j->all.n, &known->auc, err);
	known->change = change;
	known->caught = j->fit->margin ? (double)count[1] / (double)known->n[1] : NAN;
	known->false_alarms = j->fit->margin ? (double)count[0] / (double)known->n[0] : NAN;
	return status;
}

/* Write what the head lost in words; "" if it lost nothing. */
static void tell_loss(const moderato_known *k, char *out, size_t size)
{
	*out = '\0';
	if (k->base_auc - k->auc > REHEARSE_AUC_LOST)
		snprintf(out, size, "AUC %.3f, was %.3f", k->auc, k->base_auc);
	else if (k->base_caught - k->caught > REHEARSE_CAUGHT_LOST)
		snprintf(out, size, "catches %.1f %%, was %.1f %%", 100 * k->caught, 100 * k->base_caught);
	else if (k->false_alarms - k->base_false_alarms > REHEARSE_FALSE_GAINED)
		snprintf(out, size, "false alarms %.1f %%, was %.1f %%", 100 * k->false_alarms,
			100 * k->base_false_alarms);
}

moderato_status judging_measure(struct judging *j, double change, moderato_known *known,
	struct calibration *calibration, moderato_error *err)
{
	double say = SAY_MOST;
	moderato_status status;

	for (;;) {
		status = measure_with(j, change, say, known, calibration, err);
		tell_loss(known, known->lost, sizeof(known->lost));
		if (status || !*known->lost || say == 0)
			return status;
		say = say > SAY_LEAST ? say / 2 : 0;
	}
}

moderato_status judging_gains(struct judging *j, double change, bool *yes, moderato_error *err)
{
	double *margin = j->scratch[0];
	double base;
	double auc = NAN;
	moderato_status status = auc_of(j->fresh.base, j->fresh.label, j->fresh.n, &base, err);
	size_t i;

	for (i = 0; i < j->fresh.n; i++)
		margin[i] = judging_mix(j, j->fresh.base[i], j->fresh.tuned[i], change);
	if (!status)
		status = auc_of(margin, j->fresh.label, j->fresh.n, &auc, err);
	*yes = auc > fmax(base, 0.5);
	return status;
}
