/* SPDX-License-Identifier: MIT */
/* JSON lines of any number: each comment is scored as it arrives, and its verdict is appended to
 * the answer. A line is what a line of a file is for the command, blank ones included: they are
 * skipped, but they count. */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/fail.h"
#include "serve/own/own.h"

struct lines {
	const struct request *request;
	struct wish wish;
	uint64_t generation;    /* of the setup that `wish` was read for */
	moderato_status failed; /* the parameters are wrong: nothing is scored */
	moderato_error error;
	struct buffer partial; /* the beginning of a line whose end has not come */
	bool too_long;         /* of that line no more than its end is waited for */
	size_t line;           /* the number of the line that is being read, from 1 */
};

bool own_is_lines(const struct request *request)
{
	static const char *const types[] = {
		LINES_TYPE, "application/jsonl", "application/x-jsonlines", "application/jsonlines"};
	const moderato_str wanted = request_query(request, "stream");
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (request_content_is(request, types[i]))
			return true;
	return wanted.ptr && !str_is(wanted, "0") && !str_is(wanted, "false");
}

/* Reads the parameters: at first, and again when another bundle has taken the old one's place,
 * whose attributes may be others. */
static void read_wish(const struct worker *worker, struct lines *lines)
{
	if (lines->failed || lines->generation == worker->setup->generation)
		return;
	lines->generation = worker->setup->generation;
	lines->failed = wish_read(worker, lines->request, &lines->wish, &lines->error);
}

static void *lines_begin(struct worker *worker, struct request *request)
{
	struct lines *lines = calloc(1, sizeof(*lines));

	if (!lines)
		return NULL;
	lines->request = request;
	lines->line = 1;
	read_wish(worker, lines);
	return lines;
}

static bool is_blank(moderato_str line)
{
	size_t i = 0;

	while (i < line.len && ascii_is_space(line.ptr[i]))
		i++;
	return i == line.len;
}

static moderato_status answer_line(struct worker *worker, struct lines *lines, moderato_str line,
	struct buffer *out, moderato_error *err)
{
	const struct place place = {PLACE_LINE, lines->line++};
	moderato_status status = MODERATO_OK;

	if (place.number == 1 && str_begins(line, "\xef\xbb\xbf"))
		line = str_from(line, 3); /* a byte order mark */
	if (lines->too_long || line.len > MODERATO_RECORD_BYTES_MAX) {
		own_error_item(
			out, (moderato_str){NULL, 0}, place, "the line is longer than the limit of 2 MiB");
		lines->too_long = false;
	} else if (is_blank(line)) {
		return MODERATO_OK;
	} else {
		status = own_verdict_or_error(worker, &lines->wish, line, place, out, err);
	}
	buffer_add_char(out, '\n');
	return status;
}

/* Keeps the beginning of a line, unless it is too long already. */
static moderato_status keep(struct lines *lines, moderato_str bytes, moderato_error *err)
{
	if (lines->partial.len + bytes.len > MODERATO_RECORD_BYTES_MAX) {
		lines->too_long = true;
		buffer_dispose(&lines->partial);
	}
	if (!lines->too_long)
		buffer_add(&lines->partial, bytes.ptr, bytes.len);
	return lines->partial.failed ? fail_no_memory(err) : MODERATO_OK;
}

/* Answers a line of which `bytes` are the last. */
static moderato_status finish_line(struct worker *worker, struct lines *lines, moderato_str bytes,
	struct buffer *out, moderato_error *err)
{
	moderato_status status;

	if (!lines->partial.len)
		return answer_line(worker, lines, bytes, out, err);
	status = keep(lines, bytes, err);
	if (!status)
		status = answer_line(worker, lines, buffer_view(&lines->partial), out, err);
	buffer_clear(&lines->partial);
	return status;
}

static moderato_status lines_feed(
	struct worker *worker, void *state, moderato_str bytes, struct buffer *out, moderato_error *err)
{
	struct lines *lines = state;
	moderato_status status = MODERATO_OK;
	const char *newline;

	read_wish(worker, lines);
	while (!lines->failed && !status && (newline = memchr(bytes.ptr, '\n', bytes.len))) {
		const size_t len = (size_t)(newline - bytes.ptr);

		status = finish_line(worker, lines, str_part(bytes, 0, len), out, err);
		bytes = str_from(bytes, len + 1);
	}
	if (status || lines->failed || !bytes.len)
		return status;
	return keep(lines, bytes, err);
}

static moderato_status lines_end(struct worker *worker, void *state, struct buffer *out,
	struct reply *reply, moderato_error *err)
{
	struct lines *lines = state;
	moderato_status status = MODERATO_OK;

	read_wish(worker, lines);
	if (!lines->failed && (lines->partial.len || lines->too_long))
		status = finish_line(worker, lines, (moderato_str){"", 0}, out, err);
	buffer_dispose(&lines->partial);
	reply->content_type = LINES_TYPE;
	if (!lines->failed)
		return status;
	own_failure(reply, lines->failed, &lines->error);
	buffer_clear(out);
	buffer_add(out, reply->body.data, reply->body.len);
	return out->failed ? fail_no_memory(err) : MODERATO_OK;
}

static void lines_free(void *state)
{
	struct lines *lines = state;

	buffer_dispose(&lines->partial);
	free(lines);
}

static size_t lines_memory(const void *state)
{
	const struct lines *lines = state;

	return lines->partial.cap;
}

const struct body_stream own_lines = {lines_begin, lines_feed, lines_end, lines_free, lines_memory};
