/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_PIPELINE_H
#define TOOLS_PIPELINE_H
/* Runs comments through several classifiers at once and delivers the results in input order.
 *
 * The calling thread reads comments into batches and takes finished batches out in order. Between
 * these steps, worker threads do the work, each with its own classifier. The batches form a ring,
 * so memory is constant however long the input is. With one job no threads are started. */
#include "stream/batch.h"
#include "stream/engine.h"
#include "stream/inputs.h"
#include "terminal/progress.h"

struct pipeline_plan {
	const struct engine *engine; /* NULL: the work needs no classifier and receives NULL */
	struct inputs *inputs;
	struct progress *progress;
	const char *what; /* shown by the progress bar, such as "scoring" */
	size_t jobs;      /* 0: as many as there are cores */
	size_t n_results; /* results of each comment, kept until it is delivered */
	void *payload;    /* passed to work, which only reads it, and to deliver */

	/* Processes one comment, on any thread, and appends its output to batch->out. MODERATO_END
	 * means that the record is empty and does not count. MODERATO_ENOMEM stops the run; any other
	 * failure skips the record. */
	moderato_status (*work)(const void *payload, moderato_classifier *classifier,
		struct batch *batch, struct record *record, moderato_error *err);

	/* Takes a finished batch, in order, on the calling thread. Its lines have been written, its
	 * skipped records have been reported, and inputs->delivered is the place after it. Any exit
	 * code other than EXIT_DONE stops the run. May be NULL. */
	int (*deliver)(void *payload, const struct batch *batch);
};

/* Runs to the end of the input, or until a signal is noted (interrupt.h). In that case everything
 * that has been read is delivered, and inputs->complete is false. Returns EXIT_DONE, or the exit
 * code of what stopped the run, after complaining of it; EXIT_SYSTEM if standard output cannot be
 * written. */
int pipeline_run(const struct pipeline_plan *plan);

#endif
