/* SPDX-License-Identifier: MIT */
/* Tunes a bundle to a site: collects the site's labelled comments, decides which are held out, and
 * trains on the others. */
#include "base/str.h"
#include "moderato/tuner.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "dataset/folds.h"
#include "train/trainer_internal.h"
#include "train/tuner_internal.h"
#include "moderato/campaign.h"

#define HOLD_OUT 4 /* one part in so many is held out, unless the options say otherwise */
#define HELD 0     /* the number of that part */

/* --- what goes in --- */

moderato_status moderato_tuner_new(
	moderato_tuner **out, const moderato_tune_options *options, moderato_error *err)
{
	moderato_train_options train = MODERATO_TRAIN_OPTIONS_INIT;
	moderato_tuner *t;
	moderato_status status;

	*out = NULL;
	if (!options->base)
		return fail(err, MODERATO_EINVAL, "base: expected a bundle to start from");
	if (options->hold_out == 1 || options->hold_out > 100)
		return fail(err, MODERATO_EINVAL, "hold-out: expected one part in 2 to 100");
	t = calloc(1, sizeof(*t));
	if (!t)
		return fail_no_memory(err);
	t->parts = options->hold_out ? options->hold_out : HOLD_OUT;
	t->seed = options->seed;
	train.base = options->base;
	train.seed = options->seed;
	train.jobs = options->jobs;
	train.command = options->command;
	train.progress = options->progress;
	train.payload = options->payload;
	if (options->attributes && !(t->attributes = strdup(options->attributes)))
		status = fail_no_memory(err);
	else
		status = moderato_trainer_new(&t->trainer, &train, err);
	if (!status)
		status = moderato_campaigns_new(&t->campaigns, 0, err);
	if (status) {
		moderato_tuner_free(t);
		return status;
	}
	*out = t;
	return MODERATO_OK;
}

/* Is the attribute in the list "spam,toxicity"? Without a list all are. */
static bool is_in_list(const moderato_tuner *t, moderato_str name)
{
	const char *at = t->attributes;

	while (at) {
		const size_t len = strcspn(at, ",");

		if (str_equal((moderato_str){at, len}, name))
			return true;
		at = at[len] ? at + len + 1 : NULL;
	}
	return !t->attributes;
}

/* The plan's row of the attribute, which is added if it is new. -1: it is not to be tuned; -2:
 * there are too many, or out of memory. */
static int find_row(moderato_tuner *t, moderato_str name)
{
	size_t i;

	for (i = 0; i < t->plan.n_rows; i++)
		if (str_is(name, t->names[i]))
			return (int)i;
	if (!is_in_list(t, name))
		return -1;
	if (t->plan.n_rows == MODERATO_ATTRIBUTES_MAX)
		return -2;
	t->names[t->plan.n_rows] = strndup(name.ptr, name.len);
	if (!t->names[t->plan.n_rows])
		return -2;
	t->rows[t->plan.n_rows].attribute = t->names[t->plan.n_rows];
	return (int)t->plan.n_rows++;
}

static moderato_status add_labels(
	moderato_tuner *t, const moderato_comment *comment, int8_t *labels, moderato_error *err)
{
	size_t i;

	memset(labels, LABEL_UNKNOWN, MODERATO_ATTRIBUTES_MAX);
	for (i = 0; i < comment->n_labels; i++) {
		const moderato_label *label = &comment->labels[i];
		const int row = find_row(t, label->attribute);

		if (row == -2)
			return fail(err, MODERATO_ELIMIT, "more than %d attributes", MODERATO_ATTRIBUTES_MAX);
		if (label->value != 0 && label->value != 1)
			return fail(err, MODERATO_EINVAL, "label %d: expected 0 or 1", label->value);
		if (row >= 0)
			labels[row] = (int8_t)label->value;
	}
	return MODERATO_OK;
}

/* The hash of the comment's thread, or of its text if the thread is unknown. */
static uint64_t thread_of(const moderato_comment *comment)
{
	const moderato_str key = comment->group.len ? comment->group : comment->text;

	return hash_bytes(key.ptr, key.len, comment->group.len ? 1 : 0);
}

moderato_status moderato_tuner_add(
	moderato_tuner *t, const moderato_comment *comment, moderato_error *err)
{
	void *groups = t->group;
	void *labels = t->labels;
	size_t cap_labels = t->cap;
	moderato_signature signature;
	moderato_status status;

	if (t->part)
		return fail(err, MODERATO_EINVAL, "the comments are parted already");
	if (comment->text.len > MODERATO_COMMENT_BYTES_MAX)
		return fail(err, MODERATO_ELIMIT, "the text is too long");
	if (!grow_array(&labels, &cap_labels, t->texts.n + 1, MODERATO_ATTRIBUTES_MAX))
		return fail_no_memory(err);
	t->labels = labels;
	if (!grow_array(&groups, &t->cap, t->texts.n + 1, sizeof(*t->group)))
		return fail_no_memory(err);
	t->group = groups;
	status = add_labels(t, comment, t->labels + t->texts.n * MODERATO_ATTRIBUTES_MAX, err);
	if (!status)
		status = moderato_signature_of(comment, &signature, err);
	if (status == MODERATO_OK || status == MODERATO_END)
		status = moderato_campaigns_add(t->campaigns, status ? NULL : &signature, err);
	if (status)
		return status;
	t->group[t->texts.n] = thread_of(comment);
	return text_store_add(&t->texts, comment) ? MODERATO_OK : fail_no_memory(err);
}

moderato_status moderato_tuner_add_corpus(moderato_tuner *t, const char *path, moderato_error *err)
{
	return moderato_trainer_add_corpus(t->trainer, path, err);
}

/* --- parting --- */

/* Count the different threads. False: out of memory. */
static bool count_threads(moderato_tuner *t)
{
	uint64_t *sorted = resize_array(NULL, t->texts.n, sizeof(*sorted));
	size_t i;

	if (!sorted)
		return false;
	memcpy(sorted, t->group, t->texts.n * sizeof(*sorted));
	qsort(sorted, t->texts.n, sizeof(*sorted), hash_order);
	for (i = 0; i < t->texts.n; i++)
		t->plan.n_threads += !i || sorted[i] != sorted[i - 1];
	free(sorted);
	return true;
}

/* Make near-duplicates a group of their own, whatever their threads: otherwise template spam would
 * tie all threads together, or be both trained on and held out. */
static void group_near_duplicates(moderato_tuner *t)
{
	moderato_campaign campaign;
	size_t i;

	t->plan.n_clusters = moderato_campaigns_count(t->campaigns, 2);
	for (i = 0; i < t->texts.n; i++) {
		if (!moderato_campaigns_of(t->campaigns, i, &campaign))
			continue;
		t->group[i] = hash_bytes(&campaign.first, sizeof(campaign.first), 2);
		t->plan.n_similar++;
	}
}

/* Count the labels of both parts, and decide which attributes have enough. */
static void count_parts(moderato_tuner *t)
{
	size_t i;
	size_t a;

	for (i = 0; i < t->texts.n; i++) {
		const int8_t *label = t->labels + i * MODERATO_ATTRIBUTES_MAX;
		const bool held = t->part[i] == HELD;

		*(held ? &t->plan.n_held : &t->plan.n_trained) += 1;
		for (a = 0; a < t->plan.n_rows; a++)
			if (label[a] >= 0)
				(held ? t->rows[a].n_held : t->rows[a].n_trained)[label[a]]++;
	}
	for (a = 0; a < t->plan.n_rows; a++) {
		moderato_tune_row *row = &t->rows[a];
		const bool enough = row->n_trained[0] >= MODERATO_TUNE_TRAIN_MIN &&
							row->n_trained[1] >= MODERATO_TUNE_TRAIN_MIN &&
							row->n_held[0] >= MODERATO_TUNE_HELD_MIN &&
							row->n_held[1] >= MODERATO_TUNE_HELD_MIN;

		row->outcome = enough ? MODERATO_TUNED : MODERATO_TUNED_FEW;
	}
}

moderato_status moderato_tuner_split(moderato_tuner *t, moderato_error *err)
{
	moderato_status status;

	if (t->part)
		return fail(err, MODERATO_EINVAL, "the comments are parted already");
	if (!t->plan.n_rows)
		return fail(err, MODERATO_EINVAL, "no comment has a label%s%s", t->attributes ? " of " : "",
			t->attributes ? t->attributes : "");
	t->plan.n_comments = t->texts.n;
	t->part = resize_array(NULL, t->texts.n, sizeof(*t->part));
	if (!t->part || !count_threads(t))
		return fail_no_memory(err);
	status = moderato_campaigns_find(t->campaigns, err);
	if (status)
		return status;
	group_near_duplicates(t);
	status = folds_grouped(
		t->labels, MODERATO_ATTRIBUTES_MAX, t->group, t->texts.n, t->parts, t->seed, t->part, err);
	if (status == MODERATO_EINVAL)
		return fail(err, status, "too few threads to hold one part in %zu out: %zu", t->parts,
			t->plan.n_threads);
	if (!status)
		count_parts(t);
	t->plan.rows = t->rows;
	return status;
}

const moderato_tune_plan *moderato_tuner_plan_of(const moderato_tuner *t)
{
	return &t->plan;
}

/* --- training --- */

static moderato_status add_to_trainer(moderato_tuner *t, size_t i, moderato_error *err)
{
	moderato_comment comment = text_store_get(&t->texts, i);
	moderato_label labels[MODERATO_ATTRIBUTES_MAX];
	const int8_t *label = t->labels + i * MODERATO_ATTRIBUTES_MAX;
	size_t a;

	comment.labels = labels;
	comment.group = (moderato_str){(const char *)&t->group[i], sizeof(t->group[i])};
	for (a = 0; a < t->plan.n_rows; a++)
		if (label[a] >= 0 && t->rows[a].outcome == MODERATO_TUNED)
			labels[comment.n_labels++] =
				(moderato_label){{t->names[a], strlen(t->names[a])}, label[a]};
	return moderato_trainer_add(t->trainer, &comment, err);
}

moderato_status moderato_tuner_run(moderato_tuner *t, moderato_error *err)
{
	moderato_status status = t->part ? MODERATO_OK : moderato_tuner_split(t, err);
	size_t i;

	for (i = 0; !status && i < t->plan.n_rows; i++)
		t->plan.n_taken += t->rows[i].outcome == MODERATO_TUNED;
	if (!status && !t->plan.n_taken)
		return fail(err, MODERATO_EINVAL,
			"no attribute has the comments that it takes: %d of each label to train on and %d of "
			"each held out",
			MODERATO_TUNE_TRAIN_MIN, MODERATO_TUNE_HELD_MIN);
	for (i = 0; !status && i < t->texts.n; i++)
		if (t->part[i] != HELD)
			status = add_to_trainer(t, i, err);
	t->trainer->judge = tuner_judge;
	t->trainer->judge_payload = t;
	return status ? status : moderato_trainer_run(t->trainer, err);
}

bool tuner_holds_out(const moderato_tuner *t, size_t i)
{
	return t->part[i] == HELD;
}

moderato_str moderato_tuner_card(const moderato_tuner *t)
{
	return t->plan.n_taken ? moderato_trainer_card(t->trainer) : (moderato_str){NULL, 0};
}

moderato_str moderato_tuner_card_json(const moderato_tuner *t)
{
	return t->plan.n_taken ? moderato_trainer_card_json(t->trainer) : (moderato_str){NULL, 0};
}

moderato_status moderato_tuner_write(moderato_tuner *t, const char *path, moderato_error *err)
{
	if (!t->plan.n_taken)
		return fail(err, MODERATO_EINVAL, "no head was taken: there is no bundle to write");
	return moderato_trainer_write(t->trainer, path, err);
}

void moderato_tuner_free(moderato_tuner *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < t->plan.n_rows; i++)
		free(t->names[i]);
	moderato_trainer_free(t->trainer);
	moderato_campaigns_free(t->campaigns);
	text_store_dispose(&t->texts);
	free(t->attributes);
	free(t->labels);
	free(t->group);
	free(t->part);
	free(t);
}
