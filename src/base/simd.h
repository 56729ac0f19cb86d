/* SPDX-License-Identifier: MIT */
#ifndef BASE_SIMD_H
#define BASE_SIMD_H
#include <stdbool.h>

/* Which vector instructions to use. Every loop that has a vector form has a scalar one with the
 * same results bit for bit; the level only says how fast. */

/* In rising order on each machine: a level includes those below it. */
enum simd_level {
	SIMD_SCALAR,
	SIMD_SSE2,   /* x86-64: always there */
	SIMD_AVX2,   /* … with BMI1, BMI2 and POPCNT */
	SIMD_AVX512, /* … with F, BW and VL */
	SIMD_NEON,   /* AArch64: always there */
};

/* The best level of this machine, or the one that was chosen. Thread-safe; found once. */
enum simd_level simd_level(void);

/* Use this level from now on, before other threads start; false: the machine does not have it. */
bool simd_use(enum simd_level level);

#endif
