/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_RATE_H
#define TOOLS_SERVE_RATE_H
/* How often a key may be used: a bucket of tokens, which fills at the rate and holds no more than
 * one period's. Each request takes one. Thread-safe. */
#include <pthread.h>
#include <stdint.h>

struct rate_limit {
	unsigned requests; /* 0: no limit */
	unsigned seconds;  /* the period in which there may be so many */
};

struct rate {
	struct rate_limit limit;
	pthread_mutex_t lock;
	uint64_t level;     /* a request takes the milliseconds of a period off; each millisecond adds
						   limit.requests: whole numbers, so that nothing is lost by rounding */
	uint64_t filled_ms; /* when `level` was right, on the monotonic clock */
};

/* The bucket is full at first. */
void rate_init(struct rate *rate, struct rate_limit limit);
void rate_dispose(struct rate *rate);

/* Takes one request off. Returns 0, or the seconds until there is another. Threads may come with
 * times in another order than they took them. */
unsigned rate_take(struct rate *rate, uint64_t now_ms);

/* Goes on with what another bucket of the same limit holds. */
void rate_inherit(struct rate *rate, struct rate *from);

/* Returns the requests a minute, rounded up. */
unsigned rate_per_minute(const struct rate *rate);

#endif
