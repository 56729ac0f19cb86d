/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_METRICS_H
#define TOOLS_SERVE_METRICS_H
/* Counters, one set a thread, written by that thread alone and summed when somebody asks: counting
 * takes no lock. */
#include <stdatomic.h>
#include <stdint.h>

#include "moderato/classifier.h"
#include "serve/protocol.h"

enum {
	LATENCY_BUCKETS = 14, /* by upper bound, see latency_bound_us[]; the last is +Inf */
	SCORE_BUCKETS = 20,   /* of .05 each */
};
extern const unsigned latency_bound_us[LATENCY_BUCKETS - 1];

typedef atomic_uint_least64_t counter;

struct route_counters {
	counter status[6]; /* by the status' first digit; [0]: the client went away */
	counter latency[LATENCY_BUCKETS];
	counter latency_us; /* sum */
};

struct counters {
	struct route_counters routes[ROUTES_MAX];
	counter refused[REFUSAL_KINDS];
	counter scores[MODERATO_ATTRIBUTES_MAX][SCORE_BUCKETS];
	counter score_millionths[MODERATO_ATTRIBUTES_MAX]; /* sum */
	counter comments;                                  /* scored */
	counter decisions[3];
	counter shadow_decisions[3][3]; /* by the decision and the shadow's */
	counter feedback[3]; /* by enum feedback_result */
	counter bytes_in;
	counter bytes_out;
};

/* Adds to a counter of one's own thread. */
static inline void count(counter *c, uint64_t n)
{
	atomic_store_explicit(
		c, atomic_load_explicit(c, memory_order_relaxed) + n, memory_order_relaxed);
}

void count_request(struct counters *counters, size_t route, unsigned status, uint64_t us);
void count_scores(struct counters *counters, const moderato_scores *scores);

#endif
