/* SPDX-License-Identifier: MIT */
#include "model/linear_simd.h"

#include <string.h>

#include "base/simd.h"

typedef float floats __attribute__((vector_size(LINEAR_LANES * 4)));
typedef double doubles __attribute__((vector_size(LINEAR_LANES * 8)));

#define DOUBLES(v) __builtin_convertvector(v, doubles)
#define FLOATS(v) __builtin_convertvector(v, floats)

/* The weights of a row; books beyond n_heads are 0. Each code has a book of its own, so there is
 * nothing to load at once. */
#define WEIGHTS(b, row)                                                                            \
	DOUBLES(((floats){(b)[(row)[1]], (b)[0x100 + (row)[2]], (b)[0x200 + (row)[3]],                 \
		(b)[0x300 + (row)[4]], (b)[0x400 + (row)[5]], (b)[0x500 + (row)[6]],                       \
		(b)[0x600 + (row)[7]], 0}))

#define LEVEL plain
#define TARGET
#include "model/linear_loops.h"

#if defined(__x86_64__)
#	define LEVEL avx2
#	define TARGET __attribute__((target("avx2,bmi,bmi2")))
#	include "model/linear_loops.h"

#	define LEVEL avx512
#	define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2")))
#	include "model/linear_loops.h"
#endif

const struct linear_simd *linear_simd_for(size_t stride, size_t n_heads)
{
	if (stride != 8 || n_heads >= LINEAR_LANES)
		return NULL;
#if defined(__x86_64__)
	if (simd_level() == SIMD_AVX512)
		return &simd_avx512;
	if (simd_level() == SIMD_AVX2)
		return &simd_avx2;
#endif
	return &simd_plain;
}
