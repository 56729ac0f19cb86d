/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_KEYS_H
#define TOOLS_SERVE_KEYS_H
/* The keys that clients show. Only their hashes are kept, so that whoever reads the configuration
 * does not learn a key. */
#include <stdbool.h>
#include <stdint.h>

#include "moderato/comment.h"
#include "serve/config/rate.h"

enum { KEY_HASH_BYTES = 32, KEYS_MAX = 1000 };

/* What is said of a key. */
struct key_terms {
	const char *name; /* for logs and metrics; borrowed */
	unsigned scopes;  /* enum scope */
	struct rate_limit rate;
	int64_t expires; /* seconds since 1970 from which on it is refused; 0: never */
};

struct key {
	const char *name;
	unsigned char hash[KEY_HASH_BYTES];
	unsigned scopes; /* enum scope */
	int64_t expires;
	struct rate *rate;
	size_t slot; /* where its requests are counted, see counters.h */
};

struct keys {
	struct key *v;
	size_t n;
	size_t cap;
};

/* Adds a key that is known in clear, as that of --key. MODERATO_EINVAL: there is one of this name
 * or the same one already; MODERATO_ENOMEM. */
moderato_status keys_add(
	struct keys *keys, const struct key_terms *terms, moderato_str key, moderato_error *err);

/* Adds a key by its hash, "sha256:" and 64 hexadecimal digits. MODERATO_EFORMAT: it is not that;
 * MODERATO_EINVAL, MODERATO_ENOMEM. */
moderato_status keys_add_hash(
	struct keys *keys, const struct key_terms *terms, moderato_str hash, moderato_error *err);

void keys_dispose(struct keys *keys);

/* Returns whose key this is, or NULL; one that has expired is nobody's. The time it takes depends
 * on the number of keys alone: all are compared, each in constant time. */
const struct key *keys_find(const struct keys *keys, moderato_str shown);

/* Lets the rates of keys that were there before go on where they were. */
void keys_inherit(struct keys *keys, const struct keys *from);

/* Write a hash as the configuration has it, ended by a NUL. */
enum { KEY_HASH_TEXT = 7 + 2 * KEY_HASH_BYTES + 1 };
void key_hash_write(const unsigned char hash[KEY_HASH_BYTES], char out[KEY_HASH_TEXT]);
void key_hash_text(moderato_str key, char out[KEY_HASH_TEXT]);

#endif
