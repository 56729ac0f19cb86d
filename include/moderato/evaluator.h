/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_EVALUATOR_H
#define MODERATO_EVALUATOR_H
/**
 * @file moderato/evaluator.h
 * Figures: how well scores agree with labels, over all, by source and identity, and in disguise.
 *
 * Collect scored and labelled comments with moderato_evaluator_add(), then ask for the figures. A
 * missing label is unknown and counts nowhere. Not thread-safe.
 */
#include "moderato/comment.h"
#include "moderato/perturb.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_evaluator moderato_evaluator; /* opaque */

/** Folds are numbered from 0 and there are at most so many: the number of folds fits 16 bits. */
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
	size_t n_spans; /**< MODERATO_SLICE_ALL only: comments whose spans were added, and over them */
	double span_f1; /**< the mean F1 of the characters in the spans, */
	double span_f1_low; /**< its 95 % interval, by bootstrap */
	double span_f1_high;
	double auc_loss;    /**< perturbations only: AUC of the same rows as they were, less `auc`, */
	double recall_kept; /**< of the positive rows found as they were, the part found in disguise, */
	double held_clean;  /**< of the benign rows the part held or rejected as they were, */
	double held_perturbed; /**< and in disguise, */
	double held_rise;      /**< and by how much that is more; all three NAN without a policy */
} moderato_figures;

/** A measure: what it is called in files and in gates, and where it lies in moderato_figures. */
typedef struct moderato_measure {
	const char *name;
	size_t offset; /**< of the double */
	moderato_slice
		slice;    /**< the slices that have it; MODERATO_SLICE_ALL: every slice has it, but */
	int of_spans; /**< 1: only where spans were added */
	int bound;    /**< 1: it bounds the interval of the measure one or two places before */
} moderato_measure;

/** All measures, `*n` of them, in the order in which `moderato eval` writes them. */
MODERATO_API const moderato_measure *moderato_measures(size_t *n);

/** Does a row of figures have this measure (though its value may be NAN)? 0 or 1. */
MODERATO_API int moderato_measure_applies(
	const moderato_measure *measure, const moderato_figures *figures);

/** The slice's name in files, such as "source". */
MODERATO_API const char *moderato_slice_name(moderato_slice slice);

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
 * @param fold      number of the fold, below MODERATO_FOLDS_MAX, or -1
 */
MODERATO_API moderato_status moderato_evaluator_add(moderato_evaluator *evaluator, size_t attribute,
	const moderato_comment *comment, double margin, double score, int positive, int label, int fold,
	moderato_error *err);

/**
 * Add what an explanation found in a comment in which people have marked spans.
 * @param comment its `spans` are what people marked
 * @param spans   the explanation's: sorted, disjoint; n of them
 * @return MODERATO_OK; MODERATO_EINVAL (the comment has no spans, or one of either is out of
 *         order or of the text); MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_evaluator_add_spans(moderato_evaluator *evaluator,
	size_t attribute, const moderato_comment *comment, const moderato_span *spans, size_t n,
	moderato_error *err);

/** How one comment fared in disguise. */
typedef struct moderato_perturbed_row {
	moderato_family family;
	int label;           /**< 0 or 1 */
	int benign;          /**< 1: it should be published; that is, no label of it is 1 */
	double clean_margin; /**< as it was, */
	double margin;       /**< and in disguise */
	int clean_positive;  /**< does the model say 1 at its threshold? as it was, 0 or 1, */
	int positive;        /**< and in disguise */
	int clean_held;      /**< does a policy hold or reject it? as it was, 0 or 1; -1: no policy, */
	int held;            /**< and in disguise */
} moderato_perturbed_row;

/** Add what one attribute makes of a comment in disguise. Any number of families, each over the
 *  same comments or some of them; independent of the rows of moderato_evaluator_add(). */
MODERATO_API moderato_status moderato_evaluator_add_perturbed(moderato_evaluator *evaluator,
	size_t attribute, const moderato_perturbed_row *row, moderato_error *err);

/** Compute. `*figures` receives `*n` rows: by attribute, then all, sources, folds, identities,
 *  perturbations. They live until the next call or free. Slices without both classes have their
 *  counts only (and of the AUCs against the background what is defined); identities that no row
 *  names are left out. */
MODERATO_API moderato_status moderato_evaluator_figures(moderato_evaluator *evaluator,
	const moderato_figures **figures, size_t *n, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_evaluator_free(moderato_evaluator *evaluator);

MODERATO_END_DECLS
#endif
