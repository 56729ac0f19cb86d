/* SPDX-License-Identifier: MIT */
#ifndef BASE_HASH_H
#define BASE_HASH_H
/* 64-bit mixing hashes. They are part of the feature space: a change here changes every feature's
 * index and needs a new FEATURE_SPACE_VERSION. Read as little-endian words whatever the machine.
 *
 * Anybody can compute them, and thus choose strings with one hash. They are for what must be the
 * same in every run (features, folds, check sums of our own files); tables that strangers fill, and
 * comparing by a hash what strangers write, need base/hash_keyed.h. */
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

static inline uint64_t hash_little_endian(uint64_t v)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

/* Reads 8 bytes as a little-endian number. */
static inline uint64_t hash_load8(const void *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return hash_little_endian(v);
}

static inline uint64_t hash_load4(const void *p)
{
	uint32_t v;

	memcpy(&v, p, 4);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap32(v);
#endif
	return v;
}

/* Reads up to 8 bytes as a little-endian number. Two reads that overlap agree on the bytes that
 * they share, so there is no loop over single bytes. */
static inline uint64_t hash_load(const unsigned char *p, size_t n)
{
	if (n == 8)
		return hash_load8(p);
	if (n >= 4)
		return hash_load4(p) | hash_load4(p + n - 4) << (8 * (n - 4));
	if (n)
		return (uint64_t)p[0] | (uint64_t)p[n / 2] << (8 * (n / 2)) |
			   (uint64_t)p[n - 1] << (8 * (n - 1));
	return 0;
}

/* Returns the first n of 8 bytes, n < 8, if all 8 may be read. It needs no branch on n. */
static inline uint64_t hash_first(uint64_t eight, size_t n)
{
	return eight & ((UINT64_C(1) << 8 * n) - 1);
}

/* hash_bytes() in parts, for what is read in blocks: begin with the length of all, go on with
 * blocks of which all but the last are multiples of 8 bytes, and end. */
static inline uint64_t hash_begin(uint64_t len, uint64_t seed)
{
	return seed ^ hash_fold(len ^ HASH_K0, HASH_K1);
}

static inline uint64_t hash_block(uint64_t h, const void *data, size_t len)
{
	const unsigned char *p = data;

	for (; len >= 8; p += 8, len -= 8)
		h = hash_fold(h ^ hash_load(p, 8), HASH_K1);
	return len ? hash_fold(h ^ hash_load(p, len), HASH_K0) : h;
}

static inline uint64_t hash_end(uint64_t h)
{
	return hash_fold(h ^ HASH_K1, HASH_K0);
}

static inline uint64_t hash_bytes(const void *data, size_t len, uint64_t seed)
{
	return hash_end(hash_block(hash_begin(len, seed), data, len));
}

/* Compares two 64-bit numbers for qsort() and bsearch(). */
static inline int hash_order(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a;
	const uint64_t y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Continues the FNV-1a hash `hash`; start with 0. For check sums in files: the mixing hashes may
 * change. */
static inline uint64_t hash_fnv1a(uint64_t hash, const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t i;

	hash ^= UINT64_C(0xcbf29ce484222325);
	for (i = 0; i < len; i++)
		hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
	return hash;
}

/* Hashes two numbers into one; their order matters. */
static inline uint64_t hash_pair(uint64_t a, uint64_t b)
{
	return hash_fold(a ^ HASH_K0, (b << 1 | b >> 63) ^ HASH_K1);
}

#endif
