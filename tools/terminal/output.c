/* SPDX-License-Identifier: MIT */
#include "terminal/output.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/shown.h"
#include "base/utf8.h"
#include "terminal/channel.h"
#include "terminal/cli.h"
#include "terminal/interrupt.h"

enum {
	BLOCK = 64 << 10,
	REST_MAX = 3, /* bytes of a character whose end comes with the next write */
};

/* Where results go that are not in a regular file. stdio would wait for a pipe's reader without end
 * when a signal has come, so its buffer is used for files only. */
static struct {
	struct channel channel;
	char block[BLOCK];
	size_t used;
	char rest[REST_MAX + 1];
	size_t n_rest;
	bool known;
	bool terminal;
} pipe_out = {.channel = CHANNEL_INIT(STDOUT_FILENO)};

static int output_errno; /* of the first failed write to the output */
static FILE *output;     /* NULL: standard output */
static const char *output_name;
static atomic_bool styled;

static bool to_file(void)
{
	if (!pipe_out.known) {
		pipe_out.terminal = isatty(pipe_out.channel.fd);
		pipe_out.known = true;
	}
	return channel_is_regular(&pipe_out.channel);
}

static void note_error(bool good)
{
	if (!good && !output_errno)
		output_errno = errno ? errno : EIO;
}

static void drain(void)
{
	if (pipe_out.used && !output_errno)
		note_error(channel_write(&pipe_out.channel, pipe_out.block, pipe_out.used));
	pipe_out.used = 0;
}

static void put(const char *ptr, size_t len)
{
	if (len > BLOCK - pipe_out.used)
		drain();
	if (len > BLOCK) {
		if (!output_errno)
			note_error(channel_write(&pipe_out.channel, ptr, len));
		return;
	}
	memcpy(pipe_out.block + pipe_out.used, ptr, len);
	pipe_out.used += len;
}

/* ---- a terminal ---- */

void out_allow_styles(void)
{
	atomic_store_explicit(&styled, true, memory_order_relaxed);
}

/* Returns the length of a style's sequence, "\033[1;31m", at the beginning of the text, or 0. */
static size_t style_len(moderato_str text)
{
	size_t i = 2;

	if (text.len < 3 || text.ptr[0] != '\033' || text.ptr[1] != '[')
		return 0;
	while (i < text.len && i < 12 && text.ptr[i] && strchr("0123456789;", text.ptr[i]))
		i++;
	return i < text.len && text.ptr[i] == 'm' ? i + 1 : 0;
}

static void put_safe(struct buffer *safe, moderato_str text)
{
	const bool styles = atomic_load_explicit(&styled, memory_order_relaxed);

	while (text.len) {
		const char *escape = styles ? memchr(text.ptr, '\033', text.len) : NULL;
		size_t n = escape ? (size_t)(escape - text.ptr) : text.len;
		size_t style = escape ? style_len((moderato_str){escape, text.len - n}) : 0;

		if (escape && !style)
			n++;
		shown_add(safe, (moderato_str){text.ptr, n}, SHOWN_JSON);
		buffer_add(safe, text.ptr + n, style);
		text.ptr += n + style;
		text.len -= n + style;
	}
}

/* Returns how many bytes at the end are a character's beginning, or the CR of a CRLF. */
static size_t unfinished(const char *text, size_t len)
{
	size_t back;

	if (len && text[len - 1] == '\r')
		return 1;
	for (back = 1; back <= REST_MAX && back <= len; back++) {
		const unsigned char c = (unsigned char)text[len - back];
		bool valid;

		if (c >= 0xc0)
			return utf8_next(text + len - back, back, &valid) == back && !valid ? back : 0;
		if (c < 0x80)
			break;
	}
	return 0;
}

/* Writes to a terminal: safe, and each line at once. */
static void put_shown(const char *ptr, size_t len, bool all)
{
	struct buffer whole = BUFFER_INIT;
	struct buffer safe = BUFFER_INIT;

	buffer_add(&whole, pipe_out.rest, pipe_out.n_rest);
	buffer_add(&whole, ptr, len);
	pipe_out.n_rest = all ? 0 : unfinished(whole.data, whole.len);
	whole.len -= pipe_out.n_rest;
	if (pipe_out.n_rest)
		memcpy(pipe_out.rest, whole.data + whole.len, pipe_out.n_rest);
	put_safe(&safe, buffer_view(&whole));
	if (whole.failed || safe.failed) {
		errno = ENOMEM;
		note_error(false);
	}
	put(safe.data ? safe.data : "", safe.len);
	if (len && memrchr(ptr, '\n', len))
		drain();
	buffer_dispose(&whole);
	buffer_dispose(&safe);
}

/* ---- writing ---- */

bool out_write(const char *ptr, size_t len)
{
	if (output_errno || !len)
		return !output_errno;
	errno = 0;
	if (to_file())
		note_error(fwrite(ptr, 1, len, output ? output : stdout) == len);
	else if (pipe_out.terminal)
		put_shown(ptr, len, false);
	else
		put(ptr, len);
	return !output_errno;
}

bool out_puts(const char *text)
{
	return out_write(text, strlen(text));
}

bool out_buf(const struct buffer *buf)
{
	return out_write(buf->data, buf->len);
}

int out_whole(struct buffer *buf)
{
	const int code = buf->failed ? complain_memory() : EXIT_DONE;

	if (!code)
		out_buf(buf);
	buffer_dispose(buf);
	return code;
}

int out_line(struct buffer *line, moderato_status status, const moderato_error *err)
{
	buffer_add_str(line, "\n");
	if (status != MODERATO_OK)
		return complain_status(status, err);
	if (line->failed)
		return complain_memory();
	return out_buf(line) ? EXIT_DONE : EXIT_SYSTEM;
}

moderato_status out_sink(void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)payload;
	(void)err;
	return out_write(data, len) ? MODERATO_OK : MODERATO_EIO;
}

bool out_flush(void)
{
	errno = 0;
	if (output_errno)
		return false;
	if (to_file()) {
		note_error(!fflush(output ? output : stdout));
		return !output_errno;
	}
	if (pipe_out.n_rest)
		put_shown("", 0, true);
	drain();
	return !output_errno;
}

bool out_to(FILE *file, const char *name)
{
	bool good = out_flush();

	if (!good && output && output_errno != EINTR)
		complain("%s: %s", output_name, strerror(output_errno));
	if (output && output_errno != EINTR)
		output_errno = 0;
	output = file;
	output_name = name;
	channel_close(&pipe_out.channel);
	pipe_out.channel = (struct channel)CHANNEL_INIT(file ? fileno(file) : STDOUT_FILENO);
	pipe_out.known = false;
	pipe_out.used = 0;
	pipe_out.n_rest = 0;
	return good;
}

int finish_output(int code)
{
	out_flush();
	errno = 0;
	note_error(!fclose(stdout));
	if (!output_errno)
		return code;
	if (output_errno == EINTR && interrupt_signal()) {
		complain("stopped by %s", interrupt_name());
		return 128 + interrupt_signal();
	}
	if (output_errno != EPIPE)
		complain("standard output: %s", strerror(output_errno));
	return EXIT_SYSTEM;
}
