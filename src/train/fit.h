/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H
/* Train one head: choose the cost and the positive class's weight by cross-validation, calibrate on
 * the held-out margins, then train on all rows. */
#include "dataset/dataset.h"
#include "model/calibrate.h"
#include "model/kernel.h"

#define FIT_GRID_MAX 16

/* "negatives / positives" in a grid of positive weights. */
#define FIT_BALANCED (-1.0)

/* The default gain of train/nb_scale.h. */
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
	double c[FIT_GRID_MAX];
	size_t n_c;
	double positive[FIT_GRID_MAX];
	size_t n_positive;
	size_t folds;    /* 1: none, only train; the grid has one point */
	double contrast; /* gain of train/nb_scale.h; 0: none */
	enum calibration_type calibration;
	uint64_t seed;
	size_t jobs;
};

/* What to learn. Arrays are by row of the data set, [rows->n], borrowed. */
struct fit_problem {
	const struct rows *rows;
	uint32_t n_features;   /* with the sources' offsets */
	uint32_t first_offset; /* features from here on are offsets: learned, then dropped */
	const int8_t *label;   /* 0, 1, LABEL_UNKNOWN: not trained on */
	const uint64_t *group;
	const uint32_t *source;
	const double *weight; /* by source */
	size_t n_sources;
	const uint8_t *calibrates; /* by source: scores are calibrated on its rows; NULL: on all */
	const uint8_t *copy;       /* rows that are trained on but not judged by, each a copy of the row
								  before and with it in one fold; NULL: none */
	size_t n_judged; /* rows from here on are trained on, and the grid's point is chosen by
						them too, but no figure and no calibration is; 0: all are judged by */
};

/* Support vectors as a head of their own: what a kernel fit scores with, and what a bundle keeps.
 */
struct fit_vectors {
	struct kernel_head head; /* its arrays are these: */
	uint64_t *start;
	uint32_t *index;
	float *value;
	double *norm;
};

struct fit {
	double c;
	double positive;
	enum fit_solver solver; /* that was used */
	bool stopped;           /* it gave up on the final training before it came to rest */
	struct calibration calibration;
	double threshold; /* score from which to call a row positive for the best F1 */
	double auc;       /* what the grid was judged by: mean over sources of the held-out AUC */
	double *weight;   /* linear: [first_offset] */
	double bias;
	struct svm_machine machine; /* kernel: its vectors are rows of the problem */
	struct fit_vectors vectors; /* the same vectors, copied out */
	uint32_t *pick;             /* the rows that it was trained on */
	double *margin;             /* [n] held-out margins of pick; NULL: no folds */
	uint16_t *fold;             /* [n] */
	size_t n;
};

/* A step is done; false cancels. */
typedef bool (*fit_progress)(void *payload, size_t done, size_t total);

/* MODERATO_EINVAL: too few rows of a class; a solver's refusal. MODERATO_ENOMEM. */
moderato_status fit_head(const struct fit_problem *problem, const struct fit_options *options,
	fit_progress progress, void *payload, struct fit *out, moderato_error *err);

/* Linear models of all rows but a fold's, for each fold: rows of the problem that are labelled are
 * in fold[row]. `c` and `positive` are the options' first. weight[n_folds] are malloc'ed, of
 * first_offset each; bias[n_folds]. Errors as fit_head(); then nothing is left to free. */
moderato_status fit_folds(const struct fit_problem *problem, const struct fit_options *options,
	const uint16_t *fold, size_t n_folds, double **weight, double *bias, moderato_error *err);

/* The margin of a row, without its source's offset (kernel problems have no offsets). False: out of
 * memory. */
bool fit_margin(
	const struct fit *fit, const struct fit_problem *problem, uint32_t row, double *margin);

/* What people are told of a solver, such as "dual coordinate descent"; of FIT_AUTO nothing: NULL.
 */
const char *fit_solver_name(enum fit_solver solver);

void fit_dispose(struct fit *fit);

#endif
