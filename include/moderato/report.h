/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_REPORT_H
#define MODERATO_REPORT_H
/**
 * @file moderato/report.h
 * An evaluation as one HTML page: curves, histograms, what each threshold costs, figures by slice,
 * and the worst errors with what carried their scores.
 *
 * The page needs no network and no script, and is the same bytes for the same comments. It shows
 * comments' text: whoever may read the page may read the comments. Memory is some numbers a label
 * and the few worst comments of each attribute. Not thread-safe.
 */
#include "moderato/classifier.h"
#include "moderato/evaluator.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_report moderato_report; /* opaque */

/** Of each attribute, so many zeros that score highest and ones that score lowest are shown. */
#define MODERATO_REPORT_ERRORS 10

/**
 * @param out    receives the report; free it with moderato_report_free()
 * @param bundle what the comments are scored with; must outlive the report
 * @param policy its thresholds are shown; NULL: those of the policy that ships. Only read here
 */
MODERATO_API moderato_status moderato_report_new(moderato_report **out,
	const moderato_bundle *bundle, const moderato_policy *policy, moderato_error *err);

/** Name the bundle's file or a corpus, for the page's head: the part behind the last '/' is kept.
 */
MODERATO_API moderato_status moderato_report_name_bundle(
	moderato_report *report, const char *path, moderato_error *err);
MODERATO_API moderato_status moderato_report_name_corpus(
	moderato_report *report, const char *path, moderato_error *err);

/**
 * Add one comment's label of one attribute, as to an evaluator; what must be kept is copied. The
 * order of adding decides between errors that are equally bad.
 * @param attribute index in the bundle
 */
MODERATO_API moderato_status moderato_report_add(moderato_report *report, size_t attribute,
	const moderato_comment *comment, double margin, double score, int label, moderato_error *err);

/** Write the page. `figures` are an evaluator's, of the same rows. `*html` lives until the next
 *  call or free. */
MODERATO_API moderato_status moderato_report_html(moderato_report *report,
	const moderato_figures *figures, size_t n, moderato_str *html, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_report_free(moderato_report *report);

MODERATO_END_DECLS
#endif
