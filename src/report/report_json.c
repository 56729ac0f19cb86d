/* SPDX-License-Identifier: MIT */
/* An evaluation's data for the page that tools/report builds (moderato/report.h says what they
 * hold). Whatever a comment says, they may stand in a script element: every text is written by
 * json_write_script_string(). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/json.h"
#include "base/number.h"
#include "measure/measures.h"
#include "report/report_internal.h"
#include "moderato/version.h"

#define CURVE_POINTS 240
#define HISTOGRAM_BINS 20
#define RELIABILITY_BINS 10
#define FIGURE_DECIMALS 6 /* of which the page shows three */
#define CURVE_UNIT 1e4    /* curves are in whole ten-thousandths, which no eye tells apart */

static void add_text(struct buffer *out, const char *text)
{
	json_write_script_string(out, (moderato_str){text, strlen(text)});
}

/* Writes an array of numbers with full precision. */
static void add_numbers(struct buffer *out, const double *values, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		buffer_add_char(out, i ? ',' : '[');
		buffer_add_double(out, values[i]);
	}
	buffer_add_char(out, ']');
}

/* --- an attribute --- */

/* How many zeros and ones score in each bin: "histogram":[[zeros],[ones]]. */
static void add_histogram(struct buffer *out, const struct report_column *c)
{
	size_t count[2][HISTOGRAM_BINS] = {{0}, {0}};
	size_t side;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const size_t bin = (size_t)(c->score[i] * HISTOGRAM_BINS);

		count[c->label[i] == 1][bin < HISTOGRAM_BINS ? bin : HISTOGRAM_BINS - 1]++;
	}
	buffer_add_str(out, ",\n\"histogram\":[");
	for (side = 0; side < 2; side++) {
		for (i = 0; i < HISTOGRAM_BINS; i++)
			buffer_printf(out, "%s%zu", i ? "," : side ? ",[" : "[", count[side][i]);
		buffer_add_char(out, ']');
	}
	buffer_add_char(out, ']');
}

/* [mean score, share of ones, comments] of each bin that has any. */
static void add_reliability(struct buffer *out, const struct metric_ranking *scores)
{
	struct metric_bin bins[RELIABILITY_BINS];
	const char *comma = "";
	size_t i;

	metric_reliability(scores, bins, RELIABILITY_BINS);
	buffer_add_str(out, ",\n\"reliability\":[");
	for (i = 0; i < RELIABILITY_BINS; i++) {
		const double values[] = {bins[i].mean_score, bins[i].mean_label, bins[i].weight};

		if (!bins[i].count)
			continue;
		buffer_add_str(out, comma);
		add_numbers(out, values, 3);
		comma = ",";
	}
	buffer_add_char(out, ']');
}

/* [score, action, share of ones at or above it, share of zeros, precision] of each threshold. */
static void add_thresholds(
	struct buffer *out, const struct report_column *c, const struct metric_ranking *scores)
{
	size_t i;

	buffer_add_str(out, ",\n\"thresholds\":[");
	for (i = 0; i < c->n_thresholds; i++) {
		const struct threshold *t = &c->thresholds[i];
		const struct threshold_cost cost = threshold_cost(scores, t->value);
		const double values[] = {
			t->value, (double)t->action, cost.recall, cost.benign, cost.precision};

		if (i)
			buffer_add_char(out, ',');
		add_numbers(out, values, 5);
	}
	buffer_add_char(out, ']');
}

typedef size_t curve(
	const struct metric_ranking *ranking, struct metric_point *points, size_t n_max);

/* x, y, x, y, …; empty where the curve is not defined. */
static moderato_status add_curve(struct buffer *out, const char *key, curve *curve_of,
	const struct metric_ranking *margins, moderato_error *err)
{
	struct metric_point *points = malloc(CURVE_POINTS * sizeof(*points));
	size_t n;
	size_t i;

	if (!points)
		return fail_no_memory(err);
	n = margins->positives > 0 && margins->negatives > 0 ? curve_of(margins, points, CURVE_POINTS)
														 : 0;
	buffer_printf(out, ",\n\"%s\":[", key);
	for (i = 0; i < n; i++)
		buffer_printf(
			out, "%s%.0f,%.0f", i ? "," : "", points[i].x * CURVE_UNIT, points[i].y * CURVE_UNIT);
	buffer_add_char(out, ']');
	free(points);
	return MODERATO_OK;
}

static moderato_status rank_column(const struct report_column *c, struct metric_ranking *margins,
	struct metric_ranking *scores, moderato_error *err)
{
	struct metric_rows rows = {c->margin, c->label, NULL, c->n};
	moderato_status status = metric_rank(margins, &rows, err);

	rows.score = c->score;
	return status ? status : metric_rank(scores, &rows, err);
}

static moderato_status add_attribute(
	moderato_report *r, size_t attribute, moderato_classifier *classifier, moderato_error *err)
{
	const struct report_column *c = &r->columns[attribute];
	struct metric_ranking margins = METRIC_RANKING_INIT;
	struct metric_ranking scores = METRIC_RANKING_INIT;
	struct buffer *out = &r->json;
	moderato_status status = rank_column(c, &margins, &scores, err);

	if (!status) {
		buffer_add_str(out, "{\"name\":");
		add_text(out, c->attribute);
		buffer_printf(out, ",\"n\":%zu,\"positives\":%.0f,\"log_loss\":", c->n, scores.positives);
		buffer_add_double(out, metric_log_loss(&scores));
		buffer_add_str(out, ",\"brier\":");
		buffer_add_double(out, metric_brier(&scores));
		add_histogram(out, c);
		add_reliability(out, &scores);
		add_thresholds(out, c, &scores);
		status = add_curve(out, "roc", metric_roc_curve, &margins, err);
	}
	if (!status)
		status = add_curve(out, "pr", metric_pr_curve, &margins, err);
	if (!status)
		status = report_write_errors(out, c, attribute, classifier, err);
	buffer_add_char(out, '}');
	metric_ranking_dispose(&margins);
	metric_ranking_dispose(&scores);
	return status;
}

/* --- the whole --- */

static void add_origin(struct buffer *out, const moderato_report *r)
{
	size_t i;

	buffer_add_str(out, "{\"bundle\":");
	add_text(out, r->name ? r->name : "");
	buffer_add_str(out, ",\"files\":[");
	for (i = 0; i < r->corpora.n; i++) {
		buffer_add_str(out, i ? "," : "");
		add_text(out, r->corpora.v[i]);
	}
	buffer_add_str(out, "],\"version\":");
	add_text(out, moderato_version());
}

static void add_figures(struct buffer *out, const moderato_figures *figures, size_t n)
{
	size_t i;

	buffer_add_str(out, ",\n\"figures\":[");
	for (i = 0; i < n; i++) {
		buffer_add_str(out, i ? ",\n{" : "\n{");
		figures_json(out, &figures[i], FIGURE_DECIMALS);
		buffer_add_char(out, '}');
	}
	buffer_add_char(out, ']');
}

static void add_unjudged(struct buffer *out, const moderato_report *r)
{
	const char *comma = "";
	size_t i;

	buffer_add_str(out, ",\n\"unjudged\":[");
	for (i = 0; i < r->n_columns; i++) {
		if (r->columns[i].n)
			continue;
		buffer_add_str(out, comma);
		add_text(out, r->columns[i].attribute);
		comma = ",";
	}
	buffer_add_char(out, ']');
}

moderato_status report_write(
	moderato_report *r, const moderato_figures *figures, size_t n, moderato_error *err)
{
	moderato_classifier *classifier = NULL;
	moderato_status status = moderato_classifier_new(&classifier, r->bundle, NULL, err);
	const char *comma = "";
	size_t i;

	if (status)
		return status;
	add_origin(&r->json, r);
	add_figures(&r->json, figures, n);
	add_unjudged(&r->json, r);
	buffer_add_str(&r->json, ",\n\"attributes\":[");
	for (i = 0; !status && i < r->n_columns; i++) {
		if (!r->columns[i].n)
			continue;
		buffer_add_str(&r->json, comma);
		status = add_attribute(r, i, classifier, err);
		comma = ",\n";
	}
	buffer_add_str(&r->json, "]}");
	moderato_classifier_free(classifier);
	return status;
}
