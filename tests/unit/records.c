/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <sys/wait.h>
#include <unistd.h>

const struct record_field export_fields[] = {
	RECORD_FIELD("id", id),
	RECORD_FIELD("by", author),
	RECORD_FIELD("mail", author_email),
	RECORD_FIELD("site", author_url),
	RECORD_FIELD("ip", ip),
	RECORD_FIELD("agent", user_agent),
	RECORD_FIELD("title", title),
	RECORD_FIELD("url", url),
	RECORD_FIELD("at", created),
	RECORD_FIELD("to", parent_id),
	RECORD_FIELD("type", type),
	RECORD_FIELD("state", state),
	RECORD_FIELD("group", group),
	RECORD_FIELD("text", text),
	{NULL, 0},
};

void add_fields(
	struct buffer *out, const moderato_comment *comment, const struct record_field *fields)
{
	for (; fields->name; fields++) {
		moderato_str value;

		memcpy(&value, (const char *)comment + fields->offset, sizeof(value));
		if (!value.ptr)
			continue;
		buffer_printf(out, " %s=", fields->name);
		buffer_add(out, value.ptr, value.len);
	}
}

void add_records(struct buffer *out, moderato_reader *reader, const struct record_field *fields)
{
	moderato_comment comment;
	moderato_error err;
	moderato_status status;

	while ((status = moderato_reader_next(reader, &comment, &err)) != MODERATO_END) {
		if (status) {
			buffer_printf(out, "!%s;", err.message);
			assert_true(status == MODERATO_EFORMAT || status == MODERATO_ELIMIT);
			continue;
		}
		buffer_printf(out, "%zu", comment.line);
		add_fields(out, &comment, fields);
		buffer_add_char(out, ';');
	}
}

const char *read_all(struct buffer *out, moderato_reader *reader)
{
	add_records(out, reader, export_fields);
	moderato_reader_free(reader);
	return buffer_cstr(out);
}

const char *read_memory_as(struct buffer *out, moderato_str bytes, const char *format)
{
	const moderato_reader_options options = {.format = format};
	moderato_reader *reader;
	moderato_error err;

	buffer_clear(out);
	if (moderato_reader_open_memory(&reader, "f", bytes, &options, &err)) {
		buffer_printf(out, "? %s", err.message);
		return buffer_cstr(out);
	}
	return read_all(out, reader);
}

const char *read_pipe(struct buffer *out, moderato_str bytes, size_t step)
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
			const size_t len = step < bytes.len ? step : bytes.len;

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

struct buffer record_line = BUFFER_INIT;

int dispose_record_line(void **state)
{
	(void)state;
	buffer_dispose(&record_line);
	return 0;
}

void expect_records(const char *text, const char *expected)
{
	assert_string_equal(read_memory_as(&record_line, str(text), NULL), expected);
}
