/* SPDX-License-Identifier: MIT */
/* score: a stream of comments in, a line each out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "pipeline.h"
#include "rows.h"
#include "moderato/vectors.h"

struct settings {
	struct common common;
	size_t cache_words;
	bool no_cache;
};

static const struct option_row rows_of_options[] = {
	{"cache-words", 0, "N", "words that each thread's cache holds, a power of two", OPTION_SIZE,
		offsetof(struct settings, cache_words)},
	{"no-cache", 0, NULL, "compute every word anew: the same results, slower", OPTION_FLAG,
		offsetof(struct settings, no_cache)},
};

/* What the work reads and the delivery counts. */
struct run {
	struct rows rows;
	bool vectors; /* svmlight instead of comments */
	size_t tally[3];
};

static moderato_status score_vector(const struct run *run, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	moderato_vector_row row = MODERATO_VECTOR_ROW_INIT;
	moderato_scores scores;
	moderato_status status = moderato_vector_row_parse(&row, record->comment.text, err);

	if (status == MODERATO_OK) {
		moderato_vector vector = {row.index, row.value, row.n};

		status = moderato_classifier_score_vector(classifier, &vector, &scores, err);
		if (status == MODERATO_OK)
			rows_scores(&run->rows, &scores, &batch->out);
	}
	moderato_vector_row_dispose(&row);
	return status;
}

static moderato_status score_record(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	const struct run *run = payload;
	moderato_verdict verdict;
	moderato_scores scores;
	moderato_status status;

	if (run->vectors)
		return score_vector(run, classifier, batch, record, err);
	if (run->rows.output == OUTPUT_SCORES) {
		status = moderato_classifier_score(classifier, &record->comment, &scores, err);
		if (status == MODERATO_OK)
			rows_scores(&run->rows, &scores, &batch->out);
		return status;
	}
	status = moderato_classifier_screen(
		classifier, run->rows.engine->policy, &record->comment, &verdict, err);
	if (status != MODERATO_OK)
		return status;
	batch->tally[verdict.decision]++;
	return rows_verdict(&run->rows, classifier, &record->comment, &verdict, &batch->out, err);
}

static int count(void *payload, const struct batch *batch)
{
	struct run *run = payload;
	size_t i;

	for (i = 0; i < 3; i++)
		run->tally[i] += batch->tally[i];
	return EXIT_DONE;
}

/* "1234 comments: 1200 publish, 30 hold, 4 reject; 2 skipped (…); 5000 comments/s": on a terminal,
 * and wherever something was skipped. The time is for people only. */
static void summarise(
	const struct run *run, const struct inputs *inputs, const struct progress *progress)
{
	struct strbuf buf = {0};
	double seconds = progress_seconds(progress);
	bool terminal = isatty(STDERR_FILENO);

	if (!terminal && !inputs->skips.n)
		return;
	describe_count(&buf, inputs->n_comments, run->vectors ? "vector" : "comment");
	if (run->rows.output != OUTPUT_SCORES)
		strbuf_format(&buf, ": %zu publish, %zu hold, %zu reject", run->tally[MODERATO_PUBLISH],
			run->tally[MODERATO_HOLD], run->tally[MODERATO_REJECT]);
	skips_describe(&inputs->skips, &buf);
	if (terminal && inputs->n_comments && seconds > 0)
		strbuf_format(&buf, "; %.0f/s", (double)inputs->n_comments / seconds);
	if (!buf.failed)
		complain("%s", buf.ptr);
	strbuf_dispose(&buf);
}

static int score(const struct engine *engine, struct settings *settings, struct run *run,
	char **paths, int n_paths)
{
	struct inputs inputs;
	struct progress progress;
	struct strbuf header = {0};
	struct pipeline_plan plan = {.engine = engine,
		.inputs = &inputs,
		.progress = &progress,
		.what = "scoring",
		.jobs = settings->common.jobs,
		.payload = run,
		.work = score_record,
		.deliver = count};
	int code, read_code;

	inputs_init(&inputs, &settings->common, paths, n_paths);
	progress_start(&progress, settings->common.quiet);
	rows_header(&run->rows, &header);
	out_buf(&header);
	strbuf_dispose(&header);
	code = pipeline_run(&plan);
	read_code = inputs_finish(&inputs, &settings->common);
	if (!code && !settings->common.quiet)
		summarise(run, &inputs, &progress);
	inputs_dispose(&inputs);
	return code ? code : read_code;
}

static int check(struct settings *settings, struct run *run)
{
	struct common *common = &settings->common;

	if (settings->cache_words & (settings->cache_words - 1))
		return usage_error("score", "option --cache-words: expected a power of two");
	run->vectors = common->format && strcmp(common->format, "svmlight") == 0;
	if (!run->vectors)
		return EXIT_DONE;
	if (common->output != OUTPUT_DEFAULT && common->output != OUTPUT_SCORES)
		return usage_error("score", "--format svmlight needs --output scores: a vector has no text "
									"for a policy to decide on");
	common->output = OUTPUT_SCORES;
	common->format = "lines";
	return EXIT_DONE;
}

static int run_score(int argc, char **argv)
{
	struct settings settings = {.cache_words = 0};
	struct run run = {.vectors = false};
	struct engine engine;
	int first;
	int code = options_parse(&command_score, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	code = check(&settings, &run);
	if (code)
		return code;
	code = engine_open(&engine, "score", &settings.common, !run.vectors);
	if (code)
		return code;
	engine.options.cache_words = settings.cache_words;
	engine.options.no_cache = settings.no_cache;
	code = rows_init(&run.rows, &engine, "score", &settings.common);
	if (!code)
		code = score(&engine, &settings, &run, argv + first, argc - first);
	engine_close(&engine);
	return code;
}

const struct command command_score = {
	.name = "score",
	.group = "Moderate",
	.summary = "score a stream of comments, a line for each",
	.synopsis = "[OPTION…] [FILE|-]…     (--format svmlight: vectors)",
	.description =
		"Reads comments from files, or from standard input, in any known format, and writes one "
		"line for each: its decision, scores and reasons. Lines come in input order and are the "
		"same for any number of threads. A bad record is told on standard error with its file and "
		"line, and the next one is read. With --output scores a line holds the scores alone, in "
		"the bundle's order, separated by tabs. With --format svmlight the input is vectors "
		"instead of comments, and the output is scores.",
	.examples = "moderato score thread.jsonl > verdicts.jsonl\n"
				"moderato score --columns text=comment,id=#1 --output csv --with text export.csv",
	.common = COMMON_BUNDLE | COMMON_POLICY | COMMON_INPUT | COMMON_OUTPUT | COMMON_JOBS |
			  COMMON_ATTRIBUTES | COMMON_WITH | COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|csv|tsv|table|scores",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_score,
};
