/* SPDX-License-Identifier: MIT */
/* train: labelled corpora in, a bundle with its card and figures out. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "asked.h"
#include "card_file.h"
#include "commands.h"
#include "figure_table.h"
#include "inputs.h"
#include "moderato/trainer.h"
#include "progress.h"
#include "rows.h"

struct settings {
	struct common common;
	const char *out;
	const char *card;
	const char *solver;
	const char *kernel;
	double gamma;
	double coef0;
	size_t degree;
	const char *cost;
	const char *positive;
	size_t folds;
	const char *calibration;
	const char *loss;
	double contrast;
	const char *hold_out;
	const char *context;
	const char *calibrate;
	bool second;
	const char *base;
	double rehearsal;
	struct text_list weights;
	struct text_list assumptions;
	size_t bits;
	const char *chars;
	size_t min_comments;
	struct text_list termsets;
	const char *evaluate;
	const char *perturb;
	double share;
	size_t perturb_rows;
	bool near_duplicates;
	double perturb_train;
	const char *notes;
	const char *source;
	struct text_list tests;
	const char *test_identities;
};

#define AT(member) offsetof(struct settings, member)
static const struct option_row rows_of_options[] = {
	{"out", 'o', "FILE", "write the bundle there, such as my.bundle", OPTION_TEXT, AT(out)},
	{"card", 0, "FILE",
		"write the card there (default: beside the bundle, as NAME.card.md), and its figures "
		"beside it, as NAME.card.json",
		OPTION_TEXT, AT(card)},
	{"evaluate", 0, "HOW",
		"write no bundle, only measure: kfold:N, group-kfold:N, leave-group-out or "
		"leave-source-out",
		OPTION_TEXT, AT(evaluate)},
	{"perturb", 0, "LIST",
		"with --evaluate: measure held-out comments in disguise too, by these families or all",
		OPTION_TEXT, AT(perturb)},
	{"share", 0, "X", "of the words that a family can change, how many it does (default: 0.5)",
		OPTION_NUMBER, AT(share)},
	{"perturb-rows", 0, "N",
		"comments of each fold that are measured in disguise, drawn at random (default: 1000)",
		OPTION_SIZE, AT(perturb_rows)},
	{"near-duplicates", 0, NULL,
		"keep near-duplicates in one fold, whatever their groups: for a site's own history, where "
		"template spam stands in many threads",
		OPTION_FLAG, AT(near_duplicates)},
	{"perturb-train", 0, "X",
		"train on this share of the comments, drawn at random, once more with words in disguise "
		"(default: 0)",
		OPTION_NUMBER, AT(perturb_train)},
	{"solver", 0, "NAME", "liblinear or libsvm (default: by the kernel and the number of rows)",
		OPTION_TEXT, AT(solver)},
	{"kernel", 0, "NAME", "linear (default), rbf, poly or sigmoid", OPTION_TEXT, AT(kernel)},
	{"gamma", 0, "X", "of the kernels (default: 1)", OPTION_NUMBER, AT(gamma)},
	{"coef0", 0, "X", "of poly and sigmoid (default: 0)", OPTION_NUMBER, AT(coef0)},
	{"degree", 0, "N", "of poly (default: 3)", OPTION_SIZE, AT(degree)},
	{"cost", 0, "LIST", "costs to try, such as 0.1,0.3,1", OPTION_TEXT, AT(cost)},
	{"positive", 0, "LIST",
		"weights of the positive class to try, such as 1,2,balanced (default: 1)", OPTION_TEXT,
		AT(positive)},
	{"folds", 0, "N",
		"folds of cross-validation (default: 5); 1 for none: one --cost, no figures, scores that "
		"are not "
		"calibrated",
		OPTION_SIZE, AT(folds)},
	{"calibration", 0, "NAME", "platt (default) or isotonic", OPTION_TEXT, AT(calibration)},
	{"loss", 0, "NAME", "LIBLINEAR's: hinge (squared, default) or logistic", OPTION_TEXT, AT(loss)},
	{"contrast", 0, "X",
		"how much more a feature may weigh that tells the classes apart in source after source; "
		"-1 for not at all (default: 1)",
		OPTION_NUMBER, AT(contrast)},
	{"base", 0, "FILE",
		"start from what this bundle knows: its heads' margins are features, folded into the new "
		"heads, and attributes that are not trained are taken over; for a site's own few comments. "
		"What it knew is trained on and measured too: a head that forgets is refused",
		OPTION_TEXT, AT(base)},
	{"rehearsal", 0, "N",
		"comments that the bundle carries along, as features and labels without their text, for "
		"tune and --base to see what would be forgotten; -1 for none (default: 1800)",
		OPTION_NUMBER, AT(rehearsal)},
	{"hold-out", 0, "SOURCE,…",
		"with --evaluate, hold out only these sources' comments and always train on the others",
		OPTION_TEXT, AT(hold_out)},
	{"weight", 0, "SOURCE=X", "a source's weight (default: 1; 0 leaves it out); repeatable",
		OPTION_LIST, AT(weights)},
	{"assume", 0, "ATTR=V:SRC,…",
		"take label V for an attribute where these sources do not judge it, such as "
		"spam=0:fox-news; repeatable",
		OPTION_LIST, AT(assumptions)},
	{"bits", 0, "N", "2^N hashed features (default: 20)", OPTION_SIZE, AT(bits)},
	{"chars", 0, "MIN-MAX", "letters in a row that are features (default: 2-5)", OPTION_TEXT,
		AT(chars)},
	{"calibrate", 0, "SOURCE,…",
		"calibrate scores by these sources' comments alone, in which comments come at their "
		"natural rate (default: all)",
		OPTION_TEXT, AT(calibrate)},
	{"second", 0, NULL,
		"train a second stage too: a quadratic kernel over the heads' evidence, such as whom a "
		"word is said to and whether it is denied",
		OPTION_FLAG, AT(second)},
	{"context", 0, "LIST",
		"more fields whose words are features, beside the text and the author's name and url: "
		"title, parent (default: none)",
		OPTION_TEXT, AT(context)},
	{"min-comments", 0, "N", "drop features of fewer comments (default: 2)", OPTION_SIZE,
		AT(min_comments)},
	{"termset", 0, "NAME=FILE", "a lexicon whose hits are features, a term a line; repeatable",
		OPTION_LIST, AT(termsets)},
	{"notes", 0, "FILE", "Markdown to put into the card", OPTION_TEXT, AT(notes)},
	{"source", 0, "NAME", "the comments' source, in place of what the files say", OPTION_TEXT,
		AT(source)},
	{"test", 0, "FILE",
		"measure the finished bundle on this labelled file, which must not be trained on, and put "
		"the figures into the card; repeatable",
		OPTION_LIST, AT(tests)},
	{"test-identities", 0, "FILE", "there, measure each identity term of this file too",
		OPTION_TEXT, AT(test_identities)},
};
#undef AT

enum {
	N_ROWS = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	NOTES_MAX = 1 << 20, /* bytes */
};

/* The texts that the trainer's options point to. */
struct run {
	struct settings settings;
	moderato_trainer *trainer;
	struct strbuf weights, assumptions, command, notes;
	struct progress progress;
};

/* ---- options ---- */

static void join(struct strbuf *buf, const struct text_list *list, const char *separator)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		strbuf_format(buf, "%s%s", i ? separator : "", list->items[i]);
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

static int on_progress(void *payload, const char *step, size_t done, size_t total)
{
	progress_update(payload, step, done, total, 0, NULL);
	return 1;
}

static void write_command(struct run *run, char **paths, int n_paths)
{
	static const char *const without[] = {"out", "card", NULL};
	struct strbuf *buf = &run->command;
	int i;

	strbuf_puts(buf, "moderato train");
	asked_options(buf, rows_of_options, N_ROWS, &run->settings, without);
	asked_common(buf, &run->settings.common);
	for (i = 0; i < n_paths; i++)
		asked_word(buf, paths[i]);
}

static int open_trainer(struct run *run, char **paths, int n_paths)
{
	const struct settings *s = &run->settings;
	moderato_train_options options = MODERATO_TRAIN_OPTIONS_INIT;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = parse_chars(s->chars, &options);

	if (!code)
		code = read_notes(run);
	if (code)
		return code;
	join(&run->weights, &s->weights, ",");
	join(&run->assumptions, &s->assumptions, ";");
	write_command(run, paths, n_paths);
	if (run->weights.failed || run->assumptions.failed || run->command.failed)
		return complain_memory();
	options.attributes = s->common.attributes;
	options.solver = s->solver;
	options.kernel = s->kernel;
	options.gamma = s->gamma;
	options.coef0 = s->coef0;
	options.degree = (int)s->degree;
	options.c = s->cost;
	options.positive = s->positive;
	options.folds = (unsigned)s->folds;
	options.calibration = s->calibration;
	options.loss = s->loss;
	options.contrast = s->contrast;
	options.held_out = s->hold_out;
	options.calibrate = s->calibrate;
	options.second = s->second;
	options.context = s->context;
	options.base = s->base;
	options.rehearsal = (int)s->rehearsal;
	options.source_weights = run->weights.ptr;
	options.assume = run->assumptions.ptr;
	options.bits = (unsigned)s->bits;
	options.min_comments = (unsigned)s->min_comments;
	options.protocol = s->evaluate;
	options.perturb = s->perturb;
	options.perturb_share = s->share;
	options.perturb_rows = (unsigned)s->perturb_rows;
	options.near_duplicates = s->near_duplicates;
	options.perturb_train = s->perturb_train;
	options.seed = s->common.seed;
	options.jobs = (unsigned)s->common.jobs;
	options.command = run->command.ptr;
	options.notes = run->notes.ptr;
	options.progress = on_progress;
	options.payload = &run->progress;
	status = moderato_trainer_new(&run->trainer, &options, &err);
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
				n_dropped ? ", those of more than two words left out" : "");
	}
	return EXIT_DONE;
}

/* What the finished bundle is measured on, read in the same manner as the corpora. */
static int add_tests(struct run *run)
{
	const struct settings *s = &run->settings;
	const moderato_reader_options options = {
		.format = s->common.format, .columns = s->common.columns, .charset = s->common.charset};
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; status == MODERATO_OK && i < s->tests.n; i++)
		status = moderato_trainer_add_test(run->trainer, s->tests.items[i], &options, &err);
	if (status == MODERATO_OK && s->test_identities)
		status = moderato_trainer_test_identities(run->trainer, s->test_identities, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

/* Standard input and pipes cannot be read twice: they leave no record. */
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

/* Note what the bundle is made of. */
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

/* The trainer knows what is wrong with a comment, but not where it is. */
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

/* Read all corpora. A corpus that is missing is no small matter here: nothing is trained. */
static int add_corpora(struct run *run, char **paths, int n_paths)
{
	struct common common = run->settings.common;
	struct inputs inputs;
	struct strbuf buf = {0};
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
			complain("%s", buf.ptr);
		strbuf_dispose(&buf);
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
	struct strbuf buf = {0};
	moderato_status status;
	size_t n;
	int code = EXIT_DONE;

	if (!evaluator || (run->settings.folds == 1 && !run->settings.evaluate))
		return EXIT_DONE; /* nothing was held out */
	status = moderato_evaluator_figures(evaluator, &figures, &n, &err);
	if (status != MODERATO_OK)
		return complain_status(status, &err);
	figures_write(output_of(&run->settings.common), &view, figures, n, &buf);
	if (buf.failed)
		code = complain_memory();
	else
		out_buf(&buf);
	strbuf_dispose(&buf);
	return code;
}

/* What training further from a bundle did to what that bundle knew. */
static void tell_known(const struct run *run)
{
	const moderato_known *rows;
	const size_t n = moderato_trainer_known(run->trainer, &rows);
	size_t i;

	if (run->settings.common.quiet || !run->settings.base || run->settings.evaluate)
		return;
	if (!n)
		complain("the base carries no comments along that say what it knew: what was forgotten "
				 "cannot be checked");
	for (i = 0; i < n; i++) {
		const moderato_known *k = &rows[i];

		if (isnan(k->auc))
			complain("%s: too few comments to say what was forgotten", k->attribute);
		else if (k->change == 0)
			complain("%s: refused, the base's head is kept: it forgets what the base knew (%s)",
				k->attribute, k->lost);
		else
			complain("%s: on what the base knew AUC %.3f, was %.3f%s%s%s", k->attribute, k->auc,
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
	if (status == MODERATO_EINVAL) { /* the corpora are at fault, not the command line */
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

static int check(const struct settings *settings, int n_paths)
{
	if (!settings->out && !settings->evaluate)
		return usage_error("train", "expected -o FILE for the bundle, or --evaluate HOW");
	if (settings->evaluate && (settings->out || settings->card))
		return usage_error("train", "--evaluate writes no bundle: leave -o and --card out");
	if ((settings->perturb || settings->perturb_rows) && !settings->evaluate)
		return usage_error("train", "--perturb is for --evaluate; a bundle is measured by eval");
	if ((settings->share != 0 || settings->perturb_rows) && !settings->perturb)
		return usage_error("train", "--share and --perturb-rows are for --perturb");
	if (settings->hold_out && !settings->evaluate)
		return usage_error("train", "--hold-out is for --evaluate");
	if (settings->tests.n && settings->evaluate)
		return usage_error("train", "--test measures a bundle, which --evaluate does not write");
	if (settings->tests.n && settings->common.format &&
		strcmp(settings->common.format, "svmlight") == 0)
		return usage_error("train", "--test: files of vectors cannot be measured");
	if (settings->test_identities && !settings->tests.n)
		return usage_error("train", "--test-identities: expected --test FILE too");
	if (settings->rehearsal != floor(settings->rehearsal) || fabs(settings->rehearsal) > 1e9)
		return usage_error("train", "option --rehearsal: expected a whole number");
	if (!n_paths && settings->common.format && strcmp(settings->common.format, "svmlight") == 0)
		return usage_error("train", "expected files of vectors");
	return EXIT_DONE;
}

static int run_train(int argc, char **argv)
{
	struct run run = {.trainer = NULL};
	int first;
	int code = options_parse(&command_train, argc, argv, &run.settings, &first);

	if (code == OPTIONS_PARSED) {
		progress_start(&run.progress, run.settings.common.quiet);
		code = check(&run.settings, argc - first);
		if (!code)
			code = train(&run, argv + first, argc - first);
	}
	moderato_trainer_free(run.trainer);
	text_list_dispose(&run.settings.weights);
	text_list_dispose(&run.settings.assumptions);
	text_list_dispose(&run.settings.termsets);
	text_list_dispose(&run.settings.tests);
	strbuf_dispose(&run.weights);
	strbuf_dispose(&run.assumptions);
	strbuf_dispose(&run.command);
	strbuf_dispose(&run.notes);
	return code;
}

const struct command command_train = {
	.name = "train",
	.group = "Train",
	.summary = "labelled corpora in, a bundle with its card out",
	.synopsis = "-o FILE [OPTION…] [FILE|-]…\n"
				"       moderato train --evaluate HOW [OPTION…] [FILE|-]…\n"
				"       (--format svmlight: files of vectors)",
	.description =
		"Trains a head for each attribute on the comments that judge it, chooses the cost and the "
		"weight of the positive class by cross-validation over groups, calibrates the scores on "
		"held-out margins, and writes a bundle and its card. The cross-validated figures go to "
		"standard output. With --test, the finished bundle is measured on files that it was not "
		"trained on, and the card has the figures: eval --gate NAME.card.json holds another bundle "
		"against "
		"them. The same corpora, options and seed give the same bytes on any number of "
		"threads.",
	.examples = "moderato train -o my.bundle spam.jsonl abuse.jsonl\n"
				"moderato train --evaluate leave-source-out --attributes toxicity *.jsonl",
	.common = COMMON_INPUT | COMMON_OUTPUT | COMMON_JOBS | COMMON_ATTRIBUTES | COMMON_SEED |
			  COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|csv|tsv|table",
	.rows = rows_of_options,
	.n_rows = N_ROWS,
	.run = run_train,
};
