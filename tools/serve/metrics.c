/* SPDX-License-Identifier: MIT */
#include "serve/metrics.h"

#include <stdlib.h>
#include <string.h>

const unsigned latency_bound_us[LATENCY_BUCKETS - 1] = {
	50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 500000, 2500000};

void count_request(struct counters *counters, size_t route, unsigned status, uint64_t us)
{
	const unsigned digit = status / 100;
	struct latency_counters *c =
		&counters->routes[route < ROUTES_MAX ? route : ROUTES_MAX - 1]
						 [digit < STATUS_CLASSES ? digit : STATUS_CLASSES - 1];
	size_t bucket = 0;

	while (bucket < LATENCY_BUCKETS - 1 && us > latency_bound_us[bucket])
		bucket++;
	count(&c->bucket[bucket], 1);
	count(&c->us, us);
}

void count_scores(
	struct counters *counters, const moderato_scores *scores, const unsigned char *slot)
{
	const uint32_t per_bucket = 1000000 / SCORE_BUCKETS;
	size_t i;

	for (i = 0; i < scores->n; i++) { /* scores are millionths */
		const uint32_t millionths = (uint32_t)(scores->score[i] * 1e6 + .5);
		const size_t bucket = millionths ? (millionths - 1) / per_bucket : 0;

		count(&counters->scores[slot[i]][bucket < SCORE_BUCKETS ? bucket : SCORE_BUCKETS - 1], 1);
		count(&counters->score_millionths[slot[i]], millionths);
	}
	count(&counters->comments, 1);
}

void counters_add(struct counters *sum, const struct counters *thread)
{
	/* It holds nothing but counters. `answered` is read before `begun`, so that no request is seen
	 * as answered, but not as begun. */
	const size_t n = sizeof(*sum) / sizeof(counter);
	const uint64_t answered = atomic_load_explicit(&thread->answered, memory_order_acquire);
	counter *to = (counter *)sum;
	const counter *from = (const counter *)thread;
	const size_t at = offsetof(struct counters, answered) / sizeof(counter);
	size_t i;

	_Static_assert(sizeof(struct counters) % sizeof(counter) == 0, "nothing but counters");
	for (i = 0; i < n; i++)
		count(&to[i], i == at ? answered : counted(&from[i]));
}

size_t attribute_slot(struct attribute_slots *slots, const char *name)
{
	size_t i;

	for (i = 0; i < slots->n; i++)
		if (strcmp(slots->name[i], name) == 0)
			return i;
	if (slots->n == ATTRIBUTE_SLOTS || !(slots->name[slots->n] = strdup(name)))
		return NO_SLOT;
	return slots->n++;
}

void attribute_slots_dispose(struct attribute_slots *slots)
{
	while (slots->n)
		free(slots->name[--slots->n]);
}
