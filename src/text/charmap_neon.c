/* SPDX-License-Identifier: MIT */
/* The kernel of the character map for ARM's NEON. */
#include "base/simd.h"
#include "text/charmap.h"

#if defined(__aarch64__)
#	include <arm_neon.h>
#	include <string.h>

/* NEON has no instruction that gathers the top bits of bytes: give each byte its own bit and add
 * all of them up. */
static uint64_t bits_of(uint8x16_t found)
{
	static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	const uint8x16_t bits = vandq_u8(found, vld1q_u8(places));

	return (uint64_t)vaddv_u8(vget_low_u8(bits)) | (uint64_t)vaddv_u8(vget_high_u8(bits)) << 8;
}

#	define LEVEL neon
#	define TARGET
#	define LANES 16
#	define VECTOR uint8x16_t
#	define FOUND uint8x16_t
#	define LOAD(p) vld1q_u8((const uint8_t *)(p))
#	define IS(v, c) vceqq_u8(v, vdupq_n_u8((uint8_t)(c)))
#	define IN(v, a, b)                                                                            \
		vcleq_u8(vsubq_u8(v, vdupq_n_u8((uint8_t)(a))), vdupq_n_u8((uint8_t)((b) - (a))))
#	define EQUAL(v, w) vceqq_u8(v, w)
#	define OR(f, g) vorrq_u8(f, g)
#	define FOLD(v) vorrq_u8(v, vdupq_n_u8(0x20))
#	define BITS(f) bits_of(f)
#	include "text/charmap_lanes.h"

const struct charmap_kernel *charmap_kernel_neon(int level)
{
	return level == SIMD_NEON ? &kernel_neon : NULL;
}
#else
const struct charmap_kernel *charmap_kernel_neon(int level)
{
	(void)level;
	return NULL;
}
#endif
