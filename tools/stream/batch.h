/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_BATCH_H
#define TOOLS_BATCH_H
/* A group of comments that are read, worked on and delivered together. A batch owns copies of its
 * comments, so that the reader can go on, and it owns the results of the work. */
#include "moderato/campaign.h"
#include "moderato/classifier.h"
#include "base/buffer.h"
#include "base/limits.h"

/* What the work computes for a comment; it need not fill every member. */
struct result {
	moderato_scores scores;
	int decision;                 /* a moderato_decision; -1: there is no policy */
	const char *state;            /* the resulting state at the site (wxr_out.h); static */
	moderato_signature signature; /* without shingles if the comment is too short for one */
};

/* A comment of a batch. */
struct record {
	moderato_comment comment; /* its strings are borrowed from the batch */
	const char *path;         /* the file's name, as messages show it */
	size_t number;            /* its number among all records, if inputs->bases is set */
	moderato_status status;   /* other than MODERATO_OK: why the record is skipped */
	char *problem;            /* the same in words; allocated with malloc, or NULL */
	struct result *results;   /* room for as many results as the plan asks for */
};

struct batch {
	struct record records[BATCH_RECORDS];
	size_t n;
	struct buffer out;      /* what the work writes */
	struct buffer page;     /* what the work writes for a report, whose form the run defines */
	size_t tally[3];        /* how many decisions there are, indexed by moderato_decision */
	moderato_status status; /* other than MODERATO_OK: the whole run stops */
	moderato_error err;
	struct result *results; /* this and the next three are private to the pipeline */
	size_t n_results;       /* for each record */
	char *bytes;
	size_t used, cap;
	bool finished;
};

/* Adds a copy of a comment. Returns MODERATO_END, without adding it, if the batch is full. */
moderato_status batch_add(struct batch *batch, const moderato_comment *comment, const char *path);

/* Adds a record that could not be read, so that it is reported when its turn comes. The batch must
 * not be full. */
moderato_status batch_add_bad(struct batch *batch, moderato_status status, const char *message);

/* Removes all records, but keeps the memory for the next ones. */
void batch_clear(struct batch *batch);
void batch_dispose(struct batch *batch);

#endif
