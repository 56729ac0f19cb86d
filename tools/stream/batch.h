/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_BATCH_H
#define TOOLS_BATCH_H
/* Some comments that are read, worked on and delivered together. A batch owns copies of them, so
 * that the reader can go on, and what the work made of them. */
#include "moderato/campaign.h"
#include "moderato/classifier.h"
#include "base/buffer.h"

enum { BATCH_RECORDS = 1024 }; /* at most */

/* What the work makes of a comment, as far as it does. */
struct result {
	moderato_scores scores;
	int decision;                 /* moderato_decision; -1: there is no policy */
	const char *state;            /* what it stands for at the site (wxr_out.h); static */
	moderato_signature signature; /* no shingles: the comment is too short for one */
};

/* A comment of a batch. */
struct record {
	moderato_comment comment; /* borrows from the batch */
	const char *path;         /* the file, as messages name it */
	size_t number;            /* among all records, where inputs->bases says */
	moderato_status status;   /* not MODERATO_OK: skipped, and why */
	char *problem;            /* in words; malloc'ed or NULL */
	struct result *results;   /* room for what the work finds, as many as the plan asks for */
};

struct batch {
	struct record records[BATCH_RECORDS];
	size_t n;
	struct buffer out;      /* what the work writes */
	struct buffer page;     /* and for a report: the run's own */
	size_t tally[3];        /* decisions, by moderato_decision */
	moderato_status status; /* not MODERATO_OK: the whole run stops */
	moderato_error err;
	struct result *results; /* the next four are the pipeline's own */
	size_t n_results;       /* of each record */
	char *bytes;
	size_t used, cap;
	bool finished;
};

/* Add a copy of a comment. MODERATO_END: the batch is full, nothing was done. */
moderato_status batch_add(struct batch *batch, const moderato_comment *comment, const char *path);

/* Add a record that could not be read, so that it is told of in its turn. The batch must not be
 * full. */
moderato_status batch_add_bad(struct batch *batch, moderato_status status, const char *message);

/* Empty it, keep the memory. */
void batch_clear(struct batch *batch);
void batch_dispose(struct batch *batch);

#endif
