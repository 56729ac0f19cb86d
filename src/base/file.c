/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"

static moderato_status init(struct input *in, const char *name, moderato_error *err)
{
	*in = (struct input){.fd = -1, .line = 1};
	in->name = strdup(name);
	return in->name ? MODERATO_OK : fail(err, MODERATO_ENOMEM, "out of memory");
}

moderato_status input_open_memory(
	struct input *in, const char *name, moderato_str bytes, moderato_error *err)
{
	moderato_status status = init(in, name, err);

	if (status)
		return status;
	in->data = bytes.ptr;
	in->end = bytes.len;
	in->size = bytes.len;
	in->ended = true;
	return MODERATO_OK;
}

moderato_status input_open(struct input *in, const char *path, moderato_error *err)
{
	bool standard = !strcmp(path, "-");
	moderato_status status = init(in, standard ? "standard input" : path, err);
	struct stat about = {.st_mode = 0};

	if (status)
		return status;
	in->owned = !standard;
	in->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0 || fstat(in->fd, &about) < 0)
		status = fail(err, MODERATO_EIO, "%s: %s", in->name, strerror(errno));
	else if (S_ISDIR(about.st_mode))
		status = fail(err, MODERATO_EIO, "%s: is a directory", in->name);
	if (status) {
		input_close(in);
		return status;
	}
	in->regular = S_ISREG(about.st_mode);
	in->size = in->regular ? (size_t)about.st_size : 0;
	return MODERATO_OK;
}

void input_close(struct input *in)
{
	if (in->fd >= 0 && in->owned)
		close(in->fd);
	free(in->block);
	free(in->name);
	*in = (struct input){.fd = -1};
}

/* Make room for reading behind the window: to the front with it, then more memory. What a single
 * long record needed is given back when it has gone. */
static bool make_room(struct input *in)
{
	size_t used = in->end - in->begin;
	size_t cap = in->cap;
	char *block;

	if (in->begin && used)
		memmove(in->block, in->block + in->begin, used);
	in->begin = 0;
	in->end = used;
	if (!cap)
		cap = INPUT_BLOCK;
	else if (used == cap)
		cap *= 2;
	else if (cap > 4 * INPUT_BLOCK && used < INPUT_BLOCK / 2)
		cap = INPUT_BLOCK;
	if (cap == in->cap)
		return true;
	block = realloc(in->block, cap);
	if (!block)
		return false;
	in->block = block;
	in->data = block;
	in->cap = cap;
	return true;
}

/* Read once. MODERATO_END at the end. */
static moderato_status fill(struct input *in, moderato_error *err)
{
	size_t room;
	ssize_t n;

	if (in->ended)
		return MODERATO_END;
	if (!make_room(in))
		return fail(err, MODERATO_ENOMEM, "out of memory");
	room = in->cap - in->end;
	while ((n = read(in->fd, in->block + in->end, room < INPUT_BLOCK ? room : INPUT_BLOCK)) < 0) {
		struct pollfd ready = {.fd = in->fd, .events = POLLIN};

		if (errno == EAGAIN) /* somebody made our standard input non-blocking */
			poll(&ready, 1, -1);
		else if (errno != EINTR)
			return fail(err, MODERATO_EIO, "%s: %s", in->name, strerror(errno));
	}
	in->end += (size_t)n;
	in->ended = n == 0;
	return n ? MODERATO_OK : MODERATO_END;
}

moderato_status input_peek(struct input *in, size_t want, moderato_str *view, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	while (!status && in->end - in->begin < want)
		status = fill(in, err);
	*view = (moderato_str){in->data ? in->data + in->begin : "", in->end - in->begin};
	return status < 0 ? status : MODERATO_OK;
}

/* Take bytes of which the number of lines is known. */
static void take(struct input *in, size_t len, size_t lines)
{
	in->begin += len;
	in->taken += len;
	in->line += lines;
}

void input_take(struct input *in, size_t len)
{
	const char *p = in->data + in->begin;
	size_t left = len;
	size_t lines = 0;
	const char *newline;

	while (left && (newline = memchr(p, '\n', left))) {
		left -= (size_t)(newline - p) + 1;
		p = newline + 1;
		lines++;
	}
	take(in, len, lines);
}

/* The window begins with a line that is too long: let it pass, block by block. */
static moderato_status skip_line(struct input *in, size_t max, moderato_error *err)
{
	size_t number = in->line;
	moderato_str view;
	bool first;

	in->line_taken = number;
	for (first = true;; first = false) {
		moderato_status status = input_peek(in, INPUT_HEAD, &view, err);
		const char *newline = view.len ? memchr(view.ptr, '\n', view.len) : NULL;

		if (status)
			return status;
		if (first) {
			in->head_len = view.len < INPUT_HEAD ? view.len : INPUT_HEAD;
			memcpy(in->head, view.ptr, in->head_len);
		}
		take(in, newline ? (size_t)(newline - view.ptr) + 1 : view.len, newline != NULL);
		if (newline || !view.len)
			break;
	}
	return fail_at(err, MODERATO_ELIMIT, in->name, number,
		"the line is longer than the limit of %zu bytes", max);
}

moderato_status input_line(struct input *in, size_t max, moderato_str *line, moderato_error *err)
{
	const char *newline = NULL;
	moderato_str view = {NULL, 0};
	size_t seen = 0;

	*line = (moderato_str){NULL, 0};
	while (!newline) {
		moderato_status status = input_peek(in, seen + 1, &view, err);

		if (status)
			return status;
		if (view.len == seen)
			break; /* the end; `seen` bytes without a newline are left */
		newline = memchr(view.ptr + seen, '\n', view.len - seen);
		seen = newline ? (size_t)(newline - view.ptr) : view.len;
		if (seen > max + 1) /* 1: perhaps a CR */
			return skip_line(in, max, err);
	}
	if (!view.len)
		return MODERATO_END;
	*line = (moderato_str){view.ptr, seen};
	if (seen && view.ptr[seen - 1] == '\r')
		line->len--;
	if (line->len > max)
		return skip_line(in, max, err);
	in->line_taken = in->line;
	take(in, seen + (newline != NULL), newline != NULL);
	return MODERATO_OK;
}
