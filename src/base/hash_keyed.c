/* SPDX-License-Identifier: MIT */
/* The key of the process, which is drawn here and nowhere else, and SipHash. */
#include "base/hash_keyed.h"

#include <errno.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/random.h>

static struct hash_key process_key;

static void draw_key(void)
{
	const void *given;
	ssize_t n;

	do
		n = getrandom(&process_key, sizeof(process_key), 0);
	while (n < 0 && errno == EINTR);
	if (n == (ssize_t)sizeof(process_key))
		return;
	/* A sandbox may forbid the call. The kernel gives every process 16 random bytes at its start.
	 */
	given = (const void *)(uintptr_t)getauxval(AT_RANDOM);
	if (given)
		memcpy(&process_key, given, sizeof(process_key));
	process_key.a ^= HASH_K0;
	process_key.b ^= HASH_K1;
}

const struct hash_key *hash_key(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, draw_key);
	return &process_key;
}

static uint64_t rotate(uint64_t v, unsigned bits)
{
	return v << bits | v >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] = rotate(v[0], 32) + v[3];
	v[2] += v[1];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

static void sip_block(uint64_t v[4], uint64_t block)
{
	v[3] ^= block;
	sip_round(v);
	v[0] ^= block;
}

uint64_t hash_keyed_by(const struct hash_key *key, const void *data, size_t len)
{
	const unsigned char *p = data;
	const uint64_t end = (uint64_t)len << 56;
	uint64_t v[4] = {key->a ^ UINT64_C(0x736f6d6570736575), key->b ^ UINT64_C(0x646f72616e646f6d),
		key->a ^ UINT64_C(0x6c7967656e657261), key->b ^ UINT64_C(0x7465646279746573)};

	for (; len >= 8; p += 8, len -= 8)
		sip_block(v, hash_load8(p));
	sip_block(v, end | (len ? hash_load(p, len) : 0));
	v[2] ^= 0xff;
	sip_round(v);
	sip_round(v);
	sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t hash_keyed(const void *data, size_t len)
{
	return hash_keyed_by(hash_key(), data, len);
}
