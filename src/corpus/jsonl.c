/* SPDX-License-Identifier: MIT */
/*
 * Reads comments that are JSON objects, one per line or anywhere in a document (an array, or
 * objects over several lines). The keys are those of the comment. Members that are not known are
 * handed on as they were written, so that a pipeline loses nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/json_stream.h"
#include "base/utf8.h"
#include "corpus/source.h"
#include "corpus/marked.h"

struct jsonl {
	struct source source;
	struct input *in;
	struct json_reader *json;
	struct buffer repaired; /* the repaired copy of a line that was not UTF-8 */
	struct buffer extra;
	moderato_label labels[LABELS_MAX];
	struct span_list spans;
	moderato_str raw_spans;    /* the array as JSON; the text that it counts in may come after it */
	moderato_comment comment;  /* the comment that is being read */
	struct json_stream stream; /* used for a document, not for lines */
};

/* Returns 0 or 1, or -1 if the value is neither. */
static int label_value(const struct json_value *value)
{
	if (value->type == JSON_BOOL)
		return value->boolean;
	if (value->type == JSON_NUMBER && (value->number == 0 || value->number == 1))
		return value->number == 1;
	return -1;
}

static moderato_status label_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct jsonl *j = payload;
	char name[SHOWN_MAX + 4];
	size_t i = 0;

	if (value->type == JSON_NULL)
		return MODERATO_OK; /* the label is unknown */
	if (label_value(value) < 0)
		return fail(
			err, MODERATO_EFORMAT, "labels.%s must be 0, 1, true, false or null", shown(name, key));
	while (i < j->comment.n_labels && (j->labels[i].attribute.len != key.len ||
										  memcmp(j->labels[i].attribute.ptr, key.ptr, key.len)))
		i++;
	if (i == LABELS_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %d labels", LABELS_MAX);
	j->labels[i] = (moderato_label){key, label_value(value)};
	if (i == j->comment.n_labels)
		j->comment.n_labels++;
	return MODERATO_OK;
}

static moderato_status read_labels(
	struct jsonl *j, const struct json_value *value, moderato_error *err)
{
	j->comment.labels = j->labels;
	j->comment.n_labels = 0;
	if (value->type == JSON_NULL)
		return MODERATO_OK;
	if (value->type != JSON_OBJECT)
		return fail(err, MODERATO_EFORMAT, "labels must be an object of attributes");
	return json_read_nested(j->json, value->raw, label_member, j, err);
}

/* Writes a value on one line, although a document may spread it over several. This is safe
 * because no JSON string contains a line end. */
static void add_on_one_line(struct buffer *out, moderato_str raw)
{
	const char *newline;

	while ((newline = memchr(raw.ptr, '\n', raw.len))) {
		size_t len = (size_t)(newline - raw.ptr);

		buffer_add(out, raw.ptr, len);
		while (len < raw.len && is_blank((moderato_str){raw.ptr + len, 1}))
			len++;
		raw.ptr += len;
		raw.len -= len;
	}
	buffer_add(out, raw.ptr, raw.len);
}

static void add_extra(struct jsonl *j, moderato_str key, moderato_str raw)
{
	if (j->extra.len)
		buffer_add_char(&j->extra, ',');
	json_write_string(&j->extra, key);
	buffer_add_char(&j->extra, ':');
	add_on_one_line(&j->extra, raw);
}

/* Notes the spans, and hands them on as they were written. If the value is an object, it is the
 * `spans` of a verdict. */
static bool note_spans(struct jsonl *j, const struct json_value *value)
{
	j->raw_spans = (moderato_str){NULL, 0};
	if (value->type == JSON_ARRAY)
		j->raw_spans = value->raw;
	return value->type == JSON_ARRAY || value->type == JSON_OBJECT || value->type == JSON_NULL;
}

/* Returns whether the key is one of the two that other programs also use, for something else.
 * Such values are handed through. */
static bool is_optional(size_t offset)
{
	return offset == offsetof(moderato_comment, type) ||
		   offset == offsetof(moderato_comment, state);
}

static moderato_status comment_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct jsonl *j = payload;
	const size_t text = offsetof(moderato_comment, text);
	const size_t id = offsetof(moderato_comment, id);
	size_t offset;

	if (key.len == 6 && !memcmp(key.ptr, "labels", 6))
		return read_labels(j, value, err);
	if (key.len == 5 && !memcmp(key.ptr, "spans", 5) && !note_spans(j, value))
		return fail(err, MODERATO_EFORMAT, "spans must be an array of offsets");
	if (!comment_field(key, false, &offset) || (is_optional(offset) && value->type != JSON_STRING))
		add_extra(j, key, value->raw);
	else if (value->type == JSON_STRING)
		*field_at(&j->comment, offset) = value->string;
	else if (value->type == JSON_NUMBER && offset == id)
		j->comment.id = value->raw;
	else if (value->type == JSON_NULL && offset != text)
		*field_at(&j->comment, offset) = (moderato_str){NULL, 0};
	else
		return fail(err, MODERATO_EFORMAT, "%.*s must be a string%s", (int)key.len, key.ptr,
			offset == id ? " or a number" : "");
	return MODERATO_OK;
}

static moderato_status read_spans(struct jsonl *j, moderato_error *err)
{
	moderato_status status;

	if (!j->raw_spans.ptr)
		return MODERATO_OK;
	status = span_list_read(&j->spans, j->raw_spans, j->comment.text, err);
	if (status)
		return status;
	j->comment.spans = j->spans.v;
	j->comment.n_spans = j->spans.n;
	return MODERATO_OK;
}

static moderato_status read_line(struct jsonl *j, moderato_str line, moderato_error *err)
{
	moderato_status status;

	memset(&j->comment, 0, sizeof(j->comment));
	j->raw_spans = (moderato_str){NULL, 0};
	buffer_clear(&j->extra);
	status = json_read_object(j->json, line, comment_member, j, err);
	if (status)
		return status;
	if (j->extra.failed)
		return fail_no_memory(err);
	if (!j->comment.text.ptr)
		return fail(err, MODERATO_EFORMAT, "text is missing");
	if (j->extra.len)
		j->comment.extra = buffer_view(&j->extra);
	return read_spans(j, err);
}

/* Reads a line whose bad bytes are repaired: each costs one character, not the comment. Lines
 * are checked only once reading them fails. */
static moderato_status read_repaired(struct jsonl *j, moderato_str line, moderato_error *err)
{
	buffer_clear(&j->repaired);
	utf8_add_repaired(&j->repaired, line);
	if (j->repaired.failed)
		return fail_no_memory(err);
	return read_line(j, buffer_view(&j->repaired), err);
}

/* Reads an object that begins in that line. */
static moderato_status read_record(struct jsonl *j, moderato_str record, size_t line,
	moderato_comment *comment, moderato_error *err)
{
	moderato_error inner = {"", 0};
	moderato_status status = read_line(j, record, &inner);

	if (status == MODERATO_EFORMAT && !utf8_valid(record.ptr, record.len))
		status = read_repaired(j, record, &inner);
	if (status)
		return fail_at(err, status, j->in->name, line, "%s", inner.message);
	if (j->comment.text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(j->in, line, err);
	*comment = j->comment;
	comment->line = line;
	return MODERATO_OK;
}

static moderato_status jsonl_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct jsonl *j = (struct jsonl *)source;
	moderato_status status;
	moderato_str line;

	do {
		status = input_line(j->in, MODERATO_RECORD_BYTES_MAX, &line, err);
		if (status)
			return status;
	} while (is_blank(line));
	return read_record(j, line, j->in->line_taken, comment, err);
}

/* Returns whether an object with that key looks like a comment; used after a mistake. A
 * comment's keys come in any order. */
static bool begins_comment(void *payload, moderato_str key)
{
	size_t offset;

	(void)payload;
	return comment_field(key, false, &offset) || (key.len == 6 && !memcmp(key.ptr, "labels", 6));
}

/* Continues at the next comment after the stream's position. */
static void find_next(struct jsonl *j)
{
	const struct json_stream *s = &j->stream;
	const size_t depth = s->depth && s->open[0] == '[' ? 1 : 0;

	json_stream_resync(&j->stream, depth, begins_comment, NULL);
	json_stream_take(&j->stream);
}

static moderato_status skip_mistake(struct jsonl *j, moderato_error *err)
{
	const char *problem = j->stream.problem;
	size_t line;

	json_stream_take(&j->stream);
	line = j->in->line;
	find_next(j);
	return fail_at(err, MODERATO_EFORMAT, j->in->name, line, "%s", problem);
}

/* Reads the object whose opening brace has been read. A broken object may have swallowed the
 * beginning of the next one. */
static moderato_status read_object(struct jsonl *j, moderato_comment *comment, moderato_error *err)
{
	struct json_stream *s = &j->stream;
	enum json_token token;
	moderato_status status;
	size_t line;

	s->at--;
	json_stream_take(s);
	s->at = 1;
	line = j->in->line;
	token = json_stream_skip(s, true);
	if (token == TOKEN_LONG)
		return fail_at(err, MODERATO_ELIMIT, j->in->name, line,
			"the record is longer than the limit of %zu bytes", MODERATO_RECORD_BYTES_MAX);
	if (token != TOKEN_OBJECT_END)
		return token == TOKEN_BAD ? skip_mistake(j, err) : MODERATO_END;
	status = read_record(j, s->text, line, comment, err);
	if (status == MODERATO_EFORMAT &&
		json_read_object(j->json, s->text, NULL, NULL, NULL) == MODERATO_EFORMAT &&
		utf8_valid(s->text.ptr, s->text.len)) {
		s->at = (size_t)(s->text.ptr - s->view.ptr) + 1;
		find_next(j);
	}
	json_stream_take(s);
	return status;
}

static moderato_status not_an_object(struct jsonl *j, enum json_token token, moderato_error *err)
{
	if (token == TOKEN_ARRAY)
		json_stream_skip(&j->stream, false); /* a mistake in it is found again later */
	json_stream_take(&j->stream);
	return fail_at(err, MODERATO_EFORMAT, j->in->name, j->in->line, "an object is expected");
}

static moderato_status json_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct jsonl *j = (struct jsonl *)source;
	moderato_status status = MODERATO_END;

	while (status == MODERATO_END) {
		const enum json_token token = json_stream_next(&j->stream);

		switch (token) {
		case TOKEN_END:
			return MODERATO_END;
		case TOKEN_FAILED:
			*err = j->stream.error;
			return j->stream.failure;
		case TOKEN_BAD:
			return skip_mistake(j, err);
		case TOKEN_OBJECT:
			status = read_object(j, comment, err);
			break;
		case TOKEN_ARRAY:
			if (j->stream.depth > 1)
				return not_an_object(j, token, err);
			break;
		case TOKEN_ARRAY_END:
			break;
		default:
			return not_an_object(j, token, err);
		}
	}
	return status;
}

static void jsonl_close(struct source *source)
{
	struct jsonl *j = (struct jsonl *)source;

	json_reader_free(j->json);
	json_stream_dispose(&j->stream);
	buffer_dispose(&j->repaired);
	buffer_dispose(&j->extra);
	span_list_dispose(&j->spans);
	free(j);
}

bool sniff_json(const struct sample *sample)
{
	const struct outline *o = sample->json;

	if (!o || o->array)
		return o && outline_has_at(o, "text", 2);
	return outline_has_at(o, "text", 1) && (o->lines || o->first == OUTLINE_OPEN) &&
		   o->first != OUTLINE_WRONG;
}

bool sniff_jsonl(const struct sample *sample)
{
	size_t i = 0;

	if (!strcmp(sample->extension, "jsonl") || !strcmp(sample->extension, "ndjson"))
		return true;
	while (i < sample->head.len && is_blank((moderato_str){sample->head.ptr + i, 1}))
		i++;
	if (i == sample->head.len || sample->head.ptr[i] != '{')
		return false;
	return !sample->json || !sample->json->lines || sample->json->first == OUTLINE_WRONG;
}

static moderato_status open_objects(
	struct source **out, struct input *in, struct source source, moderato_error *err)
{
	struct jsonl *j = calloc(1, sizeof(*j));

	*out = NULL;
	if (!j)
		return fail_no_memory(err);
	j->source = source;
	j->in = in;
	j->json = json_reader_new();
	json_stream_init(&j->stream, in);
	if (!j->json) {
		jsonl_close(&j->source);
		return fail_no_memory(err);
	}
	*out = &j->source;
	return MODERATO_OK;
}

moderato_status open_jsonl(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	(void)options;
	return open_objects(out, in, (struct source){.next = jsonl_next, .close = jsonl_close}, err);
}

moderato_status open_json(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	(void)options;
	return open_objects(out, in, (struct source){.next = json_next, .close = jsonl_close}, err);
}
