/* SPDX-License-Identifier: MIT */
/*
 * Reads a comment that is a JSON object. The keys are those of the comment. Members that are not
 * known are handed on as they were written, so that a pipeline loses nothing.
 */
#include "corpus/comment_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/utf8.h"
#include "corpus/label_words.h"
#include "corpus/marked.h"
#include "corpus/source.h"

struct moderato_comment_parser {
	struct json_reader *json;
	struct buffer repaired; /* the repaired copy of a text that was not UTF-8 */
	struct buffer extra;
	moderato_label labels[LABELS_MAX];
	struct span_list spans;
	moderato_str raw_spans;   /* the array as JSON; the text that it counts in may come after it */
	moderato_comment comment; /* the comment that is being read */
	const char *labels_map;   /* what words mean as labels; NULL: what they mean anyway */
	bool foreign;             /* the object has no text, or an object where it should be a string */
};

/* Returns 0 or 1, LABEL_UNKNOWN or LABEL_BAD. Numbers are not shares here: those are grades. */
static int label_value(const moderato_comment_parser *p, const struct json_value *value)
{
	switch (value->type) {
	case JSON_BOOL:
		return value->boolean;
	case JSON_NUMBER:
		return value->number == 1 ? 1 : value->number == 0 || value->number == -1 ? 0 : LABEL_BAD;
	case JSON_NULL:
		return LABEL_UNKNOWN;
	case JSON_STRING:
		return label_of_word(p->labels_map, value->string);
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	return LABEL_BAD;
}

static moderato_status label_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	moderato_comment_parser *p = payload;
	const int label = label_value(p, value);
	char name[SHOWN_MAX + 4];
	char refused[SHOWN_MAX + 4];
	size_t i = 0;

	if (label == LABEL_UNKNOWN)
		return MODERATO_OK;
	if (label == LABEL_BAD)
		return fail(err, MODERATO_EFORMAT,
			"labels.%s has \"%s\", expected 0 or 1, -1 or 1, ham or spam, no or yes, false or "
			"true, or null",
			shown(name, key),
			shown(refused, value->type == JSON_STRING ? value->string : value->raw));
	while (i < p->comment.n_labels && (p->labels[i].attribute.len != key.len ||
										  memcmp(p->labels[i].attribute.ptr, key.ptr, key.len)))
		i++;
	if (i == LABELS_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %d labels", LABELS_MAX);
	p->labels[i] = (moderato_label){key, label};
	if (i == p->comment.n_labels)
		p->comment.n_labels++;
	return MODERATO_OK;
}

static moderato_status read_labels(
	moderato_comment_parser *p, const struct json_value *value, moderato_error *err)
{
	p->comment.labels = p->labels;
	p->comment.n_labels = 0;
	if (value->type == JSON_NULL)
		return MODERATO_OK;
	if (value->type != JSON_OBJECT)
		return fail(err, MODERATO_EFORMAT, "labels must be an object of attributes");
	return json_read_nested(p->json, value->raw, label_member, p, err);
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

static void add_extra(moderato_comment_parser *p, moderato_str key, moderato_str raw)
{
	if (p->extra.len)
		buffer_add_char(&p->extra, ',');
	json_write_string(&p->extra, key);
	buffer_add_char(&p->extra, ':');
	add_on_one_line(&p->extra, raw);
}

/* Notes the spans, and hands them on as they were written. If the value is an object, it is the
 * `spans` of a verdict. */
static bool note_spans(moderato_comment_parser *p, const struct json_value *value)
{
	p->raw_spans = (moderato_str){NULL, 0};
	if (value->type == JSON_ARRAY)
		p->raw_spans = value->raw;
	return value->type == JSON_ARRAY || value->type == JSON_OBJECT || value->type == JSON_NULL;
}

/* Returns whether the key is one of those that other programs also use, for something else.
 * Such values are handed through. */
static bool is_optional(size_t offset)
{
	return offset == offsetof(moderato_comment, type) ||
		   offset == offsetof(moderato_comment, state) ||
		   offset == offsetof(moderato_comment, source);
}

/* Returns whether the field may be a number: an id, or a time in seconds since 1970. */
static bool takes_number(size_t offset)
{
	return offset == offsetof(moderato_comment, id) ||
		   offset == offsetof(moderato_comment, parent_id) ||
		   offset == offsetof(moderato_comment, group) ||
		   offset == offsetof(moderato_comment, created);
}

static moderato_status comment_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	moderato_comment_parser *p = payload;
	const size_t text = offsetof(moderato_comment, text);
	size_t offset;

	if (key.len == 6 && !memcmp(key.ptr, "labels", 6))
		return read_labels(p, value, err);
	if (key.len == 5 && !memcmp(key.ptr, "spans", 5) && !note_spans(p, value))
		return fail(err, MODERATO_EFORMAT, "spans must be an array of offsets");
	if (!comment_field(key, false, &offset) || (is_optional(offset) && value->type != JSON_STRING))
		add_extra(p, key, value->raw);
	else if (value->type == JSON_STRING)
		*field_at(&p->comment, offset) = value->string;
	else if (value->type == JSON_NUMBER && takes_number(offset))
		*field_at(&p->comment, offset) = value->raw;
	else if (value->type == JSON_NULL && offset != text)
		*field_at(&p->comment, offset) = (moderato_str){NULL, 0};
	else {
		p->foreign = value->type == JSON_OBJECT;
		return fail(err, MODERATO_EFORMAT, "%.*s must be a string%s", (int)key.len, key.ptr,
			takes_number(offset) ? " or a number" : "");
	}
	return MODERATO_OK;
}

static moderato_status read_spans(moderato_comment_parser *p, moderato_error *err)
{
	moderato_status status;

	if (!p->raw_spans.ptr)
		return MODERATO_OK;
	status = span_list_read(&p->spans, p->raw_spans, p->comment.text, err);
	if (status)
		return status;
	p->comment.spans = p->spans.v;
	p->comment.n_spans = p->spans.n;
	return MODERATO_OK;
}

static moderato_status read_text(moderato_comment_parser *p, moderato_str text, moderato_error *err)
{
	moderato_status status;

	memset(&p->comment, 0, sizeof(p->comment));
	p->raw_spans = (moderato_str){NULL, 0};
	buffer_clear(&p->extra);
	p->foreign = false;
	status = json_read_object(p->json, text, comment_member, p, err);
	if (status)
		return status;
	if (p->extra.failed)
		return fail_no_memory(err);
	p->foreign = !p->comment.text.ptr;
	if (p->foreign)
		return fail(err, MODERATO_EFORMAT, "text is missing");
	if (p->extra.len)
		p->comment.extra = buffer_view(&p->extra);
	return read_spans(p, err);
}

/* Reads a text whose bad bytes are repaired: each costs one character, not the comment. Texts are
 * checked only once reading them fails. */
static moderato_status read_repaired(
	moderato_comment_parser *p, moderato_str text, moderato_error *err)
{
	buffer_clear(&p->repaired);
	utf8_add_repaired(&p->repaired, text);
	if (p->repaired.failed)
		return fail_no_memory(err);
	return read_text(p, buffer_view(&p->repaired), err);
}

/* Finds the id of a text that is no comment, so that whoever sent it knows which one it was. */
static moderato_status id_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	moderato_comment *comment = payload;

	(void)err;
	if (key.len != 2 || memcmp(key.ptr, "id", 2) != 0)
		return MODERATO_OK;
	if (value->type == JSON_STRING)
		comment->id = value->string;
	else if (value->type == JSON_NUMBER)
		comment->id = value->raw;
	return MODERATO_OK;
}

moderato_status moderato_comment_parse(moderato_comment_parser *parser, moderato_str json,
	moderato_comment *comment, moderato_error *err)
{
	moderato_status status = read_text(parser, json, err);

	if (status == MODERATO_EFORMAT && !utf8_valid(json.ptr, json.len))
		status = read_repaired(parser, json, err);
	if (!status && parser->comment.text.len > MODERATO_COMMENT_BYTES_MAX)
		status = fail(err, MODERATO_ELIMIT, COMMENT_TOO_LONG, MODERATO_COMMENT_BYTES_MAX);
	*comment = parser->comment;
	if (status) {
		*comment = (moderato_comment)MODERATO_COMMENT_INIT;
		json_read_object(parser->json, json, id_member, comment, NULL);
	}
	return status;
}

bool comment_parser_is_foreign(const moderato_comment_parser *parser)
{
	return parser->foreign;
}

void comment_parser_map(moderato_comment_parser *parser, const char *labels_map)
{
	parser->labels_map = labels_map;
}

bool comment_parser_takes(moderato_comment_parser *parser, moderato_str json)
{
	return json_read_object(parser->json, json, NULL, NULL, NULL) != MODERATO_EFORMAT;
}

moderato_status moderato_comment_parser_new(moderato_comment_parser **out, moderato_error *err)
{
	moderato_comment_parser *parser = calloc(1, sizeof(*parser));

	*out = NULL;
	if (parser)
		parser->json = json_reader_new();
	if (!parser || !parser->json) {
		moderato_comment_parser_free(parser);
		return fail_no_memory(err);
	}
	*out = parser;
	return MODERATO_OK;
}

void moderato_comment_parser_free(moderato_comment_parser *parser)
{
	if (!parser)
		return;
	json_reader_free(parser->json);
	buffer_dispose(&parser->repaired);
	buffer_dispose(&parser->extra);
	span_list_dispose(&parser->spans);
	free(parser);
}
