/* SPDX-License-Identifier: MIT */
#include "serve/metrics.h"

const unsigned latency_bound_us[LATENCY_BUCKETS - 1] = {
	50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 500000, 2500000};

void count_request(struct counters *counters, size_t route, unsigned status, uint64_t us)
{
	struct route_counters *r = &counters->routes[route];
	const unsigned digit = status / 100;
	size_t bucket = 0;

	while (bucket < LATENCY_BUCKETS - 1 && us > latency_bound_us[bucket])
		bucket++;
	count(&r->status[digit <= 5 ? digit : 0], 1);
	count(&r->latency[bucket], 1);
	count(&r->latency_us, us);
}

void count_scores(struct counters *counters, const moderato_scores *scores)
{
	size_t i;

	for (i = 0; i < scores->n; i++) {
		const size_t bucket = (size_t)(scores->score[i] * SCORE_BUCKETS);

		count(&counters->scores[i][bucket < SCORE_BUCKETS ? bucket : SCORE_BUCKETS - 1], 1);
		count(&counters->score_millionths[i], (uint64_t)(scores->score[i] * 1e6 + .5));
	}
	count(&counters->comments, 1);
}
