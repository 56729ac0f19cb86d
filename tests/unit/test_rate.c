/* SPDX-License-Identifier: MIT */
/* How often a key may be used. */
#include "support.h"

#include <pthread.h>

#include "serve/config/rate.h"

enum { BEGIN_MS = 5000000 };

/* Takes until nothing is left; returns how many there were. */
static unsigned drain(struct rate *rate, uint64_t now_ms)
{
	unsigned n = 0;

	while (!rate_take(rate, now_ms) && n < 2000000)
		n++;
	return n;
}

static void a_full_bucket__holds_one_period(void **state)
{
	static const struct rate_limit limits[] = {
		{1, 1}, {1, 86400}, {600, 60}, {7, 3600}, {1000000, 1}};
	struct rate rate;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(limits); i++) {
		const uint64_t period_ms = limits[i].seconds * (uint64_t)1000;

		rate_init(&rate, limits[i]);
		assert_int_equal(drain(&rate, BEGIN_MS), limits[i].requests);
		assert_int_equal(drain(&rate, BEGIN_MS + period_ms - 1),
			(period_ms - 1) * limits[i].requests / period_ms);
		rate_dispose(&rate);
	}
}

static void no_limit__is_never_reached(void **state)
{
	struct rate rate;

	(void)state;
	rate_init(&rate, (struct rate_limit){0, 0});
	assert_int_equal(drain(&rate, BEGIN_MS), 2000000);
	assert_int_equal(rate_per_minute(&rate), 0);
	rate_dispose(&rate);
}

/* 3 a minute: one each 20 seconds, not a millisecond earlier, whatever the steps of the clock. */
static void fractions__are_kept(void **state)
{
	struct rate rate;
	uint64_t now = BEGIN_MS;
	unsigned step;

	(void)state;
	for (step = 1; step < 100; step += 7) {
		unsigned waited = 0;
		unsigned n = 0;

		rate_init(&rate, (struct rate_limit){3, 60});
		drain(&rate, now);
		for (waited = 0; n < 5; waited += step) {
			if (!rate_take(&rate, now + waited)) {
				n++;
				assert_in_range(waited, n * 20000, n * 20000 + step);
			}
		}
		rate_dispose(&rate);
	}
}

static void the_wait__is_told_in_whole_seconds(void **state)
{
	struct rate rate;

	(void)state;
	rate_init(&rate, (struct rate_limit){1, 60});
	assert_int_equal(rate_take(&rate, BEGIN_MS), 0);
	assert_int_equal(rate_take(&rate, BEGIN_MS), 60);
	assert_int_equal(rate_take(&rate, BEGIN_MS + 1), 60);
	assert_int_equal(rate_take(&rate, BEGIN_MS + 1000), 59);
	assert_int_equal(rate_take(&rate, BEGIN_MS + 59999), 1);
	assert_int_equal(rate_take(&rate, BEGIN_MS + 60000), 0);
	rate_dispose(&rate);
}

/* A thread looks at the clock, waits for the lock, and comes with a time that is over. */
static void a_time_that_is_over__adds_nothing(void **state)
{
	struct rate rate;

	(void)state;
	rate_init(&rate, (struct rate_limit){10, 60});
	assert_int_equal(drain(&rate, BEGIN_MS + 5), 10);
	assert_int_equal(drain(&rate, BEGIN_MS), 0);
	assert_int_equal(drain(&rate, BEGIN_MS + 5), 0);
	assert_int_equal(drain(&rate, BEGIN_MS + 6005), 1);
	rate_dispose(&rate);
}

static void a_long_pause__fills_one_period_only(void **state)
{
	struct rate rate;

	(void)state;
	rate_init(&rate, (struct rate_limit){1000000000, 86400});
	assert_int_equal(rate_take(&rate, BEGIN_MS), 0);
	assert_int_equal(rate_take(&rate, UINT64_MAX / 2), 0);
	assert_int_equal(rate.level, (1000000000 - 1) * (uint64_t)86400000);
	rate_dispose(&rate);
}

static void another_bucket__is_gone_on_with_if_the_limit_is_the_same(void **state)
{
	struct rate old;
	struct rate same;
	struct rate other;

	(void)state;
	rate_init(&old, (struct rate_limit){5, 60});
	rate_init(&same, (struct rate_limit){5, 60});
	rate_init(&other, (struct rate_limit){6, 60});
	drain(&old, BEGIN_MS);
	rate_inherit(&same, &old);
	rate_inherit(&other, &old);
	assert_int_equal(drain(&same, BEGIN_MS), 0);
	assert_int_equal(drain(&other, BEGIN_MS), 6);
	rate_dispose(&old);
	rate_dispose(&same);
	rate_dispose(&other);
}

static void requests_a_minute__are_rounded_up(void **state)
{
	static const struct {
		struct rate_limit limit;
		unsigned expected;
	} cases[] = {{{600, 60}, 600}, {{10, 1}, 600}, {{1, 86400}, 1}, {{61, 3600}, 2}};
	struct rate rate;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		rate_init(&rate, cases[i].limit);
		assert_int_equal(rate_per_minute(&rate), cases[i].expected);
		rate_dispose(&rate);
	}
}

/* ---- many threads ---- */

enum { THREADS = 8, TRIES = 20000, LIMIT = 1000 };

struct shared {
	struct rate rate;
	unsigned got[THREADS];
};

struct own {
	struct shared *shared;
	unsigned number;
};

/* The clock of each thread is another one, and they all lie within the same second. */
static void *take_many(void *argument)
{
	const struct own *own = argument;
	unsigned i;

	for (i = 0; i < TRIES; i++)
		own->shared->got[own->number] +=
			!rate_take(&own->shared->rate, BEGIN_MS + (i * 7 + own->number * 13) % 1000);
	return NULL;
}

static void many_threads__get_no_more_than_there_is(void **state)
{
	struct shared shared = {.got = {0}};
	struct own own[THREADS];
	pthread_t threads[THREADS];
	unsigned sum = 0;
	unsigned i;

	(void)state;
	rate_init(&shared.rate, (struct rate_limit){LIMIT, 60});
	for (i = 0; i < THREADS; i++) {
		own[i] = (struct own){&shared, i};
		assert_int_equal(pthread_create(&threads[i], NULL, take_many, &own[i]), 0);
	}
	for (i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		sum += shared.got[i];
	}
	assert_in_range(sum, LIMIT, LIMIT + LIMIT / 60 + 1);
	rate_dispose(&shared.rate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_bucket__holds_one_period),
		cmocka_unit_test(no_limit__is_never_reached),
		cmocka_unit_test(fractions__are_kept),
		cmocka_unit_test(the_wait__is_told_in_whole_seconds),
		cmocka_unit_test(a_time_that_is_over__adds_nothing),
		cmocka_unit_test(a_long_pause__fills_one_period_only),
		cmocka_unit_test(another_bucket__is_gone_on_with_if_the_limit_is_the_same),
		cmocka_unit_test(requests_a_minute__are_rounded_up),
		cmocka_unit_test(many_threads__get_no_more_than_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
