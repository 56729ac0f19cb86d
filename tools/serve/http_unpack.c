/* SPDX-License-Identifier: MIT */
#include "serve/http_unpack.h"

#include "base/fail.h"
#include "base/unpack.h"

static moderato_status read_memory(
	void *payload, char *to, size_t room, size_t *n, moderato_error *err)
{
	moderato_str *rest = payload;

	(void)err;
	*n = rest->len < room ? rest->len : room;
	if (*n)
		memcpy(to, rest->ptr, *n);
	*rest = str_from(*rest, *n);
	return MODERATO_OK;
}

moderato_status http_unpack(
	moderato_str packed, size_t max, struct buffer *out, moderato_error *err)
{
	const moderato_str none = {"", 0};
	struct unpacker *unpacker = unpack_new(PACKING_GZIP, "body", none,
		(struct unpack_from){read_memory, &packed, true, UNPACK_WINDOW_LOG});
	moderato_status status = MODERATO_OK;
	size_t n;

	if (!unpacker)
		return fail_no_memory(err);
	while (!status) {
		if (!buffer_reserve(out, UNPACK_BLOCK)) {
			status = fail_no_memory(err);
			break;
		}
		status = unpack_block(unpacker, out->data + out->len, &n, err);
		if (!status)
			out->len += n;
		if (!status && out->len > max)
			status = fail(err, MODERATO_ELIMIT, "body: over %zu bytes", max);
	}
	unpack_free(unpacker);
	return status == MODERATO_END ? MODERATO_OK : status;
}
