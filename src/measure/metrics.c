/* SPDX-License-Identifier: MIT */
/* The figures of a ranking: thresholds and what they flag, curves, and how true the scores are as
 * probabilities. */
#include "measure/metrics.h"

#include <math.h>
#include <stdbool.h>

double metric_average_precision(const struct metric_ranking *ranking)
{
	struct metric_confusion c = {0};
	double sum = 0;
	size_t i;

	if (ranking->positives <= 0)
		return NAN;
	for (i = 0; i < ranking->n_steps; i++) {
		c.tp += ranking->steps[i].positives;
		c.fp += ranking->steps[i].negatives;
		sum += ranking->steps[i].positives * metric_precision(&c);
	}
	return sum / ranking->positives;
}

/* The confusion when `step` is flagged, too; `c` is the one with all steps before it flagged. */
static struct metric_confusion flag_step(
	const struct metric_ranking *ranking, struct metric_confusion c, size_t step)
{
	bool last = step + 1 == ranking->n_steps;

	c.tp += ranking->steps[step].positives;
	c.fp += ranking->steps[step].negatives;
	/* After the last step nothing is left, even if the rounded sums do not say so. */
	c.fn = last ? 0 : fmax(ranking->positives - c.tp, 0);
	c.tn = last ? 0 : fmax(ranking->negatives - c.fp, 0);
	return c;
}

struct metric_confusion metric_confusion_at(const struct metric_ranking *ranking, double threshold)
{
	struct metric_confusion c = {0, 0, ranking->positives, ranking->negatives};
	size_t i;

	for (i = 0; i < ranking->n_steps && ranking->steps[i].score >= threshold; i++)
		c = flag_step(ranking, c, i);
	return c;
}

static double ratio(double part, double whole)
{
	return whole > 0 ? part / whole : NAN;
}

double metric_precision(const struct metric_confusion *c)
{
	return ratio(c->tp, c->tp + c->fp);
}

double metric_recall(const struct metric_confusion *c)
{
	return ratio(c->tp, c->tp + c->fn);
}

double metric_fpr(const struct metric_confusion *c)
{
	return ratio(c->fp, c->fp + c->tn);
}

double metric_f1(const struct metric_confusion *c)
{
	return ratio(2 * c->tp, 2 * c->tp + c->fp + c->fn);
}

/* The threshold that flags steps 0 … step and no others. */
static double threshold_after(const struct metric_ranking *ranking, size_t step)
{
	double flagged = ranking->steps[step].score;
	double next;
	double midway;

	if (step + 1 == ranking->n_steps)
		return flagged;
	next = ranking->steps[step + 1].score;
	midway = flagged / 2 + next / 2;
	/* Between neighbouring numbers there is none, and the half of the smallest is rounded to 0. */
	return midway > next && midway <= flagged ? midway : flagged;
}

struct metric_choice metric_best_f1(const struct metric_ranking *ranking)
{
	struct metric_choice best = {NAN, NAN};
	struct metric_confusion c = {0};
	size_t i;

	if (ranking->positives <= 0)
		return best;
	for (i = 0; i < ranking->n_steps; i++) {
		double f1;

		c = flag_step(ranking, c, i);
		f1 = metric_f1(&c);
		if (!i || f1 > best.value)
			best = (struct metric_choice){threshold_after(ranking, i), f1};
	}
	return best;
}

struct metric_choice metric_recall_at_fpr(const struct metric_ranking *ranking, double fpr)
{
	struct metric_choice best = {INFINITY, 0};
	struct metric_confusion c = {0};
	size_t i;

	if (ranking->positives <= 0 || ranking->negatives <= 0)
		return (struct metric_choice){NAN, NAN};
	for (i = 0; i < ranking->n_steps; i++) {
		double recall;

		c = flag_step(ranking, c, i);
		if (metric_fpr(&c) > fpr)
			break;
		recall = metric_recall(&c);
		if (recall > best.value)
			best = (struct metric_choice){threshold_after(ranking, i), recall};
	}
	return best;
}

double metric_brier(const struct metric_ranking *ranking)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < ranking->n_steps; i++) {
		const struct metric_step *step = &ranking->steps[i];
		double miss = 1 - step->score;

		sum += step->positives * miss * miss + step->negatives * step->score * step->score;
	}
	return ratio(sum, ranking->positives + ranking->negatives);
}

double metric_log_loss(const struct metric_ranking *ranking)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < ranking->n_steps; i++) {
		const struct metric_step *step = &ranking->steps[i];
		double p = fmin(fmax(step->score, METRIC_LOG_EDGE), 1 - METRIC_LOG_EDGE);

		sum -= step->positives * log(p) + step->negatives * log1p(-p);
	}
	return ratio(sum, ranking->positives + ranking->negatives);
}

static size_t bin_of(double score, size_t n_bins)
{
	double at = score * (double)n_bins;

	if (at < 0)
		return 0;
	return at < (double)n_bins ? (size_t)at : n_bins - 1;
}

/* Sum up the steps of one bin, which follow one another because steps are sorted: those from `*at`
 * on, which is moved to the first step after them. */
static struct metric_bin take_bin(const struct metric_ranking *ranking, size_t *at, size_t n_bins)
{
	struct metric_bin bin = {0};
	size_t index = bin_of(ranking->steps[*at].score, n_bins);

	for (; *at < ranking->n_steps; (*at)++) {
		const struct metric_step *step = &ranking->steps[*at];
		double weight = step->positives + step->negatives;

		if (bin_of(step->score, n_bins) != index)
			break;
		bin.mean_score += weight * step->score;
		bin.mean_label += step->positives;
		bin.weight += weight;
		bin.count += step->count;
	}
	bin.mean_score /= bin.weight;
	bin.mean_label /= bin.weight;
	return bin;
}

void metric_reliability(
	const struct metric_ranking *ranking, struct metric_bin *bins, size_t n_bins)
{
	size_t at = 0;
	size_t i;

	for (i = 0; i < n_bins; i++)
		bins[i] = (struct metric_bin){NAN, NAN, 0, 0};
	while (at < ranking->n_steps) {
		size_t index = bin_of(ranking->steps[at].score, n_bins);

		bins[index] = take_bin(ranking, &at, n_bins);
	}
}

double metric_ece(const struct metric_ranking *ranking, size_t n_bins)
{
	double sum = 0;
	size_t at = 0;

	while (at < ranking->n_steps) {
		struct metric_bin bin = take_bin(ranking, &at, n_bins);

		sum += bin.weight * fabs(bin.mean_label - bin.mean_score);
	}
	return ratio(sum, ranking->positives + ranking->negatives);
}

enum curve { ROC, PR };

static struct metric_point curve_point(enum curve curve, const struct metric_confusion *c)
{
	if (curve == ROC)
		return (struct metric_point){metric_fpr(c), metric_recall(c), 0};
	return (struct metric_point){metric_recall(c), metric_precision(c), 0};
}

static double distance(const struct metric_point *a, const struct metric_point *b)
{
	return fabs(a->x - b->x) + fabs(a->y - b->y);
}

/* Walk the curve from `start` and return its length, the sum of |Δx| + |Δy|. With `points`, the
 * first of which is `start`, also write further ones: the first at or after each multiple of length
 * / (n_max - 1), and the curve's last, at most n_max in all. */
static double walk_curve(const struct metric_ranking *ranking, enum curve curve,
	struct metric_point start, double length, struct metric_point *points, size_t n_max,
	size_t *n_points)
{
	struct metric_confusion c = {0, 0, ranking->positives, ranking->negatives};
	struct metric_point before = start;
	double walked = 0;
	double stride = points ? length / (double)(n_max - 1) : 0;
	double mark = stride;
	size_t n = 1;
	size_t i;

	for (i = 0; i < ranking->n_steps; i++) {
		struct metric_point here;
		bool last = i + 1 == ranking->n_steps;

		c = flag_step(ranking, c, i);
		here = curve_point(curve, &c);
		walked += distance(&before, &here);
		before = here;
		/* The last of the n_max places is kept for the end of the curve. */
		if (points && (last || (n + 1 < n_max && walked >= mark))) {
			here.threshold = threshold_after(ranking, i);
			points[n++] = here;
			mark = (floor(walked / stride) + 1) * stride;
		}
	}
	if (points)
		*n_points = n;
	return walked;
}

static size_t draw_curve(const struct metric_ranking *ranking, enum curve curve,
	struct metric_point start, struct metric_point *points, size_t n_max)
{
	double length = walk_curve(ranking, curve, start, 0, NULL, 0, NULL);
	size_t n = 0;

	points[0] = start;
	walk_curve(ranking, curve, start, length, points, n_max, &n);
	return n;
}

size_t metric_roc_curve(
	const struct metric_ranking *ranking, struct metric_point *points, size_t n_max)
{
	struct metric_point start = {0, 0, INFINITY};

	if (ranking->positives <= 0 || ranking->negatives <= 0)
		return 0;
	return draw_curve(ranking, ROC, start, points, n_max);
}

size_t metric_pr_curve(
	const struct metric_ranking *ranking, struct metric_point *points, size_t n_max)
{
	struct metric_confusion first = {0};
	struct metric_point start = {0, 0, INFINITY};

	if (ranking->positives <= 0)
		return 0;
	first = flag_step(ranking, first, 0);
	start.y = metric_precision(&first);
	return draw_curve(ranking, PR, start, points, n_max);
}
