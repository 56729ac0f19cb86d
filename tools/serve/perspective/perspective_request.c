/* SPDX-License-Identifier: MIT */
/* One pass over the JSON: each message of the protocol has a function that is called for its
 * members. What is wrong is recorded, the first mistake only, and reading goes on: that the JSON
 * itself is broken comes first, and is known at the end. */
#include "serve/perspective/perspective_request.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/c_locale.h"
#include "base/codepoint.h"
#include "serve/perspective/field_name.h"
#include "serve/perspective/relaxed_json.h"

#define VALUE_SHOWN ((size_t)40) /* bytes of a value that a message repeats */

struct reading {
	struct json_reader *reader;
	const struct perspective_reading *how;
	struct perspective_request *out;
	struct perspective_asked *asked; /* the one that is being read */
	bool in_context;                 /* a TextEntry that is only checked */
	bool has_begin;                  /* of the span that is being read */
	bool has_end;
	bool has_value; /* of the score that is being read */
	double value;
};

/* ---- values ---- */

static void wrong_value(
	struct reading *r, const char *field, const char *type, const struct json_value *value)
{
	struct perspective_error *e = &r->out->error;

	switch (value->type) {
	case JSON_ARRAY:
		perspective_refuse_field(e, field,
			"Invalid JSON payload received. Unknown name \"%s\": Proto field is not repeating, "
			"cannot start list.",
			field);
		break;
	case JSON_OBJECT:
		perspective_refuse_field(e, field,
			"Invalid JSON payload received. Unknown name \"%s\": Starting an object on a scalar "
			"field.",
			field);
		break;
	default:
		perspective_refuse_field(e, field, "Invalid value at '%s' (%s), %.*s", field, type,
			(int)codepoint_cut(value->raw.ptr, value->raw.len, VALUE_SHOWN), value->raw.ptr);
	}
}

static bool read_text(
	struct reading *r, const char *field, const struct json_value *value, moderato_str *out)
{
	*out = (moderato_str){NULL, 0};
	if (value->type == JSON_NULL)
		return false;
	if (value->type == JSON_STRING) {
		*out = value->string;
		return true;
	}
	wrong_value(r, field, "TYPE_STRING", value);
	return false;
}

static void read_bool(
	struct reading *r, const char *field, const struct json_value *value, bool *out)
{
	*out = false;
	if (value->type == JSON_BOOL)
		*out = value->boolean;
	else if (value->type == JSON_STRING && str_is(value->string, "true"))
		*out = true;
	else if (value->type != JSON_NULL &&
			 (value->type != JSON_STRING || !str_is(value->string, "false")))
		wrong_value(r, field, "TYPE_BOOL", value);
}

/* Reads a number, also from a string. False: there is none. */
static bool read_number(
	struct reading *r, const char *field, const struct json_value *value, double *out)
{
	struct c_locale locale;
	char text[40];
	char *end;

	if (value->type == JSON_NULL)
		return false;
	*out = value->number;
	if (value->type == JSON_NUMBER)
		return true;
	if (value->type == JSON_STRING && value->string.len && value->string.len < sizeof(text) &&
		(ascii_is_digit(value->string.ptr[0]) || value->string.ptr[0] == '-')) {
		memcpy(text, value->string.ptr, value->string.len);
		text[value->string.len] = '\0';
		locale = c_locale_enter();
		*out = strtod(text, &end);
		c_locale_leave(locale);
		if (!*end && isfinite(*out))
			return true;
	}
	wrong_value(r, field, "TYPE_FLOAT", value);
	return false;
}

static moderato_status unknown_field(struct reading *r, const char *at, moderato_str key)
{
	const int len = (int)codepoint_cut(key.ptr, key.len, VALUE_SHOWN);

	if (r->how->refuse_unknown_fields)
		perspective_refuse_field(&r->out->error, at,
			"Invalid JSON payload received. Unknown name \"%.*s\"%s%s%s: Cannot find field.", len,
			key.ptr, *at ? " at '" : "", at, *at ? "'" : "");
	return MODERATO_OK;
}

/* Reads a message, by a function for its members. Anything else but null is a mistake. */
static moderato_status read_message(
	struct reading *r, const char *field, const struct json_value *value, json_member member)
{
	if (value->type == JSON_OBJECT)
		return json_walk_members(r->reader, member, r);
	if (value->type == JSON_ARRAY)
		wrong_value(r, field, "", value);
	else if (value->type != JSON_NULL)
		perspective_refuse_field(&r->out->error, field,
			"Invalid value at '%s' (type.googleapis.com/google.commentanalyzer.v1alpha1), %.*s",
			field, (int)codepoint_cut(value->raw.ptr, value->raw.len, VALUE_SHOWN), value->raw.ptr);
	return MODERATO_OK;
}

/* Reads a list, and a single value as a list of one, as protobuf does. */
static moderato_status read_list(
	struct reading *r, const struct json_value *value, json_element element, moderato_error *err)
{
	if (value->type == JSON_ARRAY)
		return json_walk_elements(r->reader, element, r);
	return value->type == JSON_NULL ? MODERATO_OK : element(r, value, err);
}

/* ---- comment and context ---- */

/* The names of TextEntry.TextType, in the order of their numbers. */
static void read_text_type(struct reading *r, const struct json_value *value)
{
	if (value->type == JSON_NULL || r->in_context)
		return;
	r->out->text_type = value->type == JSON_STRING ? value->string : value->raw;
	if (str_is(r->out->text_type, "PLAIN_TEXT") || str_is(r->out->text_type, "1") ||
		str_is(r->out->text_type, "TEXT_TYPE_UNSPECIFIED") || str_is(r->out->text_type, "0"))
		r->out->text_type = (moderato_str){NULL, 0};
}

static moderato_status text_entry(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;
	moderato_str text;

	(void)err;
	if (field_name_is(key, "text")) {
		const bool given = read_text(r, r->in_context ? "context" : "comment.text", value, &text);

		if (!r->in_context) {
			r->out->has_text = given;
			r->out->text = text;
		}
		return MODERATO_OK;
	}
	if (field_name_is(key, "type")) {
		read_text_type(r, value);
		return MODERATO_OK;
	}
	return unknown_field(r, r->in_context ? "context" : "comment", key);
}

static moderato_status context_entry(
	void *payload, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	(void)err;
	r->out->context_entries = true;
	return read_message(r, "context.entries", value, text_entry);
}

static moderato_status article_and_parent(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	(void)err;
	if (field_name_is(key, "article") || field_name_is(key, "parentComment"))
		return read_message(r, "context.article_and_parent_comment", value, text_entry);
	return unknown_field(r, "context.article_and_parent_comment", key);
}

static moderato_status context(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	if (field_name_is(key, "entries"))
		return read_list(r, value, context_entry, err);
	if (field_name_is(key, "articleAndParentComment")) {
		r->out->context_article = value->type == JSON_OBJECT;
		return read_message(r, "context.article_and_parent_comment", value, article_and_parent);
	}
	return unknown_field(r, "context", key);
}

/* ---- attributes ---- */

/* The names of ScoreType, in the order of their numbers; the first two are served. */
static const char *const score_types[] = {
	"SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW"};

static void read_score_type(struct reading *r, const struct json_value *value)
{
	moderato_str type = value->type == JSON_STRING ? value->string : value->raw;

	if (value->type == JSON_NUMBER && type.len == 1 && *type.ptr >= '0' && *type.ptr <= '4')
		type = str_of(score_types[*type.ptr - '0']);
	r->asked->type = type;
	if (value->type == JSON_NULL || str_is(type, score_types[0]) || str_is(type, score_types[1]))
		r->asked->type = (moderato_str){NULL, 0};
}

/* Finds the attribute of that name, begun anew, or makes room for it. NULL: there are too many. */
static struct perspective_asked *asked_of(struct perspective_request *out, moderato_str name)
{
	size_t i = 0;

	while (i < out->n_asked && !str_equal(out->asked[i].name, name))
		i++;
	if (i == PERSPECTIVE_ATTRIBUTES_MAX)
		return NULL;
	out->n_asked += i == out->n_asked;
	memset(&out->asked[i], 0, sizeof(out->asked[i]));
	out->asked[i].name = name;
	out->asked[i].attribute = perspective_attribute_find(name);
	return &out->asked[i];
}

static moderato_status attribute_parameters(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	(void)err;
	if (field_name_is(key, "scoreType")) {
		read_score_type(r, value);
		return MODERATO_OK;
	}
	if (field_name_is(key, "scoreThreshold")) {
		r->asked->has_threshold = read_number(
			r, "requested_attributes.value.score_threshold", value, &r->asked->threshold);
		return MODERATO_OK;
	}
	return unknown_field(r, "requested_attributes.value", key);
}

static moderato_status begin_attribute(struct reading *r, moderato_str name, const char *field,
	const struct json_value *value, json_member member)
{
	r->asked = asked_of(r->out, name);
	if (!r->asked) {
		perspective_refuse(&r->out->error, "INVALID_REQUEST",
			"Too many attributes: at most %d are scored at once.", PERSPECTIVE_ATTRIBUTES_MAX);
		return MODERATO_OK;
	}
	return read_message(r, field, value, member);
}

static moderato_status requested_attribute(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	(void)err;
	return begin_attribute(payload, key, "requested_attributes.value", value, attribute_parameters);
}

/* ---- what is suggested ---- */

static moderato_status score(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	(void)err;
	if (field_name_is(key, "value"))
		r->has_value = read_number(r, "attribute_scores.value", value, &r->value);
	else if (field_name_is(key, "type"))
		read_score_type(r, value);
	else
		return unknown_field(r, "attribute_scores.value", key);
	return MODERATO_OK;
}

static void mistake(struct reading *r, const char *what)
{
	if (!r->asked->mistake)
		r->asked->mistake = what;
}

static moderato_status read_score(struct reading *r, const struct json_value *value)
{
	moderato_status status;

	r->has_value = false;
	status = read_message(r, "attribute_scores.value", value, score);
	if (!status && !r->has_value)
		mistake(r, "a score has no value");
	else if (!status && !(r->value >= 0 && r->value <= 1))
		mistake(r, "a score is not between 0 and 1");
	return status;
}

static moderato_status span_score(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;
	double place;

	(void)err;
	if (field_name_is(key, "begin"))
		r->has_begin = read_number(r, "attribute_scores.value.span_scores.begin", value, &place);
	else if (field_name_is(key, "end"))
		r->has_end = read_number(r, "attribute_scores.value.span_scores.end", value, &place);
	else if (field_name_is(key, "score"))
		return read_score(r, value);
	else
		return unknown_field(r, "attribute_scores.value.span_scores", key);
	return MODERATO_OK;
}

static moderato_status read_span(void *payload, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;
	moderato_status status;

	(void)err;
	r->asked->has_spans = true;
	r->has_begin = false;
	r->has_end = false;
	r->has_value = false;
	status = read_message(r, "attribute_scores.value.span_scores", value, span_score);
	if (!status && (!r->has_begin || !r->has_end))
		mistake(r, "a span has no begin or no end");
	else if (!status && !r->has_value)
		mistake(r, "a score has no value");
	return status;
}

static moderato_status attribute_scores(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	if (field_name_is(key, "spanScores"))
		return read_list(r, value, read_span, err);
	if (field_name_is(key, "summaryScore")) {
		moderato_status status = MODERATO_OK;

		if (value->type != JSON_NULL)
			status = read_score(r, value);
		r->asked->has_summary = value->type != JSON_NULL && r->has_value;
		r->asked->summary = r->value;
		return status;
	}
	return unknown_field(r, "attribute_scores.value", key);
}

static moderato_status suggested_attribute(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	(void)err;
	return begin_attribute(payload, key, "attribute_scores.value", value, attribute_scores);
}

/* ---- the whole ---- */

static moderato_status language(void *payload, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;
	moderato_str code;

	(void)err;
	if (!read_text(r, "languages", value, &code))
		return MODERATO_OK;
	if (r->out->n_languages == PERSPECTIVE_LANGUAGES_MAX)
		perspective_refuse(&r->out->error, "INVALID_REQUEST",
			"Too many languages: at most %d can be named.", PERSPECTIVE_LANGUAGES_MAX);
	else
		r->out->languages[r->out->n_languages++] = code;
	return MODERATO_OK;
}

static moderato_status read_attributes(
	struct reading *r, const char *field, const struct json_value *value, json_member member)
{
	if (value->type == JSON_ARRAY) {
		perspective_refuse_field(&r->out->error, field,
			"Invalid value at '%s' (Map), Cannot bind a list to map for field '%s'.", field, field);
		return MODERATO_OK;
	}
	return read_message(r, field, value, member);
}

/* The fields that only one of the methods has. NULL in *known: it is none of them. */
static moderato_status own_field(
	struct reading *r, moderato_str key, const struct json_value *value, bool *known)
{
	*known = true;
	if (r->how->method == PERSPECTIVE_SUGGEST) {
		if (field_name_is(key, "attributeScores"))
			return read_attributes(r, "attribute_scores", value, suggested_attribute);
	} else if (field_name_is(key, "requestedAttributes")) {
		return read_attributes(r, "requested_attributes", value, requested_attribute);
	} else if (field_name_is(key, "spanAnnotations")) {
		read_bool(r, "span_annotations", value, &r->out->span_annotations);
		return MODERATO_OK;
	}
	*known = false;
	return MODERATO_OK;
}

static moderato_status request(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;
	moderato_status status;
	moderato_str opaque;
	bool known;

	if (field_name_is(key, "comment")) {
		r->in_context = false;
		return read_message(r, "comment", value, text_entry);
	}
	status = own_field(r, key, value, &known);
	if (known)
		return status;
	if (field_name_is(key, "languages")) {
		r->out->n_languages = 0;
		return read_list(r, value, language, err);
	}
	if (field_name_is(key, "context")) {
		r->in_context = true;
		return read_message(r, "context", value, context);
	}
	if (field_name_is(key, "doNotStore"))
		read_bool(r, "do_not_store", value, &r->out->do_not_store);
	else if (field_name_is(key, "clientToken"))
		read_text(r, "client_token", value, &r->out->client_token);
	else if (field_name_is(key, "communityId"))
		read_text(r, "community_id", value, &r->out->community_id);
	else if (field_name_is(key, "sessionId"))
		read_text(r, "session_id", value, &opaque);
	else
		return unknown_field(r, "", key);
	return MODERATO_OK;
}

static void init(struct perspective_request *out)
{
	/* The attributes are cleared when they are used. */
	out->has_text = false;
	out->text = (moderato_str){NULL, 0};
	out->text_type = (moderato_str){NULL, 0};
	out->context_entries = false;
	out->context_article = false;
	out->n_asked = 0;
	out->n_languages = 0;
	out->span_annotations = false;
	out->do_not_store = false;
	out->client_token = (moderato_str){NULL, 0};
	out->community_id = (moderato_str){NULL, 0};
	out->error.http = 0;
}

/* ---- what is wrong with it as a whole ---- */

static void check_attribute(
	struct perspective_request *out, const struct perspective_asked *asked, bool suggest)
{
	const int len = (int)codepoint_cut(asked->name.ptr, asked->name.len, 100);

	if (asked->type.ptr)
		perspective_refuse(&out->error, "INVALID_REQUEST",
			"Requested score type %.*s is not supported by attribute %.*s",
			(int)codepoint_cut(asked->type.ptr, asked->type.len, VALUE_SHOWN), asked->type.ptr, len,
			asked->name.ptr);
	if (!suggest)
		return;
	if (asked->mistake)
		perspective_refuse(&out->error, "INVALID_REQUEST", "Attribute score of %.*s: %s", len,
			asked->name.ptr, asked->mistake);
	else if (!asked->has_summary && !asked->has_spans)
		perspective_refuse(&out->error, "INVALID_REQUEST",
			"Attribute score of %.*s is empty: neither summary_score nor span_scores are set", len,
			asked->name.ptr);
}

/* In the order in which Perspective checks, as far as that is known. */
static void check(struct perspective_request *out, bool suggest)
{
	struct perspective_error *e = &out->error;
	size_t i;

	if (!out->text.len)
		perspective_refuse(e, "COMMENT_EMPTY", "Comment must be non-empty.");
	if (out->text.len > PERSPECTIVE_TEXT_MAX)
		perspective_refuse(e, "COMMENT_TOO_LONG", "Comment text too long.");
	if (out->text_type.ptr)
		perspective_refuse(e, "INVALID_REQUEST", "%s",
			str_is(out->text_type, "HTML") || str_is(out->text_type, "2")
				? "Currently, only 'PLAIN_TEXT' comments are supported"
				: "Unknown text type");
	if (out->context_entries && out->context_article)
		perspective_refuse(e, "INVALID_REQUEST",
			"Context can have either entries or article_and_parent_comment, but both fields were "
			"populated.");
	if (!out->n_asked)
		perspective_refuse(e, suggest ? "INVALID_REQUEST" : "NO_REQUESTED_ATTRIBUTES",
			suggest ? "Missing attribute_scores" : "Missing requested_attributes");
	for (i = 0; i < out->n_asked && !e->http; i++)
		check_attribute(out, &out->asked[i], suggest);
}

static moderato_status read_strict(struct reading *r, moderato_str body, moderato_error *err)
{
	init(r->out);
	return json_walk_object(r->reader, body, request, r, err);
}

bool perspective_request_read(struct perspective_request *out, struct json_reader *reader,
	struct buffer *relaxed, moderato_str body, const struct perspective_reading *how)
{
	struct reading r = {.reader = reader, .how = how, .out = out};
	moderato_status status;
	moderato_error err;

	if (!body.len)
		body = str_of("{}"); /* to Google, no body is a message without fields */
	status = read_strict(&r, body, NULL);
	if (status == MODERATO_EFORMAT) {
		buffer_clear(relaxed);
		status = relaxed_json_rewrite(body, relaxed, &err);
		if (!status) {
			status = read_strict(&r, buffer_view(relaxed), NULL);
			snprintf(err.message, sizeof(err.message), "Number exceeds the range of double");
		}
	}
	if (status == MODERATO_EFORMAT) {
		out->error.http = 0; /* what was found before the JSON broke does not count */
		perspective_refuse_field(
			&out->error, NULL, "Invalid JSON payload received. %s", err.message);
	} else if (status) {
		return false;
	}
	check(out, how->method == PERSPECTIVE_SUGGEST);
	return true;
}
