/* SPDX-License-Identifier: MIT */
/* moderato's own protocol: /v1/score, /v1/screen, /v1/explain and /v1/bundle. It also words the
 * refusals for paths that do not exist. */
#include <stdio.h>

#include "base/ascii.h"
#include "base/fail.h"
#include "base/utf8.h"
#include "serve/own/own.h"

/* ---- errors ---- */

void own_error(struct reply *reply, unsigned status, const char *code, const char *message)
{
	reply->status = status;
	reply->content_type = JSON_TYPE;
	buffer_clear(&reply->body);
	buffer_printf(&reply->body, "{\"error\":{\"code\":\"%s\",\"message\":", code);
	json_write_string(&reply->body, str_of(message));
	buffer_add_str(&reply->body, "}}\n");
}

void own_failure(struct reply *reply, moderato_status status, const moderato_error *err)
{
	switch (status) {
	case MODERATO_EINVAL:
		own_error(reply, 400, "invalid_parameter", err->message);
		break;
	case MODERATO_EFORMAT:
		own_error(reply, 400, "invalid_comment", err->message);
		break;
	case MODERATO_ELIMIT:
		own_error(reply, 413, "too_large", err->message);
		break;
	default:
		own_error(reply, 500, "internal_error", err->message);
	}
}

static void refuse(
	const struct request *request, const struct refusal *refusal, struct reply *reply)
{
	static const char *const codes[REFUSAL_KINDS] = {
		[REFUSAL_MALFORMED] = "malformed_request",
		[REFUSAL_NO_KEY] = "missing_key",
		[REFUSAL_BAD_KEY] = "invalid_key",
		[REFUSAL_SCOPE] = "forbidden",
		[REFUSAL_RATE] = "rate_limited",
		[REFUSAL_NOT_FOUND] = "not_found",
		[REFUSAL_METHOD] = "method_not_allowed",
		[REFUSAL_TOO_LARGE] = "too_large",
		[REFUSAL_PACKING] = "unsupported_encoding",
		[REFUSAL_OVERLOADED] = "overloaded",
		[REFUSAL_INTERNAL] = "internal_error",
	};
	const unsigned status = refusal_status(refusal->kind);

	(void)request;
	own_error(reply, status, codes[refusal->kind], refusal->message);
	if (status == 401)
		reply_header(reply, "WWW-Authenticate", "Bearer");
}

/* ---- /v1/score and /v1/screen ---- */

static void answer_one(struct worker *worker, const struct request *request,
	const struct wish *wish, struct reply *reply, bool tell_decision)
{
	const struct place nowhere = {PLACE_NONE, 0};
	moderato_comment comment;
	moderato_decision decision;
	moderato_error err = {.message = ""};
	moderato_status status =
		own_verdict(worker, wish, request->body, nowhere, &comment, &decision, &reply->body, &err);

	if (status) {
		own_failure(reply, status, &err);
		return;
	}
	buffer_add_char(&reply->body, '\n');
	if (tell_decision)
		reply_header(reply, "X-Moderato-Decision", moderato_decision_name(decision));
}

struct array {
	struct worker *worker;
	const struct wish *wish;
	struct buffer *out;
	size_t n;
};

static moderato_status add_element(
	void *payload, const struct json_value *value, moderato_error *err)
{
	struct array *array = payload;
	const struct place place = {PLACE_INDEX, array->n++};

	buffer_add_str(array->out, place.number ? ",\n" : "");
	if (array->out->len > OWN_REPLY_MAX)
		return fail(err, MODERATO_ELIMIT,
			"The answer would be too large: send fewer comments, or send JSON lines.");
	return own_verdict_or_error(array->worker, array->wish, value->raw, place, array->out, err);
}

static void answer_array(struct worker *worker, const struct request *request,
	const struct wish *wish, struct reply *reply)
{
	struct array array = {worker, wish, &reply->body, 0};
	moderato_error err = {.message = ""};
	moderato_status status;

	buffer_add_char(&reply->body, '[');
	status = json_read_array(worker->json, request->body, add_element, &array, &err);
	if (status == MODERATO_EFORMAT)
		own_error(reply, 400, "invalid_json", err.message);
	else if (status)
		own_failure(reply, status, &err);
	else
		buffer_add_str(&reply->body, "]\n");
}

static char first_character(moderato_str text)
{
	size_t i = 0;

	while (i < text.len && ascii_is_space(text.ptr[i]))
		i++;
	return i < text.len ? text.ptr[i] : '\0';
}

static void answer(
	struct worker *worker, struct request *request, struct reply *reply, bool tell_decision)
{
	struct wish wish;
	moderato_error err = {.message = ""};
	moderato_status status = wish_read(worker, request, &wish, &err);

	reply->content_type = JSON_TYPE;
	if (status)
		own_failure(reply, status, &err);
	else if (!utf8_valid(request->body.ptr, request->body.len))
		own_error(reply, 400, "invalid_json", "The body is not UTF-8.");
	else if (first_character(request->body) == '[')
		answer_array(worker, request, &wish, reply);
	else
		answer_one(worker, request, &wish, reply, tell_decision);
}

/* JSON lines are answered as they come. */
static const struct body_stream *stream_of(const struct request *request)
{
	return own_is_lines(request) ? &own_lines : NULL;
}

static void score(struct worker *worker, struct request *request, struct reply *reply)
{
	answer(worker, request, reply, false);
}

static void screen(struct worker *worker, struct request *request, struct reply *reply)
{
	answer(worker, request, reply, true);
}

/* ---- the protocol ---- */

static moderato_str key(struct worker *worker, const struct request *request)
{
	moderato_str shown = request_bearer(request);

	(void)worker;
	if (!shown.len)
		shown = request_header(request, "X-API-Key");
	return shown.len ? shown : request_query(request, "key");
}

static const struct route routes[] = {
	{"own_score", "POST", "/v1/score", SCOPE_SCORE, score, stream_of},
	{"own_screen", "POST", "/v1/screen", SCOPE_SCORE, screen, stream_of},
	{"own_explain", "POST", "/v1/explain", SCOPE_SCORE, own_explain, NULL},
	{"own_bundle", "GET", "/v1/bundle", SCOPE_SCORE, own_bundle, NULL},
	{"own_openapi", "GET", "/openapi.yaml", SCOPE_NONE, own_openapi, NULL},
};

const struct protocol protocol_own = {
	.name = "own",
	.routes = routes,
	.n_routes = sizeof(routes) / sizeof(routes[0]),
	.key = key,
	.refuse = refuse,
};
