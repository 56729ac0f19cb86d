/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_KEYS_H
#define TOOLS_SERVE_KEYS_H
/* The keys that clients show. Only their hashes are kept, so that whoever reads the configuration
 * does not learn a key. */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "moderato/comment.h"

enum { KEY_HASH_BYTES = 32, KEY_DIGITS = 12 };

/* How often a key may be used: a bucket that holds `per_minute` tokens and fills at that rate. */
struct rate {
	unsigned per_minute; /* 0: no limit */
	pthread_mutex_t lock;
	double tokens;
	uint64_t filled_ms; /* when `tokens` was right, on the monotonic clock */
};

struct key {
	const char *name; /* for logs and metrics */
	unsigned char hash[KEY_HASH_BYTES];
	unsigned scopes; /* enum scope */
	struct rate *rate;
};

struct keys {
	struct key *v;
	size_t n;
	size_t cap;
};

/* Adds a key that is known in clear, as that of --key. MODERATO_ENOMEM. `name` is borrowed. */
moderato_status keys_add(struct keys *keys, const char *name, moderato_str key, unsigned scopes,
	unsigned per_minute, moderato_error *err);

/* Adds a key by its hash, "sha256:" and 64 hexadecimal digits. MODERATO_EFORMAT, MODERATO_ENOMEM.
 */
moderato_status keys_add_hash(struct keys *keys, const char *name, moderato_str hash,
	unsigned scopes, unsigned per_minute, moderato_error *err);

void keys_dispose(struct keys *keys);

/* Returns whose key this is, or NULL. The time it takes depends on the number of keys alone: all
 * are compared, each in constant time. */
const struct key *keys_find(const struct keys *keys, moderato_str shown);

/* Takes one request off the key's rate. Returns 0, or the seconds until there is another. */
unsigned rate_take(struct rate *rate, uint64_t now_ms);

/* Writes the hash of a key as the configuration has it, ended by a NUL. */
enum { KEY_HASH_TEXT = 7 + 2 * KEY_HASH_BYTES + 1 };
void key_hash_text(moderato_str key, char out[KEY_HASH_TEXT]);

#endif
