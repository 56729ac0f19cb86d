/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_FIT_RUN_H
#define TRAIN_FIT_RUN_H
/* One fit under way, shared by fit.c (the solves) and fit_grid.c (which of them was best). */
#include "train/fit.h"

/* A point of the grid on one fold, or the final training (fold == n_folds). */
struct fit_job {
	size_t fold;
	double c;
	double positive;
};

struct fit_run {
	const struct fit_problem *problem;
	const struct fit_options *options;
	struct fit *out;
	struct fit_job *jobs;
	double *held; /* [n_points][n] held-out margins */
	size_t n_folds;
	bool wants_models; /* of each fold's job, instead of held-out margins */
	double **weight;   /* then: [n_folds] */
	double *bias;
	fit_progress progress;
	void *payload;
};

/* Choose the grid's point (the first of equals), calibrate and set the threshold on its held-out
 * margins: fills out->c, positive, auc, margin, calibration, threshold. */
moderato_status fit_choose(struct fit_run *run, size_t n_points, moderato_error *err);

#endif
