/* SPDX-License-Identifier: MIT */
/* budget: writes a policy whose thresholds keep given budgets on ordinary comments. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gate/budget.h"
#include "gate/budget_policy.h"
#include "commands.h"
#include "stream/engine.h"
#include "stream/inputs.h"
#include "terminal/progress.h"

struct settings {
	struct common common;
	double hold;
	double reject;
	double least;
	const char *shares;
	const char *reject_shares;
};

static const struct option_row rows_of_options[] = {
	{"hold", 0, "X", "hold or reject at most this share of ordinary comments (default: 0.02)",
		OPTION_NUMBER, offsetof(struct settings, hold)},
	{"reject", 0, "X", "reject at most this share of them (default: 0.0005)", OPTION_NUMBER,
		offsetof(struct settings, reject)},
	{"reject-from", 0, "SCORE", "never reject at a lower score than this (default: 0.5)",
		OPTION_NUMBER, offsetof(struct settings, least)},
	{"share", 0, "ATTR=X,…",
		"how much of the budget an attribute may use, where 1 is usual (default: "
		"toxicity=2.5,insult=2.5,spam=0.7,identity_attack=0.6,threat=0.3,profanity=0.3,severe_"
		"toxicity=0.1)",
		OPTION_TEXT, offsetof(struct settings, shares)},
	{"reject-share", 0, "ATTR=X,…",
		"the same for what is rejected; profanity has no part in it (default: "
		"spam=2,toxicity=2,severe_toxicity=0.1)",
		OPTION_TEXT, offsetof(struct settings, reject_shares)},
};

/* --- shares --- */

/* The default shares. The bundle may lack some of these attributes. */
static const char default_shares[] =
	"toxicity=2.5,insult=2.5,spam=0.7,identity_attack=0.6,threat=0.3,profanity=0.3,"
	"severe_toxicity=0.1";
static const char default_reject_shares[] = "spam=2,toxicity=2,severe_toxicity=0.1";

/* Parses shares such as "toxicity=2,insult=2" into the lines. Returns an exit code, after
 * complaining of a failure. */
static int read_shares(
	const char *option, const char *text, const moderato_bundle *bundle, struct budget_line *lines)
{
	const bool is_default = text == default_shares || text == default_reject_shares;

	while (*text) {
		const char *equal = strchr(text, '=');
		const char *end = strchr(text, ',');
		char name[64];
		char *rest;
		double value;
		int a;

		if (!end)
			end = text + strlen(text);
		if (!equal || equal > end || (size_t)(equal - text) >= sizeof(name))
			return usage_error("budget", "%s '%s': expected ATTR=X,…", option, text);
		memcpy(name, text, (size_t)(equal - text));
		name[equal - text] = '\0';
		value = strtod(equal + 1, &rest);
		if (rest == equal + 1 || rest != end || !(value >= 0 && value <= 1000))
			return usage_error("budget", "%s '%s': expected a number from 0 to 1000", option, text);
		a = moderato_bundle_find(bundle, name);
		if (a < 0 && !is_default)
			return usage_error("budget", "%s: unknown attribute '%s'", option, name);
		if (a >= 0)
			lines[a].share = value;
		text = *end ? end + 1 : end;
	}
	return EXIT_DONE;
}

/* --- reading --- */

static unsigned labels_of(const moderato_comment *comment, const struct engine *engine)
{
	unsigned labels = 0;
	size_t i;

	for (i = 0; i < comment->n_labels; i++) {
		const int a = engine_find_attribute(engine, comment->labels[i].attribute);

		if (comment->labels[i].value == 1)
			labels |= a < 0 ? 1u << 31 : 1u << a;
	}
	return labels;
}

static int read_all(const struct engine *engine, const struct common *common, char **paths, int n,
	struct budget_scores *scores)
{
	moderato_error err = {.message = ""};
	moderato_classifier *classifier = NULL;
	moderato_comment comment;
	moderato_scores s;
	moderato_status status;
	struct inputs inputs;
	struct progress progress;
	int read_code;
	int code = engine_classifier(engine, &classifier);

	if (code)
		return code;
	inputs_init(&inputs, common, paths, n);
	progress_start(&progress, common->quiet);
	while (!code && (status = inputs_next_good(&inputs, &comment, &err)) != MODERATO_END) {
		if (status == MODERATO_OK)
			status = moderato_classifier_score(classifier, &comment, &s, &err);
		if (status != MODERATO_OK)
			code = complain_status(status, &err);
		else if (!budget_add(scores, &s, labels_of(&comment, engine)))
			code = complain_memory();
		progress_update(&progress, "scoring", inputs_position(&inputs), inputs.bytes_total,
			inputs.n_comments, "comments");
	}
	progress_hide();
	read_code = inputs_finish(&inputs, common);
	inputs_dispose(&inputs);
	moderato_classifier_free(classifier);
	return code ? code : read_code;
}

/* --- the policy --- */

/* Reads the policy's text, from --policy or the policy that ships. Returns an exit code, after
 * complaining of a failure. */
static int policy_text(const char *path, struct buffer *text)
{
	moderato_status status;
	FILE *file;

	if (!path) {
		buffer_add_str(text, moderato_policy_default_yaml());
		return EXIT_DONE;
	}
	file = fopen(path, "rb");
	if (!file) {
		complain("%s: cannot be opened", path);
		return EXIT_SYSTEM;
	}
	errno = 0;
	status = read_whole(file, SIZE_MAX, text);
	if (status == MODERATO_EIO)
		complain("%s: %s", path, strerror(errno));
	fclose(file);
	return status == MODERATO_EIO ? EXIT_SYSTEM : EXIT_DONE;
}

static int write_policy(const struct budget_policy *p, const struct common *common)
{
	const size_t n = p->scores->n_ordinary;
	struct buffer text = {0};
	struct buffer out = {0};
	int code = policy_text(common->policy, &text);

	budget_rewrite(p, buffer_cstr(&text), &out);
	if (!code && (text.failed || out.failed))
		code = complain_memory();
	else if (!code && !out_buf(&out))
		code = EXIT_SYSTEM;
	buffer_dispose(&text);
	buffer_dispose(&out);
	if (!code && !common->quiet)
		complain("%zu ordinary comments: %.2f %% held or rejected by scores, %.3f %% rejected", n,
			budget_percent(budget_reached(p->scores, p->hold), n),
			budget_percent(budget_reached(p->scores, p->reject), n));
	return code;
}

static int find_and_write(const struct engine *engine, const struct settings *settings,
	const struct budget_scores *scores, struct budget_line *hold, struct budget_line *reject)
{
	const struct budget_policy policy = {engine->bundle, scores, hold, reject};
	const int profanity = moderato_bundle_find(engine->bundle, "profanity");

	if (profanity >= 0)
		reject[profanity].share = 0;
	if (!scores->n_ordinary) {
		complain("no ordinary comment: thresholds need comments without a label of 1");
		return EXIT_BAD_INPUT;
	}
	if (!budget_find(scores, settings->hold, 0, hold) ||
		!budget_find(scores, settings->reject, settings->least, reject))
		return complain_memory();
	return write_policy(&policy, &settings->common);
}

static int run_budget(int argc, char **argv)
{
	struct settings settings = {.hold = 0.02,
		.reject = 0.0005,
		.least = 0.5,
		.shares = default_shares,
		.reject_shares = default_reject_shares};
	struct budget_line hold[MODERATO_ATTRIBUTES_MAX] = {{0}};
	struct budget_line reject[MODERATO_ATTRIBUTES_MAX] = {{0}};
	struct budget_scores scores = {0};
	struct engine engine;
	size_t a;
	int first;
	int code = options_parse(&command_budget, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (!(settings.hold >= 0 && settings.hold <= 1 && settings.reject >= 0 && settings.reject <= 1))
		return usage_error("budget", "--hold and --reject: expected shares from 0 to 1");
	code = engine_open(&engine, "budget", &settings.common, true);
	if (code)
		return code;
	scores.n_attributes = engine.n_attributes;
	for (a = 0; a < engine.n_attributes; a++)
		hold[a].share = reject[a].share = 1;
	code = read_shares("--share", settings.shares, engine.bundle, hold);
	if (!code)
		code = read_shares("--reject-share", settings.reject_shares, engine.bundle, reject);
	if (!code)
		code = read_all(&engine, &settings.common, argv + first, argc - first, &scores);
	if (!code)
		code = find_and_write(&engine, &settings, &scores, hold, reject);
	budget_dispose(&scores);
	engine_close(&engine);
	return code;
}

const struct command command_budget = {
	.name = "budget",
	.group = "Train and measure",
	.summary = "set a policy's thresholds by how much it may hold",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description =
		"Finds thresholds for a policy from what you can afford to hold. Reads ordinary comments, "
		"such as a month of a site's own, scores them, and writes the policy with thresholds at "
		"which no more than the given shares of them would be held or rejected by their scores. A "
		"comment beside each threshold says what it costs.\n\nComments with a label of 1 are not "
		"ordinary; of those it says how many are caught. Only conditions of the form 'attribute: "
		"\">= X\"' are changed. Swearing (profanity) is never a reason to reject.",
	.examples = "moderato budget last-month.jsonl > policy.yaml\n"
				"moderato budget --hold 0.01 --policy policy.yaml last-month.jsonl > new.yaml",
	.common =
		COMMON_BUNDLE | COMMON_SECOND | COMMON_POLICY | COMMON_INPUT | COMMON_STRICT | COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.expert = "reject-from share reject-share",
	.run = run_budget,
};
