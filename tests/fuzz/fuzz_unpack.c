/* SPDX-License-Identifier: MIT */
/* Any bytes as compressed input. Read twice, by lines and by leaps, it is the same. */
#include "base/buffer.h"
#include "base/file.h"
#include "promise.h"

enum { UNPACKED_MAX = 4 << 20 }; /* a small input may unpack to much more: it is cut off there */

static moderato_status read_on(
	struct input *in, size_t leap, struct buffer *out, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	moderato_str view = {NULL, 0};

	while (!status && out->len < UNPACKED_MAX) {
		status = leap ? input_peek(in, leap, &view, err) : input_line(in, 1 << 20, &view, err);
		if (status == MODERATO_ELIMIT)
			return status;
		if (leap && !status && !view.len)
			status = MODERATO_END;
		if (status && !leap)
			break;
		buffer_add(out, view.ptr, view.len); /* after a failure: what had been unpacked */
		if (leap)
			input_take(in, view.len);
		else
			buffer_add_char(out, '\n');
		promise(input_position(in) <= in->size);
	}
	if (status < 0)
		promise_message(err);
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer lines = BUFFER_INIT;
	struct buffer leaps = BUFFER_INIT;
	moderato_error err;
	struct input in;
	moderato_status a, b;

	promise(!input_open_memory(&in, "fuzz", (moderato_str){(const char *)data, size}, &err));
	a = read_on(&in, 0, &lines, &err);
	input_close(&in);
	promise(!input_open_memory(&in, "fuzz", (moderato_str){(const char *)data, size}, &err));
	b = read_on(&in, 100000, &leaps, &err);
	input_close(&in);
	promise(a == MODERATO_OK || a == MODERATO_ELIMIT || a == b || b == MODERATO_OK);
	if (a == MODERATO_EIO && b == MODERATO_EIO) /* lines were whole, leaps may hold one more */
		promise(lines.len <= leaps.len + 2);
	buffer_dispose(&lines);
	buffer_dispose(&leaps);
	return 0;
}
