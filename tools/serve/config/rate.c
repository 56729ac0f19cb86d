/* SPDX-License-Identifier: MIT */
#include "serve/config/rate.h"

static uint64_t period_ms(const struct rate *rate)
{
	return (uint64_t)rate->limit.seconds * 1000;
}

void rate_init(struct rate *rate, struct rate_limit limit)
{
	*rate = (struct rate){.limit = limit};
	rate->level = limit.requests * period_ms(rate);
	pthread_mutex_init(&rate->lock, NULL);
}

void rate_dispose(struct rate *rate)
{
	pthread_mutex_destroy(&rate->lock);
}

/* Adds what has come since the last time. A thread that looked at the clock earlier but got the
 * lock later adds nothing: time only goes forward here. */
static void fill(struct rate *rate, uint64_t now_ms)
{
	const uint64_t full = rate->limit.requests * period_ms(rate);
	uint64_t passed;

	if (now_ms <= rate->filled_ms)
		return;
	passed = rate->filled_ms ? now_ms - rate->filled_ms : 0;
	if (passed > period_ms(rate)) /* full in any case */
		passed = period_ms(rate);
	rate->level += passed * rate->limit.requests;
	if (rate->level > full)
		rate->level = full;
	rate->filled_ms = now_ms;
}

unsigned rate_take(struct rate *rate, uint64_t now_ms)
{
	const uint64_t one = period_ms(rate);
	unsigned wait = 0;

	if (!rate->limit.requests)
		return 0;
	pthread_mutex_lock(&rate->lock);
	fill(rate, now_ms);
	if (rate->level >= one) {
		rate->level -= one;
	} else {
		const uint64_t a_second = (uint64_t)rate->limit.requests * 1000;

		wait = (unsigned)((one - rate->level + a_second - 1) / a_second);
	}
	pthread_mutex_unlock(&rate->lock);
	return wait;
}

void rate_inherit(struct rate *rate, struct rate *from)
{
	if (rate->limit.requests != from->limit.requests || rate->limit.seconds != from->limit.seconds)
		return;
	pthread_mutex_lock(&from->lock);
	rate->level = from->level;
	rate->filled_ms = from->filled_ms;
	pthread_mutex_unlock(&from->lock);
}

unsigned rate_per_minute(const struct rate *rate)
{
	const uint64_t in_all = (uint64_t)rate->limit.requests * 60;

	return in_all ? (unsigned)((in_all + rate->limit.seconds - 1) / rate->limit.seconds) : 0;
}
