/* SPDX-License-Identifier: MIT */
/* Reads the texts that are trained on as words, for their vectors to be learned from: which texts
 * count, and how much of each. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/parallel.h"
#include "classify/classifier_internal.h"
#include "model/bundle.h"
#include "train/trainer_internal.h"

/* Only this many words from the beginning of a text are read: a single long one must not outweigh
 * thousands. */
#define WORDS_READ_MAX 400

/* Comments that a thread reads at a time. */
#define CHUNK 256

/* Texts being read by several threads; keys are the words' hashes, a 0 after each text. */
struct word_reading {
	const struct train_inputs *in;
	const moderato_bundle *bundle;
	moderato_classifier *classifier[PARALLEL_THREADS_MAX];
	struct buffer keys[PARALLEL_THREADS_MAX]; /* of the thread's chunk */
	struct buffer all;
};

static void add_key(struct buffer *keys, uint64_t key)
{
	buffer_add(keys, (const char *)&key, sizeof(key));
}

static bool read_keys(void *payload, size_t thread, size_t chunk)
{
	struct word_reading *r = payload;
	const struct train_inputs *in = r->in;
	moderato_classifier **c = &r->classifier[thread];
	struct buffer *keys = &r->keys[thread];
	const size_t n = in->data.n;
	const size_t end = (chunk + 1) * CHUNK < n ? (chunk + 1) * CHUNK : n;
	size_t i;
	size_t k;

	buffer_clear(keys);
	if (!*c && moderato_classifier_new(c, r->bundle, NULL, NULL))
		return false;
	for (i = chunk * CHUNK; i < end; i++) {
		const moderato_comment comment = text_store_get(&in->texts, i);

		if (in->data.comments[i].copy || in->weight[in->data.comments[i].source] <= 0)
			continue;
		if (classifier_read(*c, &comment, NULL))
			return false;
		for (k = 0; k < (*c)->doc.words.n && k < WORDS_READ_MAX; k++)
			add_key(keys, (*c)->doc.terms[(*c)->doc.term_of[k]].key);
		add_key(keys, 0);
	}
	return !keys->failed;
}

static bool append_keys(void *payload, size_t thread, size_t chunk)
{
	struct word_reading *r = payload;

	(void)chunk;
	buffer_add(&r->all, r->keys[thread].data, r->keys[thread].len);
	return !r->all.failed;
}

/* False: out of memory. */
static bool learn_vectors(struct word_reading *r, struct embed *embed)
{
	const size_t jobs = r->in->options.fit.jobs;

	return parallel_run(jobs, (r->in->data.n + CHUNK - 1) / CHUNK, read_keys, append_keys, r) &&
		   embed_learn((const uint64_t *)(const void *)r->all.data, r->all.len / sizeof(uint64_t),
			   r->in->options.fit.seed, jobs, embed);
}

moderato_status train_words(struct train_heads *heads, const struct train_inputs *in,
	const struct dataset_rows *rows, struct train_progress *progress, moderato_error *err)
{
	struct word_reading r = {.in = in};
	struct train_outputs out = {.evaluator = NULL};
	moderato_bundle *bundle = NULL;
	moderato_status status;
	size_t i;

	if (in->base)
		return MODERATO_OK;
	progress->step = "word vectors";
	status = train_assemble(&out, in, heads, rows, err);
	if (!status)
		status = moderato_bundle_open_memory(&bundle, "heads", buffer_view(&out.bundle), err);
	r.bundle = bundle;
	if (!status && !learn_vectors(&r, &heads->embed))
		status = fail_no_memory(err);
	for (i = 0; i < PARALLEL_THREADS_MAX; i++) {
		moderato_classifier_free(r.classifier[i]);
		buffer_dispose(&r.keys[i]);
	}
	buffer_dispose(&r.all);
	moderato_bundle_free(bundle);
	train_outputs_dispose(&out);
	return status;
}
