/* SPDX-License-Identifier: MIT */
/* The four plots of an attribute. Nothing is told by colour alone: curves are labelled, classes lie
 * on different sides of a line, thresholds have names. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "report/report_internal.h"
#include "report/report_svg.h"

#define CURVE_POINTS 240
#define HISTOGRAM_BINS 20
#define RELIABILITY_BINS 10
#define TEXT_BYTES 320

static struct plot unit_plot(struct buffer *out, const char *x, const char *y)
{
	return (struct plot){
		out, {x, 0, 1, svg_fifths, 6, "%.1f", 1}, {y, 0, 1, svg_fifths, 6, "%.1f", 1}};
}

static void make_id(char id[64], const char *kind, const struct report_view *view)
{
	snprintf(id, 64, "%s-%s", kind, view->column->attribute);
}

static double base_rate(const struct report_view *view)
{
	return view->scores.positives / (view->scores.positives + view->scores.negatives);
}

/* --- curves, with the policy's thresholds on them --- */

static void put_curve(struct plot *p, const struct metric_point *points, size_t n)
{
	size_t i;

	svg_path_begin(p, "curve");
	for (i = 0; i < n; i++)
		svg_path_to(p, i == 0, points[i].x, points[i].y);
	svg_path_end(p);
}

/* How far a label stands below its mark: beside it on a ROC curve, above it (or below, at the top)
 * on the other, and away from the label before it. */
static double evade(const struct plot *p, bool roc, double x, double y, const double last[2])
{
	double dy = roc ? 4 : svg_y(p, y) - svg_y(p, p->y.high) > 24 ? -10 : 20;

	while (svg_y(p, y) + dy > svg_y(p, p->y.low) - 5 ||
		   (fabs(svg_x(p, x) - last[0]) < 90 && fabs(svg_y(p, y) + dy - last[1]) < 14))
		dy -= 2;
	return dy;
}

/* Mark the policy's thresholds where they lie. */
static void put_thresholds(struct plot *p, const struct report_view *view, bool roc)
{
	double last[2] = {-1000, -1000}; /* where the label before stands */
	size_t i;

	for (i = view->column->n_thresholds; i-- > 0;) {
		const struct threshold *t = &view->column->thresholds[i];
		const struct threshold_cost cost = threshold_cost(&view->scores, t->value);
		const double x = roc ? cost.benign : cost.recall;
		const double y = roc ? cost.recall : cost.precision;
		char label[64];
		double dy;

		if (t->action == MODERATO_PUBLISH || !isfinite(x) || !isfinite(y))
			continue;
		dy = evade(p, roc, x, y, last);
		last[0] = svg_x(p, x);
		last[1] = svg_y(p, y) + dy;
		svg_dot(p, t->action == MODERATO_REJECT ? "mark reject" : "mark hold", x, y, 4.5);
		snprintf(label, sizeof(label), "%s ≥ %.4g", moderato_decision_name(t->action), t->value);
		svg_text(p, "note", x < 0.7 ? "start" : "end", x, y, x < 0.7 ? 9 : -9, dy, label);
	}
}

moderato_status report_roc(struct buffer *out, const struct report_view *view, moderato_error *err)
{
	struct plot p = unit_plot(out, "share of benign comments flagged", "share of positives caught");
	struct metric_point *points = malloc(CURVE_POINTS * sizeof(*points));
	char description[TEXT_BYTES];
	char id[64];
	size_t n;

	if (!points)
		return fail_no_memory(err);
	n = metric_roc_curve(&view->margins, points, CURVE_POINTS);
	make_id(id, "roc", view);
	snprintf(description, sizeof(description),
		"The receiver operating characteristic of %s. The area under the curve is %.3f; chance, "
		"the dashed diagonal, has 0.5. Circles mark the policy's thresholds.",
		view->column->attribute, metric_auc(&view->margins));
	svg_begin(&p, id, "ROC curve", description);
	svg_line(&p, "guide", 0, 0, 1, 1);
	svg_text(&p, "faint", "end", 1, 0, -6, -8, "dashed: chance");
	put_curve(&p, points, n);
	put_thresholds(&p, view, true);
	svg_end(&p);
	free(points);
	return MODERATO_OK;
}

moderato_status report_precision_recall(
	struct buffer *out, const struct report_view *view, moderato_error *err)
{
	struct plot p = unit_plot(
		out, "recall: share of positives caught", "precision: share of flagged, positive");
	struct metric_point *points = malloc(CURVE_POINTS * sizeof(*points));
	const double rate = base_rate(view);
	char description[TEXT_BYTES];
	char id[64];
	size_t n;

	if (!points)
		return fail_no_memory(err);
	n = metric_pr_curve(&view->margins, points, CURVE_POINTS);
	make_id(id, "pr", view);
	snprintf(description, sizeof(description),
		"Precision against recall of %s. The average precision is %.3f; flagging at random, the "
		"dashed line, has %.3f, the share of positives. Circles mark the policy's thresholds.",
		view->column->attribute, metric_average_precision(&view->margins), rate);
	svg_begin(&p, id, "Precision and recall", description);
	svg_line(&p, "guide", 0, rate, 1, rate);
	svg_text(&p, "faint", "start", 0, rate, 6, rate < 0.08 ? -6 : 14, "dashed: chance");
	put_curve(&p, points, n);
	put_thresholds(&p, view, false);
	svg_end(&p);
	free(points);
	return MODERATO_OK;
}

/* --- reliability --- */

/* Wilson's 95 % interval of a share (Wilson 1927, https://doi.org/10.2307/2276774). */
static void wilson(double share, double n, double *low, double *high)
{
	const double z2 = 3.8414588206941254;
	const double middle = (share + z2 / 2 / n) / (1 + z2 / n);
	const double width = sqrt(z2 * (share * (1 - share) / n + z2 / 4 / n / n)) / (1 + z2 / n);

	*low = fmax(middle - width, 0);
	*high = fmin(middle + width, 1);
}

void report_reliability(struct buffer *out, const struct report_view *view)
{
	struct plot p = unit_plot(out, "score", "share labelled positive");
	struct metric_bin bins[RELIABILITY_BINS];
	const double n = view->scores.positives + view->scores.negatives;
	char description[TEXT_BYTES];
	char id[64];
	double low;
	double high;
	size_t i;

	metric_reliability(&view->scores, bins, RELIABILITY_BINS);
	make_id(id, "reliability", view);
	snprintf(description, sizeof(description),
		"How often comments of a score are labelled %s, in ten bins, with 95 %% intervals; on the "
		"dashed diagonal a score is the share. The expected calibration error is %.3f.",
		view->column->attribute, metric_ece(&view->scores, METRIC_BINS));
	svg_begin(&p, id, "Reliability", description);
	svg_line(&p, "guide", 0, 0, 1, 1);
	svg_text(&p, "faint", "start", 0, 1, 6, 12, "dashed: a score means what it says");
	svg_text(&p, "faint", "start", 0, 1, 6, 27, "larger circle: more comments");
	for (i = 0; i < RELIABILITY_BINS; i++) {
		const struct metric_bin *bin = &bins[i];

		if (!bin->count)
			continue;
		wilson(bin->mean_label, bin->weight, &low, &high);
		svg_line(&p, "whisker", bin->mean_score, low, bin->mean_score, high);
		svg_dot(&p, "point", bin->mean_score, bin->mean_label, 2.5 + 9 * sqrt(bin->weight / n));
	}
	svg_end(&p);
}

/* --- histogram --- */

/* A share as a height: square roots keep the rare visible beside the common. */
static double height_of(double share)
{
	return sqrt(share);
}

/* The shares of each class in bins of the score; returns the largest. */
static double fill_bins(const struct report_view *view, double share[2][HISTOGRAM_BINS])
{
	const double n[2] = {view->scores.negatives, view->scores.positives};
	double top = 0;
	size_t i;

	memset(share, 0, 2 * sizeof(share[0]));
	for (i = 0; i < view->column->n; i++) {
		const int side = view->column->label[i] == 1;
		size_t bin = (size_t)(view->column->score[i] * HISTOGRAM_BINS);

		bin = bin < HISTOGRAM_BINS ? bin : HISTOGRAM_BINS - 1;
		share[side][bin] += 1 / n[side];
		top = fmax(top, share[side][bin]);
	}
	return top;
}

static void put_bars(struct plot *p, double share[2][HISTOGRAM_BINS])
{
	size_t i;

	for (i = 0; i < HISTOGRAM_BINS; i++) {
		const double left = ((double)i + 0.08) / HISTOGRAM_BINS;
		const double right = ((double)i + 0.92) / HISTOGRAM_BINS;

		if (share[1][i] > 0)
			svg_box(p, "bar one", left, 0, right, height_of(share[1][i]));
		if (share[0][i] > 0)
			svg_box(p, "bar zero", left, -height_of(share[0][i]), right, 0);
	}
}

/* The policy's thresholds: lines first, then their names, so that no line crosses a name. */
static void put_levels(struct plot *p, const struct report_view *view)
{
	const struct report_column *c = view->column;
	double dy = 11;
	size_t i;

	for (i = 0; i < c->n_thresholds; i++)
		if (c->thresholds[i].action != MODERATO_PUBLISH)
			svg_line(
				p, "level", c->thresholds[i].value, p->y.low, c->thresholds[i].value, p->y.high);
	for (i = c->n_thresholds; i-- > 0;) {
		if (c->thresholds[i].action == MODERATO_PUBLISH)
			continue;
		svg_text(p, "note", "end", c->thresholds[i].value, p->y.high, -4, dy,
			moderato_decision_name(c->thresholds[i].action));
		dy += 14;
	}
}

/* Ticks of shares that fit under `top`, both ways; returns their number. */
static size_t make_ticks(double top, double ticks[16])
{
	static const double shares[] = {0.01, 0.05, 0.1, 0.25, 0.5, 1};
	double last = 0;
	size_t n = 0;
	size_t i;

	ticks[n++] = 0;
	for (i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		if (shares[i] > top || height_of(shares[i]) - last < height_of(top) / 7)
			continue;
		last = height_of(shares[i]);
		ticks[n++] = height_of(shares[i]);
		ticks[n++] = -height_of(shares[i]);
	}
	return n;
}

/* The numbers at the ticks are squares of their places, which the axes cannot know. */
static void put_shares(struct plot *p, const double *ticks, size_t n)
{
	char label[32];
	size_t i;

	for (i = 0; i < n; i++) {
		snprintf(label, sizeof(label), "%.0f %%", ticks[i] * ticks[i] * 100);
		svg_line(p, "grid", 0, ticks[i], 1, ticks[i]);
		svg_text(p, "tick", "end", 0, ticks[i], -7, 4, label);
	}
}

void report_histogram(struct buffer *out, const struct report_view *view)
{
	double share[2][HISTOGRAM_BINS];
	const double top = fill_bins(view, share);
	const double edge = height_of(top) * 1.08;
	struct plot p = {out, {"score", 0, 1, svg_fifths, 6, "%.1f", 1},
		{"share of its class, square-root scale", -edge, edge, NULL, 0, "%.0f", 1}};
	double ticks[16] = {0};
	size_t n_ticks;
	char description[TEXT_BYTES];
	char id[64];

	make_id(id, "histogram", view);
	snprintf(description, sizeof(description),
		"The scores of %.0f comments labelled %s, upwards, and of %.0f labelled not, downwards, "
		"each as shares of its own class. Upright lines mark the policy's thresholds.",
		view->scores.positives, view->column->attribute, view->scores.negatives);
	svg_begin(&p, id, "Scores by label", description);
	n_ticks = make_ticks(top, ticks);
	put_shares(&p, ticks, n_ticks);
	put_bars(&p, share);
	svg_line(&p, "axis", 0, 0, 1, 0);
	put_levels(&p, view);
	svg_text(&p, "note", "start", 0, edge, 8, 11, "↑ labelled positive");
	svg_text(&p, "note", "end", 1, -edge, -4, -6, "↓ labelled benign");
	svg_end(&p);
}
