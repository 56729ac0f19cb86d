/* SPDX-License-Identifier: MIT */
#include "train/encoder_cache.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/hash.h"
#include "base/new_file.h"
#include "base/whole_file.h"

#define MAGIC "moderato vectors 1\n"
#define MAGIC_LEN (sizeof(MAGIC) - 1)
#define HEADER_LEN (MAGIC_LEN + 12)
#define RECORD_LEN ((size_t)12) /* and the floats */
#define BYTES_MAX ((size_t)1 << 31)

/* --- reading --- */

static moderato_status damaged(const char *path, moderato_error *err)
{
	return fail(err, MODERATO_EINVAL, "%s: not a cache of vectors, or damaged: remove it", path);
}

/* Floats are copied, as they stand in the file at any place. */
static bool take_vector(const char *from, size_t n, float *to)
{
	size_t i;

	memcpy(to, from, n * sizeof(*to));
	for (i = 0; i < n && isfinite(to[i]); i++)
		;
	return i == n;
}

/* Read the record at *at. False: it is cut off, or lies; `floats` has room for all of the file. */
static bool read_record(struct encoder_cache *cache, size_t *at, float **floats)
{
	const char *p = cache->bytes.ptr + *at;
	const size_t left = cache->bytes.len - *at;
	struct cached_windows *to = &cache->v[cache->n];
	size_t n;

	if (left < RECORD_LEN)
		return false;
	to->hash = hash_load8(p);
	to->n = (uint32_t)hash_load4(p + 8);
	n = to->n * cache->width;
	if (!to->n || to->n > WINDOWS_MAX || n > (left - RECORD_LEN) / sizeof(float) ||
		(cache->n && to->hash <= to[-1].hash) || !take_vector(p + RECORD_LEN, n, *floats))
		return false;
	to->vector = *floats;
	*floats += n;
	*at += RECORD_LEN + n * sizeof(float);
	cache->n++;
	return true;
}

static moderato_status read_records(struct encoder_cache *cache, moderato_error *err)
{
	const size_t len = cache->bytes.len - HEADER_LEN;
	const size_t most = len / (RECORD_LEN + cache->width * sizeof(float)) + 1;
	size_t at = HEADER_LEN;
	float *floats;

	cache->v = resize_array(NULL, most, sizeof(*cache->v));
	cache->floats = resize_array(NULL, len / sizeof(float) + 1, sizeof(float));
	if (!cache->v || !cache->floats)
		return fail_no_memory(err);
	for (floats = cache->floats; at < cache->bytes.len;)
		if (!read_record(cache, &at, &floats))
			return damaged(cache->path, err);
	return MODERATO_OK;
}

moderato_status encoder_cache_read(struct encoder_cache *cache, const char *path,
	moderato_str encoder, size_t width, moderato_error *err)
{
	moderato_status status;

	*cache = (struct encoder_cache){
		.path = strdup(path), .encoder = hash_fnv1a(0, encoder.ptr, encoder.len), .width = width};
	if (!cache->path)
		return fail_no_memory(err);
	if (access(path, F_OK) != 0)
		return MODERATO_OK;
	status = whole_file_read(path, BYTES_MAX, &cache->bytes, err);
	if (status)
		return status;
	if (cache->bytes.len < HEADER_LEN || memcmp(cache->bytes.ptr, MAGIC, MAGIC_LEN) != 0)
		return damaged(path, err);
	if (hash_load8(cache->bytes.ptr + MAGIC_LEN) == cache->encoder &&
		hash_load4(cache->bytes.ptr + MAGIC_LEN + 8) == width)
		status = read_records(cache, err);
	whole_file_free(cache->bytes);
	cache->bytes = (moderato_str){NULL, 0};
	return status;
}

void encoder_cache_dispose(struct encoder_cache *cache)
{
	whole_file_free(cache->bytes);
	free(cache->path);
	free(cache->floats);
	free(cache->v);
}

static int by_hash(const void *a, const void *b)
{
	const struct cached_windows *x = a;
	const struct cached_windows *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

const struct cached_windows *encoder_cache_find(const struct encoder_cache *cache, uint64_t hash)
{
	const struct cached_windows key = {.hash = hash};

	return cache->n ? bsearch(&key, cache->v, cache->n, sizeof(key), by_hash) : NULL;
}

/* --- writing --- */

static void write_number(FILE *file, uint64_t number, size_t bytes)
{
	for (; bytes; bytes--, number >>= 8)
		putc((int)(number & 0xff), file);
}

moderato_status encoder_cache_write(
	const struct encoder_cache *cache, struct cached_windows *v, size_t n, moderato_error *err)
{
	struct new_file out;
	moderato_status status = new_file_open(&out, cache->path, err);
	size_t i;

	if (status)
		return status;
	if (n)
		qsort(v, n, sizeof(*v), by_hash);
	fwrite(MAGIC, 1, MAGIC_LEN, out.file);
	write_number(out.file, cache->encoder, 8);
	write_number(out.file, cache->width, 4);
	for (i = 0; i < n; i++) {
		if (i && v[i].hash == v[i - 1].hash)
			continue; /* the same text */
		write_number(out.file, v[i].hash, 8);
		write_number(out.file, v[i].n, 4);
		fwrite(v[i].vector, sizeof(float), v[i].n * cache->width, out.file);
	}
	return new_file_commit(&out, err);
}
