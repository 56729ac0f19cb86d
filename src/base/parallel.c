/* SPDX-License-Identifier: MIT */
#include "base/parallel.h"

#include <pthread.h>
#include <signal.h>

struct parallel {
	size_t n;
	parallel_work work;
	parallel_take take;
	void *payload;

	pthread_mutex_t lock; /* protects the next three */
	pthread_cond_t turned;
	size_t started; /* tasks */
	size_t taken;
	bool failed;
};

struct helper {
	struct parallel *p;
	size_t number;
	pthread_t thread;
};

/* Gets the next task. Returns false if none is left or wanted. */
static bool start_task(struct parallel *p, size_t *task)
{
	bool any;

	pthread_mutex_lock(&p->lock);
	any = p->started < p->n && !p->failed;
	*task = p->started;
	p->started += any;
	pthread_mutex_unlock(&p->lock);
	return any;
}

/* Waits until the results of all tasks before this one have been taken. Returns false if one
 * failed. They are started in order, so the first one under way never waits. */
static bool await_turn(struct parallel *p, size_t task)
{
	bool ok;

	pthread_mutex_lock(&p->lock);
	while (p->taken != task && !p->failed)
		pthread_cond_wait(&p->turned, &p->lock);
	ok = !p->failed;
	pthread_mutex_unlock(&p->lock);
	return ok;
}

static void end_task(struct parallel *p, bool ok)
{
	pthread_mutex_lock(&p->lock);
	p->taken += ok;
	p->failed |= !ok;
	pthread_cond_broadcast(&p->turned);
	pthread_mutex_unlock(&p->lock);
}

static void run_tasks(struct parallel *p, size_t thread)
{
	size_t task;

	while (start_task(p, &task)) {
		bool ok = p->work(p->payload, thread, task);

		if (ok && !await_turn(p, task))
			return;
		if (ok && p->take)
			ok = p->take(p->payload, thread, task);
		end_task(p, ok);
	}
}

static void *help(void *payload)
{
	const struct helper *helper = payload;

	run_tasks(helper->p, helper->number);
	return NULL;
}

bool parallel_run(size_t jobs, size_t n, parallel_work work, parallel_take take, void *payload)
{
	struct parallel p = {.n = n, .work = work, .take = take, .payload = payload};
	struct helper helpers[PARALLEL_THREADS_MAX];
	const size_t most = jobs < PARALLEL_THREADS_MAX ? jobs : PARALLEL_THREADS_MAX;
	sigset_t all;
	sigset_t before;
	size_t started = 1;

	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.turned, NULL);
	sigfillset(&all); /* signals must be handled by the host's own threads */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (; started < most && started < n; started++) {
		helpers[started] = (struct helper){.p = &p, .number = started};
		if (pthread_create(&helpers[started].thread, NULL, help, &helpers[started]))
			break;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	run_tasks(&p, 0);
	while (started > 1)
		pthread_join(helpers[--started].thread, NULL);
	pthread_cond_destroy(&p.turned);
	pthread_mutex_destroy(&p.lock);
	return !p.failed;
}
