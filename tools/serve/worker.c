/* SPDX-License-Identifier: MIT */
#include "serve/worker.h"

#include <stdlib.h>

#include "serve/crypto.h"
#include "serve/server.h"

struct worker *worker_new(struct server *server)
{
	struct worker *worker = calloc(1, sizeof(*worker));
	unsigned char random[6];

	if (!worker)
		return NULL;
	worker->server = server;
	worker->json = json_reader_new();
	if (!worker->json || moderato_comment_parser_new(&worker->comments, NULL) ||
		!crypto_random(random, sizeof(random))) {
		worker_free(worker);
		return NULL;
	}
	crypto_hex(random, sizeof(random), worker->id_base);
	return worker;
}

struct former {
	struct setup *setup;
	size_t n_open;
	struct former *next;
};

/* Frees what belongs to the setup, and lets it go when its last request has ended. False: there is
 * no memory for keeping it until then, and nothing has changed. */
static bool leave_setup(struct worker *worker)
{
	struct former *former = NULL;

	if (worker->n_open) {
		former = malloc(sizeof(*former));
		if (!former)
			return false;
		*former = (struct former){worker->setup, worker->n_open, worker->former};
		worker->former = former;
		worker->n_open = 0;
	} else {
		setup_release(worker->setup);
	}
	moderato_classifier_free(worker->shadow);
	moderato_classifier_free(worker->classifier);
	worker->shadow = NULL;
	worker->classifier = NULL;
	worker->setup = NULL;
	return true;
}

struct setup *worker_enter(struct worker *worker)
{
	worker->n_open++;
	return worker->setup;
}

void worker_leave(struct worker *worker, struct setup *setup)
{
	struct former **at = &worker->former;
	struct former *former;

	if (setup == worker->setup) {
		worker->n_open--;
		return;
	}
	while ((*at)->setup != setup)
		at = &(*at)->next;
	former = *at;
	if (--former->n_open)
		return;
	*at = former->next;
	setup_release(setup);
	free(former);
}

void worker_free(struct worker *worker)
{
	if (!worker)
		return;
	worker->n_open = 0; /* when threads end, so have all requests */
	leave_setup(worker);
	json_reader_free(worker->json);
	moderato_comment_parser_free(worker->comments);
	arena_dispose(&worker->arena);
	buffer_dispose(&worker->scratch);
	buffer_dispose(&worker->line);
	free(worker);
}

/* Finds out where the attributes of the setup's bundle are counted, and compared. */
static void number_attributes(struct worker *worker)
{
	const struct setup *setup = worker->setup;
	size_t i;

	pthread_mutex_lock(&worker->server->lock);
	for (i = 0; i < moderato_bundle_n_attributes(setup->bundle); i++) {
		const char *name = moderato_bundle_attribute(setup->bundle, i);

		worker->slot[i] =
			(unsigned char)name_slot(&worker->server->attributes, name, ATTRIBUTE_SLOTS);
		worker->shadow_attribute[i] =
			setup->shadow_bundle ? moderato_bundle_find(setup->shadow_bundle, name) : -1;
	}
	pthread_mutex_unlock(&worker->server->lock);
}

static bool open_classifiers(
	const struct setup *setup, moderato_classifier **classifier, moderato_classifier **shadow)
{
	const moderato_classifier_options options = setup_options(setup);
	moderato_classifier_options shadows;

	if (moderato_classifier_new(classifier, setup->bundle, &options, NULL))
		return false;
	if (!setup->shadow_bundle)
		return true;
	shadows = setup_shadow_options(setup);
	return !moderato_classifier_new(shadow, setup->shadow_bundle, &shadows, NULL);
}

bool worker_refresh(struct worker *worker)
{
	const uint64_t generation =
		atomic_load_explicit(&worker->server->generation, memory_order_acquire);
	moderato_classifier *classifier = NULL;
	moderato_classifier *shadow = NULL;
	struct setup *setup;

	if (worker->setup && worker->setup->generation == generation)
		return true;
	setup = server_hold_setup(worker->server);
	if (!open_classifiers(setup, &classifier, &shadow)) {
		moderato_classifier_free(classifier);
		setup_release(setup);
		return worker->setup != NULL;
	}
	if (worker->setup && !leave_setup(worker)) {
		moderato_classifier_free(shadow);
		moderato_classifier_free(classifier);
		setup_release(setup);
		return true;
	}
	worker->setup = setup;
	worker->classifier = classifier;
	worker->shadow = shadow;
	number_attributes(worker);
	return true;
}

static moderato_status screen(struct worker *worker, const moderato_comment *comment,
	moderato_verdict *verdict, moderato_error *err)
{
	moderato_status status = moderato_classifier_screen(
		worker->classifier, worker->setup->policy, comment, verdict, err);

	if (status) {
		count(&worker->counters.failures, 1);
		return status;
	}
	worker->notes.comments++;
	count_scores(&worker->counters, &verdict->scores, worker->slot);
	if (worker->shadow)
		shadow_ask(worker, comment, verdict);
	return MODERATO_OK;
}

moderato_status worker_screen(struct worker *worker, const moderato_comment *comment,
	moderato_verdict *verdict, moderato_error *err)
{
	moderato_status status = screen(worker, comment, verdict, err);

	if (status)
		return status;
	count(&worker->counters.decisions[verdict->decision], 1);
	worker->notes.decided++;
	worker->notes.decision = verdict->decision;
	return MODERATO_OK;
}

moderato_status worker_score(struct worker *worker, const moderato_comment *comment,
	moderato_scores *scores, moderato_error *err)
{
	moderato_verdict verdict;
	moderato_status status;

	if (worker->shadow) { /* it is compared by decisions, too, though the client sees none */
		status = screen(worker, comment, &verdict, err);
		if (!status)
			*scores = verdict.scores;
		return status;
	}
	status = moderato_classifier_score(worker->classifier, comment, scores, err);
	if (status) {
		count(&worker->counters.failures, 1);
		return status;
	}
	worker->notes.comments++;
	count_scores(&worker->counters, scores, worker->slot);
	return MODERATO_OK;
}

enum feedback_result worker_feedback(struct worker *worker, const moderato_comment *comment)
{
	enum feedback_result result;

	if (!worker->setup->feedback)
		return FEEDBACK_REPEATED;
	result = feedback_keep(worker->setup->feedback, comment, NULL);
	count(&worker->counters.feedback[result], 1);
	return result;
}
