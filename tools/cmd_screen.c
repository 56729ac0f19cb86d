/* SPDX-License-Identifier: MIT */
/* screen: shows the decision on one comment, and the reasons for it. */
#include <stdio.h>

#include "commands.h"
#include "terminal/comment_args.h"
#include "stream/verdict_view.h"

struct settings {
	struct common common;
	struct comment_options comment;
	int fail_on; /* 1: hold, 2: reject, both as OPTION_CHOICE and as moderato_decision */
};

static const struct option_row rows_of_options[] = {
	COMMENT_OPTION_ROWS(struct settings, comment),
	{"fail-on", 0, "hold|reject",
		"exit with code 1 if the decision is this one or a more severe one", OPTION_CHOICE,
		offsetof(struct settings, fail_on)},
};

static moderato_status write_verdict(const struct rows *rows, moderato_classifier *classifier,
	const moderato_comment *comment, const moderato_verdict *verdict, struct buffer *buf,
	moderato_error *err)
{
	if (rows->output == OUTPUT_TABLE)
		return view_verdict(rows, comment, verdict, buf);
	if (rows->output == OUTPUT_SCORES) {
		rows_scores(rows, &verdict->scores, buf);
		return MODERATO_OK;
	}
	rows_header(rows, buf);
	return rows_verdict(rows, classifier, comment, verdict, buf, err);
}

static int screen(const struct rows *rows, const moderato_comment *comment, int fail_on)
{
	moderato_classifier *classifier = NULL;
	moderato_verdict verdict;
	moderato_error err = {.message = ""};
	moderato_status status;
	struct buffer buf = {0};
	int decision = MODERATO_PUBLISH;
	int code = engine_classifier(rows->engine, &classifier);

	if (!code)
		code = engine_check_policy(rows->engine, classifier);
	if (code)
		goto out;
	status = moderato_classifier_screen(classifier, rows->engine->policy, comment, &verdict, &err);
	if (status == MODERATO_OK) {
		decision = (int)verdict.decision;
		status = write_verdict(rows, classifier, comment, &verdict, &buf, &err);
	}
	if (status == MODERATO_OK && buf.failed)
		status = MODERATO_ENOMEM;
	if (status != MODERATO_OK)
		code = complain_status(status, &err);
	else
		out_buf(&buf);
	if (!code && fail_on && decision >= fail_on)
		code = EXIT_NEGATIVE;
out:
	buffer_dispose(&buf);
	moderato_classifier_free(classifier);
	return code;
}

static int run_screen(int argc, char **argv)
{
	struct settings settings = {.fail_on = 0};
	struct comment_args args;
	struct engine engine;
	struct rows rows;
	int first;
	int code = options_parse(&command_screen, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	code = engine_open(&engine, "screen", &settings.common, true);
	if (code)
		return code;
	code = rows_init(&rows, &engine, "screen", &settings.common);
	if (!code)
		code = comment_args_read(&args, &settings.comment, argv + first, argc - first);
	if (!code) {
		code = screen(&rows, &args.comment, settings.fail_on);
		comment_args_dispose(&args);
	}
	engine_close(&engine);
	return code;
}

const struct command command_screen = {
	.name = "screen",
	.group = "Moderate",
	.summary = "decide on one comment",
	.synopsis = "[OPTION…] [TEXT…]",
	.description =
		"Decides whether one comment is published, held for a moderator, or rejected. The comment "
		"is given as arguments, which are joined by spaces, or on standard input.\n\nOn a "
		"terminal, the output shows the decision, its reasons, the text with the words that caused "
		"it marked, and a bar for each score. In a pipe it is one line of JSON, with spans as byte "
		"offsets.",
	.examples = "moderato screen \"You are an idiot and a liar.\"\n"
				"moderato screen --fail-on reject --author Ann < comment.txt",
	.negative = "the decision is that of --fail-on or a more severe one",
	.common = COMMON_BUNDLE | COMMON_SECOND | COMMON_POLICY | COMMON_OUTPUT | COMMON_ATTRIBUTES |
			  COMMON_WITH | COMMON_QUIET,
	.outputs = "jsonl|csv|tsv|table|scores",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_screen,
};
