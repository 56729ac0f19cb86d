/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_PIPELINE_H
#define TOOLS_PIPELINE_H
/* Comments through several classifiers at once, results in input order.
 *
 * The calling thread reads comments into batches and takes finished ones out in order; worker
 * threads, each with a classifier of its own, do the work between. The batches form a ring, so
 * memory is constant however long the input is. With one job there are no threads at all. */
#include "stream/batch.h"
#include "stream/engine.h"
#include "stream/inputs.h"
#include "terminal/progress.h"

struct pipeline_plan {
	const struct engine *engine; /* NULL: work needs no classifier, and is handed NULL */
	struct inputs *inputs;
	struct progress *progress;
	const char *what; /* for the progress bar, such as "scoring" */
	size_t jobs;      /* 0: all cores */
	size_t n_results; /* of each comment that are kept until it is delivered */
	void *payload;    /* handed to work, which only reads it, and to deliver */

	/* Do one comment, on any thread; append to batch->out. MODERATO_END: there is nothing in it,
	 * and it does not count. MODERATO_ENOMEM stops the run, any other failure skips the record. */
	moderato_status (*work)(const void *payload, moderato_classifier *classifier,
		struct batch *batch, struct record *record, moderato_error *err);

	/* Take a finished batch, in order, on the calling thread; its lines are written, what is
	 * skipped has been told of, inputs->delivered is after it. An exit code other than EXIT_DONE
	 * stops the run. May be NULL. */
	int (*deliver)(void *payload, const struct batch *batch);
};

/* Run to the end, or until a signal is noted (interrupt.h): then what has been read is delivered,
 * and inputs->complete is false. EXIT_DONE, or the exit code of what stopped it (which has been
 * complained of); EXIT_SYSTEM when standard output cannot be written. */
int pipeline_run(const struct pipeline_plan *plan);

#endif
