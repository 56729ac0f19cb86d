/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_HTTP_UNPACK_H
#define TOOLS_SERVE_HTTP_UNPACK_H
/* Unpacks gzip bodies, whole or as they come. */
#include "base/buffer.h"
#include "moderato/status.h"

/* Unpacks a whole body. MODERATO_ELIMIT: it is over `max` bytes; MODERATO_EIO: it is damaged;
 * MODERATO_ENOMEM. */
moderato_status http_unpack(moderato_str packed, size_t max, struct buffer *out);

/* Unpacks a body that comes in pieces. It holds about so much memory, most of it zlib's. */
struct http_unpacker;
enum { HTTP_UNPACKER_BYTES = 192 * 1024 };

struct http_unpacker *http_unpacker_new(void);    /* NULL: out of memory */
void http_unpacker_free(struct http_unpacker *u); /* NULL is fine */

/* Calls `take` with what the next piece unpacks to, 64 KiB at most at a time. Returns what it fails
 * with, or MODERATO_ENOMEM; MODERATO_EIO with *damaged: the piece is not what gzip writes. */
moderato_status http_unpack_piece(struct http_unpacker *u, moderato_str piece,
	moderato_status (*take)(void *payload, moderato_str bytes, moderato_error *err), void *payload,
	bool *damaged, moderato_error *err);

/* Returns whether the body may end here: not within packed data. */
bool http_unpacker_may_end(const struct http_unpacker *u);

#endif
