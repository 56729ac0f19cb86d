/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_EVAL_RUN_H
#define TOOLS_EVAL_RUN_H
/* What eval computes for a comment: its scores, also in disguise, and what an explanation finds in
 * it. All of it is passed to the evaluator, the report and the card's gate. */
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
	struct gate_card card; /* used when the gate is a card */
	moderato_evaluator *evaluator;
	moderato_report *report; /* NULL if no report was asked for */
	size_t n_labels;         /* labels of attributes that the bundle has */

	moderato_perturber *perturber; /* NULL: disguises are not measured */
	moderato_family families[MODERATO_FAMILIES];
	size_t n_families;

	moderato_classifier *classifier; /* computes explanations; NULL: spans are not measured */
	size_t span_attribute;
	size_t n_spans;      /* comments whose spans were measured */
	size_t n_unmeasured; /* comments with spans but without a label of the attribute */
};

/* Opens what the settings ask for. The caller sets the settings, the engine and the card, and keeps
 * owning them. Returns an exit code, after complaining of a failure; the run must be closed then
 * too. */
int eval_run_open(struct eval_run *run, char **paths, int n_paths);
void eval_run_close(struct eval_run *run);

/* The `work` and `deliver` functions of a pipeline whose payload is the run. Each comment needs 1 +
 * n_families results. */
moderato_status eval_run_work(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err);
int eval_run_deliver(void *payload, const struct batch *batch);

#endif
