/* SPDX-License-Identifier: MIT */
#ifndef REPORT_REPORT_INTERNAL_H
#define REPORT_REPORT_INTERNAL_H
/* The report's inside, shared by report.c (what goes in), report_page.c (the page's order),
 * report_svg.c and report_plots.c (the plots), report_table.c (tables), report_errors.c (the worst
 * errors) and report_text.c (text made safe). */
#include "base/buffer.h"
#include "measure/metrics.h"
#include "measure/thresholds.h"
#include "moderato/report.h"

/* A comment that the bundle gets wrong. */
struct report_error {
	moderato_comment comment; /* borrows from `bytes` */
	char *bytes;
	double margin;
	double score;
};

/* The worst of one kind, the worst first. */
struct report_errors {
	struct report_error v[MODERATO_REPORT_ERRORS];
	size_t n;
};

/* The rows that judge one attribute. */
struct report_column {
	const char *attribute; /* the bundle's */
	double *margin;
	double *score;
	int8_t *label;
	size_t n;
	size_t cap_margin, cap_score, cap_label;
	struct report_errors alarms; /* zeros that score high */
	struct report_errors missed; /* ones that score low */
	struct threshold thresholds[THRESHOLDS_MAX];
	size_t n_thresholds;
};

struct report_names {
	char **v;
	size_t n, cap;
};

struct moderato_report {
	const moderato_bundle *bundle;
	struct report_column columns[MODERATO_ATTRIBUTES_MAX];
	size_t n_columns;
	char *name; /* of the bundle's file; NULL: not told */
	struct report_names corpora;
	struct buffer page;
};

/* What a section of the page shows of one attribute. */
struct report_view {
	const struct report_column *column;
	const moderato_figures *figures; /* all of the evaluator's */
	size_t n_figures;
	const moderato_figures *all;   /* this attribute's over all rows */
	struct metric_ranking margins; /* every row that judges it */
	struct metric_ranking scores;
};

/* --- report_text.c --- */

/* Text from outside, safe anywhere in the page: markup is escaped, control and invisible characters
 * and those that turn the direction of writing are shown by their number, bad bytes as U+FFFD. */
void report_text(struct buffer *out, moderato_str text);
void report_name(struct buffer *out, const char *text);

/* "12,345"; "0.798", "–" when it is not a number; "0.798 (0.779–0.818)"; "25.6 %". */
void report_count(struct buffer *out, size_t n);
void report_value(struct buffer *out, double value);
void report_interval(struct buffer *out, double value, double low, double high);
void report_percent(struct buffer *out, double share);

/* A threshold as a person writes it: up to three decimals, none that is 0. */
void report_threshold(struct buffer *out, double value);

/* --- report_plots.c: each is one <figure> --- */

void report_histogram(struct buffer *out, const struct report_view *view);
void report_reliability(struct buffer *out, const struct report_view *view);
/* Need both classes. MODERATO_ENOMEM. */
moderato_status report_roc(struct buffer *out, const struct report_view *view, moderato_error *err);
moderato_status report_precision_recall(
	struct buffer *out, const struct report_view *view, moderato_error *err);

/* --- report_table.c --- */

void report_overview(struct buffer *out, const moderato_figures *figures, size_t n);
void report_thresholds(struct buffer *out, const struct report_view *view);
void report_slices(struct buffer *out, const struct report_view *view);

/* --- report_errors.c --- */

moderato_status report_write_errors(struct buffer *out, const struct report_column *column,
	size_t attribute, moderato_classifier *classifier, moderato_error *err);

/* --- report_page.c --- */

moderato_status report_page(
	moderato_report *report, const moderato_figures *figures, size_t n, moderato_error *err);

#endif
