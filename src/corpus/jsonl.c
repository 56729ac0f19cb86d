/* SPDX-License-Identifier: MIT */
/*
 * A comment as a JSON object on each line; the keys are those of the comment. What is not known
 * here is handed on as it was written, so that a pipeline loses nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/utf8.h"
#include "corpus/source.h"
#include "corpus/marked.h"

struct jsonl {
	struct source source;
	struct input *in;
	struct json_reader *json;
	struct buffer repaired; /* a line that was not UTF-8 */
	struct buffer extra;
	moderato_label labels[LABELS_MAX];
	struct span_list spans;
	moderato_str raw_spans;   /* the array; text, which it counts in, may come behind it */
	moderato_comment comment; /* the one being read */
};

/* 0 or 1; -1 for a value that is neither. */
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
		return MODERATO_OK; /* unknown */
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

static void add_extra(struct jsonl *j, moderato_str key, moderato_str raw)
{
	if (j->extra.len)
		buffer_add_char(&j->extra, ',');
	json_write_string(&j->extra, key);
	buffer_add_char(&j->extra, ':');
	buffer_add(&j->extra, raw.ptr, raw.len);
}

/* Spans are handed on as well, as they were written. An object is a verdict's own `spans`. */
static bool note_spans(struct jsonl *j, const struct json_value *value)
{
	j->raw_spans = (moderato_str){NULL, 0};
	if (value->type == JSON_ARRAY)
		j->raw_spans = value->raw;
	return value->type == JSON_ARRAY || value->type == JSON_OBJECT || value->type == JSON_NULL;
}

/* These two keys other programs use as well, for something else: then they are handed through. */
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
		return fail(err, MODERATO_ENOMEM, "out of memory");
	if (!j->comment.text.ptr)
		return fail(err, MODERATO_EFORMAT, "text is missing");
	if (j->extra.len)
		j->comment.extra = buffer_view(&j->extra);
	return read_spans(j, err);
}

/* Bad bytes cost a character each, not the comment. Lines are checked only once they fail. */
static moderato_status read_repaired(struct jsonl *j, moderato_str line, moderato_error *err)
{
	buffer_clear(&j->repaired);
	utf8_add_repaired(&j->repaired, line);
	if (j->repaired.failed)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	return read_line(j, buffer_view(&j->repaired), err);
}

static moderato_status jsonl_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct jsonl *j = (struct jsonl *)source;
	moderato_error inner = {"", 0};
	moderato_status status;
	moderato_str line;

	do {
		status = input_line(j->in, MODERATO_RECORD_BYTES_MAX, &line, err);
		if (status)
			return status;
	} while (is_blank(line));
	status = read_line(j, line, &inner);
	if (status == MODERATO_EFORMAT && !utf8_valid(line.ptr, line.len))
		status = read_repaired(j, line, &inner);
	if (status)
		return fail_at(err, status, j->in->name, j->in->line_taken, "%s", inner.message);
	if (j->comment.text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(j->in, j->in->line_taken, err);
	*comment = j->comment;
	comment->line = j->in->line_taken;
	return MODERATO_OK;
}

static void jsonl_close(struct source *source)
{
	struct jsonl *j = (struct jsonl *)source;

	json_reader_free(j->json);
	buffer_dispose(&j->repaired);
	buffer_dispose(&j->extra);
	span_list_dispose(&j->spans);
	free(j);
}

bool sniff_jsonl(const struct sample *sample)
{
	size_t i = 0;

	while (i < sample->head.len && is_blank((moderato_str){sample->head.ptr + i, 1}))
		i++;
	if (i < sample->head.len && sample->head.ptr[i] == '{')
		return true;
	return !strcmp(sample->extension, "jsonl") || !strcmp(sample->extension, "ndjson");
}

moderato_status open_jsonl(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct jsonl *j = calloc(1, sizeof(*j));

	(void)options;
	*out = NULL;
	if (!j)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	j->source = (struct source){jsonl_next, jsonl_close};
	j->in = in;
	j->json = json_reader_new();
	if (!j->json) {
		jsonl_close(&j->source);
		return fail(err, MODERATO_ENOMEM, "out of memory");
	}
	*out = &j->source;
	return MODERATO_OK;
}
