/* SPDX-License-Identifier: MIT */
#include "gate/eval_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#define THRESHOLD 0.5 /* for scores; the same as the evaluator's own */

/* ---- opening ---- */

static int open_evaluator(struct eval_run *run)
{
	const char *names[MODERATO_ATTRIBUTES_MAX];
	const struct eval_settings *settings = run->settings;
	moderato_error err = {.message = ""};
	moderato_status status;
	size_t i;

	for (i = 0; i < run->engine->n_attributes; i++)
		names[i] = moderato_bundle_attribute(run->engine->bundle, i);
	status = moderato_evaluator_new(
		&run->evaluator, names, run->engine->n_attributes, settings->common.seed, &err);
	if (status == MODERATO_OK && settings->identities)
		status = moderato_evaluator_identities(run->evaluator, settings->identities, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

static int open_perturber(struct eval_run *run)
{
	const struct eval_settings *settings = run->settings;
	const moderato_perturb_options options = {settings->share, settings->common.seed};
	moderato_error err = {.message = ""};
	unsigned families = 0;
	moderato_status status = moderato_families_parse(settings->perturb, &families, &err);
	unsigned i;

	if (status == MODERATO_OK)
		status = moderato_perturber_new(&run->perturber, &options, &err);
	if (status == MODERATO_EINVAL)
		return usage_error("eval", "%s", err.message);
	for (i = 0; i < MODERATO_FAMILIES; i++)
		if (families >> i & 1)
			run->families[run->n_families++] = (moderato_family)i;
	return status ? complain_status(status, &err) : EXIT_DONE;
}

/* Finds the attribute that the spans are about, and checks that it can be explained. A kernel head
 * cannot. */
static int open_spans(struct eval_run *run)
{
	const char *name = run->settings->spans ? run->settings->spans : "toxicity";
	const moderato_comment nothing = MODERATO_COMMENT_INIT;
	const int found = moderato_bundle_find(run->engine->bundle, name);
	const bool measured = found >= 0 && run->engine->selected[found];
	moderato_explanation explanation;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code;

	if (!measured && run->settings->spans)
		return usage_error("eval", "--spans %s: expected an attribute that is measured", name);
	if (!measured)
		return EXIT_DONE;
	code = engine_classifier(run->engine, &run->classifier);
	if (code)
		return code;
	run->span_attribute = (size_t)found;
	status = moderato_classifier_explain_top(
		run->classifier, &nothing, run->span_attribute, 1, &explanation, &err);
	if (!status)
		return EXIT_DONE;
	moderato_classifier_free(run->classifier);
	run->classifier = NULL;
	return status == MODERATO_EINVAL && !run->settings->spans ? EXIT_DONE
															  : complain_status(status, &err);
}

/* Opens the report, which names the bundle and the corpora. */
static int open_report(struct eval_run *run, char **paths, int n_paths)
{
	const struct eval_settings *settings = run->settings;
	const char *bundle =
		settings->common.bundle ? settings->common.bundle : getenv("MODERATO_BUNDLE");
	moderato_error err = {.message = ""};
	moderato_status status;
	int i;

	status = moderato_report_new(&run->report, run->engine->bundle, run->engine->policy, &err);
	if (status == MODERATO_OK && bundle && *bundle)
		status = moderato_report_name_bundle(run->report, bundle, &err);
	for (i = 0; status == MODERATO_OK && i < n_paths; i++)
		if (strcmp(paths[i], "-") != 0)
			status = moderato_report_name_corpus(run->report, paths[i], &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

int eval_run_open(struct eval_run *run, char **paths, int n_paths)
{
	int code = open_evaluator(run);

	if (!code && run->settings->perturb)
		code = open_perturber(run);
	if (!code)
		code = open_spans(run);
	if (!code && run->settings->report)
		code = open_report(run, paths, n_paths);
	return code;
}

void eval_run_close(struct eval_run *run)
{
	moderato_report_free(run->report);
	moderato_classifier_free(run->classifier);
	moderato_perturber_free(run->perturber);
	moderato_evaluator_free(run->evaluator);
}

/* ---- on any thread ---- */

/* Computes a comment's scores and, if disguises are measured, the policy's decision. */
static moderato_status judge(const struct eval_run *run, moderato_classifier *classifier,
	const moderato_comment *comment, struct result *result, moderato_error *err)
{
	moderato_verdict verdict;
	moderato_status status;

	result->decision = -1;
	if (!run->perturber)
		return moderato_classifier_score(classifier, comment, &result->scores, err);
	status = moderato_classifier_screen(classifier, run->engine->policy, comment, &verdict, err);
	if (status == MODERATO_OK) {
		result->scores = verdict.scores;
		result->decision = (int)verdict.decision;
	}
	return status;
}

/* Judges the comment as it is, and then in the disguise of each family. */
moderato_status eval_run_work(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	const struct eval_run *run = payload;
	moderato_perturbed perturbed = MODERATO_PERTURBED_INIT;
	moderato_comment comment = record->comment;
	moderato_status status = judge(run, classifier, &comment, record->results, err);
	size_t i;

	(void)batch;
	for (i = 0; status == MODERATO_OK && i < run->n_families; i++) {
		status =
			moderato_perturb(run->perturber, &record->comment, run->families[i], &perturbed, err);
		comment.text = perturbed.text;
		if (status == MODERATO_OK)
			status = judge(run, classifier, &comment, &record->results[1 + i], err);
	}
	moderato_perturbed_dispose(&perturbed);
	return status;
}

/* ---- in order ---- */

/* Passes the scores of a disguised comment for attribute j to the evaluator. */
static moderato_status add_perturbed(
	struct eval_run *run, const struct record *record, size_t j, int label, moderato_error *err)
{
	const struct result *clean = &record->results[0];
	moderato_status status = MODERATO_OK;
	int benign = 1;
	size_t i;

	for (i = 0; i < record->comment.n_labels; i++)
		benign &= record->comment.labels[i].value == 0;
	for (i = 0; status == MODERATO_OK && i < run->n_families; i++) {
		const struct result *result = &record->results[1 + i];
		const moderato_perturbed_row row = {
			.family = run->families[i],
			.label = label,
			.benign = benign,
			.clean_margin = clean->scores.margin[j],
			.margin = result->scores.margin[j],
			.clean_positive = clean->scores.score[j] >= THRESHOLD,
			.positive = result->scores.score[j] >= THRESHOLD,
			.clean_held = clean->decision < 0 ? -1 : clean->decision != MODERATO_PUBLISH,
			.held = result->decision < 0 ? -1 : result->decision != MODERATO_PUBLISH,
		};

		status = moderato_evaluator_add_perturbed(run->evaluator, j, &row, err);
	}
	return status;
}

/* Passes a label of attribute j to everything that measures. `comment` has the source that was
 * asked for. */
static moderato_status add_label(struct eval_run *run, const struct record *record,
	const moderato_comment *comment, size_t j, int label, moderato_error *err)
{
	const double margin = record->results->scores.margin[j];
	const double score = record->results->scores.score[j];
	moderato_status status =
		moderato_evaluator_add(run->evaluator, j, comment, margin, score, -1, label, -1, err);

	if (status == MODERATO_OK)
		status = add_perturbed(run, record, j, label, err);
	if (status == MODERATO_OK && run->card.path)
		status =
			gate_card_add(&run->card, record->path, j, &record->comment, margin, score, label, err);
	if (status == MODERATO_OK && run->report)
		status = moderato_report_add(run->report, j, comment, margin, score, label, err);
	run->n_labels += status == MODERATO_OK;
	return status;
}

static moderato_status add_labels(
	struct eval_run *run, const struct record *record, moderato_error *err)
{
	const struct engine *engine = run->engine;
	moderato_comment comment = record->comment;
	moderato_status status = MODERATO_OK;
	size_t i, j;

	if (run->settings->source)
		comment.source = str_of(run->settings->source);
	for (i = 0; i < comment.n_labels; i++) {
		const moderato_label *label = &comment.labels[i];

		for (j = 0; status == MODERATO_OK && j < engine->n_attributes; j++) {
			moderato_str name = str_of(moderato_bundle_attribute(engine->bundle, j));

			if (engine->selected[j] && str_equal(name, label->attribute))
				status = add_label(run, record, &comment, j, label->value, err);
		}
	}
	return status;
}

/* Passes what an explanation finds in a comment with human-marked spans to the evaluator. */
static moderato_status add_spans(
	struct eval_run *run, const moderato_comment *comment, moderato_error *err)
{
	moderato_explanation explanation;
	moderato_status status;

	if (!comment->spans)
		return MODERATO_OK;
	if (!run->classifier) {
		run->n_unmeasured++;
		return MODERATO_OK;
	}
	status = moderato_classifier_explain_top(
		run->classifier, comment, run->span_attribute, 1, &explanation, err);
	if (!status)
		status = moderato_evaluator_add_spans(run->evaluator, run->span_attribute, comment,
			explanation.spans, explanation.n_spans, err);
	run->n_spans += !status;
	return status;
}

int eval_run_deliver(void *payload, const struct batch *batch)
{
	struct eval_run *run = payload;
	moderato_error err = {.message = ""};
	size_t i;

	for (i = 0; i < batch->n; i++) {
		const struct record *record = &batch->records[i];
		moderato_status status;

		if (record->status != MODERATO_OK)
			continue;
		status = add_labels(run, record, &err);
		if (status == MODERATO_OK)
			status = add_spans(run, &record->comment, &err);
		if (status != MODERATO_OK)
			return complain_status(status, &err);
	}
	return EXIT_DONE;
}
