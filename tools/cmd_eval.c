/* SPDX-License-Identifier: MIT */
/* eval: a bundle on labelled corpora. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "gate_card.h"
#include "gates.h"
#include "moderato/perturb.h"
#include "moderato/report.h"
#include "pipeline.h"
#include "rows.h"

#define THRESHOLD 0.5 /* of the score; the evaluator's own */

struct settings {
	struct common common;
	const char *identities;
	const char *gate;
	const char *source;
	const char *spans;
	const char *perturb;
	double share;
	const char *report;
};

static const struct option_row rows_of_options[] = {
	{"identities", 0, "FILE", "measure each identity term of this file too, one a line",
		OPTION_TEXT, offsetof(struct settings, identities)},
	{"gate", 0, "GATES",
		"exit with 1 unless all are met: attribute:measure>=value,… or a file of them; measures "
		"are auc, average_precision, precision, recall, f1, ece, brier, for the worst identity "
		"subgroup_auc, bpsn_auc, bnsp_auc, for the worst disguise auc_loss, recall_kept, "
		"held_clean, held_perturbed, held_rise, and for comments with spans span_f1. Or a card "
		"with held-out figures: every AUC that it has for these files must be measured on as "
		"many comments and not lie below its recorded 95 % interval",
		OPTION_TEXT, offsetof(struct settings, gate)},
	{"spans", 0, "ATTR",
		"the attribute that the comments' spans are about (default: toxicity, if it is measured)",
		OPTION_TEXT, offsetof(struct settings, spans)},
	{"source", 0, "NAME", "the comments' source, in place of what the files say", OPTION_TEXT,
		offsetof(struct settings, source)},
	{"perturb", 0, "LIST", "measure the comments in disguise too, by these families or all",
		OPTION_TEXT, offsetof(struct settings, perturb)},
	{"share", 0, "X", "of the words that a family can change, how many it does (default: 0.5)",
		OPTION_NUMBER, offsetof(struct settings, share)},
	{"report", 0, "FILE",
		"write the evaluation as one HTML page there: curves, what each threshold costs, figures "
		"by slice, and the worst errors with their text; the thresholds of --policy are marked",
		OPTION_TEXT, offsetof(struct settings, report)},
};

struct run {
	const struct engine *engine;
	const struct settings *settings;
	moderato_evaluator *evaluator;
	moderato_classifier *classifier; /* to explain with; NULL: spans are not measured */
	size_t span_attribute;
	size_t n_spans;                /* comments with spans, measured */
	size_t n_unmeasured;           /* and those that nobody said an attribute of */
	moderato_perturber *perturber; /* NULL: no disguises */
	moderato_family families[MODERATO_FAMILIES];
	size_t n_families;
	moderato_report *report; /* NULL when not asked for */
	struct gate_card card;   /* the gate, when it is a card */
	size_t n_labels;         /* of attributes that the bundle has */
};

/* Scores, and what the policy says, where there is one. */
static moderato_status judge(const struct run *run, moderato_classifier *classifier,
	const moderato_comment *comment, struct result *result, moderato_error *err)
{
	moderato_verdict verdict;
	moderato_status status;

	result->decision = -1;
	if (!run->engine->policy)
		return moderato_classifier_score(classifier, comment, &result->scores, err);
	status = moderato_classifier_screen(classifier, run->engine->policy, comment, &verdict, err);
	if (status == MODERATO_OK) {
		result->scores = verdict.scores;
		result->decision = (int)verdict.decision;
	}
	return status;
}

/* The comment as it is, then by each family. */
static moderato_status judge_record(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	const struct run *run = payload;
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

/* Hand what attribute j makes of a comment in disguise to the evaluator. */
static moderato_status add_perturbed(
	struct run *run, const struct record *record, size_t j, int label, moderato_error *err)
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

/* Hand a comment's labels to the evaluator. */
static moderato_status add_labels(struct run *run, const struct record *record, moderato_error *err)
{
	const struct engine *engine = run->engine;
	moderato_comment comment = record->comment;
	size_t i, j;

	if (run->settings->source)
		comment.source = str_of(run->settings->source);
	for (i = 0; i < comment.n_labels; i++) {
		const moderato_label *label = &comment.labels[i];

		for (j = 0; j < engine->n_attributes; j++) {
			moderato_str name = str_of(moderato_bundle_attribute(engine->bundle, j));
			moderato_status status;

			if (!engine->selected[j] || name.len != label->attribute.len ||
				memcmp(name.ptr, label->attribute.ptr, name.len) != 0)
				continue;
			status = moderato_evaluator_add(run->evaluator, j, &comment,
				record->results->scores.margin[j], record->results->scores.score[j], -1,
				label->value, -1, err);
			if (status == MODERATO_OK)
				status = add_perturbed(run, record, j, label->value, err);
			if (status == MODERATO_OK && run->card.path)
				status = gate_card_add(&run->card, record->path, j, &record->comment,
					record->results->scores.margin[j], record->results->scores.score[j],
					label->value, err);
			if (status == MODERATO_OK && run->report)
				status =
					moderato_report_add(run->report, j, &comment, record->results->scores.margin[j],
						record->results->scores.score[j], label->value, err);
			if (status != MODERATO_OK)
				return status;
			run->n_labels++;
		}
	}
	return MODERATO_OK;
}

/* Hand the evaluator what an explanation finds in a comment that people have marked. */
static moderato_status add_spans(
	struct run *run, const moderato_comment *comment, moderato_error *err)
{
	moderato_explanation explanation;
	moderato_status status;

	if (!comment->spans)
		return MODERATO_OK;
	if (!run->classifier) {
		run->n_unmeasured++;
		return MODERATO_OK;
	}
	status = moderato_classifier_explain(
		run->classifier, comment, run->span_attribute, &explanation, err);
	if (!status)
		status = moderato_evaluator_add_spans(run->evaluator, run->span_attribute, comment,
			explanation.spans, explanation.n_spans, err);
	run->n_spans += !status;
	return status;
}

static int add_batch(void *payload, const struct batch *batch)
{
	struct run *run = payload;
	moderato_error err = {.message = ""};
	size_t i;

	for (i = 0; i < batch->n; i++) {
		moderato_status status = MODERATO_OK;

		if (batch->records[i].status == MODERATO_OK)
			status = add_labels(run, &batch->records[i], &err);
		if (status == MODERATO_OK && batch->records[i].status == MODERATO_OK)
			status = add_spans(run, &batch->records[i].comment, &err);
		if (status != MODERATO_OK)
			return complain_status(status, &err);
	}
	return EXIT_DONE;
}

static int open_evaluator(struct run *run)
{
	const char *names[MODERATO_ATTRIBUTES_MAX];
	const struct settings *settings = run->settings;
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

/* Find the attribute that spans are about, and whether it can be explained: no kernel head can. */
static int open_spans(struct run *run)
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
	status = moderato_classifier_explain(
		run->classifier, &nothing, run->span_attribute, &explanation, &err);
	if (!status)
		return EXIT_DONE;
	moderato_classifier_free(run->classifier);
	run->classifier = NULL;
	return status == MODERATO_EINVAL && !run->settings->spans ? EXIT_DONE
															  : complain_status(status, &err);
}

static int open_perturber(struct run *run)
{
	const struct settings *settings = run->settings;
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

/* The report, where one is asked for; it names the bundle and the corpora. */
static int open_report(struct run *run, char **paths, int n_paths)
{
	const struct settings *settings = run->settings;
	const char *bundle =
		settings->common.bundle ? settings->common.bundle : getenv("MODERATO_BUNDLE");
	moderato_error err = {.message = ""};
	moderato_status status;
	int i;

	if (!settings->report)
		return EXIT_DONE;
	status = moderato_report_new(&run->report, run->engine->bundle, run->engine->policy, &err);
	if (status == MODERATO_OK && bundle && *bundle)
		status = moderato_report_name_bundle(run->report, bundle, &err);
	for (i = 0; status == MODERATO_OK && i < n_paths; i++)
		if (strcmp(paths[i], "-") != 0)
			status = moderato_report_name_corpus(run->report, paths[i], &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

/* The page appears only when it is whole. */
static int write_report(struct run *run, const moderato_figures *figures, size_t n)
{
	moderato_error err = {.message = ""};
	struct new_file file;
	moderato_str html;
	moderato_status status = moderato_report_html(run->report, figures, n, &html, &err);
	int code = status ? complain_status(status, &err) : EXIT_DONE;

	if (!code)
		code = new_file_open(&file, run->settings->report);
	if (code)
		return code;
	fwrite(html.ptr, 1, html.len, file.file); /* checked by the commit */
	return new_file_commit(&file);
}

/* Read and score; what could not be read is in *read_code, and the figures are of the rest. */
static int read_corpora(struct run *run, char **paths, int n_paths, int *read_code)
{
	const struct common *common = &run->settings->common;
	struct inputs inputs;
	struct progress progress;
	struct pipeline_plan plan = {.engine = run->engine,
		.inputs = &inputs,
		.progress = &progress,
		.what = "scoring",
		.jobs = common->jobs,
		.n_results = 1 + run->n_families,
		.payload = run,
		.work = judge_record,
		.deliver = add_batch};
	int code;

	inputs_init(&inputs, common, paths, n_paths);
	progress_start(&progress, common->quiet);
	code = pipeline_run(&plan);
	*read_code = inputs_finish(&inputs, common);
	inputs_dispose(&inputs);
	if (!code && run->n_unmeasured && !common->attributes && !common->quiet)
		complain("comments whose spans are not measured: %zu; say with --spans which attribute "
				 "they are about",
			run->n_unmeasured);
	if (!code && !run->n_labels && !run->n_spans)
		code = *read_code;
	if (!code && !run->n_labels && !run->n_spans) {
		complain("nothing to measure: no comment has a label of an attribute that the bundle has");
		code = EXIT_BAD_INPUT;
	}
	return code;
}

static int report(struct run *run, const struct gates *gates)
{
	struct view view = view_of_stdout();
	const moderato_figures *figures;
	moderato_figures *shown = NULL;
	moderato_error err = {.message = ""};
	struct strbuf buf = {0};
	size_t n, i, n_shown = 0;
	moderato_status status = moderato_evaluator_figures(run->evaluator, &figures, &n, &err);
	int code = status ? complain_status(status, &err) : EXIT_DONE;

	if (code)
		return code;
	shown = calloc(n ? n : 1, sizeof(*shown));
	if (!shown)
		return complain_memory();
	for (i = 0; i < n; i++) {
		int attribute = moderato_bundle_find(run->engine->bundle, figures[i].attribute);

		if (attribute >= 0 && run->engine->selected[attribute])
			shown[n_shown++] = figures[i];
	}
	figures_write(output_of(&run->settings->common), &view, shown, n_shown, &buf);
	if (buf.failed)
		code = complain_memory();
	else
		out_buf(&buf);
	if (!code && run->report)
		code = write_report(run, shown, n_shown);
	if (!code)
		code = gates_check(gates, run->engine, figures, n);
	if (!code)
		code = gate_card_check(&run->card, run->engine, run->settings->common.quiet);
	strbuf_dispose(&buf);
	free(shown);
	return code;
}

/* What is asked of the figures, before any comment is read. */
static int open_gate(struct run *run, struct gates *gates, char **paths, int n_paths)
{
	const struct settings *settings = run->settings;

	if (!settings->gate)
		return EXIT_DONE;
	if (gate_card_is(settings->gate))
		return gate_card_open(&run->card, run->engine, settings->gate, paths, n_paths,
			settings->identities, settings->common.seed);
	return gates_parse(gates, run->engine, settings->gate);
}

static int run_eval(int argc, char **argv)
{
	struct settings settings = {.share = 0.5};
	struct engine engine;
	struct gates gates = {0};
	struct run run = {.engine = &engine, .settings = &settings};
	int first;
	int read_code = EXIT_DONE;
	int code = options_parse(&command_eval, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (settings.common.policy && !settings.perturb && !settings.report)
		return usage_error("eval", "--policy is for what --perturb and --report measure");
	code = engine_open(
		&engine, "eval", &settings.common, settings.perturb != NULL || settings.report != NULL);
	if (code)
		return code;
	if (settings.perturb)
		code = open_perturber(&run);
	if (!code)
		code = open_gate(&run, &gates, argv + first, argc - first);
	if (!code)
		code = open_evaluator(&run);
	if (!code)
		code = open_spans(&run);
	if (!code)
		code = open_report(&run, argv + first, argc - first);
	if (!code)
		code = read_corpora(&run, argv + first, argc - first, &read_code);
	if (!code)
		code = report(&run, &gates);
	moderato_classifier_free(run.classifier);
	moderato_report_free(run.report);
	moderato_evaluator_free(run.evaluator);
	moderato_perturber_free(run.perturber);
	gates_dispose(&gates);
	gate_card_dispose(&run.card);
	engine_close(&engine);
	return read_code ? read_code : code;
}

const struct command command_eval = {
	.name = "eval",
	.group = "Train",
	.summary = "figures of a bundle on labelled corpora; gates",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description = "Scores labelled comments and measures how well the scores agree with the "
				   "labels: over all, by source, and with --identities for comments that name an "
				   "identity. A missing label is unknown and counts nowhere. Where comments have "
				   "spans that people marked, those that explain finds are held against them: the "
				   "F1 over the characters of each comment (1 when both mark none), and its mean. "
				   "With --perturb each comment is scored in disguise as well: what the AUC loses, "
				   "how much of what was found still is, and how many more benign comments the "
				   "policy would hold. "
				   "With --gate, exits with 1 and names the gates that are not met. With --report, "
				   "also writes a page for people; it shows comments' text.",
	.examples =
		"moderato eval held-out.jsonl\n"
		"moderato eval --report report.html held-out.jsonl\n"
		"moderato eval --bundle new.bundle --gate old.card.md held-out.jsonl\n"
		"moderato eval --identities identities.txt --gate 'toxicity:auc>=0.9' corpus.jsonl\n"
		"moderato eval --spans insult --gate 'insult:span_f1>=0.6' marked.jsonl\n"
		"moderato eval --perturb all --gate 'toxicity:recall_kept>=0.6' held-out.jsonl",
	.negative = "a gate is not met",
	.common = COMMON_BUNDLE | COMMON_POLICY | COMMON_INPUT | COMMON_OUTPUT | COMMON_JOBS |
			  COMMON_ATTRIBUTES | COMMON_SEED | COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|csv|tsv|table",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_eval,
};
