/* SPDX-License-Identifier: MIT */
/* The kernels of the character map for SSE2, AVX2 and AVX-512. */
#include "base/simd.h"
#include "text/charmap.h"

#if defined(__x86_64__)
#	include <immintrin.h>
#	include <string.h>

#	define LEVEL sse2
#	define TARGET
#	define LANES 16
#	define VECTOR __m128i
#	define FOUND __m128i
#	define LOAD(p) _mm_loadu_si128((const void *)(p))
#	define IS(v, c) _mm_cmpeq_epi8(v, _mm_set1_epi8((char)(c)))
#	define IN(v, a, b)                                                                            \
		_mm_cmpeq_epi8(_mm_min_epu8(_mm_sub_epi8(v, _mm_set1_epi8((char)(a))),                     \
						   _mm_set1_epi8((char)((b) - (a)))),                                      \
			_mm_sub_epi8(v, _mm_set1_epi8((char)(a))))
#	define EQUAL(v, w) _mm_cmpeq_epi8(v, w)
#	define OR(f, g) _mm_or_si128(f, g)
#	define FOLD(v) _mm_or_si128(v, _mm_set1_epi8(0x20))
#	define BITS(f) (uint64_t)(uint32_t) _mm_movemask_epi8(f)
#	include "text/charmap_lanes.h"

#	define LEVEL avx2
#	define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))
#	define LANES 32
#	define VECTOR __m256i
#	define FOUND __m256i
#	define LOAD(p) _mm256_loadu_si256((const void *)(p))
#	define IS(v, c) _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)(c)))
#	define IN(v, a, b)                                                                            \
		_mm256_cmpeq_epi8(_mm256_min_epu8(_mm256_sub_epi8(v, _mm256_set1_epi8((char)(a))),         \
							  _mm256_set1_epi8((char)((b) - (a)))),                                \
			_mm256_sub_epi8(v, _mm256_set1_epi8((char)(a))))
#	define EQUAL(v, w) _mm256_cmpeq_epi8(v, w)
#	define OR(f, g) _mm256_or_si256(f, g)
#	define FOLD(v) _mm256_or_si256(v, _mm256_set1_epi8(0x20))
#	define BITS(f) (uint64_t)(uint32_t) _mm256_movemask_epi8(f)
#	include "text/charmap_lanes.h"

#	define LEVEL avx512
#	define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,popcnt")))
#	define LANES 64
#	define VECTOR __m512i
#	define FOUND __mmask64
#	define LOAD(p) _mm512_loadu_si512(p)
#	define IS(v, c) _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)(c)))
#	define IN(v, a, b)                                                                            \
		_mm512_cmple_epu8_mask(                                                                    \
			_mm512_sub_epi8(v, _mm512_set1_epi8((char)(a))), _mm512_set1_epi8((char)((b) - (a))))
#	define EQUAL(v, w) _mm512_cmpeq_epi8_mask(v, w)
#	define OR(f, g) ((f) | (g))
#	define FOLD(v) _mm512_or_si512(v, _mm512_set1_epi8(0x20))
#	define BITS(f) (uint64_t)(f)
#	include "text/charmap_lanes.h"

const struct charmap_kernel *charmap_kernel_x86(int level)
{
	switch ((enum simd_level)level) {
	case SIMD_SSE2:
		return &kernel_sse2;
	case SIMD_AVX2:
		return &kernel_avx2;
	case SIMD_AVX512:
		return &kernel_avx512;
	case SIMD_SCALAR:
	case SIMD_NEON:
		break;
	}
	return NULL;
}
#else
const struct charmap_kernel *charmap_kernel_x86(int level)
{
	(void)level;
	return NULL;
}
#endif
