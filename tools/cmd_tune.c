/* SPDX-License-Identifier: MIT */
/* tune: makes a bundle that is tuned to a site, from the site's own moderation history. */
#include <sys/stat.h>

#include "terminal/command_line.h"
#include "gate/card_file.h"
#include "commands.h"
#include "stream/engine.h"
#include "stream/history_report.h"
#include "stream/inputs.h"
#include "moderato/exporter.h"
#include "moderato/tuner.h"
#include "terminal/progress.h"
#include "stream/rows.h"
#include "gate/tune_report.h"

struct settings {
	struct common common;
	const char *out;
	const char *card;
	const char *states;
	size_t hold_out;
};

#define AT(member) offsetof(struct settings, member)

static const struct option_row rows_of_options[] = {
	{"out", 'o', "FILE", "write the tuned bundle to FILE, such as site.bundle", OPTION_TEXT,
		AT(out)},
	{"card", 0, "FILE",
		"write its card to FILE (default: beside it, as NAME.card.md), and its figures beside it, "
		"as NAME.card.json",
		OPTION_TEXT, AT(card)},
	{"states", 0, "MAP",
		"which labels a state stands for, as STATE:ATTRIBUTE=0|1+…,… "
		"(default: " MODERATO_HISTORY_MAP
		"); the states are published, held, spam, trash, removed and deleted",
		OPTION_TEXT, AT(states)},
	{"hold-out", 0, "N", "hold out one part in N to measure with (default: 4)", OPTION_SIZE,
		AT(hold_out)},
};

#define N_ROWS (sizeof(rows_of_options) / sizeof(rows_of_options[0]))

struct run {
	struct settings settings;
	struct progress progress;
	moderato_history *history;
	moderato_tuner *tuner;
	struct buffer command;
};

static int open_tuner(struct run *run, char **paths, int n_paths)
{
	static const char *const without[] = {"out", "card", NULL};
	const struct settings *s = &run->settings;
	moderato_tune_options options = MODERATO_TUNE_OPTIONS_INIT;
	moderato_error err = {.message = ""};
	moderato_status status;
	struct buffer base = {0};
	int i;
	int code = engine_bundle_path(s->common.bundle, &base);

	if (code)
		return code;
	buffer_add_str(&run->command, "moderato tune");
	command_line_options(&run->command, rows_of_options, N_ROWS, s, without);
	command_line_common(&run->command, &s->common);
	for (i = 0; i < n_paths; i++)
		command_line_word(&run->command, paths[i]);
	if (run->command.failed) {
		buffer_dispose(&base);
		return complain_memory();
	}
	options.base = buffer_cstr(&base);
	options.attributes = s->common.attributes;
	options.hold_out = s->hold_out > 100 ? 101 : (unsigned)s->hold_out;
	options.seed = s->common.seed;
	options.jobs = (unsigned)s->common.jobs;
	options.command = buffer_cstr(&run->command);
	options.progress = progress_step;
	options.payload = &run->progress;
	status = moderato_tuner_new(&run->tuner, &options, &err);
	buffer_dispose(&base);
	if (status == MODERATO_EINVAL)
		return usage_error("tune", "option --%s", err.message);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

static int add_comments(struct run *run, struct inputs *inputs)
{
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status;

	while ((status = inputs_next_good(inputs, &comment, &err)) != MODERATO_END) {
		if (status == MODERATO_OK) {
			moderato_history_label(run->history, &comment);
			status =
				comment.n_labels ? moderato_tuner_add(run->tuner, &comment, &err) : MODERATO_OK;
		}
		if (status != MODERATO_OK)
			return complain_status(status, &err);
		progress_update(&run->progress, "reading", inputs_position(inputs), inputs->bytes_total,
			inputs->n_comments, "comments");
	}
	return EXIT_DONE;
}

/* Records the files of the history. Standard input and pipes are left out, because they cannot be
 * read a second time. */
static int note_corpora(struct run *run, char **paths, int n_paths)
{
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;
	struct stat about;
	int i;

	for (i = 0; status == MODERATO_OK && i < n_paths; i++)
		if (stat(paths[i], &about) == 0 && S_ISREG(about.st_mode))
			status = moderato_tuner_add_corpus(run->tuner, paths[i], &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

/* Prints what was found in the history, before the training. */
static int tell_plan(const struct run *run, const struct inputs *inputs)
{
	const moderato_tune_plan *plan = moderato_tuner_plan_of(run->tuner);
	struct buffer buf = {0};
	int code = EXIT_DONE;

	if (run->settings.common.quiet)
		return EXIT_DONE;
	describe_count(&buf, inputs->n_comments, "comment");
	skips_describe(&inputs->skips, &buf);
	buffer_add_str(&buf, "\n");
	history_report(run->history, &buf);
	buffer_printf(&buf,
		"\n%zu with labels, in %zu threads; %zu of them in %zu clusters of near-duplicates\n"
		"%zu to train on, %zu of other threads and clusters to measure on",
		plan->n_comments, plan->n_threads, plan->n_similar, plan->n_clusters, plan->n_trained,
		plan->n_held);
	if (buf.failed)
		code = complain_memory();
	else
		complain_lines("%s", buffer_cstr(&buf));
	buffer_dispose(&buf);
	return code;
}

static int read_history(struct run *run, char **paths, int n_paths)
{
	const struct common *common = &run->settings.common;
	struct inputs inputs;
	moderato_error err = {.message = ""};
	int code, read_code;

	inputs_init(&inputs, common, paths, n_paths);
	code = add_comments(run, &inputs);
	progress_hide();
	read_code = inputs_finish(&inputs, common);
	if (!code)
		code = read_code;
	if (!code && moderato_tuner_split(run->tuner, &err)) {
		complain_status(MODERATO_EFORMAT, &err);
		code = EXIT_BAD_INPUT;
	}
	if (!code)
		code = tell_plan(run, &inputs);
	inputs_dispose(&inputs);
	return code ? code : note_corpora(run, paths, n_paths);
}

static int print_rows(const struct run *run)
{
	const bool table = output_of(&run->settings.common) == OUTPUT_TABLE;
	struct buffer buf = {0};

	tune_report(moderato_tuner_plan_of(run->tuner), table, &buf);
	return out_whole(&buf);
}

static int tune(struct run *run, char **paths, int n_paths)
{
	const struct settings *s = &run->settings;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = open_tuner(run, paths, n_paths);

	if (!code)
		code = read_history(run, paths, n_paths);
	if (code)
		return code;
	progress_start(&run->progress, s->common.quiet);
	status = moderato_tuner_run(run->tuner, &err);
	progress_hide();
	if (status == MODERATO_EINVAL) { /* the fault is in the history, not in the command line */
		complain_status(status, &err);
		return EXIT_BAD_INPUT;
	}
	if (status != MODERATO_OK)
		return complain_status(status, &err);
	tune_report_refusals(moderato_tuner_plan_of(run->tuner), s->common.quiet);
	if (!moderato_tuner_plan_of(run->tuner)->n_taken) {
		complain("no tuned head was taken, so nothing was written");
		code = print_rows(run);
		return code ? code : EXIT_NEGATIVE;
	}
	status = moderato_tuner_write(run->tuner, s->out, &err);
	if (status != MODERATO_OK)
		return complain_status(status, &err);
	code = card_file_write(
		s->out, s->card, moderato_tuner_card(run->tuner), moderato_tuner_card_json(run->tuner));
	return code ? code : print_rows(run);
}

static int run_tune(int argc, char **argv)
{
	struct run run = {.tuner = NULL};
	int first;
	int code = options_parse(&command_tune, argc, argv, &run.settings, &first);

	if (code == OPTIONS_PARSED) {
		progress_start(&run.progress, run.settings.common.quiet);
		code = run.settings.out ? history_open(&run.history, "tune", run.settings.states)
								: usage_error("tune", "expected -o FILE for the tuned bundle");
		if (!code)
			code = tune(&run, argv + first, argc - first);
	}
	moderato_tuner_free(run.tuner);
	moderato_history_free(run.history);
	buffer_dispose(&run.command);
	return code;
}

const struct command command_tune = {
	.name = "tune",
	.group = "Train and measure",
	.summary = "adapt a bundle to a site's own moderation history",
	.synopsis = "-o FILE [OPTION…] [FILE|-]…",
	.description =
		"Reads an export with what a site's moderators decided, or comments with labels, and "
		"writes a bundle that is tuned to the site. The state of a comment (published, spam, "
		"removed) says what its labels are; see --states.\n\nA part of the threads is held out "
		"from training. The tuned head of an attribute, the part that scores it, is taken only if "
		"it ranks the held-out comments at least as well as the old one. It must also still know "
		"what the bundle knew before: each head is measured on a sample that the bundle carries, "
		"and a head that loses there takes only a part of its change or is refused, with the "
		"reason. All other attributes stay exactly as they were. The figures go to standard "
		"output. The same history gives the same bytes on any number of threads.",
	.examples = "moderato tune -o site.bundle export.xml\n"
				"moderato score --bundle site.bundle new-comments.jsonl",
	.negative = "no tuned head was taken, so that nothing was written",
	.common = COMMON_BUNDLE | COMMON_INPUT | COMMON_OUTPUT | COMMON_JOBS | COMMON_ATTRIBUTES |
			  COMMON_SEED | COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|table",
	.rows = rows_of_options,
	.n_rows = N_ROWS,
	.run = run_tune,
};
