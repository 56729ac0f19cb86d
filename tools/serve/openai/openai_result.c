/* SPDX-License-Identifier: MIT */
/* One element of "results": moderato's scores as OpenAI's 13 categories.
 *
 * | category | is the score of | because |
 * | --- | --- | --- |
 * | harassment | the highest of insult, toxicity, severe_toxicity | language that demeans or drives
 *   away a person |
 * | harassment/threatening | threat | a threat is made to somebody |
 * | hate | identity_attack | the same definition: an attack on people for who they are |
 * | hate/threatening | the lower of identity_attack and threat | it must be both |
 * | violence | threat | the closest there is: talk of violence without a threat is not scored |
 * | sexual | sexually_explicit | in bundles that have it; the default one does not |
 *
 * The others (illicit, illicit/violent, self-harm and its two, sexual/minors, violence/graphic) are
 * not scored by any attribute: they are 0, and their category_applied_input_types are empty.
 *
 * A category is true if the policy holds or rejects the comment for one of its attributes. If the
 * policy has no simple threshold for an attribute, .5 is the threshold. `flagged` is true if a
 * category is, or if the policy holds or rejects the comment for whatever else, such as spam:
 * whoever acts on `flagged` acts on the policy. */
#include "base/fail.h"
#include "base/number.h"
#include "moderato/exporter.h"
#include "serve/openai/openai.h"

#define THRESHOLD_DEFAULT .5

enum { SOURCES_MAX = 3 };

static const struct category {
	const char *name;
	const char *sources[SOURCES_MAX]; /* attributes */
	bool all;                         /* the lowest of them counts instead of the highest */
} categories[] = {
	{"harassment", {"insult", "toxicity", "severe_toxicity"}, false},
	{"harassment/threatening", {"threat"}, false},
	{"hate", {"identity_attack"}, false},
	{"hate/threatening", {"identity_attack", "threat"}, true},
	{"illicit", {NULL}, false},
	{"illicit/violent", {NULL}, false},
	{"self-harm", {NULL}, false},
	{"self-harm/intent", {NULL}, false},
	{"self-harm/instructions", {NULL}, false},
	{"sexual", {"sexually_explicit"}, false},
	{"sexual/minors", {NULL}, false},
	{"violence", {"threat"}, false},
	{"violence/graphic", {NULL}, false},
};

enum { N_CATEGORIES = sizeof(categories) / sizeof(categories[0]) };

struct outcome {
	bool covered; /* the bundle has an attribute for it */
	bool flagged;
	double score;
};

/* Returns whether the policy has a threshold of its own for an attribute. */
static bool has_threshold(const moderato_policy *policy, const char *attribute)
{
	moderato_rule rule;
	size_t i;

	for (i = 0; moderato_policy_rule(policy, i, &rule); i++)
		if (rule.attribute && str_is(str_of(rule.attribute), attribute))
			return true;
	return false;
}

/* Returns whether an attribute's score is one that the policy stops a comment for. */
static bool is_over(const struct worker *worker, const moderato_verdict *verdict, size_t attribute)
{
	size_t i;

	for (i = 0; i < verdict->n_reasons; i++)
		if (verdict->reasons[i].attribute == (int)attribute &&
			verdict->reasons[i].action != MODERATO_PUBLISH)
			return true;
	return verdict->scores.score[attribute] >= THRESHOLD_DEFAULT &&
		   !has_threshold(
			   worker->setup->policy, moderato_bundle_attribute(worker->setup->bundle, attribute));
}

static struct outcome judge(
	const struct worker *worker, const moderato_verdict *verdict, const struct category *category)
{
	struct outcome outcome = {false, false, 0};
	size_t i;

	for (i = 0; i < SOURCES_MAX && category->sources[i]; i++) {
		const int attribute = moderato_bundle_find(worker->setup->bundle, category->sources[i]);
		double score;
		bool over;

		if (attribute < 0 && category->all)
			return (struct outcome){false, false, 0};
		if (attribute < 0)
			continue;
		score = verdict->scores.score[attribute];
		over = is_over(worker, verdict, (size_t)attribute);
		if (!outcome.covered)
			outcome = (struct outcome){true, over, score};
		else if (category->all)
			outcome = (struct outcome){true, outcome.flagged && over, fmin(outcome.score, score)};
		else
			outcome = (struct outcome){true, outcome.flagged || over, fmax(outcome.score, score)};
	}
	return outcome;
}

/* ---- writing ---- */

static void add_key(struct buffer *out, size_t category)
{
	buffer_printf(out, "%s\"%s\":", category ? "," : "", categories[category].name);
}

static void add_flags(struct buffer *out, const struct outcome *outcomes)
{
	size_t i;

	buffer_add_str(out, ",\"categories\":{");
	for (i = 0; i < N_CATEGORIES; i++) {
		add_key(out, i);
		buffer_add_str(out, outcomes[i].flagged ? "true" : "false");
	}
	buffer_add_char(out, '}');
}

static void add_scores(struct buffer *out, const struct outcome *outcomes)
{
	size_t i;

	buffer_add_str(out, ",\"category_scores\":{");
	for (i = 0; i < N_CATEGORIES; i++) {
		add_key(out, i);
		buffer_add_number(out, outcomes[i].score);
	}
	buffer_add_char(out, '}');
}

static void add_types(struct buffer *out, const struct outcome *outcomes, bool any_text)
{
	size_t i;

	buffer_add_str(out, ",\"category_applied_input_types\":{");
	for (i = 0; i < N_CATEGORIES; i++) {
		add_key(out, i);
		buffer_add_str(out, outcomes[i].covered && any_text ? "[\"text\"]" : "[]");
	}
	buffer_add_char(out, '}');
}

/* Adds the verdict as moderato's own protocol has it, and how many images nobody has looked at. */
static moderato_status add_verdict(struct worker *worker, const moderato_comment *comment,
	const moderato_verdict *verdict, size_t images, struct buffer *out, moderato_error *err)
{
	moderato_status status;

	buffer_add_str(out, ",\"moderato\":");
	if (out->failed)
		return fail_no_memory(err);
	status = moderato_verdict_json(
		worker->classifier, comment, verdict, 0, NULL, &out->data, &out->len, &out->cap, err);
	if (!status && images) {
		out->len--; /* the brace that ends the verdict */
		buffer_printf(out, ",\"images_ignored\":%zu}", images);
	}
	return status;
}

moderato_status openai_result(struct worker *worker, const struct openai_input *input,
	struct buffer *out, moderato_error *err)
{
	const moderato_comment comment = {.text = input->text};
	struct outcome outcomes[N_CATEGORIES];
	moderato_verdict verdict;
	moderato_status status = worker_screen(worker, &comment, &verdict, err);
	bool flagged;
	size_t i;

	if (status)
		return status;
	flagged = verdict.decision != MODERATO_PUBLISH;
	for (i = 0; i < N_CATEGORIES; i++) {
		outcomes[i] = judge(worker, &verdict, &categories[i]);
		flagged |= outcomes[i].flagged;
	}
	buffer_printf(out, "{\"flagged\":%s", flagged ? "true" : "false");
	add_flags(out, outcomes);
	add_scores(out, outcomes);
	add_types(out, outcomes, input->any_text);
	status = add_verdict(worker, &comment, &verdict, input->images, out, err);
	buffer_add_char(out, '}');
	return !status && out->failed ? fail_no_memory(err) : status;
}
