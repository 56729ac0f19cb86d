/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_EVAL_RUN_H
#define TOOLS_EVAL_RUN_H
/* What eval makes of a comment: scores, in disguise as well, and what an explanation finds in it;
 * all that is handed to the evaluator, the report and the card's gate. */
#include "stream/batch.h"
#include "stream/engine.h"
#include "gate/gate_card.h"
#include "moderato/report.h"

struct eval_settings {
	struct common common;
	const char *identities;
	const char *gate;
	const char *source;
	const char *spans;
	const char *perturb;
	double share;
	const char *report;
};

struct eval_run {
	const struct engine *engine;
	const struct eval_settings *settings;
	struct gate_card card; /* the gate, when it is a card */
	moderato_evaluator *evaluator;
	moderato_report *report; /* NULL when not asked for */
	size_t n_labels;         /* of attributes that the bundle has */

	moderato_perturber *perturber; /* NULL: no disguises */
	moderato_family families[MODERATO_FAMILIES];
	size_t n_families;

	moderato_classifier *classifier; /* to explain with; NULL: spans are not measured */
	size_t span_attribute;
	size_t n_spans;      /* comments with spans, measured */
	size_t n_unmeasured; /* and those that nobody said an attribute of */
};

/* Open what the settings ask for; they, the engine and the card are set and stay the caller's. An
 * exit code; complains. Is to be closed on failure as well. */
int eval_run_open(struct eval_run *run, char **paths, int n_paths);
void eval_run_close(struct eval_run *run);

/* A pipeline's work and deliver, the payload being the run; 1 + n_families results a comment. */
moderato_status eval_run_work(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err);
int eval_run_deliver(void *payload, const struct batch *batch);

#endif
