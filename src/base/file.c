/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/charset.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/unpack.h"

static atomic_int stop_all;

void input_stop_all(int descriptor)
{
	atomic_store(&stop_all, descriptor);
}

bool input_await(int fd)
{
	const int stop = atomic_load(&stop_all);
	struct pollfd ready[2] = {
		{.fd = fd, .events = POLLIN}, {.fd = stop ? stop : -1, .events = POLLIN}};

	while (poll(ready, 2, -1) < 0 && errno == EINTR)
		;
	errno = EINTR;
	return !ready[1].revents;
}

static moderato_status init(struct input *in, const char *name, moderato_error *err)
{
	*in = (struct input){.fd = -1, .line = 1};
	in->name = strdup(name);
	return in->name ? MODERATO_OK : fail_no_memory(err);
}

/* Says at the end of a file whether it is as long as it was at the beginning. A part of it that was
 * cut off, or is only half written, would otherwise pass for the whole. */
static moderato_status check_size(const struct input *in, moderato_error *err)
{
	struct stat about;
	const off_t end = lseek(in->fd, 0, SEEK_CUR);

	/* All of it has been read by now: not to be able to look at its size is no loss. */
	if (end < 0 || fstat(in->fd, &about) < 0)
		return MODERATO_OK;
	/* What has no size, as in /proc, cannot be compared. */
	if ((size_t)about.st_size == in->size && (size_t)end >= in->size)
		return MODERATO_OK;
	return fail(err, MODERATO_EIO, "%s: %s while it was read: %zu bytes at first, now %zu",
		in->name,
		(size_t)about.st_size < in->size   ? "became shorter"
		: (size_t)about.st_size > in->size ? "became longer"
										   : "was changed",
		in->size, (size_t)about.st_size);
}

/* Reads bytes without unpacking or converting them; 0 bytes at the end. */
static moderato_status read_raw(
	void *payload, char *to, size_t room, size_t *got, moderato_error *err)
{
	struct input *in = payload;
	const int stop = in->stop ? in->stop : atomic_load(&stop_all);
	struct pollfd ready[2] = {
		{.fd = in->fd, .events = POLLIN}, {.fd = stop ? stop : -1, .events = POLLIN}};
	ssize_t n;

	for (;;) {
		if (!in->regular && (stop || in->fifo)) {
			if (poll(ready, 2, -1) < 0 && errno == EINTR)
				continue;
			if (ready[1].revents)
				return fail(err, MODERATO_EIO, "%s: reading was stopped", in->name);
		}
		n = read(in->fd, to, room);
		if (n >= 0)
			break;
		if (errno == EAGAIN) /* another process made our standard input non-blocking */
			poll(ready, 1, -1);
		else if (errno != EINTR)
			return fail(err, MODERATO_EIO, "%s: %s", in->name, strerror(errno));
	}
	*got = (size_t)n;
	return n || !in->regular ? MODERATO_OK : check_size(in, err);
}

static moderato_status read_memory(
	void *payload, char *to, size_t room, size_t *got, moderato_error *err)
{
	struct input *in = payload;

	(void)err;
	*got = in->packed.len < room ? in->packed.len : room;
	memcpy(to, in->packed.ptr, *got);
	in->packed.ptr += *got;
	in->packed.len -= *got;
	return MODERATO_OK;
}

/* Starts to unpack. `head` is what has been read already. */
static moderato_status start_unpacking(
	struct input *in, enum packing packing, moderato_str head, moderato_error *err)
{
	const bool memory = in->fd < 0;
	struct unpack_from from = {memory ? read_memory : read_raw, in, memory || in->regular,
		in->regular ? ZSTD_WINDOW_LOG_FILE : ZSTD_WINDOW_LOG_PIPE};

	in->sniffed = true;
	in->unpacker = unpack_new(packing, in->name, head, from);
	if (in->unpacker)
		return MODERATO_OK;
	input_close(in);
	return fail_no_memory(err);
}

moderato_status input_open_memory(
	struct input *in, const char *name, moderato_str bytes, moderato_error *err)
{
	moderato_status status = init(in, name, err);

	if (status)
		return status;
	in->size = bytes.len;
	if (bytes.len && unpack_sniff(bytes) > PACKING_DOUBT) {
		in->packed = bytes;
		return start_unpacking(in, unpack_sniff(bytes), (moderato_str){"", 0}, err);
	}
	in->data = bytes.ptr;
	in->end = bytes.len;
	in->ended = true;
	return MODERATO_OK;
}

/* Opens a FIFO without waiting for somebody who writes to it: no signal would end that wait.
 * Reading waits for him, by poll(). */
int input_descriptor(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	/* A file that another program has leased is given back in a moment. */
	return fd < 0 && errno == EWOULDBLOCK ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : fd;
}

moderato_status input_open(struct input *in, const char *path, moderato_error *err)
{
	bool standard = !strcmp(path, "-");
	moderato_status status = init(in, standard ? "standard input" : path, err);
	struct stat about = {.st_mode = 0};

	if (status)
		return status;
	in->owned = !standard;
	in->fd = standard ? STDIN_FILENO : input_descriptor(path);
	if (in->fd < 0 || fstat(in->fd, &about) < 0)
		status = fail(err, MODERATO_EIO, "%s: %s", in->name, strerror(errno));
	else if (S_ISDIR(about.st_mode))
		status = fail(err, MODERATO_EIO, "%s: is a directory", in->name);
	if (status) {
		input_close(in);
		return status;
	}
	in->regular = S_ISREG(about.st_mode);
	in->fifo = S_ISFIFO(about.st_mode);
	if (in->owned && !in->regular)
		fcntl(in->fd, F_SETFL, fcntl(in->fd, F_GETFL) & ~O_NONBLOCK);
	in->size = in->regular ? (size_t)about.st_size : 0;
	return MODERATO_OK;
}

moderato_status input_again(struct input *again, const struct input *in, moderato_error *err)
{
	char path[32];

	if (in->under) {
		moderato_status status = input_again(again, in->under, err);

		if (status)
			return status;
		status = input_recode(again, in->charset, err);
		if (status)
			input_close(again);
		return status;
	}
	if (in->fd < 0 && !in->unpacker)
		return input_open_memory(again, in->name, (moderato_str){in->data, in->end}, err);
	if (!in->regular)
		return fail(err, MODERATO_EIO, "%s: can be read but once", in->name);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", in->fd); /* a new description */
	if (input_open(again, path, err))
		return MODERATO_EIO;
	again->size = in->size; /* changes in between are seen, too */
	return MODERATO_OK;
}

void input_close(struct input *in)
{
	if (in->under) {
		in->under->name = NULL; /* the name is shared, not copied */
		input_close(in->under);
		free(in->under);
	}
	recode_free(in->recoder);
	if (in->fd >= 0 && in->owned)
		close(in->fd);
	unpack_free(in->unpacker);
	free(in->block);
	free(in->name);
	*in = (struct input){.fd = -1};
}

/* Makes room for `least` bytes after the window: moves the window to the front, then allocates more
 * if needed, or if the window is most of the block: otherwise it would be moved again for the few
 * bytes behind it. Memory for a single long record is given back after that record. */
static bool make_room(struct input *in, size_t least)
{
	size_t used = in->end - in->begin;
	size_t cap = in->cap;
	const bool crowded = in->begin && used > cap / 2;
	char *block;

	if (in->begin && used)
		memmove(in->block, in->block + in->begin, used);
	in->begin = 0;
	in->end = used;
	if (!cap)
		cap = INPUT_BLOCK;
	else if (cap - used < least || crowded)
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

/* Reads the first bytes and finds out whether they are compressed. */
static moderato_status sniff(struct input *in, moderato_error *err)
{
	enum packing packing = PACKING_DOUBT;
	size_t n = 1;

	while (packing == PACKING_DOUBT && n) {
		moderato_status status = read_raw(in, in->block + in->end, UNPACK_BLOCK - in->end, &n, err);

		if (status)
			return status;
		in->end += n;
		packing = unpack_sniff((moderato_str){in->block, in->end});
	}
	in->sniffed = true;
	in->ended = n == 0;
	if (packing > PACKING_DOUBT) {
		moderato_str head = {in->block, in->end};

		in->end = 0;
		return start_unpacking(in, packing, head, err);
	}
	return in->end ? MODERATO_OK : MODERATO_END;
}

static void replace_crs(char *bytes, size_t len)
{
	char *cr;

	while (len && (cr = memchr(bytes, '\r', len))) {
		*cr = '\n';
		len -= (size_t)(cr + 1 - bytes);
		bytes = cr + 1;
	}
}

/* Reads once. Returns MODERATO_END at the end. */
static moderato_status fill(struct input *in, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t room, n;

	if (in->ended)
		return MODERATO_END;
	if (!make_room(in, in->unpacker ? UNPACK_BLOCK : in->recoder ? RECODE_ROOM : 1))
		return fail_no_memory(err);
	if (!in->sniffed) {
		status = sniff(in, err);
		if (status || !in->unpacker)
			return status;
	}
	room = in->cap - in->end;
	if (in->recoder)
		status = recode_block(in->recoder, in->block + in->end, room, &n, err);
	else if (in->unpacker)
		status = unpack_block(in->unpacker, in->block + in->end, &n, err);
	else
		status =
			read_raw(in, in->block + in->end, room < INPUT_BLOCK ? room : INPUT_BLOCK, &n, err);
	if (status < 0)
		return status;
	if (in->cr_ends)
		replace_crs(in->block + in->end, n);
	in->end += n;
	in->ended = n == 0;
	return n ? MODERATO_OK : MODERATO_END;
}

moderato_status input_cr_ends(struct input *in, moderato_error *err)
{
	const size_t len = in->end - in->begin;
	char *copy;

	if (!in->block && len) { /* memory, which belongs to the caller */
		copy = malloc(len);
		if (!copy)
			return fail_no_memory(err);
		memcpy(copy, in->data + in->begin, len);
		in->block = copy;
		in->data = copy;
		in->cap = len;
		in->begin = 0;
		in->end = len;
	}
	in->cr_ends = true;
	if (len)
		replace_crs(in->block + in->begin, len);
	return MODERATO_OK;
}

/* Returns what input_position() would return after everything before the byte `taken` was taken. */
static size_t position_of(const struct input *in, size_t taken)
{
	if (in->recoder)
		return recode_position(in->recoder, taken - in->recoded_from);
	return in->unpacker ? unpack_position(in->unpacker, taken) : taken;
}

size_t input_position(const struct input *in)
{
	return position_of(in, in->taken);
}

bool input_waits(const struct input *in)
{
	struct pollfd ready = {.fd = in->fd, .events = POLLIN};

	if (in->fd < 0 || in->regular || in->ended)
		return false;
	if (in->end > in->begin && memchr(in->data + in->begin, '\n', in->end - in->begin))
		return false;
	return poll(&ready, 1, 0) == 0;
}

moderato_status input_peek(struct input *in, size_t want, moderato_str *view, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	while (!status && in->end - in->begin < want)
		status = fill(in, err);
	*view = (moderato_str){in->data ? in->data + in->begin : "", in->end - in->begin};
	return status < 0 ? status : MODERATO_OK;
}

/* Takes bytes that contain a known number of lines. */
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

moderato_status input_skip_to(struct input *in, size_t taken, size_t line, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t behind = in->taken + (in->end - in->begin);
	moderato_str view = {"", 1};

	if (in->regular && in->sniffed && !in->unpacker && !in->recoder && taken > behind &&
		taken <= in->size && lseek(in->fd, (off_t)(taken - behind), SEEK_CUR) >= 0) {
		in->begin = in->end;
		in->taken = taken;
	}
	while (!status && in->taken < taken && view.len) {
		status = input_peek(in, 1, &view, err);
		take(in, view.len < taken - in->taken ? view.len : taken - in->taken, 0);
	}
	in->line = line;
	if (status || in->taken == taken)
		return status;
	return fail(err, MODERATO_EIO, "%s: is not the same as before", in->name);
}

moderato_status input_skip_lines(struct input *in, size_t position, moderato_error *err)
{
	moderato_str view = {"", 0};
	size_t seen;
	size_t len;

	do {
		moderato_status status = input_peek(in, view.len + 1, &view, err);
		const char *newline;

		if (status)
			return status;
		seen = view.len;
		len = view.len;
		if ((in->unpacker || in->recoder) && position_of(in, in->taken + len) > position)
			len = 0;
		else if (!in->unpacker && !in->recoder && in->taken + len > position)
			len = position > in->taken ? position - in->taken : 0;
		newline = len ? memrchr(view.ptr, '\n', len) : NULL;
		if (!newline)
			return MODERATO_OK;
		input_take(in, (size_t)(newline - view.ptr) + 1);
		view.len = seen - ((size_t)(newline - view.ptr) + 1);
	} while (len == seen);
	return MODERATO_OK;
}

static moderato_status peek_under(
	void *payload, size_t want, moderato_str *view, moderato_error *err)
{
	return input_peek(payload, want, view, err);
}

static void take_under(void *payload, size_t len)
{
	take(payload, len, 0); /* lines are counted after conversion to UTF-8 */
}

static size_t position_under(void *payload, size_t ahead)
{
	const struct input *under = payload;

	return position_of(under, under->taken + ahead);
}

moderato_status input_recode(struct input *in, const char *charset, moderato_error *err)
{
	struct recode_from from = {peek_under, take_under, position_under, NULL, false};
	moderato_error fault = {"", 0};
	moderato_status status;

	if (in->recoder)
		return MODERATO_OK;
	in->under = malloc(sizeof(*in));
	if (!in->under)
		return fail_no_memory(err);
	*in->under = *in;
	in->under->under = NULL;
	if (in->unpacker)
		unpack_move(in->unpacker, in->under);
	*in = (struct input){.name = in->name,
		.fd = in->fd,
		.stop = in->stop,
		.regular = in->regular,
		.sniffed = true,
		.under = in->under,
		.charset = in->charset ? in->charset : charset,
		.recoded_from = in->taken,
		.taken = in->taken,
		.size = in->size,
		.line = in->line,
		.line_taken = in->line_taken};
	from.payload = in->under;
	from.whole_blocks = in->fd < 0 || in->regular;
	status = recode_new(&in->recoder, in->charset, from, &fault);
	if (status)
		fail(err, status, "%s: %s", in->name, fault.message);
	return status;
}

size_t input_replaced(const struct input *in)
{
	return in->recoder ? recode_replaced(in->recoder) : 0;
}

/* Skips, block by block, the line at the window's front, which is too long. */
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
			break; /* the input ends after `seen` bytes without a newline */
		newline = memchr(view.ptr + seen, '\n', view.len - seen);
		seen = newline ? (size_t)(newline - view.ptr) : view.len;
		if (seen > max + 1) /* 1: there may be a CR */
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
