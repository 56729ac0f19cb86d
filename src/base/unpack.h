/* SPDX-License-Identifier: MIT */
#ifndef BASE_UNPACK_H
#define BASE_UNPACK_H
/* Unpacks gzip and zstd input as a stream of blocks; the only interface to zlib and libzstd.
 * Several gzip members or zstd frames one after another read as one. Memory is bounded whatever the
 * input claims: a zstd window over the limit that unpack_from sets is refused. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"
#include "moderato/status.h"

#define UNPACK_BLOCK ((size_t)64 * 1024)

enum packing {
	PACKING_NONE,
	PACKING_DOUBT, /* more bytes must be seen */
	PACKING_GZIP,
	PACKING_ZSTD,
};

/* Recognises the packing by the first bytes of the input. */
enum packing unpack_sniff(moderato_str head);

/* Where the packed bytes come from: at most `room` of them; *n is 0 at the end only. */
struct unpack_from {
	moderato_status (*read)(void *payload, char *to, size_t room, size_t *n, moderato_error *err);
	void *payload;
	bool whole_blocks; /* true unless it is a live pipe: wait for a whole block before returning */
	int window_log;    /* base-2 logarithm of the largest zstd window accepted */
};

struct unpacker; /* opaque */

/* `head` is what was read of the input so far, UNPACK_BLOCK bytes at most; it is copied. `name`
 * stands in messages and must outlive the unpacker. NULL: out of memory. */
struct unpacker *unpack_new(
	enum packing packing, const char *name, moderato_str head, struct unpack_from from);
void unpack_free(struct unpacker *u);                /* NULL is fine */
void unpack_move(struct unpacker *u, void *payload); /* tells it that the payload has moved */

/* Unpack up to UNPACK_BLOCK bytes into `out`; *n of them. With whole_blocks only the last block is
 * shorter. MODERATO_END; MODERATO_EIO: the data is damaged, ends too early or needs too large a
 * window, which is said only when all that could be unpacked has been handed out; MODERATO_ENOMEM;
 * what from.read() failed with. A failure stays. */
moderato_status unpack_block(struct unpacker *u, char *out, size_t *n, moderato_error *err);

/* For gzip data that arrives by itself, where from.read is NULL. unpack_put() takes bytes, as many
 * as there is room for, which is UNPACK_BLOCK when unpack_take() has nothing more to give, and
 * returns how many. unpack_take() is like unpack_block(), but *n is 0 when it needs more bytes. */
size_t unpack_put(struct unpacker *u, moderato_str bytes);
moderato_status unpack_take(struct unpacker *u, char *out, size_t *n, moderato_error *err);
bool unpack_may_end(const struct unpacker *u); /* false: the data ends too early */

/* Packed bytes after which the unpacked bytes up to `offset` are complete, in steps of a block:
 * the same for the same file, however it is read. `offset` lies in one of the last 256 blocks. */
size_t unpack_position(const struct unpacker *u, size_t offset);

#endif
