/* SPDX-License-Identifier: MIT */
/* Reads a moderations request: "input" is a string, an array of strings, or an array of parts that
 * make up one input: {"type":"text","text":…} and {"type":"image_url","image_url":{"url":…}}. */
#include <stdio.h>

#include "base/fail.h"
#include "serve/openai.h"

enum { MODEL_MAX = 128 }; /* bytes of a model's name */

struct reading {
	struct json_reader *json;
	struct arena *arena;
	struct buffer *joined;
	struct openai_fault *fault;
	openai_each each;
	void *payload;

	moderato_str model;
	moderato_str text; /* a single string */
	moderato_str raw;  /* the JSON of an array */
	bool given;        /* there is an input */
	size_t n;          /* elements of the array so far */
	bool parts;        /* the first was an object, so all must be */
	struct openai_input whole;

	moderato_str part_type; /* of the part that is being read */
	moderato_str part_text;
};

static const char *type_name(enum json_type type)
{
	switch (type) {
	case JSON_NULL:
		return "null";
	case JSON_BOOL:
		return "a boolean";
	case JSON_NUMBER:
		return "a number";
	case JSON_STRING:
		return "a string";
	case JSON_ARRAY:
		return "an array";
	case JSON_OBJECT:
		break;
	}
	return "an object";
}

static moderato_status wrong_type(const struct reading *r, const char *param, const char *expected,
	enum json_type got, moderato_error *err)
{
	r->fault->code = "invalid_type";
	snprintf(r->fault->param, sizeof(r->fault->param), "%s", param);
	return fail(err, MODERATO_EINVAL, "Invalid type for '%s': expected %s, but got %s instead.",
		param, expected, type_name(got));
}

static moderato_status too_long(const struct reading *r, const char *param, moderato_error *err)
{
	r->fault->code = "string_above_max_length";
	snprintf(r->fault->param, sizeof(r->fault->param), "%s", param);
	return fail(err, MODERATO_EINVAL,
		"Invalid '%s': string too long. Expected a string with maximum length %zu bytes.", param,
		MODERATO_COMMENT_BYTES_MAX);
}

/* ---- the elements of an array ---- */

static moderato_status take_string(
	struct reading *r, const char *param, moderato_str text, moderato_error *err)
{
	const struct openai_input input = {.text = text, .any_text = true};

	if (text.len > MODERATO_COMMENT_BYTES_MAX)
		return too_long(r, param, err);
	return r->each(r->payload, &input, err);
}

static moderato_status part_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	(void)err;
	if (str_is(key, "type"))
		r->part_type = value->string;
	else if (str_is(key, "text") && value->type == JSON_STRING)
		r->part_text = value->string;
	return MODERATO_OK;
}

static moderato_status take_part(
	struct reading *r, const char *param, moderato_str raw, moderato_error *err)
{
	moderato_status status;

	r->part_type = (moderato_str){NULL, 0};
	r->part_text = (moderato_str){NULL, 0};
	status = json_read_nested(r->json, raw, part_member, r, err);
	if (status)
		return status;
	if (str_is(r->part_type, "image_url")) {
		r->whole.images++;
		return MODERATO_OK;
	}
	if (!str_is(r->part_type, "text") || !r->part_text.ptr) {
		r->fault->code = "invalid_value";
		snprintf(r->fault->param, sizeof(r->fault->param), "%s", param);
		return fail(err, MODERATO_EINVAL,
			"Invalid '%s': expected {\"type\":\"text\",\"text\":…} or "
			"{\"type\":\"image_url\",\"image_url\":{\"url\":…}}.",
			param);
	}
	if (r->whole.any_text)
		buffer_add_char(r->joined, '\n');
	r->whole.any_text = true;
	buffer_add(r->joined, r->part_text.ptr, r->part_text.len);
	if (r->joined->len > MODERATO_COMMENT_BYTES_MAX)
		return too_long(r, param, err);
	return r->joined->failed ? fail_no_memory(err) : MODERATO_OK;
}

static moderato_status too_many(const struct reading *r, moderato_error *err)
{
	r->fault->code = "array_above_max_length";
	snprintf(r->fault->param, sizeof(r->fault->param), "input");
	return fail(err, MODERATO_EINVAL,
		"Invalid 'input': array too long. Expected an array with maximum length %d.",
		OPENAI_INPUTS_MAX);
}

static moderato_status element(void *payload, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;
	char param[32];

	if (r->n == OPENAI_INPUTS_MAX)
		return too_many(r, err);
	snprintf(param, sizeof(param), "input[%zu]", r->n);
	if (!r->n++)
		r->parts = value->type == JSON_OBJECT;
	if (value->type == JSON_STRING && !r->parts)
		return take_string(r, param, value->string, err);
	if (value->type == JSON_OBJECT && r->parts)
		return take_part(r, param, value->raw, err);
	return wrong_type(r, param, r->parts ? "an object" : "a string", value->type, err);
}

static moderato_status read_array(struct reading *r, moderato_error *err)
{
	moderato_status status = json_read_array(r->json, r->raw, element, r, err);

	if (status)
		return status;
	if (!r->n) {
		r->fault->code = "empty_array";
		snprintf(r->fault->param, sizeof(r->fault->param), "input");
		return fail(err, MODERATO_EINVAL,
			"Invalid 'input': empty array. Expected an array with minimum length 1, but got an "
			"empty array instead.");
	}
	if (!r->parts)
		return MODERATO_OK;
	r->whole.text = r->whole.any_text ? buffer_view(r->joined) : str_of("");
	return r->each(r->payload, &r->whole, err);
}

/* ---- the request ---- */

static moderato_status take_model(
	struct reading *r, const struct json_value *value, moderato_error *err)
{
	if (value->type == JSON_NULL)
		return MODERATO_OK;
	if (value->type != JSON_STRING)
		return wrong_type(r, "model", "a string", value->type, err);
	if (!value->string.len || value->string.len > MODEL_MAX) {
		r->fault->code = "invalid_value";
		snprintf(r->fault->param, sizeof(r->fault->param), "model");
		return fail(err, MODERATO_EINVAL, "Invalid 'model': expected the name of a model.");
	}
	if (!arena_copy_str(r->arena, &r->model, value->string))
		return fail_no_memory(err);
	return MODERATO_OK;
}

/* Copies the input, because an array is read by the same reader. */
static moderato_status take_input(
	struct reading *r, const struct json_value *value, moderato_error *err)
{
	r->given = value->type != JSON_NULL;
	r->text = (moderato_str){NULL, 0};
	r->raw = (moderato_str){NULL, 0};
	switch (value->type) {
	case JSON_NULL:
		return MODERATO_OK;
	case JSON_STRING:
		return arena_copy_str(r->arena, &r->text, value->string) ? MODERATO_OK
																 : fail_no_memory(err);
	case JSON_ARRAY:
		return arena_copy_str(r->arena, &r->raw, value->raw) ? MODERATO_OK : fail_no_memory(err);
	default:
		return wrong_type(
			r, "input", "one of a string, array of strings, or array of objects", value->type, err);
	}
}

static moderato_status request_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	if (str_is(key, "input"))
		return take_input(r, value, err);
	if (str_is(key, "model"))
		return take_model(r, value, err);
	return MODERATO_OK;
}

moderato_status openai_read(struct json_reader *json, struct arena *arena, struct buffer *joined,
	moderato_str body, moderato_str *model, struct openai_fault *fault, openai_each each,
	void *payload, moderato_error *err)
{
	struct reading r = {.json = json,
		.arena = arena,
		.joined = joined,
		.fault = fault,
		.each = each,
		.payload = payload,
		.model = str_of(OPENAI_MODEL)};
	moderato_status status = json_read_object(json, body, request_member, &r, err);

	*model = r.model;
	if (status)
		return status;
	if (!r.given) {
		fault->code = "missing_required_parameter";
		snprintf(fault->param, sizeof(fault->param), "input");
		return fail(err, MODERATO_EINVAL, "Missing required parameter: 'input'.");
	}
	return r.raw.ptr ? read_array(&r, err) : take_string(&r, "input", r.text, err);
}
