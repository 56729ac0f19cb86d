/* SPDX-License-Identifier: MIT */
/* explain: lists each feature's share of a score; the shares sum up to the margin. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "stream/inputs.h"
#include "stream/explanation_json.h"
#include "stream/verdict_view.h"
#include "terminal/comment_args.h"

struct settings {
	struct common common;
	struct comment_options comment;
	size_t top;
	bool stream;
};

static const struct option_row rows_of_options[] = {
	COMMENT_OPTION_ROWS(struct settings, comment),
	{"stream", 0, NULL,
		"the arguments are files of comments, or there are none and standard input is read, "
		"instead of one comment's text; --format and --columns imply this",
		OPTION_FLAG, offsetof(struct settings, stream)},
	{"top", 0, "N", "show the N largest shares (default: 20; 0: all)", OPTION_SIZE,
		offsetof(struct settings, top)},
};

struct run {
	struct rows rows;
	moderato_classifier *classifier;
	size_t top;
	bool highest; /* without --attributes, the highest score is explained */
	size_t n;     /* how many explanations were written so far */
};

static moderato_status explain_attribute(struct run *run, const moderato_comment *comment,
	const moderato_scores *scores, size_t attribute, struct buffer *buf, moderato_error *err)
{
	moderato_explanation explanation;
	moderato_status status = moderato_classifier_explain_scored(
		run->classifier, scores, attribute, run->top, &explanation, err);

	if (status != MODERATO_OK)
		return status;
	if (run->rows.output == OUTPUT_TABLE) {
		if (run->n)
			buffer_add_str(buf, "\n");
		status = view_explanation(&run->rows, comment, attribute, &explanation, run->top, buf);
	} else {
		explanation_json(comment, moderato_bundle_attribute(run->rows.engine->bundle, attribute),
			&explanation, buf);
		buffer_add_str(buf, "\n");
	}
	run->n++;
	return status;
}

/* Explains the selected attributes of one comment, or the one with the highest score. */
static moderato_status explain(
	struct run *run, const moderato_comment *comment, struct buffer *buf, moderato_error *err)
{
	const struct engine *engine = run->rows.engine;
	moderato_scores scores;
	moderato_status status = moderato_classifier_score(run->classifier, comment, &scores, err);
	size_t best;
	size_t i;

	if (status != MODERATO_OK)
		return status;
	best = highest_score(engine, &scores);
	for (i = 0; i < engine->n_attributes && status == MODERATO_OK; i++) {
		if (run->highest ? i == best : engine->selected[i])
			status = explain_attribute(run, comment, &scores, i, buf, err);
	}
	return status == MODERATO_OK && buf->failed ? MODERATO_ENOMEM : status;
}

static int explain_single(struct run *run, const struct settings *settings, char **operands, int n)
{
	struct comment_args args;
	struct buffer buf = {0};
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = comment_args_read(&args, &settings->comment, operands, n);

	if (code)
		return code;
	status = explain(run, &args.comment, &buf, &err);
	if (status != MODERATO_OK)
		code = complain_status(status, &err);
	else
		out_buf(&buf);
	buffer_dispose(&buf);
	comment_args_dispose(&args);
	return code;
}

static int explain_stream(struct run *run, const struct settings *settings, char **paths, int n)
{
	struct inputs inputs;
	struct buffer buf = {0};
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = EXIT_DONE;

	inputs_init(&inputs, &settings->common, paths, n);
	while (!code && (status = inputs_next_good(&inputs, &comment, &err)) != MODERATO_END) {
		buffer_clear(&buf);
		if (status == MODERATO_OK)
			status = explain(run, &comment, &buf, &err);
		if (status == MODERATO_ELIMIT) {
			inputs.n_comments--;
			skips_add(&inputs.skips, status, err.message);
		} else if (status != MODERATO_OK) {
			code = complain_status(status, &err);
		} else if (!out_buf(&buf)) {
			code = EXIT_SYSTEM;
		}
	}
	if (!code)
		code = inputs_finish(&inputs, &settings->common);
	inputs_dispose(&inputs);
	buffer_dispose(&buf);
	return code;
}

static int run_explain(int argc, char **argv)
{
	struct settings settings = {.top = 20};
	struct run run = {.n = 0};
	struct engine engine;
	int first;
	int code = options_parse(&command_explain, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	run.highest = !settings.common.attributes;
	if (settings.common.attributes && strcmp(settings.common.attributes, "all") == 0)
		settings.common.attributes = NULL;
	code = engine_open(&engine, "explain", &settings.common, false);
	if (code)
		return code;
	run.top = settings.top;
	code = rows_init(&run.rows, &engine, "explain", &settings.common);
	if (!code)
		code = engine_classifier(&engine, &run.classifier);
	if (!code && (settings.stream || settings.common.format || settings.common.columns))
		code = explain_stream(&run, &settings, argv + first, argc - first);
	else if (!code)
		code = explain_single(&run, &settings, argv + first, argc - first);
	moderato_classifier_free(run.classifier);
	engine_close(&engine);
	return code;
}

const struct command command_explain = {
	.name = "explain",
	.group = "Moderate",
	.summary = "show what a score is made of",
	.synopsis = "[OPTION…] [TEXT…]\n       moderato explain --stream [OPTION…] [FILE|-]…",
	.description =
		"Shows what a score is made of: the features of the comment, such as its words, with the "
		"share that each adds to the margin. The margin is the number that the score is computed "
		"from; the shares and the bias sum to it. Above the features are the spans of the text "
		"that push the score up and down most.\n\nThe attribute with the highest score is "
		"explained, or those of --attributes ('all' for every one). The comment is given as for "
		"'moderato screen'; with --stream, many comments are read.",
	.examples = "moderato explain --top 10 \"You are an idiot and a liar.\"\n"
				"moderato explain --stream --attributes spam --output jsonl queue.jsonl",
	.common = COMMON_BUNDLE | COMMON_SECOND | COMMON_INPUT | COMMON_OUTPUT | COMMON_ATTRIBUTES |
			  COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|table",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_explain,
};
