/* SPDX-License-Identifier: MIT */
/* score: reads a stream of comments and writes one line for each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign/campaign_search.h"
#include "commands.h"
#include "terminal/interrupt.h"
#include "stream/journal.h"
#include "stream/pipeline.h"
#include "stream/wxr_out.h"
#include "stream/rows.h"
#include "site/site_page.h"
#include "stream/score_journal.h"
#include "moderato/vectors.h"

struct settings {
	struct common common;
	size_t cache_words;
	bool no_cache;
	const char *out;
	const char *report;
	const char *shard;
	bool resume;
	bool campaigns;
	bool guard;
	bool redecide;
	double checkpoint; /* in seconds */
};

static const struct option_row rows_of_options[] = {
	{"out", 'o', "FILE",
		"write to FILE, which appears when everything is done; until then FILE.partial grows",
		OPTION_TEXT, offsetof(struct settings, out)},
	{"resume", 0, NULL, "with --out: continue where an earlier run was stopped or killed",
		OPTION_FLAG, offsetof(struct settings, resume)},
	{"checkpoint", 0, "SECONDS",
		"with --out: how often progress is saved, so how much work a kill may cost (default: 1; "
		"0: after each batch)",
		OPTION_NUMBER, offsetof(struct settings, checkpoint)},
	{"report", 0, "FILE",
		"also write a page to read in a browser: totals, plots, and every comment, to search, "
		"sort and filter",
		OPTION_TEXT, offsetof(struct settings, report)},
	{"shard", 0, "I/N",
		"score only the I-th of N parts of the input; the outputs joined in order are the whole",
		OPTION_TEXT, offsetof(struct settings, shard)},
	{"campaigns", 0, NULL,
		"also find comments that are variants of one text, as 'moderato campaigns' does, and mark "
		"them; on with --report and if the policy uses 'repeated'",
		OPTION_FLAG, offsetof(struct settings, campaigns)},
	{"guard-formulas", 0, NULL,
		"with --output csv or tsv: put a ' before text that a spreadsheet would take for a formula "
		"(=, +, -, "
		"@); off by default, because it changes the text",
		OPTION_FLAG, offsetof(struct settings, guard)},
	{"redecide", 0, NULL,
		"with --output wxr: decide on all comments, also on those that a person has decided on; by "
		"default only comments that wait are changed",
		OPTION_FLAG, offsetof(struct settings, redecide)},
	{"cache-words", 0, "N", "how many words the cache of each thread holds, a power of two",
		OPTION_SIZE, offsetof(struct settings, cache_words)},
	{"no-cache", 0, NULL, "compute every word anew, which gives the same results more slowly",
		OPTION_FLAG, offsetof(struct settings, no_cache)},
};

/* The state of a run, which the work only reads and the delivery updates. */
struct run {
	struct rows rows;
	bool vectors;  /* the input is svmlight instead of comments */
	bool redecide; /* --output wxr also changes comments that do not wait */
	size_t tally[3];
	struct shard shard;
	struct inputs inputs;
	struct progress progress;
	struct wxr_out wxr;
	struct journal journal;        /* its `out` is NULL if lines go to standard output */
	bool begun;                    /* an earlier run wrote the first lines */
	struct campaign_search search; /* its `campaigns` is NULL if none were asked for */
	struct site_page report;       /* its `engine` is NULL if no report was asked for */
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

static void set_campaign(const struct run *run, struct record *record)
{
	moderato_campaign campaign;

	record->comment.repeated = 1;
	if (!moderato_campaigns_of(run->search.campaigns, record->number, &campaign))
		return;
	record->comment.repeated = campaign.size;
	if (campaign.size >= MODERATO_CAMPAIGN_SIZE_MIN)
		record->comment.campaign = campaign.id;
}

/* Decides on a comment of a WordPress export if it waits. What a person decided stays, and is not
 * counted among the decisions. */
static void set_state(const struct run *run, struct batch *batch, struct record *record,
	const moderato_verdict *verdict)
{
	record->results->state = NULL;
	if (!run->redecide && !wxr_out_waits(&record->comment))
		return;
	record->results->state = wxr_out_state(verdict, run->rows.engine->bundle);
	batch->tally[verdict->decision]++;
}

static moderato_status score_record(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	const struct run *run = payload;
	const size_t before = batch->page.len;
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
	if (run->search.campaigns)
		set_campaign(run, record);
	status = moderato_classifier_screen(
		classifier, run->rows.engine->policy, &record->comment, &verdict, err);
	if (status != MODERATO_OK)
		return status;
	if (run->report.engine)
		site_page_add(run->report.engine, &record->comment, &verdict, &batch->page);
	if (run->rows.output == OUTPUT_WXR)
		set_state(run, batch, record, &verdict);
	else
		status = rows_verdict(&run->rows, classifier, &record->comment, &verdict, &batch->out, err);
	if (run->rows.output != OUTPUT_WXR)
		batch->tally[verdict.decision]++;
	if (status)
		batch->page.len = before;
	return batch->page.failed ? MODERATO_ENOMEM : status;
}

static struct checkpoint checkpoint_of(const struct run *run)
{
	struct checkpoint at = checkpoint_of_inputs(&run->inputs);
	size_t i;

	for (i = 0; i < 3; i++)
		at.tally[i] = run->tally[i];
	return at;
}

static int count(void *payload, const struct batch *batch)
{
	struct run *run = payload;
	struct checkpoint at;
	size_t i;

	for (i = 0; i < 3; i++)
		run->tally[i] += batch->tally[i];
	if (run->wxr.restater) {
		int code = wxr_out_batch(&run->wxr, batch);

		if (code)
			return code;
	}
	if (run->report.engine) {
		int code = site_page_take(&run->report, &batch->page);

		if (code)
			return code;
	}
	if (!batch->n || !run->journal.out || !journal_is_due(&run->journal))
		return EXIT_DONE;
	at = checkpoint_of(run);
	return journal_note(&run->journal, &at);
}

/* Prints "1234 comments: 1200 publish, 30 hold, 4 reject; 2 skipped (…); 5000/s". The rate is only
 * shown to people. */
static void summarise(const struct run *run)
{
	const struct inputs *inputs = &run->inputs;
	struct buffer buf = {0};
	double rate = progress_rate(&run->progress, inputs->n_delivered);

	if (run->shard.n)
		buffer_printf(&buf, "shard %zu/%zu: ", run->shard.i, run->shard.n);
	describe_count(&buf, inputs->n_delivered, run->vectors ? "vector" : "comment");
	if (run->rows.output != OUTPUT_SCORES)
		buffer_printf(&buf, ": %zu publish, %zu hold, %zu reject", run->tally[MODERATO_PUBLISH],
			run->tally[MODERATO_HOLD], run->tally[MODERATO_REJECT]);
	if (run->wxr.n_left)
		buffer_printf(&buf, ", %zu left as %s (not waiting)", run->wxr.n_left,
			run->wxr.n_left == 1 ? "it was" : "they were");
	skips_describe(&inputs->skips, &buf);
	if (isatty(STDERR_FILENO) && rate > 0)
		buffer_printf(&buf, "; %.0f/s", rate);
	if (!buf.failed)
		complain("%s", buffer_cstr(&buf));
	buffer_dispose(&buf);
}

/* Opens the output, and continues after what an earlier run did. */
static int begin(const struct engine *engine, const struct settings *settings, struct run *run)
{
	struct checkpoint at = {0};
	struct inputs_place place;
	struct fingerprint fingerprint;
	size_t i;
	int code;

	if (!settings->out)
		return EXIT_DONE;
	code = fingerprint_run(&fingerprint, engine, &settings->common, settings->shard,
		run->rows.campaigns, &run->inputs);
	fingerprint.options += settings->guard; /* the output's bytes depend on it */
	if (!code)
		code = journal_open(&run->journal, settings->out, settings->resume, settings->checkpoint,
			&fingerprint, &at);
	if (code)
		return code;
	out_to(run->journal.out, run->journal.partial ? run->journal.partial : settings->out);
	if (!at.out_bytes && !at.records)
		return EXIT_DONE;
	run->begun = at.out_bytes > 0;
	checkpoint_to_inputs(&at, &run->inputs, &place);
	for (i = 0; i < 3; i++)
		run->tally[i] = (size_t)at.tally[i];
	if (!settings->common.quiet)
		complain("%s: resuming after %llu comments", settings->out, at.comments);
	code = at.records ? inputs_resume(&run->inputs, &place) : EXIT_DONE;
	progress_resume(&run->progress, inputs_position(&run->inputs), inputs_total(&run->inputs),
		run->inputs.n_comments);
	return code;
}

/* Closes the output. It appears if all is well; otherwise it is kept for --resume. */
static int finish(struct run *run, int code, bool whole)
{
	struct checkpoint at = checkpoint_of(run);
	struct buffer kept = {0};

	if (!run->journal.out)
		return code;
	if (run->journal.partial)
		buffer_add_str(&kept, run->journal.partial);
	if (!out_to(NULL, NULL))
		code = EXIT_SYSTEM;
	whole = whole && !code;
	if (whole)
		code = journal_commit(&run->journal, &at);
	else if (!code)
		code = journal_note(&run->journal, &at);
	journal_close(&run->journal);
	if (kept.len && (code || !whole))
		complain("%s is incomplete: continue with --resume", buffer_cstr(&kept));
	buffer_dispose(&kept);
	return code;
}

/* Writes the page if all comments were read, and nothing otherwise, because a page on half a site
 * would look like one on all of it. */
static int finish_report(const struct settings *settings, struct run *run, int code)
{
	const struct site_origin origin = {.paths = run->inputs.paths,
		.n_paths = run->inputs.n_paths,
		.policy = settings->common.policy,
		.shard = settings->shard,
		.skipped = run->inputs.skips.n};

	if (!run->report.engine)
		return code;
	if (!code && run->inputs.complete && !run->inputs.skips.lost_file)
		code = site_page_commit(&run->report, &origin);
	else
		complain("%s: not written, because not all input was read", settings->report);
	return code;
}

static int score_all(const struct engine *engine, const struct settings *settings, struct run *run)
{
	struct buffer header = {0};
	struct pipeline_plan plan = {.engine = engine,
		.inputs = &run->inputs,
		.progress = &run->progress,
		.what = "scoring",
		.jobs = settings->common.jobs,
		.n_results = run->rows.output == OUTPUT_WXR,
		.payload = run,
		.work = score_record,
		.deliver = count};
	int code, read_code;

	if (run->shard.i <= 1 && !run->begun)
		rows_header(&run->rows, &header);
	out_buf(&header);
	buffer_dispose(&header);
	code = pipeline_run(&plan);
	if (!code && run->wxr.restater && run->inputs.complete)
		code = wxr_out_end(&run->wxr);
	read_code = inputs_finish(&run->inputs, &settings->common);
	if (!code && !settings->common.quiet)
		summarise(run);
	if (!run->inputs.complete && !code)
		complain("stopped by %s", interrupt_name());
	code = finish_report(settings, run, code);
	code = finish(run, code, run->inputs.complete && !run->inputs.skips.lost_file);
	if (!run->inputs.complete && !code)
		return 128 + interrupt_signal();
	return code ? code : read_code;
}

/* The pass that writes the results. It follows the one that finds campaigns. */
static int write_all(const struct engine *engine, struct settings *settings, struct run *run)
{
	int code;

	progress_start(&run->progress, settings->common.quiet);
	code =
		run->rows.output == OUTPUT_WXR ? wxr_out_open(&run->wxr, "score", &run->inputs) : EXIT_DONE;
	if (!code && settings->report)
		code = site_page_open(&run->report, settings->report, engine);
	if (!code)
		code = begin(engine, settings, run);
	if (code == JOURNAL_DONE && !settings->common.quiet)
		complain("%s: already complete", settings->out);
	if (!code)
		code = score_all(engine, settings, run);
	else
		finish(run, code, false);
	wxr_out_close(&run->wxr);
	site_page_close(&run->report);
	return code == JOURNAL_DONE ? EXIT_DONE : code;
}

static int score(const struct engine *engine, struct settings *settings, struct run *run,
	char **paths, int n_paths)
{
	int code = EXIT_DONE;

	interrupt_catch();
	inputs_init(&run->inputs, &settings->common, paths, n_paths);
	if (run->shard.n)
		inputs_share(&run->inputs, run->shard);
	if (run->rows.campaigns) {
		progress_start(&run->progress, settings->common.quiet);
		code = campaign_search(&run->search, &run->inputs, &settings->common, &run->progress, true);
	}
	if (!code)
		code = write_all(engine, settings, run);
	inputs_dispose(&run->inputs);
	campaign_search_dispose(&run->search);
	return code;
}

/* Parses "I/N". */
static bool parse_shard(const char *text, struct shard *shard)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	shard->i = strtoul(text, &end, 10);
	if (*end != '/' || end[1] < '0' || end[1] > '9')
		return false;
	shard->n = strtoul(end + 1, &end, 10);
	return !*end && shard->i >= 1 && shard->i <= shard->n && shard->n <= SHARDS_MAX;
}

static int check_output(struct settings *settings)
{
	if (!settings->out && settings->resume)
		return usage_error("score", "--resume needs --out FILE: standard output cannot be "
									"continued");
	if (settings->guard && settings->common.output != OUTPUT_CSV &&
		settings->common.output != OUTPUT_TSV)
		return usage_error("score", "--guard-formulas needs --output csv or tsv");
	if (settings->checkpoint < 0 || settings->checkpoint > 86400)
		return usage_error("score", "option --checkpoint: expected 0 to 86400 seconds");
	if (settings->out && settings->common.output == OUTPUT_DEFAULT)
		settings->common.output = OUTPUT_JSONL;
	return EXIT_DONE;
}

/* Checks that a page can be written: it needs all comments of one run, and their texts. */
static int check_report(const struct settings *settings, const struct run *run)
{
	if (!settings->report)
		return EXIT_DONE;
	if (strcmp(settings->report, "-") == 0)
		return usage_error("score", "option --report: the page goes to a file, the verdicts to "
									"standard output");
	if (settings->out && strcmp(settings->out, settings->report) == 0)
		return usage_error("score", "--out and --report name the same file");
	if (run->vectors || settings->common.output == OUTPUT_SCORES)
		return usage_error("score", "--report shows decisions: it needs comments, and an output "
									"other than scores");
	if (settings->resume)
		return usage_error("score", "--report needs the whole run: leave out --resume");
	return EXIT_DONE;
}

static int check(struct settings *settings, struct run *run)
{
	struct common *common = &settings->common;

	if (settings->cache_words & (settings->cache_words - 1))
		return usage_error("score", "option --cache-words: expected a power of two");
	if (settings->shard && !parse_shard(settings->shard, &run->shard))
		return usage_error("score", "option --shard: expected I/N with 1 <= I <= N <= %d, not '%s'",
			SHARDS_MAX, settings->shard);
	if (settings->redecide && common->output != OUTPUT_WXR)
		return usage_error("score", "--redecide needs --output wxr");
	run->redecide = settings->redecide;
	run->vectors = common->format && strcmp(common->format, "svmlight") == 0;
	if (settings->campaigns && (run->vectors || common->output == OUTPUT_SCORES))
		return usage_error("score", "--campaigns needs comments, and an output other than scores");
	if (!run->vectors)
		return check_output(settings);
	if (common->output != OUTPUT_DEFAULT && common->output != OUTPUT_SCORES)
		return usage_error("score", "--format svmlight needs --output scores: a vector has no text "
									"for a policy to decide on");
	common->output = OUTPUT_SCORES;
	common->format = "lines";
	return check_output(settings);
}

static int check_restate(const struct settings *settings, char **paths, int n_paths)
{
	if (settings->resume || settings->shard)
		return usage_error(
			"score", "--output wxr writes a whole export: leave out --resume and --shard");
	return wxr_out_check("score", paths, n_paths);
}

static int run_score(int argc, char **argv)
{
	struct settings settings = {.checkpoint = 1};
	struct run run = {.vectors = false};
	struct engine engine;
	int first;
	int code = options_parse(&command_score, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	code = check(&settings, &run);
	if (!code && settings.common.output == OUTPUT_WXR)
		code = check_restate(&settings, argv + first, argc - first);
	if (!code)
		code = check_report(&settings, &run);
	if (code)
		return code;
	code = engine_open(&engine, "score", &settings.common, !run.vectors);
	if (code)
		return code;
	engine.options.cache_words = settings.cache_words;
	engine.options.no_cache = settings.no_cache;
	code = rows_init(&run.rows, &engine, "score", &settings.common);
	run.rows.guard = settings.guard;
	if (settings.out)
		run.rows.view.colour = false;
	run.rows.campaigns = settings.campaigns || settings.report ||
						 (engine.policy && run.rows.output != OUTPUT_SCORES &&
							 moderato_policy_asks_repeated(engine.policy));
	if (!code)
		code = score(&engine, &settings, &run, argv + first, argc - first);
	engine_close(&engine);
	return code;
}

const struct command command_score = {
	.name = "score",
	.group = "Moderate",
	.summary = "decide on many comments, one line for each",
	.synopsis = "[OPTION…] [FILE|-]…     (--format svmlight: vectors)",
	.description =
		"Reads comments from files or standard input, in any known format, and writes one line for "
		"each: its decision, scores and reasons. Files packed by gzip or zstd are unpacked. The "
		"lines come in the order of the input and do not depend on the number of threads. A record "
		"that cannot be read is reported on standard error with its file and line, and "
		"skipped.\n\nWith --report, an HTML page shows the results to people. With --out and "
		"--resume, a run can be stopped or killed and continued; with --shard, several machines "
		"share the work. With --output wxr, a WordPress export is copied and only the states of "
		"its comments that wait are changed, or with --redecide, of all. With --output scores, a "
		"line holds the scores alone. With "
		"--format svmlight, the input is vectors.",
	.examples = "moderato score thread.jsonl > verdicts.jsonl\n"
				"moderato score --columns text=comment,id=#1 --output csv --with text export.csv\n"
				"moderato score --report site.html -o verdicts.jsonl export.xml\n"
				"moderato score --output wxr blog.xml > moderated.xml\n"
				"moderato score --resume -o verdicts.7.jsonl --shard 7/64 comments.jsonl.zst",
	.common = COMMON_BUNDLE | COMMON_SECOND | COMMON_POLICY | COMMON_INPUT | COMMON_OUTPUT |
			  COMMON_JOBS | COMMON_ATTRIBUTES | COMMON_WITH | COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|csv|tsv|table|scores|wxr",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.expert = "checkpoint cache-words no-cache",
	.run = run_score,
};
