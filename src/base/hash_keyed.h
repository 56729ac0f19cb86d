/* SPDX-License-Identifier: MIT */
#ifndef BASE_HASH_KEYED_H
#define BASE_HASH_KEYED_H
/* Hashes for tables that strangers can fill. Their key is drawn once in a process, so nobody can
 * choose strings that meet in a slot, or two that have one hash. They differ from run to run: use
 * them only inside a table or for comparing, never for what is written, ordered or drawn by. What
 * must be the same in every run has base/hash.h. */
#include "base/hash.h"
#include "base/str.h"

struct hash_key {
	uint64_t a;
	uint64_t b;
};

/* Returns the key of this process. Thread-safe. */
const struct hash_key *hash_key(void);

/* SipHash-1-3 (Aumasson and Bernstein) of the bytes under the key of this process. */
uint64_t hash_keyed(const void *data, size_t len);

/* The same under a given key, for tests. */
uint64_t hash_keyed_by(const struct hash_key *key, const void *data, size_t len);

/* Hashes two numbers to a slot. This is faster than SipHash, but its result must not be shown to
 * anybody. */
static inline uint64_t hash_slot_of_pair(const struct hash_key *key, uint64_t x, uint64_t y)
{
	return hash_fold(x ^ key->a, y ^ key->b);
}

static inline uint64_t hash_slot(const struct hash_key *key, uint64_t number)
{
	return hash_slot_of_pair(key, number, 0);
}

#endif
