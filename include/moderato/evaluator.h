/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_EVALUATOR_H
#define MODERATO_EVALUATOR_H
/**
 * @file moderato/evaluator.h
 * Figures: how well scores agree with labels, over all comments, by source and identity, and on
 * comments in disguise.
 *
 * Collect scored and labelled comments with moderato_evaluator_add(), then ask for the figures. A
 * missing label means unknown and is not counted. Not thread-safe.
 */
#include "moderato/comment.h"
#include "moderato/perturb.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_evaluator moderato_evaluator; /* opaque */

/** The most folds, which are numbered from 0: their number fits 16 bits. */
#define MODERATO_FOLDS_MAX 65535

/** What a figure is about. */
typedef enum moderato_slice {
	MODERATO_SLICE_ALL,          /**< every row that judges the attribute */
	MODERATO_SLICE_SOURCE,       /**< the rows of one source */
	MODERATO_SLICE_FOLD,         /**< the rows of one fold (cross-validation only) */
	MODERATO_SLICE_IDENTITY,     /**< the rows that name one identity */
	MODERATO_SLICE_PERTURBATION, /**< the rows in disguise, by one family (moderato/perturb.h) */
} moderato_slice;

/** Figures of one attribute on one slice. NAN where one class is missing. Sources of the measures
 *  are named in src/measure/metrics.h. */
typedef struct moderato_figures {
	const char *attribute;
	moderato_slice slice;
	const char *name; /**< of the source, fold, identity or family; "" for all */
	size_t n;
	size_t n_positive;
	double auc;     /**< area under the ROC curve of the margins; ties count half */
	double auc_low; /**< its 95 % interval, by bootstrap */
	double auc_high;
	double average_precision;
	double precision; /**< with positives decided at score 0.5, or at the tuned threshold in
						 cross-validation */
	double recall;
	double f1;
	double ece; /**< expected calibration error of the scores, 15 bins */
	double brier;
	double subgroup_auc; /**< identities only: AUC inside the slice, */
	double bpsn_auc;     /**< background positive, subgroup negative (Borkan et al. 2019), */
	double bnsp_auc;     /**< background negative, subgroup positive */
	/** The 95 % intervals of those three, by DeLong's variance: resampling all rows for each of
	 *  many identities would be slow. NAN with fewer than ten rows of either class. */
	double subgroup_auc_low;
	double subgroup_auc_high;
	double bpsn_auc_low;
	double bpsn_auc_high;
	double bnsp_auc_low;
	double bnsp_auc_high;
	size_t n_spans; /**< MODERATO_SLICE_ALL only: the number of comments whose spans were added */
	double span_f1; /**< the mean F1 of the characters in their spans */
	double span_f1_low; /**< its 95 % interval, by bootstrap */
	double span_f1_high;
	double auc_loss; /**< perturbations only: the AUC of the same rows without the disguise, minus
						`auc` */
	double recall_kept; /**< the share of the positive rows found without the disguise that are also
						   found in it */
	double held_clean;  /**< the share of the benign rows held or rejected without the disguise, */
	double held_perturbed; /**< in disguise, */
	double held_rise;      /**< and the difference; all three are NAN without a policy */
} moderato_figures;

/** A measure: its name in files and gates, and its place in moderato_figures. */
typedef struct moderato_measure {
	const char *name;
	size_t offset;        /**< offset of its double in moderato_figures */
	moderato_slice slice; /**< the only slice that has it; MODERATO_SLICE_ALL: every slice has it */
	int of_spans;         /**< 1: only rows for which spans were added have it */
	int bound; /**< 1: it is a bound of the interval of the measure one or two places before it */
} moderato_measure;

/** All measures, `*n` of them, in the order in which `moderato eval` writes them. */
MODERATO_API const moderato_measure *moderato_measures(size_t *n);

/** Returns 1 if a row of figures has this measure (its value may still be NAN), otherwise 0. */
MODERATO_API int moderato_measure_applies(
	const moderato_measure *measure, const moderato_figures *figures);

/** The slice's name in files, such as "source". */
MODERATO_API const char *moderato_slice_name(moderato_slice slice);

/**
 * @param out        receives the evaluator; free it with moderato_evaluator_free()
 * @param attributes names, copied
 * @param n          their number
 * @param seed seed of the bootstrap
 */
MODERATO_API moderato_status moderato_evaluator_new(moderato_evaluator **out,
	const char *const *attributes, size_t n, unsigned long long seed, moderato_error *err);

/**
 * Name the identities to measure, from a file with one term on each line ('#' begins a comment
 * line). A comment belongs to a term if it contains the term as whole words. Call this before rows
 * are added.
 */
MODERATO_API moderato_status moderato_evaluator_identities(
	moderato_evaluator *evaluator, const char *path, moderato_error *err);

/**
 * Add one comment's label of one attribute.
 * @param attribute index into the names
 * @param margin    ranks the rows
 * @param score     calibrated, 0…1
 * @param positive the model's decision at a threshold that the caller tuned: 0 or 1; -1: the score
 *                  decides, at 0.5
 * @param label     0 or 1
 * @param fold the number of its fold, below MODERATO_FOLDS_MAX, or -1 for none
 */
MODERATO_API moderato_status moderato_evaluator_add(moderato_evaluator *evaluator, size_t attribute,
	const moderato_comment *comment, double margin, double score, int positive, int label, int fold,
	moderato_error *err);

/**
 * Add what an explanation found in a comment in which people have marked spans.
 * @param comment its `spans` are what people marked
 * @param spans the spans of the explanation: sorted, disjoint; n of them
 * @return MODERATO_OK; MODERATO_EINVAL (the comment has no spans, or one of the spans is out of
 *         order or outside of the text); MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_evaluator_add_spans(moderato_evaluator *evaluator,
	size_t attribute, const moderato_comment *comment, const moderato_span *spans, size_t n,
	moderato_error *err);

/** How one comment was judged in disguise. */
typedef struct moderato_perturbed_row {
	moderato_family family;
	int label;           /**< 0 or 1 */
	int benign;          /**< 1: it should be published; that is, no label of it is 1 */
	double clean_margin; /**< the margin without the disguise */
	double margin;       /**< the margin in disguise */
	int clean_positive;  /**< 1 if the model says 1 at its threshold without the disguise, otherwise
							0 */
	int positive;        /**< the same in disguise */
	int clean_held; /**< 1 if a policy holds or rejects it without the disguise, otherwise 0; -1: no
					   policy */
	int held;       /**< the same in disguise */
} moderato_perturbed_row;

/** Add one attribute's result for a comment in disguise. There may be any number of families, each
 *  with the same comments or some of them. These rows are independent of those of
 *  moderato_evaluator_add(). */
MODERATO_API moderato_status moderato_evaluator_add_perturbed(moderato_evaluator *evaluator,
	size_t attribute, const moderato_perturbed_row *row, moderato_error *err);

/** Compute the figures. `*figures` receives `*n` rows: by attribute, then all, sources, folds,
 *  identities, perturbations. They live until the next call or free. Slices without both classes
 *  have only their counts (and those AUCs against the background that are defined). Identities that
 *  no row names are left out. */
MODERATO_API moderato_status moderato_evaluator_figures(moderato_evaluator *evaluator,
	const moderato_figures **figures, size_t *n, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_evaluator_free(moderato_evaluator *evaluator);

MODERATO_END_DECLS
#endif
