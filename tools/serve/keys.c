/* SPDX-License-Identifier: MIT */
#include "serve/keys.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "serve/crypto.h"

/* The hash of a key is that of "moderato:" and the key. Keys are random, so that no salt is needed
 * against tables of likely ones, and one hash of what a client shows serves for all keys. */
static const char hash_name[] = "sha256:";

static bool hash_of(moderato_str key, unsigned char out[KEY_HASH_BYTES])
{
	return crypto_sha256(str_of("moderato:"), key, out);
}

static moderato_status add(struct keys *keys, const char *name, unsigned scopes,
	unsigned per_minute, struct key **out, moderato_error *err)
{
	struct rate *rate = calloc(1, sizeof(*rate));

	if (!rate || !grow_array((void **)&keys->v, &keys->cap, keys->n + 1, sizeof(*keys->v))) {
		free(rate);
		return fail_no_memory(err);
	}
	pthread_mutex_init(&rate->lock, NULL);
	rate->per_minute = per_minute;
	rate->tokens = per_minute;
	*out = &keys->v[keys->n];
	**out = (struct key){.name = name, .scopes = scopes, .rate = rate};
	keys->n++;
	return MODERATO_OK;
}

moderato_status keys_add(struct keys *keys, const char *name, moderato_str key, unsigned scopes,
	unsigned per_minute, moderato_error *err)
{
	struct key *added;
	moderato_status status = add(keys, name, scopes, per_minute, &added, err);

	if (!status && !hash_of(key, added->hash))
		status = fail_no_memory(err);
	return status;
}

moderato_status keys_add_hash(struct keys *keys, const char *name, moderato_str hash,
	unsigned scopes, unsigned per_minute, moderato_error *err)
{
	unsigned char bytes[KEY_HASH_BYTES];
	struct key *added;
	moderato_status status;

	if (!str_begins(hash, hash_name) ||
		!crypto_unhex(str_from(hash, sizeof(hash_name) - 1), bytes, sizeof(bytes)))
		return fail(err, MODERATO_EFORMAT,
			"expected sha256: and 64 hexadecimal digits, as 'moderato serve key new' prints them");
	status = add(keys, name, scopes, per_minute, &added, err);
	if (!status)
		memcpy(added->hash, bytes, sizeof(bytes));
	return status;
}

void keys_dispose(struct keys *keys)
{
	size_t i;

	for (i = 0; i < keys->n; i++) {
		pthread_mutex_destroy(&keys->v[i].rate->lock);
		free(keys->v[i].rate);
	}
	free(keys->v);
	*keys = (struct keys){0};
}

const struct key *keys_find(const struct keys *keys, moderato_str shown)
{
	unsigned char hash[KEY_HASH_BYTES];
	const struct key *found = NULL;
	size_t i;

	if (!hash_of(shown, hash))
		return NULL;
	for (i = 0; i < keys->n; i++)
		if (crypto_equal(hash, keys->v[i].hash, sizeof(hash)))
			found = &keys->v[i];
	return found;
}

unsigned rate_take(struct rate *rate, uint64_t now_ms)
{
	unsigned wait = 0;

	if (!rate->per_minute)
		return 0;
	pthread_mutex_lock(&rate->lock);
	if (rate->filled_ms)
		rate->tokens += (double)(now_ms - rate->filled_ms) * rate->per_minute / 60000;
	if (rate->tokens > rate->per_minute)
		rate->tokens = rate->per_minute;
	rate->filled_ms = now_ms;
	if (rate->tokens >= 1)
		rate->tokens -= 1;
	else
		wait = 1 + (unsigned)((1 - rate->tokens) * 60 / rate->per_minute);
	pthread_mutex_unlock(&rate->lock);
	return wait;
}

void key_hash_text(moderato_str key, char out[KEY_HASH_TEXT])
{
	unsigned char hash[KEY_HASH_BYTES] = {0};

	hash_of(key, hash);
	memcpy(out, hash_name, sizeof(hash_name) - 1);
	crypto_hex(hash, sizeof(hash), out + sizeof(hash_name) - 1);
	out[KEY_HASH_TEXT - 1] = '\0';
}
