/* SPDX-License-Identifier: MIT */
#include "serve/metrics/counters.h"

#include <stdlib.h>
#include <string.h>

const unsigned latency_bound_us[LATENCY_BUCKETS - 1] = {
	50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 500000, 2500000};

static size_t class_of(unsigned status)
{
	const size_t digit = status / 100;

	return digit < STATUS_CLASSES ? digit : STATUS_CLASSES - 1;
}

void count_key(struct counters *counters, size_t slot, unsigned status)
{
	count(&counters->keys[slot][class_of(status)], 1);
}

void count_request(struct counters *counters, size_t route, unsigned status, uint64_t us)
{
	struct latency_counters *c =
		&counters->routes[route < ROUTES_MAX ? route : ROUTES_MAX - 1][class_of(status)];
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

size_t name_slot(struct name_slots *slots, const char *name, size_t max)
{
	size_t i;

	for (i = 0; i < slots->n; i++)
		if (strcmp(slots->name[i], name) == 0)
			return i;
	if (slots->n == max || !(slots->name[slots->n] = strdup(name)))
		return max;
	return slots->n++;
}

void name_slots_dispose(struct name_slots *slots)
{
	while (slots->n)
		free(slots->name[--slots->n]);
}
