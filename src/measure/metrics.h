/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_METRICS_H
#define MEASURE_METRICS_H
/* Measures how well scores separate the labels (ROC, precision and recall), how honest they are as
 * probabilities (Brier score, log loss, calibration), and how evenly they treat a group.
 *
 * metric_rank() sorts once, in O(n log n). Everything else walks the ranking and cannot fail. Rows
 * whose label is neither 0 nor 1 (unknown) or whose weight is 0 are left out. The figures do not
 * depend on the order of the rows. A figure that the data does not define (a ROC AUC of one class
 * only, the precision of nothing) is NAN.
 *
 * Below, a one is a row of label 1 and a zero a row of label 0; w is a row's weight, s its score, y
 * its label. At a threshold t a row is flagged if s >= t. TP, FP, FN and TN are the weights of the
 * flagged ones, the flagged zeros, the other ones and the other zeros; P = TP + FN, N = FP + TN. */
#include <stddef.h>
#include <stdint.h>

#include "moderato/status.h"

/* Rows as columns, which are borrowed. */
struct metric_rows {
	const double *score;  /* finite */
	const int8_t *label;  /* 0 or 1; any other is unknown */
	const double *weight; /* finite, not negative; NULL: each is 1 */
	size_t n;
};

/* The rows that have one score. */
struct metric_step {
	double score;
	double positives; /* weight of the ones */
	double negatives; /* weight of the zeros */
	size_t count;     /* number of rows */
};

/* Steps by falling score; free with metric_ranking_dispose(). */
struct metric_ranking {
	struct metric_step *steps;
	size_t n_steps;
	double positives; /* P */
	double negatives; /* N */
};

#define METRIC_RANKING_INIT                                                                        \
	{                                                                                              \
		NULL, 0, 0, 0                                                                              \
	}

/* Rank rows. MODERATO_EINVAL: a score is not finite, or a weight is not finite or is negative; the
 * message names the row, counted from 0. MODERATO_ENOMEM. `out` is empty on failure. */
moderato_status metric_rank(
	struct metric_ranking *out, const struct metric_rows *rows, moderato_error *err);

void metric_ranking_dispose(struct metric_ranking *ranking);

/* ROC AUC: the chance that a random one scores above a random zero, where ties count half
 *   Σ_ij w_i w_j ([s_i > s_j] + ½ [s_i = s_j]) / (P N)   for i a one, j a zero
 * (Hanley and McNeil 1982, https://doi.org/10.1148/radiology.143.1.7063747). NAN with one class. */
double metric_auc(const struct metric_ranking *ranking);

/* The percentile `part`, 0 … 1, of n > 0 sorted values, interpolated linearly between the two
 * nearest (Hyndman and Fan 1996, type 7). */
double metric_percentile(const double *sorted, size_t n, double part);

/* A percentile bootstrap interval for the AUC (Efron and Tibshirani 1993, chapter 13): rows are
 * drawn with replacement `n_resamples` times, and `interval` receives the 2.5th and the 97.5th
 * percentile. Resamples with one class only are left out; if all are, the interval is NAN. It
 * depends on the seed, but not on the order of the rows. MODERATO_EINVAL as metric_rank(), or no
 * resamples; MODERATO_ENOMEM. */
moderato_status metric_auc_interval(double interval[2], const struct metric_rows *rows,
	size_t n_resamples, uint64_t seed, moderato_error *err);

/* An interval for the AUC without resampling, by one walk of the ranking: the variance is that of
 * DeLong, DeLong and Clarke-Pearson 1988 (https://doi.org/10.2307/2531595), and the interval is
 * taken on the logit scale so that it stays within 0 … 1 (Pepe 2003, section 5.2.3). It is meant
 * for the AUCs of a group against all other rows, for which resampling takes seconds a group.
 * Weights must be 1. NAN with fewer than METRIC_DELONG_MIN ones or zeros, and for an AUC of 0 or 1,
 * which has no such variance. */
#define METRIC_DELONG_MIN 10
void metric_auc_delong(double interval[2], const struct metric_ranking *ranking);

/* Average precision, Σ (R_k − R_k−1) Pr_k over the distinct scores from the highest down: the area
 * under the precision-recall steps, not interpolated. NAN without ones. */
double metric_average_precision(const struct metric_ranking *ranking);

struct metric_confusion {
	double tp, fp, fn, tn;
};

struct metric_confusion metric_confusion_at(const struct metric_ranking *ranking, double threshold);
double metric_precision(const struct metric_confusion *c); /* TP / (TP + FP) */
double metric_recall(const struct metric_confusion *c);    /* TP / P */
double metric_fpr(const struct metric_confusion *c);       /* FP / N */
double metric_f1(const struct metric_confusion *c);        /* 2 TP / (2 TP + FP + FN) */

/* A threshold and the figure that it gives. It lies midway between the lowest score that it flags
 * and the highest that it does not, so that it still separates them if scores change a little. It
 * is the lowest score itself if all rows are flagged, and +INFINITY if none is. */
struct metric_choice {
	double threshold;
	double value;
};

/* The threshold of the highest F1, and that F1; of equal ones the highest threshold. Both are NAN
 * without ones. */
struct metric_choice metric_best_f1(const struct metric_ranking *ranking);

/* The highest recall at a false-positive rate FP / N of at most `fpr`, and its threshold; of equal
 * ones the highest. Both are NAN with one class only. */
struct metric_choice metric_recall_at_fpr(const struct metric_ranking *ranking, double fpr);

/* The share of all rows, by weight, with s >= threshold, whatever their labels. NAN without rows.
 */
double metric_share_above(const struct metric_rows *rows, double threshold);

/* Brier score, Σ w (s − y)² / Σ w (Brier 1950); 0 is best. NAN without rows. */
double metric_brier(const struct metric_ranking *ranking);

/* Log loss in nats, −Σ w (y ln s + (1−y) ln(1−s)) / Σ w. Scores are kept METRIC_LOG_EDGE away from
 * 0 and 1, so that a single mistake of full certainty does not make it infinite. NAN without rows.
 */
#define METRIC_LOG_EDGE 1e-15
double metric_log_loss(const struct metric_ranking *ranking);

/* A bin of a reliability table. */
struct metric_bin {
	double mean_score; /* NAN if the bin is empty */
	double mean_label; /* NAN if the bin is empty */
	double weight;
	size_t count; /* number of rows */
};

/* Fill bins[n_bins] of equal width over 0 … 1: bin i has the rows with i/n_bins <= s <
 * (i+1)/n_bins, the last one also those with s = 1. Scores outside of 0 … 1 go to the first or the
 * last bin. n_bins must not be 0. */
#define METRIC_BINS 15
void metric_reliability(
	const struct metric_ranking *ranking, struct metric_bin *bins, size_t n_bins);

/* Expected calibration error, Σ_bins (weight / Σ w) |mean label − mean score|, over the same bins
 * (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017, https://arxiv.org/abs/1706.04599, who take
 * 15). NAN without rows. */
double metric_ece(const struct metric_ranking *ranking, size_t n_bins);

/* A point of a curve. */
struct metric_point {
	double x;
	double y;
	double threshold; /* rows with s >= threshold are flagged; +INFINITY: none is */
};

/* Both curves are thinned to at most n_max points, 2 or more, which are spread evenly along the
 * curve and include both ends. The functions return the number of points; 0: the curve is not
 * defined. */

/* x = FP / N, y = TP / P, from (0, 0) to (1, 1). Not defined with one class only. */
size_t metric_roc_curve(
	const struct metric_ranking *ranking, struct metric_point *points, size_t n_max);

/* x = recall, y = precision, by rising recall, which begins at 0 with the precision at the highest
 * score. Not defined without ones. */
size_t metric_pr_curve(
	const struct metric_ranking *ranking, struct metric_point *points, size_t n_max);

/* Unintended bias against a group, such as the comments that name an identity: the three AUCs of
 * Borkan et al. 2019, "Nuanced Metrics for Measuring Unintended Bias with Real Data for Text
 * Classification" (https://arxiv.org/abs/1903.04561). The background are the rows outside of the
 * group. */
struct metric_bias {
	double subgroup_auc; /* of the group alone; low: its ones and zeros are confused */
	double bpsn_auc; /* of the background's ones and the group's zeros; low: these score too high */
	double bnsp_auc; /* of the background's zeros and the group's ones; low: these score too low */
	double subgroup_interval[2]; /* all three by metric_auc_delong() */
	double bpsn_interval[2];
	double bnsp_interval[2];
};

/* Measure the bias against the group of the rows whose in_group[n] is not 0. An AUC is NAN if one
 * of its sides is empty. Errors as metric_rank(); then all is NAN. */
moderato_status metric_bias(struct metric_bias *out, const struct metric_rows *rows,
	const uint8_t *in_group, moderato_error *err);

#endif
