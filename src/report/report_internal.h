/* SPDX-License-Identifier: MIT */
#ifndef REPORT_REPORT_INTERNAL_H
#define REPORT_REPORT_INTERNAL_H
/* The report's internals, shared by report.c (what goes in), report_json.c (the data for the page)
 * and report_errors.c (the worst errors). */
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
	struct buffer json;
};

/* report_json.c: report->json. */
moderato_status report_write(
	moderato_report *report, const moderato_figures *figures, size_t n, moderato_error *err);

/* report_errors.c: the members "alarms" and "missed" of an attribute. */
moderato_status report_write_errors(struct buffer *out, const struct report_column *column,
	size_t attribute, moderato_classifier *classifier, moderato_error *err);

#endif
