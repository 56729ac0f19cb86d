/* SPDX-License-Identifier: MIT */
/* Decides which heads a bundle gets: trained, taken over from the base, or derived. */
#include "train/train_heads.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

const char *const train_vocabulary[VOCABULARY_N] = {
	"spam", "toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack"};

/* Is the attribute asked for? All are when none is named. */
static bool is_wanted(const struct train_options *options, const char *attribute)
{
	size_t i;

	for (i = 0; i < options->n_attributes; i++)
		if (strcmp(options->attributes[i], attribute) == 0)
			return true;
	return options->n_attributes == 0;
}

/* The attribute's column in the labels; -1: no comment judges it. */
static int find_column(const struct dataset *data, const char *attribute)
{
	size_t i;

	for (i = 0; i < data->n_attributes; i++)
		if (strcmp(data->attributes[i], attribute) == 0)
			return (int)i;
	return -1;
}

bool train_heads_have(const struct train_heads *heads, const char *attribute)
{
	size_t i;

	for (i = 0; i < heads->n; i++)
		if (strcmp(heads->v[i].attribute, attribute) == 0)
			return true;
	return false;
}

/* Is the base's head of the attribute taken over? */
static bool is_kept(const struct train_heads *heads, const char *attribute)
{
	size_t i;

	for (i = 0; i < heads->n_kept; i++)
		if (strcmp(heads->kept[i]->attribute, attribute) == 0)
			return true;
	return false;
}

static moderato_status add_head(
	struct train_heads *heads, const char *attribute, int column, moderato_error *err)
{
	struct train_head *head = &heads->v[heads->n];

	if (!bundle_attribute_ok(attribute))
		return fail(err, MODERATO_EINVAL,
			"attribute '%s': expected a name of 1 to 39 of a to z, 0 to 9 and _", attribute);
	head->attribute = strdup(attribute);
	head->column = column;
	if (!head->attribute)
		return fail_no_memory(err);
	heads->n++;
	return MODERATO_OK;
}

/* Take over the base's heads for what is not trained. They do not fit where the new bundle also
 * reads words that the base does not: these change the norm of a comment's vector. */
static void keep_heads(struct train_heads *heads, const struct train_inputs *in)
{
	const moderato_bundle *base = in->base;
	size_t i;

	if (!base || in->options.protocol || in->options.space.context != base->shape->space.context)
		return;
	for (i = 0; i < base->n_heads && heads->n + heads->n_kept < MODERATO_ATTRIBUTES_MAX; i++)
		if (base->heads[i]->type == HEAD_LINEAR &&
			!train_heads_have(heads, base->heads[i]->attribute))
			heads->kept[heads->n_kept++] = base->heads[i];
}

/* Is severe_toxicity derived in the base from heads that are taken over? */
static bool base_derives(const struct train_heads *heads, const moderato_bundle *base)
{
	size_t i;

	for (i = 0; heads->n_kept && i < base->n_heads; i++)
		if (base->heads[i]->type == HEAD_SEVERITY)
			return true;
	return false;
}

/* severe_toxicity can be derived when its parts are there and no corpus judges it. */
static bool can_derive(const struct train_heads *heads, const struct train_inputs *in)
{
	size_t i;

	for (i = 0; i < SEVERITY_PARTS; i++)
		if (!train_heads_have(heads, bundle_severity_parts[i]) &&
			!is_kept(heads, bundle_severity_parts[i]))
			return false;
	return (is_wanted(&in->options, "severe_toxicity") || base_derives(heads, in->base)) &&
		   !train_heads_have(heads, "severe_toxicity") && !is_kept(heads, "severe_toxicity");
}

/* Will the bundle have a head of the attribute? */
static bool will_have(const struct train_heads *heads, const char *attribute)
{
	return train_heads_have(heads, attribute) || is_kept(heads, attribute) ||
		   (heads->severity && strcmp(attribute, "severe_toxicity") == 0);
}

/* The vocabulary's attributes in its order, then the others in that of their appearance. */
static moderato_status add_heads(
	struct train_heads *heads, const struct train_inputs *in, moderato_error *err)
{
	const struct dataset *data = &in->data;
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; !status && i < VOCABULARY_N; i++) {
		const int column = find_column(data, train_vocabulary[i]);

		if (column >= 0 && is_wanted(&in->options, train_vocabulary[i]))
			status = add_head(heads, train_vocabulary[i], column, err);
	}
	for (i = 0; !status && i < data->n_attributes; i++)
		if (is_wanted(&in->options, data->attributes[i]) &&
			!train_heads_have(heads, data->attributes[i]))
			status = add_head(heads, data->attributes[i], (int)i, err);
	return status;
}

moderato_status train_heads_choose(
	struct train_heads *heads, const struct train_inputs *in, moderato_error *err)
{
	moderato_status status = add_heads(heads, in, err);
	size_t i;

	if (status)
		return status;
	keep_heads(heads, in);
	heads->severity = heads->n + heads->n_kept < MODERATO_ATTRIBUTES_MAX && can_derive(heads, in);
	for (i = 0; i < in->options.n_attributes; i++)
		if (!will_have(heads, in->options.attributes[i]))
			return fail(err, MODERATO_EINVAL, "no comment is labelled for attribute '%s'",
				in->options.attributes[i]);
	for (i = 0; i < in->options.n_second; i++)
		if (strcmp(in->options.second[i], "all") != 0 &&
			!train_heads_have(heads, in->options.second[i]))
			return fail(err, MODERATO_EINVAL, "second stage: no head is trained for attribute '%s'",
				in->options.second[i]);
	return heads->n ? MODERATO_OK : fail(err, MODERATO_EINVAL, "no comment has a label");
}

static void head_dispose(struct train_head *head)
{
	free(head->attribute);
	fit_dispose(&head->fit);
	free(head->floats);
	free(head->encoder_floats);
}

void train_heads_drop(struct train_heads *heads, const moderato_bundle *base, size_t head)
{
	size_t i;

	for (i = 0; i < base->n_heads; i++)
		if (base->heads[i]->type == HEAD_LINEAR &&
			strcmp(base->heads[i]->attribute, heads->v[head].attribute) == 0)
			heads->kept[heads->n_kept++] = base->heads[i];
	head_dispose(&heads->v[head]);
	heads->n--;
	memmove(&heads->v[head], &heads->v[head + 1], (heads->n - head) * sizeof(*heads->v));
	memset(&heads->v[heads->n], 0, sizeof(*heads->v));
}

void train_heads_dispose(struct train_heads *heads)
{
	size_t i;

	for (i = 0; i < heads->n; i++)
		head_dispose(&heads->v[i]);
	embed_dispose(&heads->embed);
	memset(heads, 0, sizeof(*heads));
}
