/* SPDX-License-Identifier: MIT */
#include "serve/akismet/to_utf8.h"

#include "base/str.h"

#include "base/charset.h"
#include "base/fail.h"

/* The text as the recoder's input. */
struct window {
	moderato_str rest;
	size_t len; /* of the whole */
};

static moderato_status peek(void *payload, size_t want, moderato_str *view, moderato_error *err)
{
	const struct window *window = payload;

	(void)want;
	(void)err;
	*view = window->rest;
	return MODERATO_OK;
}

static void take(void *payload, size_t len)
{
	struct window *window = payload;

	window->rest = str_from(window->rest, len);
}

static size_t position(void *payload, size_t ahead)
{
	const struct window *window = payload;

	return window->len - window->rest.len + ahead;
}

/* No character of these sets becomes more than four bytes of UTF-8 for each of its own: one byte
 * becomes three, U+FFFD for instance, and two become four at most. */
static moderato_status recode(
	struct recoder *recoder, moderato_str *text, struct arena *arena, moderato_error *err)
{
	const size_t room = 4 * text->len + RECODE_ROOM;
	char *out = arena_alloc(arena, room);
	size_t len = 0;
	moderato_status status = out ? MODERATO_OK : fail_no_memory(err);

	while (!status && room - len >= RECODE_ROOM) {
		size_t n;

		status = recode_block(recoder, out + len, room - len, &n, err);
		len += n;
	}
	if (status && status != MODERATO_END)
		return status;
	*text = (moderato_str){out, len};
	return MODERATO_OK;
}

moderato_status to_utf8(
	moderato_str *text, struct arena *arena, const char *charset, moderato_error *err)
{
	struct window window = {*text, text->len};
	struct recoder *recoder;
	moderato_status status;

	if (!text->len || !charset || strcmp(charset, "UTF-8") == 0)
		return MODERATO_OK;
	status = recode_new(&recoder, charset,
		(struct recode_from){.peek = peek, .take = take, .position = position, .payload = &window},
		err);
	if (status)
		return status == MODERATO_EINVAL ? MODERATO_OK : status;
	status = recode(recoder, text, arena, err);
	recode_free(recoder);
	return status;
}
