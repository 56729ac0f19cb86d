/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_ENCODER_CACHE_H
#define TRAIN_ENCODER_CACHE_H
/* What an encoder made of the comments of the last training, in a file: the next training by the
 * same encoder need not read them anew, which takes most of its time.
 *
 * The file, little-endian: the line "moderato vectors 1", the encoder's FNV-1a hash (8 bytes), the
 * width of its vectors (4), and for each text, ordered by hash, its FNV-1a hash (8), the number of
 * its windows (4) and their vectors as floats. Nothing in it is trusted. */
#include "encode/windows.h"
#include "moderato/comment.h"

struct cached_windows {
	uint64_t hash; /* of the text that the encoder read */
	uint32_t n;
	const float *vector; /* [n][width] */
};

struct encoder_cache {
	char *path; /* NULL: there is no cache */
	uint64_t encoder;
	size_t width;
	moderato_str bytes;       /* of the file, while it is read */
	float *floats;            /* of all records */
	struct cached_windows *v; /* [n] by hash */
	size_t n;
};

/* Read the cache of an encoder, whose bytes are given. It is empty if the file does not exist yet
 * or is another encoder's. MODERATO_EINVAL: the file is no cache, or damaged; MODERATO_EIO;
 * MODERATO_ENOMEM. Dispose also on failure. */
moderato_status encoder_cache_read(struct encoder_cache *cache, const char *path,
	moderato_str encoder, size_t width, moderato_error *err);
void encoder_cache_dispose(struct encoder_cache *cache);

/* A text's windows; NULL: the cache does not have it. */
const struct cached_windows *encoder_cache_find(const struct encoder_cache *cache, uint64_t hash);

/* Write the cache anew, with these n texts alone, which are put in order. MODERATO_EIO. */
moderato_status encoder_cache_write(
	const struct encoder_cache *cache, struct cached_windows *v, size_t n, moderato_error *err);

#endif
