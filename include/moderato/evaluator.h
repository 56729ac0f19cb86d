/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_EVALUATOR_H
#define MODERATO_EVALUATOR_H
/**
 * @file moderato/evaluator.h
 * Figures: how well scores agree with labels, over all and by source and identity.
 *
 * Collect scored and labelled comments with moderato_evaluator_add(), then ask for the figures. A
 * missing label is unknown and counts nowhere. Not thread-safe.
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_evaluator moderato_evaluator; /* opaque */

/** What a figure is about. */
typedef enum moderato_slice {
	MODERATO_SLICE_ALL,      /**< every row that judges the attribute */
	MODERATO_SLICE_SOURCE,   /**< the rows of one source */
	MODERATO_SLICE_FOLD,     /**< the rows of one fold (cross-validation only) */
	MODERATO_SLICE_IDENTITY, /**< the rows that name one identity */
} moderato_slice;

/** Figures of one attribute on one slice. NAN where one class is missing. Sources of the measures
 *  are named in src/learn/metrics.h. */
typedef struct moderato_figures {
	const char *attribute;
	moderato_slice slice;
	const char *name; /**< of the source, fold or identity; "" for all */
	size_t n;
	size_t n_positive;
	double auc;     /**< area under the ROC curve of the margins; ties count half */
	double auc_low; /**< its 95 % interval, by bootstrap */
	double auc_high;
	double average_precision;
	double precision; /**< at the threshold 0.5 of the score, or the tuned one in
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
} moderato_figures;

/**
 * @param out        receives the evaluator; free it with moderato_evaluator_free()
 * @param attributes names, copied
 * @param n          their number
 * @param seed       of the bootstrap
 */
MODERATO_API moderato_status moderato_evaluator_new(moderato_evaluator **out,
	const char *const *attributes, size_t n, unsigned long long seed, moderato_error *err);

/**
 * Name the identities to measure, from a file with one term a line ('#' begins a comment line). A
 * comment belongs to a term when the term stands in it as whole words. Call before adding rows.
 */
MODERATO_API moderato_status moderato_evaluator_identities(
	moderato_evaluator *evaluator, const char *path, moderato_error *err);

/**
 * Add one comment's label of one attribute.
 * @param attribute index into the names
 * @param margin    ranks the rows
 * @param score     calibrated, 0…1
 * @param positive  what the model says where the caller has tuned a threshold: 0 or 1; -1: the
 *                  score decides at 0.5
 * @param label     0 or 1
 * @param fold      number of the fold, or -1
 */
MODERATO_API moderato_status moderato_evaluator_add(moderato_evaluator *evaluator, size_t attribute,
	const moderato_comment *comment, double margin, double score, int positive, int label, int fold,
	moderato_error *err);

/** Compute. `*figures` receives `*n` rows: by attribute, then all, sources, folds, identities. They
 *  live until the next call or free. Slices without both classes have their counts only (and of
 *  the AUCs against the background what is defined); identities that no row names are left out. */
MODERATO_API moderato_status moderato_evaluator_figures(moderato_evaluator *evaluator,
	const moderato_figures **figures, size_t *n, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_evaluator_free(moderato_evaluator *evaluator);

MODERATO_END_DECLS
#endif
