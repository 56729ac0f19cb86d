/* SPDX-License-Identifier: MIT */
/* Reads a moderations request: "input" is a string, an array of strings, or an array of parts that
 * make up one input: {"type":"text","text":…} and {"type":"image_url","image_url":{"url":…}}. */
#include <stdio.h>

#include "base/fail.h"
#include "serve/openai/openai.h"

enum { MODEL_MAX = 128 }; /* bytes of a model's name */

/* The state of openai_inputs(). */
struct listing {
	struct json_reader *json;
	struct buffer *joined;
	struct openai_fault *fault;
	openai_each each;
	void *payload;
	size_t n;   /* elements of the array so far */
	bool parts; /* the first was an object, so all must be */
	struct openai_input whole;
	moderato_str part_type; /* of the part that is being read */
	moderato_str part_text;
};

/* The state of openai_read(). */
struct reading {
	struct arena *arena;
	struct openai_request *request;
	struct openai_fault *fault;
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

/* Says which member is wrong and how. */
static moderato_status blame(struct openai_fault *fault, const char *code, const char *param)
{
	fault->code = code;
	snprintf(fault->param, sizeof(fault->param), "%s", param);
	return MODERATO_EINVAL;
}

static moderato_status wrong_type(struct openai_fault *fault, const char *param,
	const char *expected, enum json_type got, moderato_error *err)
{
	return fail(err, blame(fault, "invalid_type", param),
		"Invalid type for '%s': expected %s, but got %s instead.", param, expected, type_name(got));
}

static moderato_status too_long(struct openai_fault *fault, const char *param, moderato_error *err)
{
	return fail(err, blame(fault, "string_above_max_length", param),
		"Invalid '%s': string too long. Expected a string with maximum length %zu bytes.", param,
		MODERATO_COMMENT_BYTES_MAX);
}

/* ---- the elements of an array ---- */

static moderato_status take_string(
	struct listing *l, const char *param, moderato_str text, moderato_error *err)
{
	const struct openai_input input = {.text = text, .any_text = true};

	if (text.len > MODERATO_COMMENT_BYTES_MAX)
		return too_long(l->fault, param, err);
	return l->each(l->payload, &input, err);
}

static moderato_status part_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct listing *l = payload;

	(void)err;
	if (str_is(key, "type"))
		l->part_type = value->string;
	else if (str_is(key, "text") && value->type == JSON_STRING)
		l->part_text = value->string;
	return MODERATO_OK;
}

static moderato_status take_part(
	struct listing *l, const char *param, moderato_str raw, moderato_error *err)
{
	moderato_status status;

	l->part_type = (moderato_str){NULL, 0};
	l->part_text = (moderato_str){NULL, 0};
	status = json_read_nested(l->json, raw, part_member, l, err);
	if (status)
		return status;
	if (str_is(l->part_type, "image_url")) {
		l->whole.images++;
		return MODERATO_OK;
	}
	if (!str_is(l->part_type, "text") || !l->part_text.ptr) {
		return fail(err, blame(l->fault, "invalid_value", param),
			"Invalid '%s': expected {\"type\":\"text\",\"text\":…} or "
			"{\"type\":\"image_url\",\"image_url\":{\"url\":…}}.",
			param);
	}
	if (l->whole.any_text)
		buffer_add_char(l->joined, '\n');
	l->whole.any_text = true;
	buffer_add(l->joined, l->part_text.ptr, l->part_text.len);
	if (l->joined->len > MODERATO_COMMENT_BYTES_MAX)
		return too_long(l->fault, param, err);
	return l->joined->failed ? fail_no_memory(err) : MODERATO_OK;
}

static moderato_status too_many(const struct listing *l, moderato_error *err)
{
	return fail(err, blame(l->fault, "array_above_max_length", "input"),
		"Invalid 'input': array too long. Expected an array with maximum length %d.",
		OPENAI_INPUTS_MAX);
}

static moderato_status element(void *payload, const struct json_value *value, moderato_error *err)
{
	struct listing *l = payload;
	char param[32];

	if (l->n == OPENAI_INPUTS_MAX)
		return too_many(l, err);
	snprintf(param, sizeof(param), "input[%zu]", l->n);
	if (!l->n++)
		l->parts = value->type == JSON_OBJECT;
	if (value->type == JSON_STRING && !l->parts)
		return take_string(l, param, value->string, err);
	if (value->type == JSON_OBJECT && l->parts)
		return take_part(l, param, value->raw, err);
	return wrong_type(l->fault, param, l->parts ? "an object" : "a string", value->type, err);
}

static moderato_status read_array(struct listing *l, moderato_str array, moderato_error *err)
{
	moderato_status status = json_read_array(l->json, array, element, l, err);

	if (status)
		return status;
	if (!l->n) {
		return fail(err, blame(l->fault, "empty_array", "input"),
			"Invalid 'input': empty array. Expected an array with minimum length 1, but got an "
			"empty array instead.");
	}
	if (!l->parts)
		return MODERATO_OK;
	l->whole.text = l->whole.any_text ? buffer_view(l->joined) : str_of("");
	return l->each(l->payload, &l->whole, err);
}

/* ---- the request ---- */

static moderato_status take_model(
	const struct reading *r, const struct json_value *value, moderato_error *err)
{
	if (value->type == JSON_NULL)
		return MODERATO_OK;
	if (value->type != JSON_STRING)
		return wrong_type(r->fault, "model", "a string", value->type, err);
	if (!value->string.len || value->string.len > MODEL_MAX)
		return fail(err, blame(r->fault, "invalid_value", "model"),
			"Invalid 'model': expected the name of a model.");
	if (!arena_copy_str(r->arena, &r->request->model, value->string))
		return fail_no_memory(err);
	return MODERATO_OK;
}

/* Copies the input, because an array is read by the same reader. */
static moderato_status take_input(
	const struct reading *r, const struct json_value *value, moderato_error *err)
{
	struct openai_request *request = r->request;
	bool copied = true;

	request->text = (moderato_str){NULL, 0};
	request->array = (moderato_str){NULL, 0};
	if (value->type == JSON_STRING)
		copied = arena_copy_str(r->arena, &request->text, value->string);
	else if (value->type == JSON_ARRAY)
		copied = arena_copy_str(r->arena, &request->array, value->raw);
	else if (value->type != JSON_NULL)
		return wrong_type(r->fault, "input",
			"one of a string, array of strings, or array of objects", value->type, err);
	if (value->type == JSON_STRING && !request->text.len)
		request->text.ptr = ""; /* it is empty, but not absent */
	return copied ? MODERATO_OK : fail_no_memory(err);
}

static moderato_status request_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	const struct reading *r = payload;

	if (str_is(key, "input"))
		return take_input(r, value, err);
	if (str_is(key, "model"))
		return take_model(r, value, err);
	return MODERATO_OK;
}

moderato_status openai_read(struct json_reader *json, struct arena *arena, moderato_str body,
	struct openai_request *request, struct openai_fault *fault, moderato_error *err)
{
	struct reading r = {arena, request, fault};
	moderato_status status;

	*request = (struct openai_request){.model = str_of(OPENAI_MODEL)};
	status = json_read_object(json, body, request_member, &r, err);
	if (!status && !request->text.ptr && !request->array.ptr)
		status = fail(err, blame(fault, "missing_required_parameter", "input"),
			"Missing required parameter: 'input'.");
	return status;
}

moderato_status openai_inputs(struct json_reader *json, const struct openai_request *request,
	struct buffer *joined, struct openai_fault *fault, openai_each each, void *payload,
	moderato_error *err)
{
	struct listing l = {
		.json = json, .joined = joined, .fault = fault, .each = each, .payload = payload};

	if (request->array.ptr)
		return read_array(&l, request->array, err);
	return take_string(&l, "input", request->text, err);
}
