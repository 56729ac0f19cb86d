/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H
/* Train one head: choose the cost and the positive class's weight from a grid by cross-validation,
 * calibrate on the held-out margins, then train on all rows. */
#include "dataset/dataset.h"
#include "model/calibrate.h"
#include "model/kernel.h"

#define FIT_GRID_MAX 16 /* values of a grid, in either direction */

/* In a grid of positive weights: the number of negatives divided by that of positives. */
#define FIT_BALANCED (-1.0)

/* The default gain of nb_scale_features() (train/nb_scale.h). */
#define FIT_CONTRAST 1.0

enum fit_solver {
	FIT_AUTO,    /* libsvm for a kernel and for up to FIT_LIBSVM_ROWS rows, else descent */
	FIT_DESCENT, /* model/descent.h: dual coordinate descent, linear heads only */
	FIT_LIBSVM,  /* model/svm.h */
	FIT_NEWTON   /* model/newton.h: for the few dense features of the second stage */
};

/* A linear head of more rows than this is trained by descent: libsvm, which takes quadratic time,
 * would need too long. */
#define FIT_LIBSVM_ROWS 1000

struct fit_options {
	enum fit_solver solver;
	struct kernel_params kernel;
	double c[FIT_GRID_MAX]; /* the grid: costs and weights of the positive class to try */
	size_t n_c;
	double positive[FIT_GRID_MAX];
	size_t n_positive;
	size_t folds;    /* 1: train once, without folds; then the grid has one point */
	double contrast; /* the gain of nb_scale_features(); 0: the features are not scaled */
	enum calibration_type calibration;
	uint64_t seed;
	size_t jobs; /* child processes at a time */
};

/* What to learn. Arrays are borrowed, and have a value for each row, [rows->n], unless they say
 * otherwise. */
struct fit_problem {
	const struct rows *rows;
	uint32_t n_features;   /* including the sources' offsets */
	uint32_t first_offset; /* features from this one on are offsets: learned, then dropped */
	const int8_t *label;   /* 0, 1, or LABEL_UNKNOWN for a row that is not trained on */
	const uint64_t *group; /* rows of one group are kept in one fold */
	const uint32_t *source;
	const double *weight; /* [n_sources] how much a source's rows count; 0: not trained on */
	size_t n_sources;
	const uint8_t *calibrates; /* [n_sources] 1: scores are calibrated on its rows; NULL: on all */
	const uint8_t *copy;       /* 1: the row is a copy of the row before and in the same fold; it is
								  trained on, but nothing is judged by it. NULL: no copies */
	const uint8_t *only_learned; /* [n_sources] 1: its rows are trained on, but nothing is judged by
									them; NULL: none */
	size_t n_judged; /* rows from this one on are trained on and have a say in the choice of the
						grid's point, but figures and calibration leave them out; 0: all are in */
};

/* Support vectors, copied out of the rows: what a kernel fit scores with and what a bundle keeps.
 */
struct fit_vectors {
	struct kernel_head head; /* borrows these arrays: */
	uint64_t *start;
	uint32_t *index;
	float *value;
	double *norm;
};

/* What was learned. */
struct fit {
	double c;
	double positive;
	enum fit_solver solver; /* which was used */
	bool stopped;           /* the solver gave up on the final training before it had converged */
	struct calibration calibration;
	double threshold; /* a score from this on is called positive, for the best F1 */
	double auc;       /* the mean over sources of the held-out AUC; NAN: there were no folds */
	double *weight;   /* linear: [first_offset] */
	double bias;
	struct svm_machine machine; /* kernel: its vectors are rows of the problem */
	struct fit_vectors vectors; /* the same vectors, copied out */
	uint32_t *pick;             /* [n] the rows that it was trained on */
	double *margin;             /* [n] their held-out margins; NULL: there were no folds */
	uint16_t *fold;             /* [n] */
	size_t n;
};

/* Called after each training; false cancels. */
typedef bool (*fit_progress)(void *payload, size_t done, size_t total);

/* Train a head. MODERATO_EINVAL: a class has too few rows, the solver refuses, or `progress` (may
 * be NULL) has cancelled. MODERATO_ENOMEM. On failure nothing is left to dispose of. */
moderato_status fit_head(const struct fit_problem *problem, const struct fit_options *options,
	fit_progress progress, void *payload, struct fit *out, moderato_error *err);

/* For each fold, train a linear model on all rows but the fold's, with the first cost and positive
 * weight of the options: labelled row i is in fold[i]. weight[n_folds] receives arrays of
 * first_offset, which the caller frees; bias[n_folds]. Errors as fit_head(). On failure nothing is
 * left to free. */
moderato_status fit_folds(const struct fit_problem *problem, const struct fit_options *options,
	const uint16_t *fold, size_t n_folds, double **weight, double *bias, moderato_error *err);

/* Compute the margin of a row without its source's offset. False: out of memory. */
bool fit_margin(
	const struct fit *fit, const struct fit_problem *problem, uint32_t row, double *margin);

/* The solver's name as people are told it, such as "dual coordinate descent"; NULL for FIT_AUTO. */
const char *fit_solver_name(enum fit_solver solver);

void fit_dispose(struct fit *fit);

#endif
