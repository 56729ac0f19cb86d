/* SPDX-License-Identifier: MIT */
/* Any bytes as a WordPress export: read; copied with nothing changed; and with every comment thrown
 * away, which must be what a reader finds then. */
#include "base/buffer.h"
#include "moderato/writer.h"
#include "mutator.h"
#include "promise.h"
#include "round_trip.h"

static moderato_status keep(void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)err;
	promise(data && len);
	buffer_add(payload, data, len);
	return MODERATO_OK;
}

/* False: it is not copied. *n: the comments; *kept: those that keep their states. */
static bool copy(struct buffer *out, moderato_str bytes, const char *state, size_t *n, size_t *kept)
{
	const moderato_reader_options options = {.format = "wxr"};
	moderato_restater *restater;
	moderato_status status;
	moderato_error err = {"", 0};

	buffer_clear(out);
	if (moderato_restater_open_memory(&restater, "fuzz", bytes, &options, keep, out, &err)) {
		promise_message(&err);
		return false;
	}
	for (*n = 0; !(status = moderato_restater_next(restater, state, &err)); ++*n)
		;
	promise(status == MODERATO_END || status == MODERATO_EIO);
	*kept = moderato_restater_kept(restater);
	moderato_restater_free(restater);
	return status == MODERATO_END;
}

static bool is_plain(moderato_str bytes)
{
	return bytes.len < 2 ||
		   (memcmp(bytes.ptr, "\x1f\x8b", 2) != 0 && memcmp(bytes.ptr, "\x28\xb5", 2) != 0);
}

static void promise_all_trash(moderato_str bytes, size_t n, size_t kept)
{
	const moderato_reader_options options = {.format = "wxr"};
	moderato_reader *reader;
	moderato_comment comment;
	moderato_status status;

	promise(!moderato_reader_open_memory(&reader, "fuzz", bytes, &options, NULL));
	while ((status = moderato_reader_next(reader, &comment, NULL)) != MODERATO_END)
		if (!status)
			promise(n-- &&
					((comment.state.len == 5 && !memcmp(comment.state.ptr, "trash", 5)) || kept--));
	promise(!n);
	moderato_reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const moderato_str bytes = {(const char *)data, size};
	struct buffer out = BUFFER_INIT;
	size_t kept;
	size_t n;

	read_and_write("wxr", bytes);
	if (copy(&out, bytes, NULL, &n, &kept) && is_plain(bytes))
		promise(out.len == size && (!size || !memcmp(out.data, data, size)));
	if (copy(&out, bytes, "trash", &n, &kept))
		promise_all_trash(buffer_view(&out), n, kept);
	buffer_dispose(&out);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	return xml_mutate(data, size, max_size, seed);
}
