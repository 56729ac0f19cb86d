/* SPDX-License-Identifier: MIT */
/* The trainer's public face: what goes in, what comes out. The training is in train_run.c. */
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "base/new_file.h"
#include "base/whole_file.h"
#include "train/trainer_internal.h"

moderato_status moderato_trainer_new(
	moderato_trainer **out, const moderato_train_options *options, moderato_error *err)
{
	moderato_trainer *t;
	struct c_locale locale;
	moderato_status status;

	*out = NULL;
	t = calloc(1, sizeof(*t));
	if (!t)
		return fail_no_memory(err);
	t->progress.tell = options->progress;
	t->progress.payload = options->payload;
	locale = c_locale_enter();
	status = train_inputs_init(&t->in, options, err);
	c_locale_leave(locale);
	if (status) {
		moderato_trainer_free(t);
		return status;
	}
	*out = t;
	return MODERATO_OK;
}

void moderato_trainer_free(moderato_trainer *t)
{
	if (!t)
		return;
	train_heads_dispose(&t->heads);
	train_outputs_dispose(&t->out);
	train_inputs_dispose(&t->in);
	free(t);
}

/* --- what goes in --- */

moderato_status moderato_trainer_add(
	moderato_trainer *t, const moderato_comment *comment, moderato_error *err)
{
	return train_inputs_add(&t->in, comment, err);
}

moderato_status moderato_trainer_add_corpus(
	moderato_trainer *t, const char *path, moderato_error *err)
{
	struct train_inputs *in = &t->in;
	const char *slash = strrchr(path, '/');
	struct train_corpus *corpora;
	unsigned long long hash;
	size_t bytes;
	moderato_status status = whole_file_hash(path, &hash, &bytes, err);

	if (status)
		return status;
	corpora = resize_array(in->corpora, in->n_corpora + 1, sizeof(*corpora));
	if (corpora) {
		in->corpora = corpora;
		corpora += in->n_corpora;
		corpora->name = strdup(slash ? slash + 1 : path);
		corpora->hash = hash;
		corpora->bytes = bytes;
		in->n_corpora += corpora->name != NULL;
		status = corpora->name ? MODERATO_OK : fail_no_memory(err);
	} else {
		status = fail_no_memory(err);
	}
	return status;
}

/* --- what comes out --- */

moderato_evaluator *moderato_trainer_evaluation(moderato_trainer *trainer)
{
	return trainer->out.evaluator;
}

size_t moderato_trainer_known(const moderato_trainer *trainer, const moderato_known **rows)
{
	*rows = trainer->heads.known;
	return trainer->heads.n_known;
}

moderato_str moderato_trainer_card(const moderato_trainer *trainer)
{
	return buffer_view(&trainer->out.card);
}

moderato_str moderato_trainer_card_json(const moderato_trainer *trainer)
{
	return buffer_view(&trainer->out.card_json);
}

moderato_status moderato_trainer_write(
	moderato_trainer *trainer, const char *path, moderato_error *err)
{
	if (!trainer->out.bundle.len)
		return fail(err, MODERATO_EINVAL, "nothing has been trained");
	return new_file_write(path, buffer_view(&trainer->out.bundle), err);
}
