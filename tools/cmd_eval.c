/* SPDX-License-Identifier: MIT */
/* eval: measures a bundle on labelled corpora. */
#include <stdlib.h>

#include "commands.h"
#include "gate/eval_run.h"
#include "gate/gates.h"
#include "site/html_page.h"
#include "stream/pipeline.h"
#include "stream/rows.h"

static const struct option_row rows_of_options[] = {
	{"identities", 0, "FILE",
		"also measure the comments that name an identity, by each term of this file, which has "
		"one on each line",
		OPTION_TEXT, offsetof(struct eval_settings, identities)},
	{"gate", 0, "GATES",
		"exit with code 1 unless all are met: attribute:measure>=value,… or a file of such lines; "
		"the measures are auc, average_precision, precision, recall, f1, ece, brier, for the "
		"worst identity subgroup_auc, bpsn_auc, bnsp_auc, for the worst disguise auc_loss, "
		"recall_kept, held_clean, held_perturbed, held_rise, and for comments with spans span_f1. "
		"Or a card with held-out figures, NAME.card.json or the bundle that contains it: every "
		"AUC that it has for these files must be measured on as many comments and not lie below "
		"its recorded 95 % interval",
		OPTION_TEXT, offsetof(struct eval_settings, gate)},
	{"spans", 0, "ATTR",
		"the attribute that marked spans in the comments are about (default: toxicity, if it is "
		"measured)",
		OPTION_TEXT, offsetof(struct eval_settings, spans)},
	{"source", 0, "NAME", "the name of the comments' source, instead of what the files say",
		OPTION_TEXT, offsetof(struct eval_settings, source)},
	{"perturb", 0, "LIST",
		"also measure the comments in disguise, by these families (see 'moderato perturb') or all",
		OPTION_TEXT, offsetof(struct eval_settings, perturb)},
	{"share", 0, "X", "the share that is changed of the words that could be (default: 0.5)",
		OPTION_NUMBER, offsetof(struct eval_settings, share)},
	{"report", 0, "FILE",
		"also write the evaluation as an HTML page: curves, what each threshold costs, figures by "
		"source, and the worst errors with their text; the thresholds of --policy are marked",
		OPTION_TEXT, offsetof(struct eval_settings, report)},
};

/* Writes the report's page, which appears only when it is complete. */
static int write_report(struct eval_run *run, const moderato_figures *figures, size_t n)
{
	moderato_error err = {.message = ""};
	struct new_file file;
	moderato_str json;
	moderato_status status = moderato_report_json(run->report, figures, n, &json, &err);
	int code = status ? complain_status(status, &err) : EXIT_DONE;

	if (!code)
		code = out_file_open(&file, run->settings->report);
	if (code)
		return code;
	page_begin(PAGE_EVALUATION, file.file); /* the commit finds write errors */
	page_facts(json, file.file);
	page_end(PAGE_EVALUATION, file.file);
	return out_file_commit(&file);
}

/* Reads and scores the corpora. If some records could not be read, *read_code says so, and the
 * figures describe the others. */
static int read_corpora(struct eval_run *run, char **paths, int n_paths, int *read_code)
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
		.work = eval_run_work,
		.deliver = eval_run_deliver};
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
		complain("nothing to measure: no comment has a label for an attribute of the bundle");
		code = EXIT_BAD_INPUT;
	}
	return code;
}

static int report(struct eval_run *run, const struct gates *gates)
{
	struct view view = view_of_stdout();
	const moderato_figures *figures;
	moderato_figures *shown = NULL;
	moderato_error err = {.message = ""};
	struct buffer buf = {0};
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
	code = out_whole(&buf);
	if (!code && run->report)
		code = write_report(run, shown, n_shown);
	if (!code)
		code = gates_check(gates, run->engine, figures, n);
	if (!code)
		code = gate_card_check(&run->card, run->engine, run->settings->common.quiet);
	free(shown);
	return code;
}

/* Opens the gate that the figures must pass, before any comment is read. */
static int open_gate(struct eval_run *run, struct gates *gates, char **paths, int n_paths)
{
	const struct eval_settings *settings = run->settings;

	if (!settings->gate)
		return EXIT_DONE;
	if (gate_card_kind(settings->gate) != CARD_NONE)
		return gate_card_open(&run->card, run->engine, settings->gate, paths, n_paths,
			settings->identities, settings->common.seed);
	return gates_parse(gates, run->engine, settings->gate);
}

static int run_eval(int argc, char **argv)
{
	struct eval_settings settings = {.share = 0.5};
	struct engine engine;
	struct gates gates = {0};
	struct eval_run run = {.engine = &engine, .settings = &settings};
	int first;
	int read_code = EXIT_DONE;
	int code = options_parse(&command_eval, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (settings.common.policy && !settings.perturb && !settings.report)
		return usage_error("eval", "--policy needs --perturb or --report");
	code = engine_open(
		&engine, "eval", &settings.common, settings.perturb != NULL || settings.report != NULL);
	if (code)
		return code;
	code = open_gate(&run, &gates, argv + first, argc - first);
	if (!code)
		code = eval_run_open(&run, argv + first, argc - first);
	if (!code)
		code = read_corpora(&run, argv + first, argc - first, &read_code);
	if (!code)
		code = report(&run, &gates);
	eval_run_close(&run);
	gates_dispose(&gates);
	gate_card_dispose(&run.card);
	engine_close(&engine);
	return read_code ? read_code : code;
}

const struct command command_eval = {
	.name = "eval",
	.group = "Train and measure",
	.summary = "measure a bundle on labelled comments, and check gates",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description =
		"Scores labelled comments and measures how well the scores agree with the labels, over all "
		"comments and by source. A label that is missing is unknown and counts nowhere.\n\nWith "
		"--identities, comments that name an identity are also measured by themselves. With "
		"--perturb, each comment is also scored in disguise: how much the AUC falls, how much of "
		"what was found still is, and how many more harmless comments the policy would hold. Where "
		"people marked spans in the comments, those that moderato finds are compared with "
		"them.\n\nWith --gate, the exit code is 1 if a gate is not met, and it is named. With "
		"--report, a page shows the same to people; it contains the text of comments.",
	.examples =
		"moderato eval held-out.jsonl\n"
		"moderato eval --report report.html held-out.jsonl\n"
		"moderato eval --bundle new.bundle --gate old.card.json held-out.jsonl\n"
		"moderato eval --identities identities.txt --gate 'toxicity:auc>=0.9' corpus.jsonl\n"
		"moderato eval --spans insult --gate 'insult:span_f1>=0.6' marked.jsonl\n"
		"moderato eval --perturb all --gate 'toxicity:recall_kept>=0.6' held-out.jsonl",
	.negative = "a gate is not met",
	.common = COMMON_BUNDLE | COMMON_SECOND | COMMON_POLICY | COMMON_INPUT | COMMON_OUTPUT |
			  COMMON_JOBS | COMMON_ATTRIBUTES | COMMON_SEED | COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|csv|tsv|table",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.expert = "spans source perturb share",
	.run = run_eval,
};
