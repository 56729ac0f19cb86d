/* SPDX-License-Identifier: MIT */
#include "base/rng.h"

#include <assert.h>

#define SPLITMIX_STEP UINT64_C(0x9e3779b97f4a7c15)

static uint64_t rotate_left(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

uint64_t rng_mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

void rng_seed(struct rng *rng, uint64_t seed)
{
	int i;

	for (i = 0; i < 4; i++) {
		seed += SPLITMIX_STEP;
		rng->state[i] = rng_mix(seed);
	}
}

uint64_t rng_next(struct rng *rng)
{
	uint64_t *s = rng->state;
	uint64_t result = rotate_left(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate_left(s[3], 45);
	return result;
}

/* Lemire 2019, "Fast Random Integer Generation in an Interval" (https://arxiv.org/abs/1805.10941),
 * algorithm 5: the high half of x·n, with the few x rejected that would make low results likelier.
 */
uint64_t rng_below(struct rng *rng, uint64_t n)
{
	__extension__ typedef unsigned __int128 wide;
	wide product;
	uint64_t surplus;

	assert(n > 0);
	product = (wide)rng_next(rng) * n;
	if ((uint64_t)product < n) {
		surplus = (0 - n) % n; /* 2^64 mod n */
		while ((uint64_t)product < surplus)
			product = (wide)rng_next(rng) * n;
	}
	return (uint64_t)(product >> 64);
}

double rng_double(struct rng *rng)
{
	return (double)(rng_next(rng) >> 11) * 0x1p-53;
}
