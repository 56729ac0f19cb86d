/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_REPORT_H
#define MODERATO_REPORT_H
/**
 * @file moderato/report.h
 * The data of an evaluation for a page about it: curves, histograms, what each threshold costs,
 * figures by slice, and the worst errors with the words that caused their scores. `moderato eval
 * --report` puts them into its page, whose source is tools/report/.
 *
 * The same comments give the same bytes. The data contain the text of comments: whoever may read
 * them may read the comments. Memory is a few numbers for each label and the few worst comments of
 * each attribute. Not thread-safe.
 */
#include "moderato/classifier.h"
#include "moderato/evaluator.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_report moderato_report; /* opaque */

/** How many of the highest-scoring zeros and lowest-scoring ones are shown for each attribute. */
#define MODERATO_REPORT_ERRORS 10

/**
 * @param out    receives the report; free it with moderato_report_free()
 * @param bundle what the comments are scored with; must outlive the report
 * @param policy its thresholds are shown; NULL: those of the default policy. Not used after the
 * call
 */
MODERATO_API moderato_status moderato_report_new(moderato_report **out,
	const moderato_bundle *bundle, const moderato_policy *policy, moderato_error *err);

/** Name the bundle's file or a corpus, for the page's head: the part after the last '/' is kept. */
MODERATO_API moderato_status moderato_report_name_bundle(
	moderato_report *report, const char *path, moderato_error *err);
MODERATO_API moderato_status moderato_report_name_corpus(
	moderato_report *report, const char *path, moderato_error *err);

/**
 * Add one comment's label of one attribute, as with an evaluator; everything needed is copied. Of
 * equally bad errors those added first are kept.
 * @param attribute index in the bundle
 */
MODERATO_API moderato_status moderato_report_add(moderato_report *report, size_t attribute,
	const moderato_comment *comment, double margin, double score, int label, moderato_error *err);

/**
 * Write the data: one JSON object that may stand inside an HTML script element, whatever the
 * comments say (no '<' is in it).
 *
 *     {"bundle":name or "", "files":[name,…], "version":…,
 *      "figures":[…]       as `moderato eval` writes them
 *      "unjudged":[…]      names of attributes that no comment judges
 *      "attributes":[{"name":…, "n":…, "positives":…, "log_loss":…, "brier":…,
 *        "histogram":[[…],[…]]                how many zeros and ones score in each of 20 bins
 *        "reliability":[[score,share,n],…]    means of those of 10 bins that have comments
 *        "thresholds":[[score,action,recall,benign,precision],…]  action 0: a round number only
 *        "roc":[x,y,…], "pr":[x,y,…]          in ten-thousandths; empty where there is one class
 *        "alarms":[ERROR,…], "missed":[ERROR,…]},…]}
 *
 * An ERROR is {"score":…, "source":…, "id":…, "before":n, "text":[piece,mark,…], "after":n,
 * "shares":[share,feature,…]}: `before` and `after` are bytes that were left out; mark is 1 where
 * the text raised the score most, 2 where it lowered it, else 0.
 *
 * @param figures an evaluator's, of the same rows; n of them
 * @param json    lives until the next call or free
 */
MODERATO_API moderato_status moderato_report_json(moderato_report *report,
	const moderato_figures *figures, size_t n, moderato_str *json, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_report_free(moderato_report *report);

MODERATO_END_DECLS
#endif
