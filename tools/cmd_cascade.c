/* SPDX-License-Identifier: MIT */
/* cascade: shows what a second reading gains and costs, and sets which comments get one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/new_file.h"
#include "commands.h"
#include "gate/cascade.h"
#include "stream/engine.h"
#include "stream/inputs.h"
#include "terminal/progress.h"

struct settings {
	struct common common;
	struct text_list ordinary;
	double share;
	const char *out;
};

static const struct option_row rows_of_options[] = {
	{"ordinary", 0, "FILE",
		"comments as they come, such as a month of a site's own: of these the share is counted; "
		"may "
		"be given several times",
		OPTION_LIST, offsetof(struct settings, ordinary)},
	{"share", 0, "X", "with --out: the share of ordinary comments to read twice (default: 0.15)",
		OPTION_NUMBER, offsetof(struct settings, share)},
	{"out", 'o', "FILE", "write the bundle with these settings to FILE", OPTION_TEXT,
		offsetof(struct settings, out)},
};

/* ---- reading ---- */

/* The two classifiers that a comment is shown to. */
struct readers {
	const struct engine *engine;
	moderato_classifier *once;
	moderato_classifier *twice;
};

static int readers_open(struct readers *r, const struct engine *engine)
{
	moderato_classifier_options once = engine->options;
	moderato_classifier_options twice = engine->options;
	moderato_error err = {.message = ""};
	moderato_status status;

	once.second = MODERATO_SECOND_NEVER;
	twice.second = MODERATO_SECOND_ALWAYS;
	status = moderato_classifier_new(&r->once, engine->bundle, &once, &err);
	if (!status)
		status = moderato_classifier_new(&r->twice, engine->bundle, &twice, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

static void readers_close(struct readers *r)
{
	moderato_classifier_free(r->once);
	moderato_classifier_free(r->twice);
}

static void set_labels(
	const struct engine *engine, const moderato_comment *comment, struct cascade_comment *out)
{
	size_t i;

	memset(out->label, -1, sizeof(out->label));
	for (i = 0; i < comment->n_labels; i++) {
		const int a = engine_find_attribute(engine, comment->labels[i].attribute);

		if (a >= 0)
			out->label[a] = comment->labels[i].value == 1;
	}
}

/* Adds a comment to what is judged. An ordinary one is read once only. */
static moderato_status add(struct cascade *cascade, const struct readers *readers,
	const moderato_comment *comment, bool ordinary, moderato_error *err)
{
	struct cascade_comment judged;
	moderato_scores scores;
	moderato_status status = moderato_classifier_score(readers->once, comment, &scores, err);
	bool ok;

	if (status)
		return status;
	if (ordinary) {
		ok = budget_add(&cascade->ordinary, &scores, 0);
	} else {
		memcpy(judged.first, scores.score, sizeof(judged.first));
		status = moderato_classifier_score(readers->twice, comment, &scores, err);
		if (status)
			return status;
		memcpy(judged.second, scores.score, sizeof(judged.second));
		set_labels(readers->engine, comment, &judged);
		ok = cascade_add(cascade, &judged);
	}
	if (!ok)
		complain_memory();
	return ok ? MODERATO_OK : MODERATO_ENOMEM;
}

static int read_files(struct cascade *cascade, const struct readers *readers,
	const struct common *common, char **paths, int n, bool ordinary)
{
	moderato_error err = {.message = ""};
	moderato_comment comment;
	moderato_status status;
	struct inputs inputs;
	struct progress progress;
	int read_code;
	int code = EXIT_DONE;

	inputs_init(&inputs, common, paths, n);
	progress_start(&progress, common->quiet);
	while (!code && (status = inputs_next_good(&inputs, &comment, &err)) != MODERATO_END) {
		if (status == MODERATO_OK)
			status = add(cascade, readers, &comment, ordinary, &err);
		if (status != MODERATO_OK)
			code = complain_status(status, &err);
		progress_update(&progress, ordinary ? "ordinary" : "labelled", inputs_position(&inputs),
			inputs.bytes_total, inputs.n_comments, "comments");
	}
	progress_hide();
	read_code = inputs_finish(&inputs, common);
	inputs_dispose(&inputs);
	return code ? code : read_code;
}

/* ---- the table ---- */

static const double shares_shown[] = {0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1};
enum { N_SHARES = sizeof(shares_shown) / sizeof(shares_shown[0]) };

static bool has_head(const struct cascade *c, size_t a)
{
	return !isnan(moderato_bundle_second_from(c->bundle, a));
}

static void add_area(struct buffer *out, double area)
{
	if (isnan(area))
		buffer_add_str(out, "         -");
	else
		buffer_printf(out, "  %8.4f", area);
}

static void add_heading(const struct cascade *c, struct buffer *out)
{
	size_t a;

	buffer_add_str(out, "read twice");
	for (a = 0; a < c->ordinary.n_attributes; a++)
		if (has_head(c, a))
			buffer_printf(out, "  %8.8s", moderato_bundle_attribute(c->bundle, a));
	buffer_add_str(out, "  gain kept\n");
}

/* A line: the areas under the attributes' curves, and which part of all they can gain is gained. */
static bool add_line(
	const struct cascade *c, const double *from, const char *name, struct buffer *out)
{
	double gained = 0, possible = 0;
	size_t a;

	buffer_printf(out, "%10s", name);
	for (a = 0; a < c->ordinary.n_attributes; a++) {
		struct cascade_gain gain;

		if (!has_head(c, a))
			continue;
		if (!cascade_measure(c, from, a, &gain))
			return false;
		add_area(out, gain.cascade);
		if (!isnan(gain.once)) {
			gained += gain.cascade - gain.once;
			possible += gain.twice - gain.once;
		}
	}
	if (possible > 0)
		buffer_printf(out, "  %7.1f %%", 100 * gained / possible);
	buffer_add_char(out, '\n');
	return true;
}

static bool add_table(const struct cascade *c, struct buffer *out)
{
	double from[MODERATO_ATTRIBUTES_MAX];
	char name[32];
	size_t i;

	add_heading(c, out);
	for (i = 0; i < MODERATO_ATTRIBUTES_MAX; i++)
		from[i] = 2;
	if (!add_line(c, from, "0 %", out))
		return false;
	for (i = 0; i < N_SHARES; i++) {
		if (!cascade_find(c, shares_shown[i], from))
			return false;
		snprintf(name, sizeof(name), "%.1f %%", 100 * cascade_share(c, from));
		if (!add_line(c, from, name, out))
			return false;
	}
	return true;
}

static int show_table(const struct cascade *c)
{
	struct buffer out = BUFFER_INIT;
	int code = EXIT_DONE;

	if (!add_table(c, &out) || out.failed)
		code = complain_memory();
	else if (!out_buf(&out))
		code = EXIT_SYSTEM;
	buffer_dispose(&out);
	return code;
}

/* ---- the bundle ---- */

static int write_bundle(const struct cascade *c, const struct settings *settings)
{
	double from[MODERATO_ATTRIBUTES_MAX];
	moderato_error err = {.message = ""};
	moderato_str bytes;
	moderato_status status;
	size_t a;

	if (!cascade_find(c, settings->share, from))
		return complain_memory();
	status = moderato_bundle_with_second(c->bundle, from, &bytes, &err);
	if (!status)
		status = new_file_write(settings->out, bytes, &err);
	free((void *)(uintptr_t)bytes.ptr);
	if (status)
		return complain_status(status, &err);
	if (settings->common.quiet)
		return EXIT_DONE;
	complain("%s: %.2f %% of %zu ordinary comments are read twice", settings->out,
		100 * cascade_share(c, from), c->ordinary.n);
	for (a = 0; a < c->ordinary.n_attributes; a++)
		if (has_head(c, a))
			complain(
				"  from a score of %.4f for %s", from[a], moderato_bundle_attribute(c->bundle, a));
	return EXIT_DONE;
}

static int judge(const struct engine *engine, const struct settings *settings, char **paths, int n)
{
	struct cascade cascade = {.bundle = engine->bundle};
	struct readers readers = {.engine = engine};
	int code = readers_open(&readers, engine);

	cascade.ordinary.n_attributes = engine->n_attributes;
	if (!code)
		code = read_files(&cascade, &readers, &settings->common, (char **)settings->ordinary.items,
			(int)settings->ordinary.n, true);
	if (!code && n)
		code = read_files(&cascade, &readers, &settings->common, paths, n, false);
	if (!code && n)
		code = show_table(&cascade);
	if (!code && settings->out)
		code = write_bundle(&cascade, settings);
	readers_close(&readers);
	cascade_dispose(&cascade);
	return code;
}

static bool any_head(const struct engine *engine)
{
	size_t a;

	for (a = 0; a < engine->n_attributes; a++)
		if (!isnan(moderato_bundle_second_from(engine->bundle, a)))
			return true;
	return false;
}

static int run_cascade(int argc, char **argv)
{
	struct settings settings = {.share = 0.15};
	struct engine engine;
	int first;
	int code = options_parse(&command_cascade, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (!settings.ordinary.n)
		code = usage_error("cascade",
			"expected --ordinary FILE, on which the share that is read twice is counted");
	else if (!(settings.share >= 0 && settings.share <= 1))
		code = usage_error("cascade", "option --share: expected 0 to 1");
	else if (!settings.out && first == argc)
		code = usage_error("cascade", "expected labelled comments to measure on, or --out");
	else
		code = engine_open(&engine, "cascade", &settings.common, false);
	if (code == EXIT_DONE && !any_head(&engine)) {
		complain("the bundle has no encoder: every comment is read once");
		code = EXIT_BAD_INPUT;
		engine_close(&engine);
	} else if (code == EXIT_DONE) {
		code = judge(&engine, &settings, argv + first, argc - first);
		engine_close(&engine);
	}
	text_list_dispose(&settings.ordinary);
	return code;
}

const struct command command_cascade = {
	.name = "cascade",
	.group = "Train and measure",
	.summary = "choose which comments the encoder reads, too",
	.synopsis = "--ordinary FILE [OPTION…] [FILE|-]…",
	.description =
		"A bundle with an encoder reads a comment twice when its words leave it in doubt. This "
		"command shows what that costs and gains: for several shares of the ordinary comments that "
		"are read twice, the area under the ROC curve of each attribute on the labelled comments, "
		"and which part of the gain of reading all of them twice is kept. With --out it writes the "
		"bundle anew with the scores from which on a comment is read twice.",
	.examples = "moderato cascade --ordinary last-month.jsonl labelled.jsonl\n"
				"moderato cascade --ordinary last-month.jsonl --share 0.1 -o site.bundle",
	.common = COMMON_BUNDLE | COMMON_INPUT | COMMON_STRICT | COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_cascade,
};
