/* SPDX-License-Identifier: MIT */
/* The threads that read batches, and the ring of batches between them and the caller's thread. What
 * is done to a batch is in intake_batch.c. */
#include "dataset/intake.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/fail.h"
#include "dataset/intake_batch.h"

/* The ring has this many batches for each thread, and some more so that the threads need not wait
 * while the caller appends one. */
#define BATCHES_A_THREAD 2
#define BATCHES_MORE 2

struct worker {
	struct intake *intake;
	struct intake_reader reader;
	pthread_t thread;
};

struct intake {
	struct intake_plan plan;
	struct intake_reader reader;  /* the caller's, whose classifier is the data set's */
	struct intake_batch *batches; /* a ring: batch i is at i % n_batches */
	size_t n_batches;
	size_t n_workers; /* threads that run; 0 before the first full batch, or if none could start */
	struct worker workers[INTAKE_THREADS_MAX];
	uint64_t n_comments;
	size_t appended; /* batches that are in the data set; only the caller's thread looks at it */

	pthread_mutex_t lock; /* guards what follows and every batch's `finished` */
	pthread_cond_t filled_more;
	pthread_cond_t finished_one;
	size_t filled; /* batches handed to the workers; the caller is filling the next one */
	size_t taken;  /* batches that a worker has begun to read */
	bool stop;     /* the workers are to end */
};

moderato_status intake_new(struct intake **out, const struct intake_plan *plan, moderato_error *err)
{
	struct intake *in = calloc(1, sizeof(*in));

	*out = NULL;
	if (!in)
		return fail_no_memory(err);
	in->plan = *plan;
	in->reader.classifier = plan->data->reader;
	if (in->plan.jobs > INTAKE_THREADS_MAX)
		in->plan.jobs = INTAKE_THREADS_MAX;
	in->n_batches = in->plan.jobs > 1 ? BATCHES_A_THREAD * in->plan.jobs + BATCHES_MORE : 1;
	in->batches = calloc(in->n_batches, sizeof(*in->batches));
	if (!in->batches) {
		free(in);
		return fail_no_memory(err);
	}
	pthread_mutex_init(&in->lock, NULL);
	pthread_cond_init(&in->filled_more, NULL);
	pthread_cond_init(&in->finished_one, NULL);
	*out = in;
	return MODERATO_OK;
}

/* --- the threads --- */

static void *read_batches(void *payload)
{
	struct worker *worker = payload;
	struct intake *in = worker->intake;

	pthread_mutex_lock(&in->lock);
	for (;;) {
		struct intake_batch *batch;

		while (in->taken == in->filled && !in->stop)
			pthread_cond_wait(&in->filled_more, &in->lock);
		if (in->stop)
			break;
		batch = &in->batches[in->taken++ % in->n_batches];
		pthread_mutex_unlock(&in->lock);
		/* On failure the rest of the batch stays unread, and the caller tries again. */
		intake_batch_read(batch, &in->plan, &worker->reader, NULL);
		pthread_mutex_lock(&in->lock);
		batch->finished = true;
		pthread_cond_signal(&in->finished_one);
	}
	pthread_mutex_unlock(&in->lock);
	return NULL;
}

static void reader_dispose(struct intake_reader *reader)
{
	moderato_classifier_free(reader->classifier);
	moderato_perturbed_dispose(&reader->perturbed);
}

/* The workers block all signals, which are for the host's own threads. If a thread cannot be
 * started, there are fewer. */
static void start_workers(struct intake *in)
{
	sigset_t all;
	sigset_t before;

	in->stop = false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (in->n_workers < in->plan.jobs) {
		struct worker *worker = &in->workers[in->n_workers];

		*worker = (struct worker){.intake = in};
		if (dataset_reader(in->plan.data, &worker->reader.classifier, NULL))
			break;
		if (pthread_create(&worker->thread, NULL, read_batches, worker)) {
			reader_dispose(&worker->reader);
			break;
		}
		in->n_workers++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void stop_workers(struct intake *in)
{
	pthread_mutex_lock(&in->lock);
	in->stop = true;
	pthread_cond_broadcast(&in->filled_more);
	pthread_mutex_unlock(&in->lock);
	while (in->n_workers) {
		struct worker *worker = &in->workers[--in->n_workers];

		pthread_join(worker->thread, NULL);
		reader_dispose(&worker->reader);
	}
}

/* --- the caller --- */

/* The batch that is being filled. */
static struct intake_batch *current_batch(struct intake *in)
{
	return &in->batches[in->filled % in->n_batches];
}

/* Read what no thread has read of a batch, for want of threads or memory, then append the batch to
 * the data set and empty it. */
static moderato_status append_batch(
	struct intake *in, struct intake_batch *batch, moderato_error *err)
{
	moderato_status status = intake_batch_read(batch, &in->plan, &in->reader, err);

	if (!status)
		status = intake_batch_append(batch, &in->plan, err);
	if (!status)
		intake_batch_clear(batch);
	return status;
}

/* Is the oldest batch that was handed over finished? With `wait`, waits until it is. */
static bool is_finished(struct intake *in, bool wait)
{
	const struct intake_batch *oldest = &in->batches[in->appended % in->n_batches];
	bool finished;

	pthread_mutex_lock(&in->lock);
	while (wait && !oldest->finished)
		pthread_cond_wait(&in->finished_one, &in->lock);
	finished = oldest->finished;
	pthread_mutex_unlock(&in->lock);
	return finished;
}

/* Append batches until at most `left` are with the workers, then those that are finished anyway. */
static moderato_status append_finished(struct intake *in, size_t left, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	while (
		!status && in->appended < in->filled && is_finished(in, in->filled - in->appended > left)) {
		status = append_batch(in, &in->batches[in->appended % in->n_batches], err);
		in->appended += !status;
	}
	return status;
}

/* The current batch is full: hand it to the workers, or without any append it here. */
static moderato_status hand_over(struct intake *in, moderato_error *err)
{
	moderato_status status;

	if (!in->n_workers && in->plan.jobs > 1)
		start_workers(in);
	if (!in->n_workers)
		return append_batch(in, current_batch(in), err);
	status = append_finished(in, in->n_batches - 2, err); /* this batch and the next one need two */
	if (status)
		return status;
	pthread_mutex_lock(&in->lock);
	in->filled++;
	pthread_cond_signal(&in->filled_more);
	pthread_mutex_unlock(&in->lock);
	return MODERATO_OK;
}

moderato_status intake_add(struct intake *in, const moderato_comment *comment,
	const struct dataset_facts *facts, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	if (intake_batch_full(current_batch(in)))
		status = hand_over(in, err);
	if (status)
		return status;
	if (!intake_batch_add(current_batch(in), comment, facts, in->n_comments + 1))
		return fail_no_memory(err);
	in->n_comments++;
	return MODERATO_OK;
}

moderato_status intake_finish(struct intake *in, moderato_error *err)
{
	moderato_status status = append_finished(in, 0, err);

	if (status)
		return status;
	stop_workers(in);
	return append_batch(in, current_batch(in), err);
}

void intake_free(struct intake *in)
{
	size_t i;

	if (!in)
		return;
	stop_workers(in);
	for (i = 0; i < in->n_batches; i++)
		intake_batch_dispose(&in->batches[i]);
	free(in->batches);
	moderato_perturbed_dispose(&in->reader.perturbed);
	pthread_cond_destroy(&in->finished_one);
	pthread_cond_destroy(&in->filled_more);
	pthread_mutex_destroy(&in->lock);
	free(in);
}
