/* SPDX-License-Identifier: MIT */
#include "serve/http/http_unpack.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/unpack.h"

struct http_unpacker {
	struct unpacker *unpacker;
	char block[UNPACK_BLOCK];
};

static struct unpacker *new_unpacker(void)
{
	const struct unpack_from nowhere = {NULL, NULL, false, ZSTD_WINDOW_LOG_PIPE};

	return unpack_new(PACKING_GZIP, "body", (moderato_str){"", 0}, nowhere);
}

struct http_unpacker *http_unpacker_new(void)
{
	struct http_unpacker *u = malloc(sizeof(*u));

	if (u)
		u->unpacker = new_unpacker();
	if (u && u->unpacker)
		return u;
	free(u);
	return NULL;
}

void http_unpacker_free(struct http_unpacker *u)
{
	if (!u)
		return;
	unpack_free(u->unpacker);
	free(u);
}

bool http_unpacker_may_end(const struct http_unpacker *u)
{
	return unpack_may_end(u->unpacker);
}

moderato_status http_unpack_piece(struct http_unpacker *u, moderato_str piece,
	moderato_status (*take)(void *payload, moderato_str bytes, moderato_error *err), void *payload,
	bool *damaged, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t n;

	*damaged = false;
	while (!status && piece.len) {
		piece = str_from(piece, unpack_put(u->unpacker, piece));
		do {
			status = unpack_take(u->unpacker, u->block, &n, err);
			*damaged = status == MODERATO_EIO;
			if (!status && n)
				status = take(payload, (moderato_str){u->block, n}, err);
		} while (!status && n);
	}
	return status;
}

moderato_status http_unpack(moderato_str packed, size_t max, struct buffer *out)
{
	struct unpacker *u = new_unpacker();
	moderato_status status = u ? MODERATO_OK : MODERATO_ENOMEM;
	size_t n;

	while (!status && packed.len) {
		packed = str_from(packed, unpack_put(u, packed));
		do {
			n = 0;
			status = buffer_reserve(out, UNPACK_BLOCK)
						 ? unpack_take(u, out->data + out->len, &n, NULL)
						 : MODERATO_ENOMEM;
			out->len += n;
			if (!status && out->len > max)
				status = MODERATO_ELIMIT;
		} while (!status && n);
	}
	if (!status && !unpack_may_end(u))
		status = MODERATO_EIO;
	unpack_free(u);
	return status;
}
