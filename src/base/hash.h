/* SPDX-License-Identifier: MIT */
#ifndef BASE_HASH_H
#define BASE_HASH_H
/* 64-bit mixing hashes. They are part of the feature space: a change here changes every feature's
 * index and needs a new FEATURE_SPACE_VERSION. Read as little-endian words whatever the machine. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HASH_K0 UINT64_C(0x9e3779b97f4a7c15)
#define HASH_K1 UINT64_C(0xd6e8feb86659fd93)

/* The 64×64→128 multiply-fold of wyhash (Wang Yi): both halves of the product, xored. */
static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Up to 8 bytes as a little-endian number. */
static inline uint64_t hash_load(const unsigned char *p, size_t n)
{
	uint64_t v = 0;
	size_t i;

	if (n == 8) {
		memcpy(&v, p, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		v = __builtin_bswap64(v);
#endif
		return v;
	}
	for (i = 0; i < n; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static inline uint64_t hash_bytes(const void *data, size_t len, uint64_t seed)
{
	const unsigned char *p = data;
	uint64_t h = seed ^ hash_fold((uint64_t)len ^ HASH_K0, HASH_K1);

	for (; len >= 8; p += 8, len -= 8)
		h = hash_fold(h ^ hash_load(p, 8), HASH_K1);
	if (len)
		h = hash_fold(h ^ hash_load(p, len), HASH_K0);
	return hash_fold(h ^ HASH_K1, HASH_K0);
}

/* One number out of two; order matters. */
static inline uint64_t hash_pair(uint64_t a, uint64_t b)
{
	return hash_fold(a ^ HASH_K0, (b << 1 | b >> 63) ^ HASH_K1);
}

#endif
