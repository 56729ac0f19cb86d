/* SPDX-License-Identifier: MIT */
#ifndef TESTS_RECORDS_H
#define TESTS_RECORDS_H
/* What a reader makes of some bytes, as text. Include it behind cmocka.h. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "moderato/reader.h"

static void add_field(struct buffer *out, const char *key, moderato_str value)
{
	if (!value.ptr)
		return;
	buffer_printf(out, " %s=", key);
	buffer_add(out, value.ptr, value.len);
}

/* "LINE key=value … text=TEXT;" for each comment, "!MESSAGE;" for each error. */
static const char *read_all(struct buffer *out, moderato_reader *reader)
{
	moderato_comment c;
	moderato_error err;
	moderato_status status;

	while ((status = moderato_reader_next(reader, &c, &err)) != MODERATO_END) {
		if (status) {
			buffer_printf(out, "!%s;", err.message);
			assert_true(status == MODERATO_EFORMAT || status == MODERATO_ELIMIT);
			continue;
		}
		buffer_printf(out, "%zu", c.line);
		add_field(out, "id", c.id);
		add_field(out, "by", c.author);
		add_field(out, "mail", c.author_email);
		add_field(out, "site", c.author_url);
		add_field(out, "ip", c.ip);
		add_field(out, "agent", c.user_agent);
		add_field(out, "title", c.title);
		add_field(out, "url", c.url);
		add_field(out, "at", c.created);
		add_field(out, "to", c.parent_id);
		add_field(out, "type", c.type);
		add_field(out, "state", c.state);
		add_field(out, "group", c.group);
		add_field(out, "text", c.text);
		buffer_add_char(out, ';');
	}
	moderato_reader_free(reader);
	return buffer_cstr(out);
}

/* The same bytes, `step` at a time out of a pipe. */
static inline const char *read_pipe(struct buffer *out, moderato_str bytes, size_t step)
{
	moderato_reader *reader;
	moderato_error err;
	char path[32];
	int ends[2];
	pid_t child;

	buffer_clear(out);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (!child) {
		close(ends[0]);
		while (bytes.len) {
			size_t len = step < bytes.len ? step : bytes.len;

			if (write(ends[1], bytes.ptr, len) != (ssize_t)len)
				break;
			bytes.ptr += len;
			bytes.len -= len;
		}
		_exit(0);
	}
	close(ends[1]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	assert_int_equal(moderato_reader_open(&reader, path, NULL, &err), MODERATO_OK);
	read_all(out, reader);
	close(ends[0]);
	assert_int_equal(waitpid(child, NULL, 0), child);
	return buffer_cstr(out);
}

/* Sniffed, as the file "f"; "? MESSAGE" when it cannot be opened. */
static inline const char *read_memory_as(struct buffer *out, moderato_str bytes, const char *format)
{
	moderato_reader_options options = {.format = format};
	moderato_reader *reader;
	moderato_error err;

	buffer_clear(out);
	if (moderato_reader_open_memory(&reader, "f", bytes, &options, &err)) {
		buffer_printf(out, "? %s", err.message);
		return buffer_cstr(out);
	}
	return read_all(out, reader);
}

static inline const char *read_text_as(struct buffer *out, const char *text, const char *format)
{
	return read_memory_as(out, (moderato_str){text, strlen(text)}, format);
}

#endif
