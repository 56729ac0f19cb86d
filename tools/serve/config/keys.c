/* SPDX-License-Identifier: MIT */
#include "serve/config/keys.h"

#include <stdlib.h>
#include <time.h>

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

/* Names tell keys apart in logs, and of the same key there cannot be two opinions. */
static moderato_status check_new(
	const struct keys *keys, const char *name, const unsigned char *hash, moderato_error *err)
{
	size_t i;

	if (keys->n == KEYS_MAX)
		return fail(err, MODERATO_EINVAL, "expected at most %d keys", KEYS_MAX);
	for (i = 0; i < keys->n; i++) {
		if (strcmp(keys->v[i].name, name) == 0)
			return fail(err, MODERATO_EINVAL, "there are two keys with the name '%s'", name);
		if (crypto_equal(keys->v[i].hash, hash, KEY_HASH_BYTES))
			return fail(
				err, MODERATO_EINVAL, "'%s' is the same key as '%s'", name, keys->v[i].name);
	}
	return MODERATO_OK;
}

static moderato_status add(struct keys *keys, const struct key_terms *terms,
	const unsigned char hash[KEY_HASH_BYTES], moderato_error *err)
{
	moderato_status status = check_new(keys, terms->name, hash, err);
	struct rate *rate;
	struct key *key;

	if (status)
		return status;
	rate = malloc(sizeof(*rate));
	if (!rate || !grow_array((void **)&keys->v, &keys->cap, keys->n + 1, sizeof(*keys->v))) {
		free(rate);
		return fail_no_memory(err);
	}
	rate_init(rate, terms->rate);
	key = &keys->v[keys->n++];
	*key = (struct key){
		.name = terms->name, .scopes = terms->scopes, .expires = terms->expires, .rate = rate};
	memcpy(key->hash, hash, KEY_HASH_BYTES);
	return MODERATO_OK;
}

moderato_status keys_add(
	struct keys *keys, const struct key_terms *terms, moderato_str key, moderato_error *err)
{
	unsigned char hash[KEY_HASH_BYTES];

	return hash_of(key, hash) ? add(keys, terms, hash, err) : fail_no_memory(err);
}

moderato_status keys_add_hash(
	struct keys *keys, const struct key_terms *terms, moderato_str hash, moderato_error *err)
{
	unsigned char bytes[KEY_HASH_BYTES];

	if (!str_begins(hash, hash_name) ||
		!crypto_unhex(str_from(hash, sizeof(hash_name) - 1), bytes, sizeof(bytes)))
		return fail(err, MODERATO_EFORMAT,
			"expected sha256: and 64 hexadecimal digits, as 'moderato serve key new' prints them");
	return add(keys, terms, bytes, err);
}

void keys_dispose(struct keys *keys)
{
	size_t i;

	for (i = 0; i < keys->n; i++) {
		rate_dispose(keys->v[i].rate);
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
	return found && found->expires && time(NULL) >= found->expires ? NULL : found;
}

static int by_hash(const void *a, const void *b)
{
	const struct key *const *x = a;
	const struct key *const *y = b;

	return memcmp((*x)->hash, (*y)->hash, KEY_HASH_BYTES);
}

/* Requests wait meanwhile, so the keys are sorted instead of comparing each with each. Nobody
 * measures this time: both sides are the configuration's. */
void keys_inherit(struct keys *keys, const struct keys *from)
{
	const struct key *sorted[KEYS_MAX];
	size_t i;

	for (i = 0; i < from->n; i++)
		sorted[i] = &from->v[i];
	qsort(sorted, from->n, sizeof(sorted[0]), by_hash);
	for (i = 0; i < keys->n; i++) {
		const struct key *key = &keys->v[i];
		const struct key *const *found = bsearch(&key, sorted, from->n, sizeof(sorted[0]), by_hash);

		if (found)
			rate_inherit(key->rate, (*found)->rate);
	}
}

void key_hash_write(const unsigned char hash[KEY_HASH_BYTES], char out[KEY_HASH_TEXT])
{
	memcpy(out, hash_name, sizeof(hash_name) - 1);
	crypto_hex(hash, KEY_HASH_BYTES, out + sizeof(hash_name) - 1);
	out[KEY_HASH_TEXT - 1] = '\0';
}

void key_hash_text(moderato_str key, char out[KEY_HASH_TEXT])
{
	unsigned char hash[KEY_HASH_BYTES] = {0};

	hash_of(key, hash);
	key_hash_write(hash, out);
}
