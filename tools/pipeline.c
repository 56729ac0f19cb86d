/* SPDX-License-Identifier: MIT */
#include "pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH_BYTES = 256 << 10 }; /* of comments; a longer single comment has a batch to itself */

struct pipeline {
	const struct pipeline_plan *plan;
	moderato_classifier **classifiers; /* [n_classifiers] one a worker */
	size_t n_classifiers;
	size_t jobs;
	struct batch *ring;
	size_t n_ring;

	pthread_mutex_t lock; /* of all below and of every batch's `finished` */
	pthread_cond_t filled_more;
	pthread_cond_t finished_one;
	size_t filled;    /* batches read so far */
	size_t taken;     /* batches that a worker has begun */
	size_t delivered; /* only the calling thread's */
	bool stop;
};

/* ---- a batch ---- */

static void batch_clear(struct batch *batch)
{
	size_t i;

	for (i = 0; i < batch->n; i++)
		free(batch->records[i].problem);
	batch->n = 0;
	batch->used = 0;
	batch->finished = false;
	batch->status = MODERATO_OK;
	memset(batch->tally, 0, sizeof(batch->tally));
	strbuf_clear(&batch->out);
}

static void batch_dispose(struct batch *batch)
{
	batch_clear(batch);
	strbuf_dispose(&batch->out);
	free(batch->scores);
	free(batch->bytes);
}

/* The texts of a comment, as a list. */
static size_t texts_of(moderato_comment *comment, moderato_str *texts[16])
{
	moderato_str *const all[16] = {&comment->text, &comment->id, &comment->author,
		&comment->author_email, &comment->author_url, &comment->ip, &comment->user_agent,
		&comment->title, &comment->parent, &comment->parent_id, &comment->url, &comment->created,
		&comment->lang, &comment->source, &comment->group, &comment->extra};

	memcpy(texts, all, sizeof(all));
	return 16;
}

static size_t aligned(size_t size)
{
	size_t unit = _Alignof(moderato_label);

	return (size + unit - 1) / unit * unit;
}

static moderato_str copy_text(struct batch *batch, moderato_str text)
{
	moderato_str copy = {NULL, text.len};

	if (!text.ptr)
		return text;
	copy.ptr = batch->bytes + batch->used;
	if (text.len)
		memcpy(batch->bytes + batch->used, text.ptr, text.len);
	batch->used += text.len;
	return copy;
}

static void copy_labels(struct batch *batch, moderato_comment *comment)
{
	moderato_label *labels;
	size_t i;

	batch->used = aligned(batch->used);
	labels = (moderato_label *)(void *)(batch->bytes + batch->used);
	batch->used += comment->n_labels * sizeof(*labels);
	for (i = 0; i < comment->n_labels; i++) {
		labels[i] = comment->labels[i];
		labels[i].attribute = copy_text(batch, labels[i].attribute);
	}
	comment->labels = labels;
}

static size_t bytes_of(moderato_comment *comment)
{
	moderato_str *texts[16];
	size_t n = texts_of(comment, texts);
	size_t bytes = aligned(1) + comment->n_labels * sizeof(moderato_label);
	size_t i;

	for (i = 0; i < n; i++)
		bytes += texts[i]->len;
	for (i = 0; i < comment->n_labels; i++)
		bytes += comment->labels[i].attribute.len;
	return bytes;
}

/* Add a copy of a comment. MODERATO_END: the batch is full, nothing was done. */
static moderato_status batch_add(
	struct batch *batch, const moderato_comment *comment, const char *path)
{
	moderato_comment copy = *comment;
	moderato_str *texts[16];
	size_t need = bytes_of(&copy);
	size_t n, i;

	if (batch->n == BATCH_RECORDS)
		return MODERATO_END;
	if (need > batch->cap - batch->used) {
		char *larger;

		if (batch->n)
			return MODERATO_END;
		larger = realloc(batch->bytes, need > BATCH_BYTES ? need : BATCH_BYTES);
		if (!larger)
			return MODERATO_ENOMEM;
		batch->bytes = larger;
		batch->cap = need > BATCH_BYTES ? need : BATCH_BYTES;
	}
	n = texts_of(&copy, texts);
	for (i = 0; i < n; i++)
		*texts[i] = copy_text(batch, *texts[i]);
	copy_labels(batch, &copy);
	batch->records[batch->n] = (struct record){.comment = copy, .path = path};
	if (batch->scores)
		batch->records[batch->n].scores = &batch->scores[batch->n];
	batch->n++;
	return MODERATO_OK;
}

/* Add a record that could not be read, so that it is told of in its turn. */
static moderato_status batch_add_bad(
	struct batch *batch, moderato_status status, const char *message)
{
	char *problem = strdup(message);

	if (!problem)
		return MODERATO_ENOMEM;
	batch->records[batch->n++] = (struct record){.status = status, .problem = problem};
	return MODERATO_OK;
}

/* ---- reading ---- */

/* The comment that did not fit the last batch waits here. */
struct pending {
	moderato_comment comment;
	bool any;
};

static moderato_status fill_one(
	struct inputs *inputs, struct batch *batch, struct pending *pending, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	if (!pending->any)
		status = inputs_next(inputs, &pending->comment, err);
	if (status == MODERATO_END || status == MODERATO_ENOMEM)
		return status;
	if (status)
		return batch_add_bad(batch, status, err->message);
	status = batch_add(batch, &pending->comment, inputs->path);
	pending->any = status == MODERATO_END;
	return status;
}

/* Fill a batch. MODERATO_END once the input has ended and no comment is pending. */
static moderato_status fill(
	struct inputs *inputs, struct batch *batch, struct pending *pending, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	batch_clear(batch);
	while (status == MODERATO_OK && batch->n < BATCH_RECORDS)
		status = fill_one(inputs, batch, pending, err);
	return pending->any ? MODERATO_OK : status;
}

/* ---- work ---- */

/* Say where a comment is that cannot be worked on. */
static char *describe_problem(const struct record *record, const char *message)
{
	struct strbuf buf = {0};

	if (record->comment.line)
		strbuf_format(&buf, "%s:%zu: %s", record->path, record->comment.line, message);
	else
		strbuf_format(&buf, "%s: %s", record->path, message);
	return buf.ptr;
}

static void work_batch(
	const struct pipeline_plan *plan, moderato_classifier *classifier, struct batch *batch)
{
	size_t i;

	for (i = 0; i < batch->n && batch->status == MODERATO_OK; i++) {
		struct record *record = &batch->records[i];
		size_t before = batch->out.len;
		moderato_status status;

		if (record->status != MODERATO_OK)
			continue;
		batch->err.message[0] = '\0';
		status = plan->work(plan->payload, classifier, batch, record, &batch->err);
		if (batch->out.failed || status == MODERATO_ENOMEM) {
			batch->status = MODERATO_ENOMEM;
		} else if (status != MODERATO_OK) {
			batch->out.len = before; /* half a line is no line */
			record->status = status;
			record->problem = describe_problem(record, batch->err.message);
		}
	}
}

struct worker {
	struct pipeline *pipeline;
	moderato_classifier *classifier;
	pthread_t thread;
};

static void *worker_main(void *payload)
{
	struct worker *worker = payload;
	struct pipeline *pipeline = worker->pipeline;

	pthread_mutex_lock(&pipeline->lock);
	for (;;) {
		struct batch *batch;

		while (pipeline->taken == pipeline->filled && !pipeline->stop)
			pthread_cond_wait(&pipeline->filled_more, &pipeline->lock);
		if (pipeline->stop)
			break;
		batch = &pipeline->ring[pipeline->taken++ % pipeline->n_ring];
		pthread_mutex_unlock(&pipeline->lock);
		work_batch(pipeline->plan, worker->classifier, batch);
		pthread_mutex_lock(&pipeline->lock);
		batch->finished = true;
		pthread_cond_signal(&pipeline->finished_one);
	}
	pthread_mutex_unlock(&pipeline->lock);
	return NULL;
}

/* ---- delivery ---- */

static int deliver(struct pipeline *pipeline, struct batch *batch)
{
	const struct pipeline_plan *plan = pipeline->plan;
	struct inputs *inputs = plan->inputs;
	size_t i;

	if (batch->status != MODERATO_OK)
		return complain_memory();
	for (i = 0; i < batch->n; i++) {
		const struct record *record = &batch->records[i];

		if (record->status == MODERATO_OK)
			continue;
		if (record->path)
			inputs->n_comments--; /* it was read, but could not be used */
		skips_add(&inputs->skips, record->status, record->problem);
	}
	if (!out_buf(&batch->out) || (batch->out.len && !out_flush()))
		return EXIT_SYSTEM; /* finish_output() says why */
	progress_update(plan->progress, plan->what, inputs_position(inputs), inputs->bytes_total,
		inputs->n_comments, "comments");
	return plan->deliver ? plan->deliver(plan->payload, batch) : EXIT_DONE;
}

/* Deliver the oldest batch; waits for it when `wait`, else only when it is finished. */
static int deliver_oldest(struct pipeline *pipeline, bool wait, bool *delivered)
{
	struct batch *batch = &pipeline->ring[pipeline->delivered % pipeline->n_ring];

	pthread_mutex_lock(&pipeline->lock);
	while (wait && !batch->finished)
		pthread_cond_wait(&pipeline->finished_one, &pipeline->lock);
	*delivered = batch->finished;
	pthread_mutex_unlock(&pipeline->lock);
	if (!*delivered)
		return EXIT_DONE;
	pipeline->delivered++;
	return deliver(pipeline, batch);
}

/* Deliver until at most `left` batches are under way, then whatever else is finished. */
static int deliver_some(struct pipeline *pipeline, size_t left)
{
	bool delivered = true;
	int code = EXIT_DONE;

	while (!code && delivered && pipeline->delivered < pipeline->filled)
		code = deliver_oldest(pipeline, pipeline->filled - pipeline->delivered > left, &delivered);
	return code;
}

/* ---- the run ---- */

static void submit(struct pipeline *pipeline, struct batch *batch)
{
	if (pipeline->jobs == 1) {
		work_batch(pipeline->plan, pipeline->classifiers[0], batch);
		batch->finished = true;
		pipeline->filled++;
		return;
	}
	pthread_mutex_lock(&pipeline->lock);
	pipeline->filled++;
	pthread_cond_signal(&pipeline->filled_more);
	pthread_mutex_unlock(&pipeline->lock);
}

static int read_all(struct pipeline *pipeline)
{
	struct pending pending = {.any = false};
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;
	int code = EXIT_DONE;

	while (!code && status == MODERATO_OK) {
		struct batch *batch = &pipeline->ring[pipeline->filled % pipeline->n_ring];

		status = fill(pipeline->plan->inputs, batch, &pending, &err);
		if (status == MODERATO_ENOMEM)
			return complain_memory();
		submit(pipeline, batch);
		code = deliver_some(pipeline, pipeline->n_ring - 1);
	}
	return code ? code : deliver_some(pipeline, 0);
}

/* Start the workers, read and deliver, stop the workers. Where a thread cannot be started, fewer
 * do. */
static int run_threads(struct pipeline *pipeline)
{
	struct worker *workers = calloc(pipeline->jobs, sizeof(*workers));
	size_t n = 0;
	int code;

	if (!workers)
		return complain_memory();
	for (; n < pipeline->jobs; n++) {
		workers[n] = (struct worker){.pipeline = pipeline, .classifier = pipeline->classifiers[n]};
		if (pthread_create(&workers[n].thread, NULL, worker_main, &workers[n]))
			break;
	}
	if (!n)
		pipeline->jobs = 1;
	code = read_all(pipeline);
	pthread_mutex_lock(&pipeline->lock);
	pipeline->stop = true;
	pthread_cond_broadcast(&pipeline->filled_more);
	pthread_mutex_unlock(&pipeline->lock);
	while (n)
		pthread_join(workers[--n].thread, NULL);
	free(workers);
	return code;
}

static int prepare(struct pipeline *pipeline)
{
	const struct pipeline_plan *plan = pipeline->plan;
	size_t i;
	int code;

	pipeline->classifiers = calloc(pipeline->jobs, sizeof(moderato_classifier *));
	pipeline->ring = calloc(pipeline->n_ring, sizeof(*pipeline->ring));
	if (!pipeline->classifiers || !pipeline->ring)
		return complain_memory();
	for (i = 0; i < pipeline->n_ring && plan->keep_scores; i++) {
		pipeline->ring[i].scores = calloc(BATCH_RECORDS, sizeof(moderato_scores));
		if (!pipeline->ring[i].scores)
			return complain_memory();
	}
	for (i = 0; i < pipeline->jobs; i++) {
		code = engine_classifier(plan->engine, &pipeline->classifiers[i]);
		if (code)
			return code;
	}
	if (plan->engine->policy)
		return engine_check_policy(plan->engine, pipeline->classifiers[0]);
	return EXIT_DONE;
}

static void dispose(struct pipeline *pipeline)
{
	size_t i;

	for (i = 0; i < pipeline->n_classifiers && pipeline->classifiers; i++)
		moderato_classifier_free(pipeline->classifiers[i]);
	for (i = 0; i < pipeline->n_ring && pipeline->ring; i++)
		batch_dispose(&pipeline->ring[i]);
	free(pipeline->classifiers);
	free(pipeline->ring);
	pthread_cond_destroy(&pipeline->finished_one);
	pthread_cond_destroy(&pipeline->filled_more);
	pthread_mutex_destroy(&pipeline->lock);
}

int pipeline_run(const struct pipeline_plan *plan)
{
	struct pipeline pipeline = {.plan = plan, .jobs = plan->jobs};
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int code;

	if (!pipeline.jobs)
		pipeline.jobs = cores > 0 ? (size_t)cores : 1;
	pipeline.n_classifiers = pipeline.jobs;
	pipeline.n_ring = pipeline.jobs == 1 ? 1 : 2 * pipeline.jobs + 2;
	pthread_mutex_init(&pipeline.lock, NULL);
	pthread_cond_init(&pipeline.filled_more, NULL);
	pthread_cond_init(&pipeline.finished_one, NULL);
	code = prepare(&pipeline);
	if (!code)
		code = pipeline.jobs == 1 ? read_all(&pipeline) : run_threads(&pipeline);
	progress_hide();
	dispose(&pipeline);
	return code;
}
