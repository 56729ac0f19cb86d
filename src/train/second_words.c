/* SPDX-License-Identifier: MIT */
/* Read the texts that are trained on as words, for their vectors to be learned from. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/parallel.h"
#include "train/trainer_internal.h"
#include "model/bundle.h"
#include "classify/classifier_internal.h"

/* Of a longer text its beginning is read: a single one may not outweigh thousands. */
#define WORDS_READ_MAX 400

/* Comments that a thread reads at a time. */
#define CHUNK 256

struct reading {
	const moderato_trainer *t;
	const moderato_bundle *bundle;
	moderato_classifier *classifier[PARALLEL_THREADS_MAX];
	struct buffer keys[PARALLEL_THREADS_MAX]; /* of the chunk */
	struct buffer all;
};

static void add_key(struct buffer *keys, uint64_t key)
{
	buffer_add(keys, (const char *)&key, sizeof(key));
}

static bool read_chunk(void *payload, size_t thread, size_t chunk)
{
	struct reading *r = payload;
	moderato_classifier **c = &r->classifier[thread];
	struct buffer *keys = &r->keys[thread];
	const size_t n = r->t->data.n;
	const size_t end = (chunk + 1) * CHUNK < n ? (chunk + 1) * CHUNK : n;
	size_t i;
	size_t k;

	buffer_clear(keys);
	if (!*c && moderato_classifier_new(c, r->bundle, NULL, NULL))
		return false;
	for (i = chunk * CHUNK; i < end; i++) {
		const moderato_comment comment = text_store_get(&r->t->texts, i);

		if (r->t->data.comments[i].copy || r->t->weight[r->t->data.comments[i].source] <= 0)
			continue;
		if (classifier_read(*c, &comment, NULL))
			return false;
		for (k = 0; k < (*c)->doc.words.n && k < WORDS_READ_MAX; k++)
			add_key(keys, (*c)->doc.terms[(*c)->doc.term_of[k]].key);
		add_key(keys, 0);
	}
	return !keys->failed;
}

static bool take_chunk(void *payload, size_t thread, size_t chunk)
{
	struct reading *r = payload;

	(void)chunk;
	buffer_add(&r->all, r->keys[thread].data, r->keys[thread].len);
	return !r->all.failed;
}

static bool learn(struct reading *r, moderato_trainer *t)
{
	const size_t jobs = t->options.fit.jobs;

	return parallel_run(jobs, (t->data.n + CHUNK - 1) / CHUNK, read_chunk, take_chunk, r) &&
		   embed_learn((const uint64_t *)(const void *)r->all.data, r->all.len / sizeof(uint64_t),
			   t->options.fit.seed, jobs, &t->embed);
}

moderato_status train_words(
	moderato_trainer *t, const struct dataset_rows *rows, moderato_error *err)
{
	struct reading r = {.t = t};
	moderato_bundle *bundle = NULL;
	moderato_status status = MODERATO_OK;
	size_t i;

	if (t->base)
		return status;
	t->step = "word vectors";
	status = train_assemble(t, rows, err);
	if (!status)
		status = moderato_bundle_open_memory(&bundle, "heads", buffer_view(&t->bundle), err);
	r.bundle = bundle;
	if (!status && !learn(&r, t))
		status = fail_no_memory(err);
	for (i = 0; i < PARALLEL_THREADS_MAX; i++) {
		moderato_classifier_free(r.classifier[i]);
		buffer_dispose(&r.keys[i]);
	}
	buffer_dispose(&r.all);
	moderato_bundle_free(bundle);
	buffer_clear(&t->bundle);
	return status;
}
