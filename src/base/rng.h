/* SPDX-License-Identifier: MIT */
#ifndef BASE_RNG_H
#define BASE_RNG_H
/* Seeded random numbers: the same seed gives the same numbers on every machine. For folds and
 * resampling, never for secrets.
 *
 * xoshiro256** 1.0 by David Blackman and Sebastiano Vigna (public domain,
 * https://prng.di.unimi.it/xoshiro256starstar.c), its state filled from the seed by SplitMix64
 * (https://prng.di.unimi.it/splitmix64.c), as its authors advise. */
#include <stdint.h>

struct rng {
	uint64_t state[4];
};

/* Any seed will do, 0 too. */
void rng_seed(struct rng *rng, uint64_t seed);

/* 64 random bits. */
uint64_t rng_next(struct rng *rng);

/* Returns 0 … n-1, each equally likely; n must not be 0. It sometimes uses more than one
 * rng_next(). */
uint64_t rng_below(struct rng *rng, uint64_t n);

/* 0 ≤ x < 1, a multiple of 2^-53. */
double rng_double(struct rng *rng);

/* SplitMix64's output function: one to one on 64-bit numbers, so that sorting by
 * rng_mix(key ^ rng_mix(seed)) is a seeded shuffle that does not depend on the order of arrival. */
uint64_t rng_mix(uint64_t x);

#endif
