/* SPDX-License-Identifier: MIT */
#include "round_trip.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "moderato/exporter.h"
#include "promise.h"

static const size_t fields[] = {offsetof(moderato_comment, text), offsetof(moderato_comment, id),
	offsetof(moderato_comment, author), offsetof(moderato_comment, author_email),
	offsetof(moderato_comment, author_url), offsetof(moderato_comment, ip),
	offsetof(moderato_comment, user_agent), offsetof(moderato_comment, title),
	offsetof(moderato_comment, parent), offsetof(moderato_comment, parent_id),
	offsetof(moderato_comment, url), offsetof(moderato_comment, created),
	offsetof(moderato_comment, lang), offsetof(moderato_comment, type),
	offsetof(moderato_comment, state), offsetof(moderato_comment, source),
	offsetof(moderato_comment, group), offsetof(moderato_comment, extra)};

static moderato_str field(const moderato_comment *comment, size_t offset)
{
	return *(const moderato_str *)(const void *)((const char *)comment + offset);
}

static int equal(moderato_str a, moderato_str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len));
}

/* `written` is what was read, but for bytes that JSON cannot hold. */
static void promise_same_text(moderato_str read, moderato_str written)
{
	struct buffer repaired = BUFFER_INIT;

	promise(!read.ptr == !written.ptr);
	utf8_add_repaired(&repaired, read);
	promise(equal(buffer_view(&repaired), written));
	buffer_dispose(&repaired);
}

static void promise_same_comment(const moderato_comment *read, const moderato_comment *written)
{
	size_t i;

	for (i = 0; i < COUNT(fields); i++)
		if (fields[i] != offsetof(moderato_comment, extra) || !read->n_quoted)
			promise_same_text(field(read, fields[i]), field(written, fields[i]));
	/* JSON lines hand on what is quoted as they hand on what they do not know. */
	promise(!read->n_quoted || memmem(written->extra.ptr, written->extra.len, "\"quoted\":[[", 11));
	promise(read->n_labels == written->n_labels);
	for (i = 0; i < read->n_labels; i++) {
		promise_same_text(read->labels[i].attribute, written->labels[i].attribute);
		promise(read->labels[i].value == written->labels[i].value);
		promise(read->labels[i].value == 0 || read->labels[i].value == 1);
	}
	promise(!read->spans == !written->spans && read->n_spans == written->n_spans);
	for (i = 0; i < read->n_spans; i++) {
		promise(!memcmp(&read->spans[i], &written->spans[i], sizeof(read->spans[i])));
		promise(read->spans[i].begin < read->spans[i].end);
		promise(read->spans[i].end <= read->text.len);
		promise(!i || read->spans[i - 1].end < read->spans[i].begin);
	}
}

static void write_and_read_back(const moderato_comment *comment)
{
	const moderato_reader_options options = {.format = "jsonl"};
	moderato_reader *reader;
	moderato_comment back;
	moderato_error err = {"", 0};
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	promise(!moderato_comment_json(comment, &json, &len, &cap, &err));
	promise(utf8_valid(json, len) && !memchr(json, '\n', len));
	promise(
		!moderato_reader_open_memory(&reader, "back", (moderato_str){json, len}, &options, &err));
	promise(moderato_reader_next(reader, &back, &err) == MODERATO_OK);
	promise_same_comment(comment, &back);
	promise(moderato_reader_next(reader, &back, &err) == MODERATO_END);
	moderato_reader_free(reader);
	free(json);
}

static size_t count_lines(moderato_str bytes)
{
	size_t n = 1;
	size_t i;

	for (i = 0; i < bytes.len; i++)
		n += bytes.ptr[i] == '\n' || bytes.ptr[i] == '\r'; /* CRs end a table's lines, too */
	return n;
}

/* Of other formats several records may share a line, and answers come before what they answer. */
static int is_of_lines(const moderato_reader *reader)
{
	static const char *const formats[] = {"jsonl", "tsv", "csv", "page", "lines"};
	size_t i;

	for (i = 0; i < COUNT(formats); i++)
		if (!strcmp(moderato_reader_format(reader), formats[i]))
			return 1;
	return 0;
}

/* Then lines are those of what is unpacked, and it may be damaged. */
static bool is_packed(moderato_str bytes)
{
	return bytes.len >= 4 &&
		   (!memcmp(bytes.ptr, "\x1f\x8b", 2) || !memcmp(bytes.ptr, "\x28\xb5\x2f\xfd", 4));
}

static void promise_place(const moderato_reader *reader, size_t *last)
{
	size_t size;
	const size_t place = moderato_reader_position(reader, &size);

	promise(place >= *last && place <= size);
	*last = place;
}

static void read_all(moderato_reader *reader, moderato_str bytes)
{
	const size_t lines = is_packed(bytes) ? SIZE_MAX : count_lines(bytes);
	const int of_lines = is_of_lines(reader);
	size_t place = 0;
	moderato_comment comment;
	moderato_status status;
	moderato_error err = {"", 0};
	size_t last = 0;
	size_t n = 0;

	while ((status = moderato_reader_next(reader, &comment, &err)) != MODERATO_END) {
		if (status == MODERATO_EIO && is_packed(bytes))
			return;
		promise(status == MODERATO_OK || status == MODERATO_EFORMAT || status == MODERATO_ELIMIT);
		/* A record has a line of its own, and twice something is said of the file as a whole. */
		promise(is_packed(bytes) || ++n <= 2 + (of_lines ? lines : bytes.len));
		promise_place(reader, &place);
		if (status) {
			promise_message(&err);
			promise(err.line <= lines);
			continue;
		}
		promise(comment.text.ptr && comment.text.len <= MODERATO_COMMENT_BYTES_MAX);
		promise((comment.line > last || !of_lines) && comment.line <= lines);
		last = comment.line;
		write_and_read_back(&comment);
	}
	promise(moderato_reader_next(reader, &comment, &err) == MODERATO_END);
}

void read_options_and_write(const moderato_reader_options *options, moderato_str bytes)
{
	const char *format = options->format;
	moderato_reader *reader;
	moderato_error err = {"", 0};

	if (moderato_reader_open_memory(&reader, "fuzz", bytes, options, &err)) {
		promise(!reader);
		promise_message(&err);
		return;
	}
	promise(!format || !strcmp(format, moderato_reader_format(reader)));
	read_all(reader, bytes);
	moderato_reader_free(reader);
}

void read_columns_and_write(const char *format, const char *columns, moderato_str bytes)
{
	const moderato_reader_options options = {.format = format, .columns = columns};

	read_options_and_write(&options, bytes);
}

void read_and_write(const char *format, moderato_str bytes)
{
	read_columns_and_write(format, NULL, bytes);
}
