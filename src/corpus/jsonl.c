/* SPDX-License-Identifier: MIT */
/*
 * Reads comments that are JSON objects, one per line or anywhere in a document (an array, or
 * objects over several lines).
 */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/fail.h"
#include "base/json_stream.h"
#include "base/str.h"
#include "base/utf8.h"
#include "corpus/columns.h"
#include "corpus/comment_json.h"
#include "corpus/json_names.h"
#include "corpus/source.h"
#include "corpus/unknown.h"
#include "corpus/wrapped.h"

#define WRAPPING_HEAD ((size_t)16 << 10) /* in which the first comment begins */

struct jsonl {
	struct source source;
	struct input *in;
	moderato_comment_parser *parser;
	struct json_names *names;  /* of members that are not called as a comment's */
	char *labels_map;          /* NULL: there is none */
	struct json_stream stream; /* used for a document, not for lines */
	bool wrapped;              /* the comments are in an array within the document's object */
	bool holder;               /* the next value belongs to a member that may hold them */
};

/* Reads an object with a comment's names or, if it seems to be another program's, with others. */
static moderato_status read_any(
	struct jsonl *j, moderato_str record, moderato_comment *comment, moderato_error *err)
{
	moderato_status status = MODERATO_EFORMAT;

	if (!json_names_are_given(j->names)) {
		status = moderato_comment_parse(j->parser, record, comment, err);
		if (status != MODERATO_EFORMAT || !comment_parser_is_foreign(j->parser))
			return status;
	}
	status = json_names_rewrite(j->names, record, &record, err);
	return status ? status : moderato_comment_parse(j->parser, record, comment, err);
}

/* Reads an object that begins in that line. */
static moderato_status read_record(struct jsonl *j, moderato_str record, size_t line,
	moderato_comment *comment, moderato_error *err)
{
	moderato_error inner = {"", 0};
	moderato_status status = read_any(j, record, comment, &inner);

	if (status)
		return fail_at(err, status, j->in->name, line, "%s", inner.message);
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
	return json_names_begin(payload, key);
}

/* Continues at the next comment after the stream's position. */
static void find_next(struct jsonl *j)
{
	const struct json_stream *s = &j->stream;
	size_t depth = s->depth && s->open[0] == '[' ? 1 : 0;

	if (j->wrapped)
		for (depth = s->depth; depth && s->open[depth - 1] != '[';)
			depth--;
	json_stream_resync(&j->stream, depth, begins_comment, j->names);
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
	if (status == MODERATO_EFORMAT && !comment_parser_takes(j->parser, s->text) &&
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

/* Handles what is around the comments: enters what may hold them, and skips everything else.
 * Returns false if the token is a comment's or a mistake. */
static bool pass_wrapping(struct jsonl *j, enum json_token token)
{
	const struct json_stream *s = &j->stream;
	const size_t around = token == TOKEN_OBJECT || token == TOKEN_ARRAY ? s->depth - 1 : s->depth;

	if (token == TOKEN_KEY) {
		j->holder = wrapped_by(s->text);
		return true;
	}
	if (!j->wrapped || token == TOKEN_END || token == TOKEN_FAILED || token == TOKEN_BAD ||
		(around && s->open[around - 1] == '['))
		return false;
	if ((token == TOKEN_OBJECT || token == TOKEN_ARRAY) && around && !j->holder)
		json_stream_skip(&j->stream, false);
	return true;
}

static moderato_status json_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct jsonl *j = (struct jsonl *)source;
	moderato_status status = MODERATO_END;

	while (status == MODERATO_END) {
		const enum json_token token = json_stream_next(&j->stream);

		if (pass_wrapping(j, token))
			continue;
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
		case TOKEN_OBJECT_END:
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

	moderato_comment_parser_free(j->parser);
	json_names_free(j->names);
	free(j->labels_map);
	json_stream_dispose(&j->stream);
	free(j);
}

bool sniff_json(const struct sample *sample)
{
	const struct outline *o = sample->json;

	if (!o || o->array)
		return o && (outline_has_text(o, 2, 0, false) || (sample->columns && o->n));
	if (!sample->columns && json_is_wrapped(o, sample->head))
		return true;
	return (sample->columns || outline_has_text(o, 1, 0, true)) &&
		   (o->lines || o->first == OUTLINE_OPEN) && o->first != OUTLINE_WRONG;
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

static moderato_status open_objects(struct source **out, struct input *in, struct source source,
	const moderato_reader_options *options, moderato_error *err)
{
	struct jsonl *j = calloc(1, sizeof(*j));
	moderato_status status;

	*out = NULL;
	if (!j)
		return fail_no_memory(err);
	j->source = source;
	j->in = in;
	json_stream_init(&j->stream, in);
	status = moderato_comment_parser_new(&j->parser, err);
	if (!status)
		status = json_names_new(&j->names, options, err);
	if (!status && options && options->labels_map) {
		j->labels_map = strdup(options->labels_map);
		if (!j->labels_map)
			status = fail_no_memory(err);
		comment_parser_map(j->parser, j->labels_map);
	}
	if (status) {
		jsonl_close(&j->source);
		return status;
	}
	*out = &j->source;
	return MODERATO_OK;
}

moderato_status open_jsonl(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	return open_objects(
		out, in, (struct source){.next = jsonl_next, .close = jsonl_close}, options, err);
}

/* Finds out by its beginning whether the document wraps the comments. */
static moderato_status find_wrapping(struct jsonl *j, moderato_error *err)
{
	struct outline *outline;
	moderato_str head;
	moderato_status status = input_peek(j->in, WRAPPING_HEAD, &head, err);

	if (status)
		return status;
	outline = malloc(sizeof(*outline));
	if (!outline)
		return fail_no_memory(err);
	head = str_part(head, 0, head.len < WRAPPING_HEAD ? head.len : WRAPPING_HEAD);
	while (head.len && ascii_is_c_space(*head.ptr))
		head = str_from(head, 1);
	if (outline_read(outline, head, true))
		j->wrapped = json_is_wrapped(outline, head);
	else
		status = fail_no_memory(err);
	free(outline);
	return status;
}

moderato_status open_json(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	moderato_status status = open_objects(
		out, in, (struct source){.next = json_next, .close = jsonl_close}, options, err);

	if (!status && !(options && options->columns))
		status = find_wrapping((struct jsonl *)*out, err);
	if (status && *out) {
		jsonl_close(*out);
		*out = NULL;
	}
	return status;
}
