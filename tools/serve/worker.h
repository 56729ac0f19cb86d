/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_WORKER_H
#define TOOLS_SERVE_WORKER_H
/* One thread of the daemon: its classifier, its memory and its counters. Nothing in it is shared
 * with other threads but the counters, which others read. */
#include "base/arena.h"
#include "base/json.h"
#include "moderato/reader.h"
#include "serve/metrics/counters.h"
#include "serve/setup.h"

struct server; /* serve/server.h */

/* Notes on the request that is being answered. They are empty when its route is called; pieces
 * of a streamed body have the same ones. */
struct notes {
	size_t comments;            /* scored so far, for the access log */
	size_t decided;             /* likewise, by a decision that the client is told */
	moderato_decision decision; /* the last */
};

struct worker {
	struct server *server;
	struct setup *setup;   /* what the current request is answered with */
	size_t n_open;         /* requests that began with it and have not ended */
	struct former *former; /* the setups before it that requests began with */
	moderato_classifier *classifier;
	moderato_classifier *shadow; /* NULL: no shadow */
	struct json_reader *json;
	moderato_comment_parser *comments; /* reads comments in moderato's own form */
	struct arena arena;                /* memory of the current request */
	struct buffer scratch;             /* for routes, empty at each request */
	struct notes notes;
	struct buffer line;                          /* of the access log, or of the shadow's samples */
	double samples_due;                          /* of the shadow, see shadow.c */
	unsigned char slot[MODERATO_ATTRIBUTES_MAX]; /* where the bundle's attributes are counted */
	int shadow_attribute[MODERATO_ATTRIBUTES_MAX]; /* the shadow's of the same name, or -1 */
	uint64_t requests;                             /* answered so far, for ids */
	bool keep_nothing; /* the comment must not be written anywhere: no sample of it. Set around
						  worker_score() or worker_screen() */
	char id_base[13];  /* random, 12 digits: the beginning of this thread's request ids */
	struct counters counters;
	struct worker *next; /* in the server's list */
};

/* Makes a worker; its classifier comes with the first worker_refresh(). NULL: out of memory. */
struct worker *worker_new(struct server *server);
void worker_free(struct worker *worker);

/* Goes over to the server's current setup, if that has changed. The old one is kept if there is no
 * memory for the new one. False: there is none at all, for lack of memory. */
bool worker_refresh(struct worker *worker);

/* Keeps the current setup for a request until worker_leave(): its key is one of it. Only the
 * thread's own requests are counted, so that this takes no atomic operation. */
struct setup *worker_enter(struct worker *worker);
void worker_leave(struct worker *worker, struct setup *setup);

/* Scores a comment and applies the policy; counts scores and decision; lets the shadow do the same,
 * and counts and samples where it decides otherwise. As moderato_classifier_screen(). */
moderato_status worker_screen(struct worker *worker, const moderato_comment *comment,
	moderato_verdict *verdict, moderato_error *err);

/* Scores a comment for protocols that do not ask for a decision; counts its scores. */
moderato_status worker_score(struct worker *worker, const moderato_comment *comment,
	moderato_scores *scores, moderato_error *err);

/* Keeps a moderator's judgement, and counts what came of it; the operator reads of a failure in the
 * metrics. FEEDBACK_REPEATED if the configuration names no file: nothing is lost that was meant to
 * be kept. */
enum feedback_result worker_feedback(struct worker *worker, const moderato_comment *comment);

#endif
