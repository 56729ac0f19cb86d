/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_FIT_RUN_H
#define TRAIN_FIT_RUN_H
/* One fit under way, shared by the files that do it: fit.c decides which rows, folds and jobs there
 * are, fit_job.c does a job in a child process, fit_solve.c is one training, and fit_grid.c decides
 * which point of the grid was best. */
#include "train/fit.h"

/* One training: a point of the grid without one fold, or on all rows (fold == n_folds). */
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
	bool wants_models; /* each job's model is the result, not its held-out margins */
	double **weight;   /* then: [n_folds] */
	double *bias;      /* and [n_folds] */
	fit_progress progress;
	void *payload;
};

/* Train on the rows outside of the job's fold. Afterwards `model` has weights, or for a kernel a
 * machine and its vectors. Dispose of it also on failure. */
moderato_status fit_solve(
	const struct fit_run *run, const struct fit_job *job, struct fit *model, moderato_error *err);

/* Copy the support vectors of fit->machine out of the rows into fit->vectors. MODERATO_ENOMEM. */
moderato_status fit_copy_vectors(struct fit *fit, const struct rows *rows, moderato_error *err);

/* Do the first `n_jobs` of run->jobs, up to `n_workers` at a time, each in a child process, and
 * take over what comes of them. MODERATO_EIO: a child's answer is not whole. Other errors as
 * fit_head(). */
moderato_status fit_jobs(struct fit_run *run, size_t n_jobs, size_t n_workers, moderato_error *err);

/* Choose the grid's point (the first of equals), calibrate and set the threshold on its held-out
 * margins: fills out->c, positive, auc, margin, calibration and threshold. */
moderato_status fit_choose(struct fit_run *run, size_t n_points, moderato_error *err);

#endif
