/* SPDX-License-Identifier: MIT */
/* Train the heads, one after the other, each on the rows that judge it. */
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "base/hash.h"
#include "learn/base_heads.h"
#include "learn/rehearse.h"
#include "learn/trainer_internal.h"

/* The vocabulary's order in a bundle; other attributes follow in order of appearance. */
const char *const train_vocabulary[VOCABULARY_N] = {
	"spam", "toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack"};

bool train_progress(void *payload, size_t done, size_t total)
{
	const moderato_trainer *t = payload;

	return !t->options.progress ||
		   t->options.progress(t->options.payload, t->step, t->step_offset + done,
			   t->step_total > total ? t->step_total : t->step_offset + total);
}

static bool wanted(const moderato_trainer *t, const char *attribute)
{
	size_t i;

	for (i = 0; i < t->options.n_attributes; i++)
		if (strcmp(t->options.attributes[i], attribute) == 0)
			return true;
	return t->options.n_attributes == 0;
}

static int find_column(const moderato_trainer *t, const char *attribute)
{
	size_t i;

	for (i = 0; i < t->data.n_attributes; i++)
		if (strcmp(t->data.attributes[i], attribute) == 0)
			return (int)i;
	return -1;
}

bool train_has_head(const moderato_trainer *t, const char *attribute)
{
	size_t i;

	for (i = 0; i < t->n_heads; i++)
		if (strcmp(t->heads[i].attribute, attribute) == 0)
			return true;
	return false;
}

static moderato_status add_head(
	moderato_trainer *t, const char *attribute, int column, moderato_error *err)
{
	struct train_head *head = &t->heads[t->n_heads];

	if (!bundle_attribute_ok(attribute))
		return fail(err, MODERATO_EINVAL,
			"attribute '%s': expected a name of 1 to 39 of a to z, 0 to 9 and _", attribute);
	head->attribute = strdup(attribute);
	head->column = column;
	if (!head->attribute)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	t->n_heads++;
	return MODERATO_OK;
}

/* Take over the base's heads for what is not trained. */
static void keep_heads(moderato_trainer *t)
{
	size_t i;

	if (!t->base || t->options.protocol ||
		t->options.space.context != t->base->space->space.context)
		return;
	for (i = 0; i < t->base->n_heads && t->n_heads + t->n_kept < MODERATO_ATTRIBUTES_MAX; i++)
		if (t->base->heads[i]->type == HEAD_LINEAR &&
			!train_has_head(t, t->base->heads[i]->attribute))
			t->kept[t->n_kept++] = t->base->heads[i];
}

void train_drop_head(moderato_trainer *t, size_t head)
{
	size_t i;

	for (i = 0; i < t->base->n_heads; i++)
		if (t->base->heads[i]->type == HEAD_LINEAR &&
			strcmp(t->base->heads[i]->attribute, t->heads[head].attribute) == 0)
			t->kept[t->n_kept++] = t->base->heads[i];
	free(t->heads[head].attribute);
	fit_dispose(&t->heads[head].fit);
	free(t->heads[head].floats);
	t->n_heads--;
	memmove(&t->heads[head], &t->heads[head + 1], (t->n_heads - head) * sizeof(*t->heads));
	memset(&t->heads[t->n_heads], 0, sizeof(*t->heads));
}

static bool keeps_head(const moderato_trainer *t, const char *attribute)
{
	size_t i;

	for (i = 0; i < t->n_kept; i++)
		if (strcmp(t->kept[i]->attribute, attribute) == 0)
			return true;
	return false;
}

/* The base's severe_toxicity is derived. */
static bool base_derives(const moderato_trainer *t)
{
	size_t i;

	for (i = 0; t->n_kept && i < t->base->n_heads; i++)
		if (t->base->heads[i]->type == HEAD_SEVERITY)
			return true;
	return false;
}

/* severe_toxicity can be derived when its parts are there and no corpus judges it. */
static bool can_derive(const moderato_trainer *t)
{
	size_t i;

	for (i = 0; i < SEVERITY_PARTS; i++)
		if (!train_has_head(t, bundle_severity_parts[i]) &&
			!keeps_head(t, bundle_severity_parts[i]))
			return false;
	return (wanted(t, "severe_toxicity") || base_derives(t)) &&
		   !train_has_head(t, "severe_toxicity") && !keeps_head(t, "severe_toxicity");
}

/* Which attributes to train: those asked for, else all that anything judges. */
static moderato_status choose_heads(moderato_trainer *t, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; !status && i < VOCABULARY_N; i++) {
		const int column = find_column(t, train_vocabulary[i]);

		if (column >= 0 && wanted(t, train_vocabulary[i]))
			status = add_head(t, train_vocabulary[i], column, err);
	}
	for (i = 0; !status && i < t->data.n_attributes; i++)
		if (wanted(t, t->data.attributes[i]) && !train_has_head(t, t->data.attributes[i]))
			status = add_head(t, t->data.attributes[i], (int)i, err);
	keep_heads(t);
	t->severity = !status && t->n_heads + t->n_kept < MODERATO_ATTRIBUTES_MAX && can_derive(t);
	for (i = 0; !status && i < t->options.n_attributes; i++)
		if (!train_has_head(t, t->options.attributes[i]) &&
			!keeps_head(t, t->options.attributes[i]) &&
			!(t->severity && strcmp(t->options.attributes[i], "severe_toxicity") == 0))
			status = fail(err, MODERATO_EINVAL, "no comment is labelled for attribute '%s'",
				t->options.attributes[i]);
	if (!status && !t->n_heads)
		status = fail(err, MODERATO_EINVAL, "no comment has a label");
	return status;
}

/* The weight of each source; every named one must exist. */
static moderato_status set_weights(moderato_trainer *t, moderato_error *err)
{
	size_t i;
	size_t k;

	for (i = 0; i < t->data.n_sources; i++) {
		t->weight[i] = 1.0;
		t->calibrates[i] = 0;
		for (k = 0; k < t->options.n_calibrates; k++)
			t->calibrates[i] |= strcmp(t->data.sources[i], t->options.calibrates[k]) == 0;
	}
	for (k = 0; k < t->options.n_weights; k++) {
		const struct source_weight *w = &t->options.weights[k];

		for (i = 0; i < t->data.n_sources && strcmp(t->data.sources[i], w->source) != 0;)
			i++;
		if (i == t->data.n_sources)
			return fail(err, MODERATO_EINVAL,
				"weight for source '%s': no comment is of that source", w->source);
		t->weight[i] = w->weight;
	}
	return MODERATO_OK;
}

/* Hand the held-out margins of a head to the evaluator. */
static moderato_status evaluate_head(moderato_trainer *t, size_t i, moderato_error *err)
{
	const struct fit *fit = &t->heads[i].fit;
	const struct calibration *calibration =
		t->heads[i].second.n ? &t->heads[i].second.calibration : &fit->calibration;
	moderato_status status = MODERATO_OK;
	int8_t *label = train_column(t, t->heads[i].column);
	size_t k;

	if (!label)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	for (k = 0; !status && k < fit->n && fit->pick[k] < t->data.n; k++) {
		const struct dataset_comment *row = &t->data.comments[fit->pick[k]];
		const char *source = t->data.sources[row->source];
		const moderato_comment comment = {.source = {source, strlen(source)}};
		const double score = calibrate(calibration, fit->margin[k]);

		if (!row->copy)
			status = moderato_evaluator_add(t->evaluator, i, &comment, fit->margin[k], score,
				score >= fit->threshold, label[fit->pick[k]], -1, err);
	}
	free(label);
	return status;
}

moderato_status train_problem(moderato_trainer *t, size_t i, const struct dataset_rows *rows,
	struct rehearse_columns *columns, struct fit_problem *problem, moderato_error *err)
{
	const bool ok = rehearse_columns(t, &t->heads[i], columns);

	*problem = (struct fit_problem){
		.rows = &rows->rows,
		.n_features = rows->n_features,
		.first_offset = rows->first_source,
		.label = columns->label,
		.group = columns->group,
		.source = columns->source,
		.weight = t->weight,
		.n_sources = t->data.n_sources,
		.copy = columns->copy,
		.n_judged = t->data.n,
		.calibrates = t->options.n_calibrates ? t->calibrates : NULL,
	};
	return ok ? MODERATO_OK : fail(err, MODERATO_ENOMEM, "out of memory");
}

static moderato_status train_head(
	moderato_trainer *t, size_t i, const struct dataset_rows *rows, moderato_error *err)
{
	struct train_head *head = &t->heads[i];
	moderato_error detail = {.line = 0};
	struct rehearse_columns columns;
	struct fit_problem problem;
	moderato_status status = train_problem(t, i, rows, &columns, &problem, &detail);

	t->step = head->attribute;
	if (!status)
		status = fit_head(&problem, &t->options.fit, train_progress, t, &head->fit, &detail);
	if (!status && t->known.n)
		status = rehearse_judge(t, head, &problem, rows, &detail);
	if (status)
		fail(err, status, "%s: %s", head->attribute, detail.message);
	else if (head->fit.weight && !dataset_rows_restore(rows, head->fit.weight))
		status = fail(err, MODERATO_ENOMEM, "out of memory");
	else if (t->base && head->fit.weight)
		base_fold(t->base, head->fit.weight + rows->first_base, head->fit.weight);
	rehearse_columns_dispose(&columns);
	return status;
}

static moderato_status new_evaluator(moderato_trainer *t, moderato_error *err)
{
	const char *names[MODERATO_ATTRIBUTES_MAX];
	size_t i;

	for (i = 0; i < t->n_heads; i++)
		names[i] = t->heads[i].attribute;
	return moderato_evaluator_new(&t->evaluator, names, t->n_heads, t->options.fit.seed, err);
}

struct dataset_layout train_layout(const moderato_trainer *t)
{
	const bool linear = t->options.fit.kernel.type == KERNEL_LINEAR;

	return (struct dataset_layout){
		linear && t->data.n_sources > 1 ? TRAIN_OFFSET : 0.0f, linear, t->options.fit.jobs};
}

static moderato_status train_comments(moderato_trainer *t, moderato_error *err)
{
	const size_t points = t->options.fit.n_c * t->options.fit.n_positive;
	const size_t folds = t->options.fit.folds > 1 ? t->options.fit.folds : 0;
	const size_t steps = points * folds + (points == 1);
	struct dataset_rows rows;
	moderato_status status;
	size_t i;

	status =
		dataset_make_rows(&t->data, NULL, t->options.min_comments, train_layout(t), &rows, err);
	if (status)
		return status;
	if (!rehearse_append(t, &rows))
		status = fail(err, MODERATO_ENOMEM, "out of memory");
	t->step_total = steps * t->n_heads;
	for (i = 0; !status && i < t->n_heads; i++) {
		t->step_offset = steps * i;
		status = train_head(t, i, &rows, err);
		t->known_rows[t->n_known] = t->heads[i].known;
		t->n_known += t->known.n > 0;
	}
	if (!status && t->options.second)
		status = train_second(t, &rows, err);
	for (i = 0; !status && i < t->n_heads; i++)
		if (t->heads[i].fit.margin)
			status = evaluate_head(t, i, err);
	if (!status && !t->judge)
		status = rehearse_drop(t, err);
	/* The card is in the bundle and tells how well the bundle does: measure it without first. */
	if (!status && (t->n_tests || t->judge)) {
		status = train_assemble(t, &rows, err);
		if (!status)
			status = t->judge ? t->judge(t->judge_payload, t, err) : train_held_out(t, err);
		buffer_clear(&t->bundle);
	}
	if (!status)
		status = train_card(t, err);
	if (!status)
		status = train_assemble(t, &rows, err);
	dataset_rows_dispose(&rows);
	return status;
}

static void forget_last_run(moderato_trainer *t)
{
	size_t i;

	for (i = 0; i < t->n_heads; i++) {
		free(t->heads[i].attribute);
		fit_dispose(&t->heads[i].fit);
		free(t->heads[i].floats);
	}
	memset(t->heads, 0, sizeof(t->heads));
	t->n_heads = 0;
	t->n_kept = 0;
	t->n_known = 0;
	moderato_evaluator_free(t->evaluator);
	t->evaluator = NULL;
	buffer_clear(&t->held_out);
	buffer_clear(&t->held_out_json);
	buffer_clear(&t->card);
	buffer_clear(&t->card_json);
	buffer_clear(&t->bundle);
}

/* Give near-duplicates a group of their own, whatever their threads: by their threads' groups,
 * template spam would tie all threads together. */
static moderato_status join_similar(moderato_trainer *t, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	moderato_campaign campaign;
	size_t number = 0;
	size_t i;

	if (!t->campaigns || t->campaigns_found)
		return status;
	if (t->campaigns_failed)
		return fail(err, MODERATO_ENOMEM, "out of memory for a comment's near-duplicates");
	status = moderato_campaigns_find(t->campaigns, err);
	for (i = 0; !status && i < t->data.n; i++) {
		struct dataset_comment *row = &t->data.comments[i];

		if (row->copy)
			row->group = row[-1].group;
		else if (moderato_campaigns_of(t->campaigns, number++, &campaign))
			row->group = hash_bytes(&campaign.first, sizeof(campaign.first), 2);
	}
	t->campaigns_found = !status;
	return status;
}

static moderato_status run(moderato_trainer *t, moderato_error *err)
{
	moderato_status status;

	forget_last_run(t);
	if (t->vectors.n && t->options.families)
		return fail(err, MODERATO_EINVAL, "perturb: vectors have no text");
	if (t->vectors.n && t->base)
		return fail(err, MODERATO_EINVAL, "base: vectors have no words");
	status = train_tests_check(t, err);
	if (status)
		return status;
	if (t->vectors.n)
		return train_on_vectors(t, err);
	if (t->has_data)
		status = intake_finish(t->intake, err);
	if (status)
		return status;
	if (!t->has_data || !t->data.n)
		return fail(err, MODERATO_EINVAL, "the corpus is empty");
	status = join_similar(t, err);
	if (!status)
		status = rehearse_open(t, err);
	if (!status)
		status = set_weights(t, err);
	if (!status)
		status = choose_heads(t, err);
	if (!status)
		status = new_evaluator(t, err);
	if (!status)
		status = t->options.protocol ? train_protocol(t, err) : train_comments(t, err);
	return status;
}

moderato_status moderato_trainer_run(moderato_trainer *t, moderato_error *err)
{
	const struct c_locale locale = c_locale_enter(); /* for the card and the facts */
	const moderato_status status = run(t, err);

	c_locale_leave(locale);
	return status;
}
