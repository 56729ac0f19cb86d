/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_REHEARSE_JUDGING_H
#define TRAIN_REHEARSE_JUDGING_H
/* A head being judged beside its base, shared by rehearse_judge.c (how far it may go) and
 * rehearse_measure.c (what so much of its change gains and loses). */
#include "train/rehearse.h"

/* Margins of some rows by both heads. */
struct margins {
	double *base;
	double *tuned;
	int8_t *label;
	double *weight;
	size_t n;
};

struct judging {
	const struct train_inputs *in;
	const struct fit_problem *problem;
	const struct bundle_head *base;
	struct fit *fit;
	uint32_t place;        /* of the base's margin among the features */
	struct margins fresh;  /* new comments, each by a fold's head that has not seen it */
	struct margins taught; /* of the sample, likewise */
	struct margins all;    /* of the sample: these and those held out */
	double spread;         /* s */
	double shift;          /* d */
	double *scratch[2];    /* [all rows and those of the sample once more] */
	int8_t *targets;
};

/* A row's margin with so much of the change. */
static inline double judging_mix(const struct judging *j, double base, double tuned, double change)
{
	return change * tuned + (1 - change) * (j->spread * base + j->shift);
}

/* How much the new comments may say of what a score means, and the least that is tried before they
 * have no say in it. */
#define SAY_MOST 0.5
#define SAY_LEAST 0.125

/* Both kinds of rows have a say: the new ones by their labels, those of the sample by what the base
 * said of them, so that its scores keep their meaning whatever the sample's make-up is. A score of
 * 0.7 is a row of 0.7 that is one and a row of 0.3 that is not. `say` is the new ones' share. */
moderato_status judging_calibrate(
	struct judging *j, double change, double say, struct calibration *out, moderato_error *err);

/* What the base makes of the sample: its threshold, and what that gives. */
moderato_status judging_measure_base(struct judging *j, moderato_known *known, moderato_error *err);

/* With so much of its change: the most that the new comments may say of what a score means without
 * a loss; nothing, where there is a loss in any case. */
moderato_status judging_measure(struct judging *j, double change, moderato_known *known,
	struct calibration *calibration, moderato_error *err);

/* Does it rank the new comments better than the base, and than chance? */
moderato_status judging_gains(struct judging *j, double change, bool *yes, moderato_error *err);

#endif
