/* SPDX-License-Identifier: MIT */
#include "stream/pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "terminal/interrupt.h"

struct pipeline {
	const struct pipeline_plan *plan;
	moderato_classifier **classifiers; /* [n_classifiers] one for each worker */
	size_t n_classifiers;
	size_t jobs;
	struct batch *ring;
	struct inputs_place *places; /* [n_ring] the place after each batch's last record */
	size_t n_ring;

	pthread_mutex_t lock; /* protects all below and every batch's `finished` */
	pthread_cond_t filled_more;
	pthread_cond_t finished_one;
	size_t filled;    /* batches read so far */
	size_t taken;     /* batches that a worker has started */
	size_t delivered; /* used by the calling thread only */
	bool stop;
};

/* ---- reading ---- */

/* Holds a comment that did not fit into the previous batch. */
struct pending {
	moderato_comment comment;
	bool any;
};

static moderato_status fill_one(struct inputs *inputs, struct batch *batch, struct pending *pending,
	struct inputs_place *place, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	if (!pending->any)
		status = inputs_next(inputs, &pending->comment, err);
	if (status == MODERATO_END || status == MODERATO_ENOMEM)
		return status;
	if (status)
		status = batch_add_bad(batch, status, err->message);
	else
		status = batch_add(batch, &pending->comment, inputs->path);
	pending->any = status == MODERATO_END;
	if (status)
		return status;
	inputs_tell(inputs, place);
	batch->records[batch->n - 1].number = inputs_number(inputs, place);
	return MODERATO_OK;
}

/* Fills a batch, or for a live pipe reads only what is available. Returns MODERATO_END once the
 * input has ended and no comment is pending. */
static moderato_status fill(struct inputs *inputs, struct batch *batch, struct pending *pending,
	struct inputs_place *place, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	batch_clear(batch);
	while (status == MODERATO_OK && batch->n < BATCH_RECORDS && !(batch->n && inputs_wait(inputs)))
		status = fill_one(inputs, batch, pending, place, err);
	return pending->any ? MODERATO_OK : status;
}

/* ---- work ---- */

/* Says where the comment is that could not be processed. The caller frees the text. */
static char *describe_problem(const struct record *record, const char *message)
{
	const size_t line = record->comment.line;
	char *text;
	const int len = line ? asprintf(&text, "%s:%zu: %s", record->path, line, message)
						 : asprintf(&text, "%s: %s", record->path, message);

	return len < 0 ? NULL : text;
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
		} else if (status == MODERATO_END) {
			record->status = status;
		} else if (status != MODERATO_OK) {
			batch->out.len = before; /* discard an incomplete line */
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

static int deliver(struct pipeline *pipeline, struct batch *batch, const struct inputs_place *place)
{
	const struct pipeline_plan *plan = pipeline->plan;
	struct inputs *inputs = plan->inputs;
	size_t i;

	if (batch->status != MODERATO_OK)
		return complain_memory();
	for (i = 0; i < batch->n; i++) {
		const struct record *record = &batch->records[i];

		inputs->n_delivered += record->status == MODERATO_OK;
		if (record->status == MODERATO_OK)
			continue;
		if (record->path)
			inputs->n_comments--; /* it was read, but could not be used */
		if (record->status != MODERATO_END)
			skips_add(&inputs->skips, record->status, record->problem);
	}
	if (!out_buf(&batch->out) || (batch->out.len && !out_flush()))
		return EXIT_SYSTEM; /* finish_output() gives the reason */
	if (batch->n)
		inputs->delivered = *place;
	progress_update(plan->progress, plan->what, inputs_position(inputs), inputs_total(inputs),
		inputs->n_comments, "comments");
	return plan->deliver ? plan->deliver(plan->payload, batch) : EXIT_DONE;
}

/* Delivers the oldest batch. With `wait`, waits until it is finished; otherwise delivers it only if
 * it is finished already. */
static int deliver_oldest(struct pipeline *pipeline, bool wait, bool *delivered)
{
	const size_t slot = pipeline->delivered % pipeline->n_ring;
	struct batch *batch = &pipeline->ring[slot];

	pthread_mutex_lock(&pipeline->lock);
	while (wait && !batch->finished)
		pthread_cond_wait(&pipeline->finished_one, &pipeline->lock);
	*delivered = batch->finished;
	pthread_mutex_unlock(&pipeline->lock);
	if (!*delivered)
		return EXIT_DONE;
	pipeline->delivered++;
	return deliver(pipeline, batch, &pipeline->places[slot]);
}

/* Delivers until at most `left` batches are in progress, then whatever else is finished. */
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

	while (!code && status == MODERATO_OK && !interrupt_signal()) {
		const size_t slot = pipeline->filled % pipeline->n_ring;
		struct batch *batch = &pipeline->ring[slot];

		status = fill(pipeline->plan->inputs, batch, &pending, &pipeline->places[slot], &err);
		if (status == MODERATO_ENOMEM)
			return complain_memory();
		submit(pipeline, batch);
		code =
			deliver_some(pipeline, inputs_wait(pipeline->plan->inputs) ? 0 : pipeline->n_ring - 1);
	}
	if (pending.any) /* a signal came before this comment's turn */
		pipeline->plan->inputs->complete = false;
	return code ? code : deliver_some(pipeline, 0);
}

/* Starts the workers, reads and delivers, and stops the workers. If a thread cannot be started, the
 * run continues with fewer. */
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

/* Makes a classifier for each thread, whose caches together do not exceed CACHES_WORDS_MAX unless a
 * size was asked for. */
static int make_classifiers(struct pipeline *pipeline, struct engine engine)
{
	size_t words = CACHE_WORDS_DEFAULT;
	size_t i;

	while (words * pipeline->jobs > CACHES_WORDS_MAX)
		words /= 2;
	if (!engine.options.cache_words)
		engine.options.cache_words = words;
	for (i = 0; i < pipeline->jobs; i++) {
		const int code = engine_classifier(&engine, &pipeline->classifiers[i]);

		if (code)
			return code;
	}
	return EXIT_DONE;
}

static int prepare(struct pipeline *pipeline)
{
	const struct pipeline_plan *plan = pipeline->plan;
	size_t i;
	int code;

	pipeline->classifiers = calloc(pipeline->jobs, sizeof(moderato_classifier *));
	pipeline->ring = calloc(pipeline->n_ring, sizeof(*pipeline->ring));
	pipeline->places = calloc(pipeline->n_ring, sizeof(*pipeline->places));
	if (!pipeline->classifiers || !pipeline->ring || !pipeline->places)
		return complain_memory();
	for (i = 0; i < pipeline->n_ring && plan->n_results; i++) {
		pipeline->ring[i].n_results = plan->n_results;
		pipeline->ring[i].results = calloc(BATCH_RECORDS * plan->n_results, sizeof(struct result));
		if (!pipeline->ring[i].results)
			return complain_memory();
	}
	code = plan->engine ? make_classifiers(pipeline, *plan->engine) : EXIT_DONE;
	if (code)
		return code;
	if (plan->engine && plan->engine->policy)
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
	free(pipeline->places);
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
	if (pipeline.jobs > JOBS_MAX)
		pipeline.jobs = JOBS_MAX;
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
