/* SPDX-License-Identifier: MIT */
/* import: converts a discussion in any known format to comments, one JSON object per line. */
#include <unistd.h>

#include "commands.h"
#include "stream/comment_out.h"
#include "stream/history_report.h"
#include "stream/inputs.h"
#include "terminal/progress.h"

struct settings {
	struct common common;
	bool labels;
	const char *states;
	int to; /* enum comment_format */
	bool guard;
};

#define AT(member) offsetof(struct settings, member)

static const struct option_row rows_of_options[] = {
	{"labels", 0, NULL,
		"give each comment the labels that its state on the site stands for, leave out comments "
		"without a label, and report what was found",
		OPTION_FLAG, AT(labels)},
	{"states", 0, "MAP",
		"which labels a state stands for, as STATE:ATTRIBUTE=0|1+…,… "
		"(default: " MODERATO_HISTORY_MAP
		"); the states are published, held, spam, trash, removed and deleted",
		OPTION_TEXT, AT(states)},
	{"to", 0, COMMENT_FORMATS,
		"the format to write (default: jsonl; wxr is what WordPress imports)", OPTION_CHOICE,
		AT(to)},
	{"guard-formulas", 0, NULL,
		"with --to csv: put a ' before text that a spreadsheet would take for a formula (=, +, -, "
		"@); off by default, because it changes the text",
		OPTION_FLAG, AT(guard)},
};

static void summarise(const struct inputs *inputs, const moderato_history *history)
{
	struct buffer buf = {0};

	if (!isatty(STDERR_FILENO) && !inputs->skips.n && !history)
		return;
	describe_count(&buf, inputs->n_comments, "comment");
	skips_describe(&inputs->skips, &buf);
	if (history) {
		buffer_add_str(&buf, "\n");
		history_report(history, &buf);
	}
	if (!buf.failed)
		complain_lines("%s", buffer_cstr(&buf));
	buffer_dispose(&buf);
}

static int import_all(struct inputs *inputs, moderato_history *history, struct progress *progress,
	struct comment_out *out)
{
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = EXIT_DONE;

	while (!code && (status = inputs_next_good(inputs, &comment, &err)) != MODERATO_END) {
		if (status == MODERATO_OK && history)
			moderato_history_label(history, &comment);
		if (status != MODERATO_OK)
			code = complain_status(status, &err);
		else if (!history || comment.n_labels)
			code = comment_out_add(out, &comment);
		progress_update(progress, "importing", inputs_position(inputs), inputs->bytes_total,
			inputs->n_comments, "comments");
	}
	if (!code)
		code = comment_out_end(out);
	progress_hide();
	return code;
}

static int run_import(int argc, char **argv)
{
	struct settings settings = {.common = {0}};
	moderato_history *history = NULL;
	struct inputs inputs;
	struct progress progress;
	struct comment_out out;
	int first, read_code;
	int code = options_parse(&command_import, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (settings.states && !settings.labels)
		return usage_error("import", "--states needs --labels");
	if (settings.labels && settings.to > COMMENTS_JSONL)
		return usage_error(
			"import", "--labels needs --to jsonl, because other formats have no place for labels");
	if (settings.guard && settings.to != COMMENTS_CSV)
		return usage_error("import", "--guard-formulas needs --to csv");
	if (settings.labels)
		code = history_open(&history, "import", settings.states);
	if (!history && settings.labels)
		return code;
	code = comment_out_open(&out, (enum comment_format)settings.to, settings.guard);
	if (code)
		return code;
	inputs_init(&inputs, &settings.common, argv + first, argc - first);
	progress_start(&progress, settings.common.quiet);
	code = import_all(&inputs, history, &progress, &out);
	comment_out_close(&out);
	read_code = inputs_finish(&inputs, &settings.common);
	if (!code && !settings.common.quiet)
		summarise(&inputs, history);
	inputs_dispose(&inputs);
	moderato_history_free(history);
	return code ? code : read_code;
}

const struct command command_import = {
	.name = "import",
	.group = "Moderate",
	.summary = "convert an export to JSON lines, CSV or WordPress's format",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description =
		"Reads comments in any known format and writes each as a JSON object on a line of its own, "
		"with --to also as CSV or as an export that WordPress can import (WXR). Members of JSON "
		"input that are unknown are copied.\n\nWith each comment come its author, its time (UTC), "
		"its thread (group), the comment that it answers (parent_id) and its state, as far as the "
		"export has them. Comments that were removed and have no text any more are counted and "
		"left out. An answer may come before the comment that it answers.\n\nWith --labels, a "
		"site's moderation history becomes labelled comments to train on.",
	.examples = "moderato import page.txt > comments.jsonl\n"
				"moderato import --columns text=comment,created=posted export.csv\n"
				"moderato import --to wxr disqus.xml > wordpress.xml\n"
				"moderato import RC_2024-01.zst | jq -r .state | sort | uniq -c\n"
				"moderato import --labels export.xml > corpus.jsonl",
	.common = COMMON_INPUT | COMMON_STRICT | COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_import,
};
