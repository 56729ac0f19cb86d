/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRAIN_PROGRESS_H
#define TRAIN_TRAIN_PROGRESS_H
/* Tells whoever asked how far a training is. */
#include "moderato/trainer.h"

struct train_progress {
	moderato_train_progress tell; /* NULL: nobody asked */
	void *payload;
	const char *step; /* what is done now: an attribute, "folds", "word vectors" */
	size_t offset;    /* trainings that were done before this step */
	size_t total;     /* trainings of all steps; 0: only this step's are known */
};

/* Tell that `done` of this step's `total` trainings are done: a fit_progress, `payload` is a struct
 * train_progress. False: cancel. */
bool train_progress_tell(void *payload, size_t done, size_t total);

#endif
