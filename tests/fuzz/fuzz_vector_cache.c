/* SPDX-License-Identifier: MIT */
/* Any bytes as a cache of an encoder's vectors, which is looked up, written and read again.
 *
 * The first byte's lowest bit says that the others are the file as it is. Otherwise they stand
 * behind a header of this encoder. */
#include "base/hash.h"
#include "memory_file.h"
#include "train/encoder_cache.h"

#define WIDTH 3

static const moderato_str encoder = {"an encoder", 10};

static void add_number(struct buffer *file, uint64_t number, size_t bytes)
{
	for (; bytes; bytes--, number >>= 8)
		buffer_add_char(file, (char)(number & 0xff));
}

static void promise_found(const struct encoder_cache *cache)
{
	size_t i;
	size_t k;

	for (i = 0; i < cache->n; i++) {
		const struct cached_windows *w = encoder_cache_find(cache, cache->v[i].hash);

		promise(w == &cache->v[i] && w->n && w->n <= WINDOWS_MAX);
		for (k = 0; k < (size_t)w->n * WIDTH; k++)
			promise(isfinite(w->vector[k]));
	}
	promise(!cache->n || !encoder_cache_find(cache, cache->v[cache->n - 1].hash + 1));
}

/* What is written is what was read. */
static void promise_written(struct encoder_cache *cache)
{
	static char folder[40];
	char path[64];
	struct encoder_cache again;
	size_t i;

	if (!*folder) {
		snprintf(folder, sizeof(folder), "%s/moderato-fuzz-XXXXXX",
			access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
		promise(mkdtemp(folder));
	}
	snprintf(path, sizeof(path), "%s/cache", folder);
	free(cache->path);
	cache->path = strdup(path);
	promise(cache->path && !encoder_cache_write(cache, cache->v, cache->n, NULL));
	promise(!encoder_cache_read(&again, path, encoder, WIDTH, NULL));
	promise(again.n == cache->n);
	for (i = 0; i < again.n; i++)
		promise(
			again.v[i].hash == cache->v[i].hash && again.v[i].n == cache->v[i].n &&
			!memcmp(again.v[i].vector, cache->v[i].vector, again.v[i].n * WIDTH * sizeof(float)));
	encoder_cache_dispose(&again);
	unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct encoder_cache cache;
	struct buffer file = BUFFER_INIT;
	moderato_error err = {"", 0};
	char path[40];
	int fd;

	if (!size)
		return 0;
	if (!(data[0] & 1)) {
		buffer_add_str(&file, "moderato vectors 1\n");
		add_number(&file, hash_fnv1a(0, encoder.ptr, encoder.len), 8);
		add_number(&file, WIDTH, 4);
	}
	buffer_add(&file, (const char *)data + 1, size - 1);
	promise(!file.failed);
	fd = memory_file(buffer_view(&file), path);
	if (encoder_cache_read(&cache, path, encoder, WIDTH, &err)) {
		promise_message(&err);
	} else {
		promise_found(&cache);
		promise_written(&cache);
	}
	encoder_cache_dispose(&cache);
	close(fd);
	buffer_dispose(&file);
	return 0;
}
