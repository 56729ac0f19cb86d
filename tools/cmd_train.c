/* SPDX-License-Identifier: MIT */
/* train: makes a bundle with its card and figures from labelled corpora. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "terminal/command_line.h"
#include "gate/card_file.h"
#include "commands.h"
#include "gate/figure_table.h"
#include "stream/inputs.h"
#include "moderato/trainer.h"
#include "terminal/progress.h"
#include "stream/rows.h"

/* The command's settings. Those that the trainer takes unchanged are stored in its options
 * directly. */
struct settings {
	struct common common;
	moderato_train_options train;
	const char *out;
	const char *card;
	struct text_list weights;
	struct text_list assumptions;
	const char *chars;
	struct text_list termsets;
	const char *notes;
	const char *source;
	struct text_list tests;
	const char *test_identities;
};

#define AT(member) offsetof(struct settings, member)
static const struct option_row rows_of_options[] = {
	{"out", 'o', "FILE", "write the bundle to FILE, such as my.bundle", OPTION_TEXT, AT(out)},
	{"card", 0, "FILE",
		"write the card to FILE (default: beside the bundle, as NAME.card.md), and its figures "
		"beside it, as NAME.card.json",
		OPTION_TEXT, AT(card)},
	{"evaluate", 0, "HOW",
		"write no bundle but measure how well training works, by kfold:N, group-kfold:N, "
		"leave-group-out or leave-source-out",
		OPTION_TEXT, AT(train.protocol)},
	{"perturb", 0, "LIST",
		"with --evaluate: also measure held-out comments in disguise, by these families (see "
		"'moderato perturb') or all",
		OPTION_TEXT, AT(train.perturb)},
	{"share", 0, "X", "the share that is changed of the words that could be (default: 0.5)",
		OPTION_NUMBER, AT(train.perturb_share)},
	{"perturb-rows", 0, "N",
		"how many comments of each fold, drawn at random, are measured in disguise (default: 1000)",
		OPTION_UNSIGNED, AT(train.perturb_rows)},
	{"near-duplicates", 0, NULL,
		"keep near-duplicates in one fold, whatever their groups are; for a site's own history, "
		"in which the same spam is in many threads",
		OPTION_INT, AT(train.near_duplicates)},
	{"perturb-train", 0, "X",
		"train a second time on this share of the comments, drawn at random, with words in "
		"disguise (default: 0)",
		OPTION_NUMBER, AT(train.perturb_train)},
	{"solver", 0, "NAME",
		"the solver: descent (dual coordinate descent), libsvm, or auto (default), which takes "
		"libsvm for a kernel and for few comments, and otherwise descent",
		OPTION_TEXT, AT(train.solver)},
	{"kernel", 0, "NAME", "the kernel: linear (default), rbf, poly or sigmoid", OPTION_TEXT,
		AT(train.kernel)},
	{"gamma", 0, "X", "the gamma of the kernels other than linear (default: 1)", OPTION_NUMBER,
		AT(train.gamma)},
	{"coef0", 0, "X", "the constant of the poly and sigmoid kernels (default: 0)", OPTION_NUMBER,
		AT(train.coef0)},
	{"degree", 0, "N", "the degree of the poly kernel (default: 3)", OPTION_INT, AT(train.degree)},
	{"cost", 0, "LIST", "the costs (C) to try, such as 0.1,0.3,1", OPTION_TEXT, AT(train.c)},
	{"positive", 0, "LIST",
		"the weights of the positive class to try, such as 1,2,balanced (default: 1)", OPTION_TEXT,
		AT(train.positive)},
	{"folds", 0, "N",
		"the folds of cross-validation (default: 5); 1 means none, which takes one --cost, gives "
		"no figures and leaves scores uncalibrated",
		OPTION_UNSIGNED, AT(train.folds)},
	{"calibration", 0, "NAME", "how margins become scores: platt (default) or isotonic",
		OPTION_TEXT, AT(train.calibration)},
	{"contrast", 0, "X",
		"how much more a feature may weigh if it separates the classes in many sources; -1 turns "
		"this off (default: 1)",
		OPTION_NUMBER, AT(train.contrast)},
	{"base", 0, "FILE",
		"start from what this bundle knows, if you have few comments of your own: its margins are "
		"features of the new heads, and attributes that are not trained are copied. A head that "
		"forgets what the bundle knew is refused",
		OPTION_TEXT, AT(train.base)},
	{"rehearsal", 0, "N",
		"how many training comments the bundle carries, as features and labels without their "
		"text, so that tune and --base can tell what would be forgotten; -1 for none (default: "
		"1800)",
		OPTION_INT, AT(train.rehearsal)},
	{"hold-out", 0, "SOURCE,…",
		"with --evaluate: hold out only the comments of these sources and always train on the "
		"others",
		OPTION_TEXT, AT(train.held_out)},
	{"weight", 0, "SOURCE=X",
		"how much the comments of a source count (default: 1; 0 leaves them out); repeatable",
		OPTION_LIST, AT(weights)},
	{"assume", 0, "ATTR=V:SRC,…",
		"the label V of an attribute for comments of these sources that have none, such as "
		"spam=0:fox-news; repeatable",
		OPTION_LIST, AT(assumptions)},
	{"bits", 0, "N", "use 2^N hashed features (default: 20)", OPTION_UNSIGNED, AT(train.bits)},
	{"chars", 0, "MIN-MAX", "how many letters in a row are a feature (default: 2-5)", OPTION_TEXT,
		AT(chars)},
	{"calibrate", 0, "SOURCE,…",
		"calibrate scores by the comments of these sources alone, in which abuse is as frequent "
		"as it is in reality (default: all)",
		OPTION_TEXT, AT(train.calibrate)},
	{"second", 0, "ATTRIBUTE,…",
		"also train a second stage for these attributes, or for 'all': it judges by where the "
		"words of a comment are (said to a reader, denied, or reported) and by what words of "
		"similar "
		"use say",
		OPTION_TEXT, AT(train.second)},
	{"encoder", 0, "FILE",
		"also train heads on what this encoder, or that of this bundle, makes of a comment, for "
		"the attributes of --second: "
		"comments that the words leave in doubt are read by it, too",
		OPTION_TEXT, AT(train.encoder)},
	{"vector-cache", 0, "FILE",
		"keep what the encoder makes of the comments in this file, for the next training with the "
		"same encoder",
		OPTION_TEXT, AT(train.vector_cache)},
	{"grades", 0, "FILE",
		"let the linear heads learn from this encoder's grades (tools/encoder/grade.py) where a "
		"comment has no label; they count as the source encoder-grades",
		OPTION_TEXT, AT(train.grades)},
	{"context", 0, "LIST",
		"also read the words of these fields, beside the text and the author's name and url: "
		"title, parent (default: none)",
		OPTION_TEXT, AT(train.context)},
	{"min-comments", 0, "N", "drop features that fewer than N comments have (default: 2)",
		OPTION_UNSIGNED, AT(train.min_comments)},
	{"termset", 0, "NAME=FILE",
		"a lexicon, with a term on each line, whose hits are features; repeatable", OPTION_LIST,
		AT(termsets)},
	{"notes", 0, "FILE", "a file of Markdown to include in the card", OPTION_TEXT, AT(notes)},
	{"source", 0, "NAME", "the name of the comments' source, instead of what the files say",
		OPTION_TEXT, AT(source)},
	{"test", 0, "FILE",
		"measure the finished bundle on this labelled file, which is not trained on, and put the "
		"figures into the card; repeatable",
		OPTION_LIST, AT(tests)},
	{"test-identities", 0, "FILE", "with --test: also measure by each identity term of this file",
		OPTION_TEXT, AT(test_identities)},
};
#undef AT

enum {
	N_ROWS = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	NOTES_MAX = 1 << 20, /* bytes */
};

/* The run, including the texts that the trainer's options point to. */
struct run {
	struct settings settings;
	moderato_trainer *trainer;
	struct buffer weights, assumptions, command, notes;
	struct progress progress;
};

/* ---- options ---- */

static void join(struct buffer *buf, const struct text_list *list, const char *separator)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		buffer_printf(buf, "%s%s", i ? separator : "", list->items[i]);
}

static int parse_chars(const char *text, moderato_train_options *options)
{
	unsigned from, to;
	char rest;

	if (!text)
		return EXIT_DONE;
	if (sscanf(text, "%2u-%2u%c", &from, &to, &rest) != 2 || !from || from > to)
		return usage_error("train", "option --chars: expected MIN-MAX such as 2-5, not '%s'", text);
	options->chars_min = from;
	options->chars_max = to;
	return EXIT_DONE;
}

static int read_notes(struct run *run)
{
	const char *path = run->settings.notes;
	FILE *file = path ? fopen(path, "rb") : NULL;
	moderato_status status;

	if (!path)
		return EXIT_DONE;
	if (!file) {
		complain("%s: %s", path, strerror(errno));
		return EXIT_SYSTEM;
	}
	errno = 0;
	status = read_whole(file, NOTES_MAX, &run->notes);
	if (status != MODERATO_OK)
		complain("%s: %s", path,
			status == MODERATO_EIO ? strerror(errno) : moderato_status_name(status));
	fclose(file);
	return exit_of(status);
}

static void write_command(struct run *run, char **paths, int n_paths)
{
	/* What changes nothing in the bundle: where it goes, and what is kept beside it. */
	static const char *const without[] = {"out", "card", "vector-cache", NULL};
	struct buffer *buf = &run->command;
	int i;

	buffer_add_str(buf, "moderato train");
	command_line_options(buf, rows_of_options, N_ROWS, &run->settings, without);
	command_line_common(buf, &run->settings.common);
	for (i = 0; i < n_paths; i++)
		command_line_word(buf, paths[i]);
}

/* Returns the text, or NULL if the option was not given. */
static const char *text_or_null(struct buffer *buf)
{
	return buf->len ? buffer_cstr(buf) : NULL;
}

/* Sets the trainer's options that are not stored there by the parser. */
static int complete_options(struct run *run, char **paths, int n_paths)
{
	struct settings *s = &run->settings;
	moderato_train_options *options = &s->train;
	int code = parse_chars(s->chars, options);

	if (!code)
		code = read_notes(run);
	if (code)
		return code;
	join(&run->weights, &s->weights, ",");
	join(&run->assumptions, &s->assumptions, ";");
	write_command(run, paths, n_paths);
	options->attributes = s->common.attributes;
	options->seed = s->common.seed;
	options->jobs = (unsigned)s->common.jobs;
	options->source_weights = text_or_null(&run->weights);
	options->assume = text_or_null(&run->assumptions);
	options->command = buffer_cstr(&run->command);
	options->notes = text_or_null(&run->notes);
	options->progress = progress_step;
	options->payload = &run->progress;
	if (run->weights.failed || run->assumptions.failed || run->command.failed || run->notes.failed)
		return complain_memory();
	return EXIT_DONE;
}

static int open_trainer(struct run *run, char **paths, int n_paths)
{
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = complete_options(run, paths, n_paths);

	if (code)
		return code;
	status = moderato_trainer_new(&run->trainer, &run->settings.train, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

/* ---- corpora ---- */

static int add_termsets(struct run *run)
{
	const struct text_list *list = &run->settings.termsets;
	moderato_error err = {.message = ""};
	size_t i, n_terms, n_dropped;

	for (i = 0; i < list->n; i++) {
		const char *equal = strchr(list->items[i], '=');
		char name[64] = "";
		size_t len = equal ? (size_t)(equal - list->items[i]) : 0;
		moderato_status status;

		if (!len || len >= sizeof(name))
			return usage_error(
				"train", "option --termset: expected NAME=FILE, not '%s'", list->items[i]);
		memcpy(name, list->items[i], len);
		status =
			moderato_trainer_add_termset(run->trainer, name, equal + 1, &n_terms, &n_dropped, &err);
		if (status != MODERATO_OK)
			return complain_status(status, &err);
		if (!run->settings.common.quiet)
			complain("term set %s: %zu terms%s", name, n_terms,
				n_dropped ? ", without those of more than two words" : "");
	}
	return EXIT_DONE;
}

/* Adds the files on which the finished bundle is measured. They are read in the same way as the
 * corpora. */
static int add_tests(struct run *run)
{
	const struct settings *s = &run->settings;
	const moderato_reader_options options = inputs_options(&s->common);
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; status == MODERATO_OK && i < s->tests.n; i++)
		status = moderato_trainer_add_test(run->trainer, s->tests.items[i], &options, &err);
	if (status == MODERATO_OK && s->test_identities)
		status = moderato_trainer_test_identities(run->trainer, s->test_identities, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

/* Returns whether the path is a regular file. Only such files are recorded: standard input and
 * pipes cannot be read a second time. */
static bool is_file(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static int add_vectors(struct run *run, char **paths, int n_paths)
{
	moderato_error err = {.message = ""};
	int i;

	for (i = 0; i < n_paths; i++) {
		moderato_status status = moderato_trainer_add_vectors(run->trainer, paths[i], &err);

		if (status == MODERATO_OK && is_file(paths[i]))
			status = moderato_trainer_add_corpus(run->trainer, paths[i], &err);
		if (status != MODERATO_OK)
			return complain_status(status, &err);
	}
	return EXIT_DONE;
}

/* Records which files the bundle was trained on. */
static int note_corpora(struct run *run, char **paths, int n_paths)
{
	moderato_error err = {.message = ""};
	int i;

	for (i = 0; i < n_paths; i++) {
		moderato_status status = MODERATO_OK;

		if (is_file(paths[i]))
			status = moderato_trainer_add_corpus(run->trainer, paths[i], &err);
		if (status != MODERATO_OK)
			return complain_status(status, &err);
	}
	return EXIT_DONE;
}

/* Complains about a comment and adds its place, which the trainer does not know. */
static int refuse(const struct inputs *inputs, const moderato_comment *comment,
	moderato_status status, const moderato_error *err)
{
	if (!comment->line || status == MODERATO_ENOMEM)
		return complain_status(status, err);
	complain("%s:%zu: %s", inputs->path, comment->line, err->message);
	return exit_of(status);
}

static int add_comments(struct run *run, struct inputs *inputs)
{
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status;

	while ((status = inputs_next_good(inputs, &comment, &err)) != MODERATO_END) {
		if (status != MODERATO_OK)
			return complain_status(status, &err);
		if (run->settings.source)
			comment.source = str_of(run->settings.source);
		status = moderato_trainer_add(run->trainer, &comment, &err);
		if (status != MODERATO_OK)
			return refuse(inputs, &comment, status, &err);
		progress_update(&run->progress, "reading", inputs_position(inputs), inputs->bytes_total,
			inputs->n_comments, "comments");
	}
	return EXIT_DONE;
}

/* Reads all corpora. If one of them is missing, nothing is trained. */
static int add_corpora(struct run *run, char **paths, int n_paths)
{
	struct common common = run->settings.common;
	struct inputs inputs;
	struct buffer buf = {0};
	int code, read_code;

	if (common.format && strcmp(common.format, "svmlight") == 0)
		return add_vectors(run, paths, n_paths);
	inputs_init(&inputs, &common, paths, n_paths);
	code = add_comments(run, &inputs);
	progress_hide();
	read_code = inputs_finish(&inputs, &common);
	if (!code && inputs.skips.n && !common.quiet) {
		describe_count(&buf, inputs.n_comments, "comment");
		skips_describe(&inputs.skips, &buf);
		if (!buf.failed)
			complain("%s", buffer_cstr(&buf));
		buffer_dispose(&buf);
	}
	inputs_dispose(&inputs);
	if (!code)
		code = read_code;
	return code ? code : note_corpora(run, paths, n_paths);
}

/* ---- results ---- */

static int print_figures(struct run *run)
{
	struct view view = view_of_stdout();
	moderato_evaluator *evaluator = moderato_trainer_evaluation(run->trainer);
	const moderato_figures *figures;
	moderato_error err = {.message = ""};
	struct buffer buf = {0};
	moderato_status status;
	size_t n;

	if (!evaluator || (run->settings.train.folds == 1 && !run->settings.train.protocol))
		return EXIT_DONE; /* nothing was held out */
	status = moderato_evaluator_figures(evaluator, &figures, &n, &err);
	if (status != MODERATO_OK)
		return complain_status(status, &err);
	figures_write(output_of(&run->settings.common), &view, figures, n, &buf);
	return out_whole(&buf);
}

/* Says how the knowledge of the bundle that the training continued from has changed. */
static void tell_known(const struct run *run)
{
	const moderato_known *rows;
	const size_t n = moderato_trainer_known(run->trainer, &rows);
	size_t i;

	if (run->settings.common.quiet || !run->settings.train.base || run->settings.train.protocol)
		return;
	if (!n)
		complain(
			"the base carries no sample of what it knew, so what was forgotten cannot be checked");
	for (i = 0; i < n; i++) {
		const moderato_known *k = &rows[i];

		if (isnan(k->auc))
			complain("%s: too few comments to tell what was forgotten", k->attribute);
		else if (k->change == 0)
			complain("%s: the new head is refused and the base's is kept, because it forgets what "
					 "the base knew (%s)",
				k->attribute, k->lost);
		else
			complain("%s: AUC on what the base knew: %.3f, before %.3f%s%s%s", k->attribute, k->auc,
				k->base_auc,
				k->change < 1 ? "; only a part of the change is taken (all of it: " : "",
				k->change < 1 ? k->lost : "", k->change < 1 ? ")" : "");
	}
}

static int train(struct run *run, char **paths, int n_paths)
{
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = open_trainer(run, paths, n_paths);

	if (!code)
		code = add_tests(run);
	if (!code)
		code = add_termsets(run);
	if (!code)
		code = add_corpora(run, paths, n_paths);
	if (code)
		return code;
	progress_start(&run->progress, run->settings.common.quiet);
	status = moderato_trainer_run(run->trainer, &err);
	progress_hide();
	if (status == MODERATO_EINVAL) { /* the fault is in the corpora, not in the command line */
		complain_status(status, &err);
		return EXIT_BAD_INPUT;
	}
	if (status == MODERATO_OK)
		tell_known(run);
	if (status == MODERATO_OK && run->settings.out)
		status = moderato_trainer_write(run->trainer, run->settings.out, &err);
	if (status != MODERATO_OK)
		return complain_status(status, &err);
	if (run->settings.out)
		code = card_file_write(run->settings.out, run->settings.card,
			moderato_trainer_card(run->trainer), moderato_trainer_card_json(run->trainer));
	return code ? code : print_figures(run);
}

static int check_settings(const struct settings *settings, int n_paths)
{
	const moderato_train_options *train = &settings->train;

	if (!settings->out && !train->protocol)
		return usage_error("train", "expected -o FILE for the bundle, or --evaluate HOW");
	if (train->protocol && (settings->out || settings->card))
		return usage_error("train", "--evaluate writes no bundle: leave out -o and --card");
	if ((train->perturb || train->perturb_rows) && !train->protocol)
		return usage_error(
			"train", "--perturb needs --evaluate; a bundle is measured by 'moderato eval'");
	if ((train->perturb_share != 0 || train->perturb_rows) && !train->perturb)
		return usage_error("train", "--share and --perturb-rows need --perturb");
	if (train->held_out && !train->protocol)
		return usage_error("train", "--hold-out needs --evaluate");
	if (settings->tests.n && train->protocol)
		return usage_error("train", "--test measures a bundle, which --evaluate does not write");
	if (settings->tests.n && settings->common.format &&
		strcmp(settings->common.format, "svmlight") == 0)
		return usage_error("train", "--test needs comments: files of vectors cannot be measured");
	if (settings->test_identities && !settings->tests.n)
		return usage_error("train", "--test-identities needs --test FILE");
	if (!n_paths && settings->common.format && strcmp(settings->common.format, "svmlight") == 0)
		return usage_error(
			"train", "--format svmlight needs files: vectors are not read from standard input");
	return EXIT_DONE;
}

static int run_train(int argc, char **argv)
{
	struct run run = {.trainer = NULL};
	int first;
	int code = options_parse(&command_train, argc, argv, &run.settings, &first);

	if (code == OPTIONS_PARSED) {
		progress_start(&run.progress, run.settings.common.quiet);
		code = check_settings(&run.settings, argc - first);
		if (!code)
			code = train(&run, argv + first, argc - first);
	}
	moderato_trainer_free(run.trainer);
	text_list_dispose(&run.settings.weights);
	text_list_dispose(&run.settings.assumptions);
	text_list_dispose(&run.settings.termsets);
	text_list_dispose(&run.settings.tests);
	buffer_dispose(&run.weights);
	buffer_dispose(&run.assumptions);
	buffer_dispose(&run.command);
	buffer_dispose(&run.notes);
	return code;
}

const struct command command_train = {
	.name = "train",
	.group = "Train and measure",
	.summary = "train a bundle from labelled comments",
	.synopsis = "-o FILE [OPTION…] [FILE|-]…\n"
				"       moderato train --evaluate HOW [OPTION…] [FILE|-]…\n"
				"       (--format svmlight: files of vectors)",
	.description =
		"Trains a bundle from labelled comments: for each attribute that they judge, a head, which "
		"is a support vector machine. Cost and class weight are chosen by cross-validation, which "
		"keeps comments of one group together, and scores are calibrated on comments that were "
		"held out. The figures of the cross-validation go to standard output. Beside the bundle a "
		"card is written, with the figures, the command, and a hash of each file, as Markdown and, "
		"for programs, as JSON.\n\nWith --test, "
		"the finished bundle is measured on files that it was not trained on, and the card has the "
		"figures, so that 'moderato eval --gate' can compare another bundle with them. The same "
		"files, options and seed give the same bytes on any number of threads.",
	.examples = "moderato train -o my.bundle spam.jsonl abuse.jsonl\n"
				"moderato train --base models/default/default.bundle -o my.bundle ours.jsonl\n"
				"moderato train -o my.bundle --columns text=body,labels.spam=removed ours.csv\n"
				"moderato train --evaluate leave-source-out --attributes toxicity *.jsonl",
	.common = COMMON_INPUT | COMMON_OUTPUT | COMMON_JOBS | COMMON_ATTRIBUTES | COMMON_SEED |
			  COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|csv|tsv|table",
	.rows = rows_of_options,
	.n_rows = N_ROWS,
	.expert = "perturb share perturb-rows near-duplicates perturb-train solver kernel gamma coef0 "
			  "degree cost positive folds calibration contrast rehearsal hold-out assume bits "
			  "chars calibrate min-comments termset",
	.run = run_train,
};
