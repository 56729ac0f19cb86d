/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_REHEARSE_JUDGING_H
#define TRAIN_REHEARSE_JUDGING_H
/* A head being judged beside the base's, shared by rehearse_judge.c, which decides how far it may
 * go, and rehearse_measure.c, which finds what a part of its change gains and loses. */
#include "train/rehearse.h"

/* Some rows with the margins that both heads give them. */
struct margins {
	double *base;
	double *tuned; /* of the new head */
	int8_t *label;
	double *weight;
	size_t n;
};

struct judging {
	const struct train_inputs *in;
	const struct fit_problem *problem;
	const struct bundle_head *base; /* the base's head of the attribute */
	struct fit *fit;
	uint32_t place;        /* the feature that holds the base head's margin */
	struct margins fresh;  /* new comments, each scored by a fold's head that has not seen it */
	struct margins taught; /* comments of the sample that were trained on, likewise */
	struct margins all;    /* all comments of the sample: these and those held out */
	double spread;         /* s of the formula in rehearse_judge.c */
	double shift;          /* d of it */
	double *scratch[2];    /* room for all rows and those of the sample once more */
	int8_t *targets;       /* the same */
};

/* A row's margin with a part of the change, 0 … 1. */
static inline double judging_mix(const struct judging *j, double base, double tuned, double change)
{
	return change * tuned + (1 - change) * (j->spread * base + j->shift);
}

/* The share of the new comments in the calibration: the most that is tried, and the least before
 * they have none. */
#define SAY_MOST 0.5
#define SAY_LEAST 0.125

/* Calibrate on both kinds of rows: the new ones with their labels, those of the sample with the
 * scores that the base gives them, so that scores keep their meaning however the sample was drawn.
 * A base's score of 0.7 counts as a positive row of weight 0.7 and a negative one of weight 0.3.
 * `say` is the share of the new rows in the whole weight. */
moderato_status judging_calibrate(
	struct judging *j, double change, double say, struct calibration *out, moderato_error *err);

/* Measure the base's head on the sample: its AUC, its threshold, and what is caught at that. */
moderato_status judging_measure_base(struct judging *j, moderato_known *known, moderato_error *err);

/* Measure the head with a part of its change, and calibrate it with the largest share of the new
 * comments that loses nothing. known->lost says what is lost if every share loses something; then
 * the calibration is the one without them. */
moderato_status judging_measure(struct judging *j, double change, moderato_known *known,
	struct calibration *calibration, moderato_error *err);

/* Does the head, with a part of its change, rank the new comments better than the base's, and
 * better than chance? */
moderato_status judging_gains(struct judging *j, double change, bool *yes, moderato_error *err);

#endif
