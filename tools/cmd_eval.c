/* SPDX-License-Identifier: MIT */
/* eval: a bundle on labelled corpora. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "gate_card.h"
#include "gates.h"
#include "moderato/report.h"
#include "pipeline.h"
#include "rows.h"

struct settings {
	struct common common;
	const char *identities;
	const char *gate;
	const char *source;
	const char *report;
};

static const struct option_row rows_of_options[] = {
	{"identities", 0, "FILE", "measure each identity term of this file too, one a line",
		OPTION_TEXT, offsetof(struct settings, identities)},
	{"gate", 0, "GATES",
		"exit with 1 unless all are met: attribute:measure>=value,… or a file of them; measures "
		"are auc, average_precision, precision, recall, f1, ece, brier, and for the worst "
		"identity subgroup_auc, bpsn_auc, bnsp_auc. Or a card with held-out figures: every AUC "
		"that "
		"it has for these files must be measured on as many comments and not lie below its "
		"recorded 95 % interval",
		OPTION_TEXT, offsetof(struct settings, gate)},
	{"source", 0, "NAME", "the comments' source, in place of what the files say", OPTION_TEXT,
		offsetof(struct settings, source)},
	{"report", 0, "FILE",
		"write the evaluation as one HTML page there: curves, what each threshold costs, figures "
		"by slice, and the worst errors with their text; the thresholds of --policy are marked",
		OPTION_TEXT, offsetof(struct settings, report)},
};

struct run {
	const struct engine *engine;
	const struct settings *settings;
	moderato_evaluator *evaluator;
	moderato_report *report; /* NULL when not asked for */
	struct gate_card card;   /* the gate, when it is a card */
	size_t n_labels;         /* of attributes that the bundle has */
};

static moderato_status score_record(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	(void)payload;
	(void)batch;
	return moderato_classifier_score(classifier, &record->comment, record->scores, err);
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
			status = moderato_evaluator_add(run->evaluator, j, &comment, record->scores->margin[j],
				record->scores->score[j], -1, label->value, -1, err);
			if (status == MODERATO_OK && run->card.path)
				status = gate_card_add(&run->card, record->path, j, &record->comment,
					record->scores->margin[j], record->scores->score[j], label->value, err);
			if (status == MODERATO_OK && run->report)
				status = moderato_report_add(run->report, j, &comment, record->scores->margin[j],
					record->scores->score[j], label->value, err);
			if (status != MODERATO_OK)
				return status;
			run->n_labels++;
		}
	}
	return MODERATO_OK;
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
		.keep_scores = true,
		.payload = run,
		.work = score_record,
		.deliver = add_batch};
	int code;

	inputs_init(&inputs, common, paths, n_paths);
	progress_start(&progress, common->quiet);
	code = pipeline_run(&plan);
	*read_code = inputs_finish(&inputs, common);
	inputs_dispose(&inputs);
	if (!code && !run->n_labels)
		code = *read_code;
	if (!code && !run->n_labels) {
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
	struct settings settings = {.gate = NULL};
	struct engine engine;
	struct gates gates = {0};
	struct run run = {.engine = &engine, .settings = &settings};
	int first;
	int read_code = EXIT_DONE;
	int code = options_parse(&command_eval, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	code = engine_open(&engine, "eval", &settings.common, settings.report != NULL);
	if (code)
		return code;
	code = open_gate(&run, &gates, argv + first, argc - first);
	if (!code)
		code = open_evaluator(&run);
	if (!code)
		code = open_report(&run, argv + first, argc - first);
	if (!code)
		code = read_corpora(&run, argv + first, argc - first, &read_code);
	if (!code)
		code = report(&run, &gates);
	moderato_report_free(run.report);
	moderato_evaluator_free(run.evaluator);
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
				   "identity. A missing label is unknown and counts nowhere. With --gate, exits "
				   "with 1 and names the gates that are not met. With --report, also writes a "
				   "page for people; it shows comments' text.",
	.examples = "moderato eval held-out.jsonl\n"
				"moderato eval --report report.html held-out.jsonl\n"
				"moderato eval --bundle new.bundle --gate old.card.md held-out.jsonl\n"
				"moderato eval --identities identities.txt --gate 'toxicity:auc>=0.9' corpus.jsonl",
	.negative = "a gate is not met",
	.common = COMMON_BUNDLE | COMMON_POLICY | COMMON_INPUT | COMMON_OUTPUT | COMMON_JOBS |
			  COMMON_ATTRIBUTES | COMMON_SEED | COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|csv|tsv|table",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_eval,
};
