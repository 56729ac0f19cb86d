/* SPDX-License-Identifier: MIT */
/* budget: a policy whose thresholds keep stated budgets on ordinary comments. */
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "commands.h"
#include "engine.h"
#include "inputs.h"
#include "progress.h"

struct settings {
	struct common common;
	double hold;
	double reject;
	double least;
	const char *shares;
};

static const struct option_row rows_of_options[] = {
	{"hold", 0, "X", "of ordinary comments, hold at most this share (default: 0.02)", OPTION_NUMBER,
		offsetof(struct settings, hold)},
	{"reject", 0, "X", "and reject at most this share (default: 0.0005)", OPTION_NUMBER,
		offsetof(struct settings, reject)},
	{"reject-from", 0, "SCORE", "reject at no lower score than this (default: 0.5)", OPTION_NUMBER,
		offsetof(struct settings, least)},
	{"share", 0, "ATTR=X,…",
		"how much of the budget each attribute may use, beside 1 for the others (default: "
		"toxicity=2,insult=2,profanity=0.3,severe_toxicity=0.1)",
		OPTION_TEXT, offsetof(struct settings, shares)},
};

/* --- shares --- */

/* "toxicity=2,insult=2" into the lines. An exit code; complains. */
static int read_shares(const char *text, const moderato_bundle *bundle, struct budget_line *lines)
{
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
			return usage_error("budget", "--share '%s': expected ATTR=X,…", text);
		memcpy(name, text, (size_t)(equal - text));
		name[equal - text] = '\0';
		value = strtod(equal + 1, &rest);
		if (rest == equal + 1 || rest != end || !(value >= 0 && value <= 1000))
			return usage_error("budget", "--share '%s': expected a number from 0 to 1000", text);
		a = moderato_bundle_find(bundle, name);
		if (a >= 0)
			lines[a].share = value;
		text = *end ? end + 1 : end;
	}
	return EXIT_DONE;
}

/* --- reading --- */

static unsigned labels_of(const moderato_comment *comment, const moderato_bundle *bundle)
{
	unsigned labels = 0;
	size_t i;

	for (i = 0; i < comment->n_labels; i++) {
		char name[64];
		const moderato_str attribute = comment->labels[i].attribute;
		int a;

		if (comment->labels[i].value != 1 || attribute.len >= sizeof(name))
			continue;
		memcpy(name, attribute.ptr, attribute.len);
		name[attribute.len] = '\0';
		a = moderato_bundle_find(bundle, name);
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
		else if (!budget_add(scores, &s, labels_of(&comment, engine->bundle)))
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

/* --- the policy's text with other thresholds --- */

struct rewriting {
	const moderato_bundle *bundle;
	const struct budget_scores *scores;
	const struct budget_line *hold;
	const struct budget_line *reject;
	struct strbuf out;
};

static double percent(size_t n, size_t of)
{
	return of ? 100.0 * (double)n / (double)of : 0;
}

/* What a rule on one attribute costs and catches, as a comment after it. */
static void write_note(struct rewriting *r, const struct budget_line *line)
{
	strbuf_format(
		&r->out, " # %.2f %% of ordinary comments", percent(line->reached, r->scores->n_ordinary));
	if (line->positives)
		strbuf_format(
			&r->out, ", %.0f %% of those labelled", percent(line->caught, line->positives));
}

/* The action that the rule of this line names: it stands in a later line of the same rule. */
static bool rule_rejects(const char *line)
{
	const char *next = strstr(line, "- name:");
	const char *action = strstr(line, "action:");

	return action && (!next || action < next) && strncmp(action, "action: reject", 14) == 0;
}

/* A line with conditions: each `attribute: ">= X"` gets its threshold. In `any` the thresholds are
 * those of holding: what is rejected must at least be held for that as well. */
static void write_conditions(struct rewriting *r, const char *line, size_t len, bool reject)
{
	const char *end = line + len;
	const char *any = memmem(line, len, "any:", 4);
	const struct budget_line *single = NULL;
	const char *note;
	size_t conditions = 0;
	size_t a;

	while (line < end) {
		const char *quote = memmem(line, (size_t)(end - line), ": \">= ", 6);
		const char *name = quote;
		const char *number_end;

		if (!quote)
			break;
		while (name > line && ((name[-1] >= 'a' && name[-1] <= 'z') || name[-1] == '_'))
			name--;
		for (a = 0; a < r->scores->n_attributes; a++) {
			const char *known = moderato_bundle_attribute(r->bundle, a);

			if (strlen(known) == (size_t)(quote - name) &&
				!strncmp(known, name, (size_t)(quote - name)))
				break;
		}
		number_end = memchr(quote + 6, '"', (size_t)(end - quote - 6));
		if (!number_end)
			break;
		strbuf_add(&r->out, line, (size_t)(quote + 6 - line));
		single = a == r->scores->n_attributes ? NULL : reject && !any ? &r->reject[a] : &r->hold[a];
		if (single && single->threshold <= 1)
			strbuf_format(&r->out, "%.4f", single->threshold);
		else if (single)
			strbuf_puts(&r->out, "1.1");
		else
			strbuf_add(&r->out, quote + 6, (size_t)(number_end - quote - 6));
		conditions++;
		line = number_end;
	}
	note = memmem(line, (size_t)(end - line), " # ", 3); /* an earlier run's note goes */
	strbuf_add(&r->out, line, (size_t)((note && single && !any ? note : end) - line));
	if (conditions == 1 && single && !any && single->threshold <= 1)
		write_note(r, single);
}

static void rewrite(struct rewriting *r, const char *policy)
{
	while (*policy) {
		const char *newline = strchr(policy, '\n');
		const size_t len = newline ? (size_t)(newline - policy) : strlen(policy);
		const char *text = policy + strspn(policy, " ");

		if (strncmp(text, "when:", 5) == 0 || strncmp(text, "any:", 4) == 0)
			write_conditions(r, policy, len, rule_rejects(policy));
		else
			strbuf_add(&r->out, policy, len);
		strbuf_puts(&r->out, "\n");
		policy += len + (newline != NULL);
	}
}

/* The policy's text: --policy, or the one that ships; malloc'ed. NULL: complained. */
static char *policy_text(const char *path)
{
	FILE *file;
	char *text = NULL;
	size_t len = 0;
	size_t cap = 0;

	if (!path)
		return strdup(moderato_policy_default_yaml());
	file = fopen(path, "rb");
	if (!file) {
		complain("%s: cannot be opened", path);
		return NULL;
	}
	do {
		char *more = realloc(text, cap += 65536);

		if (!more) {
			free(text);
			fclose(file);
			complain_memory();
			return NULL;
		}
		text = more;
		len += fread(text + len, 1, cap - len - 1, file);
	} while (len == cap - 1);
	text[len] = '\0';
	fclose(file);
	return text;
}

static int write_policy(struct rewriting *r, const struct common *common)
{
	const struct budget_scores *s = r->scores;
	char *text = policy_text(common->policy);
	int code = EXIT_DONE;

	if (!text)
		return EXIT_SYSTEM;
	rewrite(r, text);
	free(text);
	if (r->out.failed)
		code = complain_memory();
	else if (!out_buf(&r->out))
		code = EXIT_SYSTEM;
	if (!code && !common->quiet)
		complain("%zu ordinary comments: %.2f %% held or rejected by scores, %.3f %% rejected",
			s->n_ordinary, percent(budget_reached(s, r->hold), s->n_ordinary),
			percent(budget_reached(s, r->reject), s->n_ordinary));
	return code;
}

static int find_and_write(const struct engine *engine, const struct settings *settings,
	const struct budget_scores *scores, struct budget_line *hold)
{
	struct budget_line reject[MODERATO_ATTRIBUTES_MAX];
	struct rewriting r = {engine->bundle, scores, hold, reject, {0}};
	const int profanity = moderato_bundle_find(engine->bundle, "profanity");
	int code = EXIT_DONE;

	memcpy(reject, hold, sizeof(reject));
	if (profanity >= 0)
		reject[profanity].share = 0;
	if (!scores->n_ordinary) {
		complain("no ordinary comment: thresholds need comments without a label of 1");
		return EXIT_BAD_INPUT;
	}
	if (!budget_find(scores, settings->hold, 0, hold) ||
		!budget_find(scores, settings->reject, settings->least, reject))
		code = complain_memory();
	if (!code)
		code = write_policy(&r, &settings->common);
	strbuf_dispose(&r.out);
	return code;
}

static int run_budget(int argc, char **argv)
{
	struct settings settings = {.hold = 0.02,
		.reject = 0.0005,
		.least = 0.5,
		.shares = "toxicity=2,insult=2,profanity=0.3,severe_toxicity=0.1"};
	struct budget_line hold[MODERATO_ATTRIBUTES_MAX] = {{0}};
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
		hold[a].share = 1;
	code = read_shares(settings.shares, engine.bundle, hold);
	if (!code)
		code = read_all(&engine, &settings.common, argv + first, argc - first, &scores);
	if (!code)
		code = find_and_write(&engine, &settings, &scores, hold);
	budget_dispose(&scores);
	engine_close(&engine);
	return code;
}

const struct command command_budget = {
	.name = "budget",
	.group = "Train",
	.summary = "a policy whose thresholds keep a budget on ordinary comments",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description =
		"Reads ordinary comments, such as a month of a site's own, scores them, and writes the "
		"policy with thresholds at which no more than the stated shares of them would be held or "
		"rejected by their scores, each with what it costs. Comments with a label of 1 are not "
		"ordinary: of them it says how many are caught. Only conditions of the form 'attribute: "
		"\">= X\"' are changed; swearing (profanity) is never a reason to reject.",
	.examples = "moderato budget last-month.jsonl > policy.yaml\n"
				"moderato budget --hold 0.01 --policy policy.yaml last-month.jsonl > new.yaml",
	.common = COMMON_BUNDLE | COMMON_POLICY | COMMON_INPUT | COMMON_STRICT | COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_budget,
};
