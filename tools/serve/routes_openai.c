/* SPDX-License-Identifier: MIT */
/* OpenAI's moderations: POST /v1/moderations, GET /v1/models. Clients have their base URL end in
 * /v1. */
#include <stdio.h>

#include "serve/openai/openai.h"

/* ---- errors ---- */

static void add_string_or_null(struct buffer *out, const char *text)
{
	if (text && *text)
		json_write_string(out, str_of(text));
	else
		buffer_add_str(out, "null");
}

/* Sets the reply to {"error":{"message":…,"type":…,"param":…,"code":…}}. */
static void error(const struct request *request, struct reply *reply, unsigned status,
	const char *code, const char *param, const char *message)
{
	static const char refused[] = "invalid_request_error";
	struct buffer *out = &reply->body;

	reply->status = status;
	reply->content_type = JSON_TYPE;
	buffer_clear(out);
	buffer_add_str(out, "{\"error\":{\"message\":");
	json_write_string(out, str_of(message));
	buffer_printf(out, ",\"type\":\"%s\",\"param\":",
		status == 429 ? "requests" : (status >= 500 ? "server_error" : refused));
	add_string_or_null(out, param);
	buffer_add_str(out, ",\"code\":");
	add_string_or_null(out, code);
	buffer_add_str(out, "}}\n");
	reply_header(reply, "x-request-id", request->id);
}

static void refuse(
	const struct request *request, const struct refusal *refusal, struct reply *reply)
{
	static const struct {
		const char *code;
		const char *message; /* NULL: the refusal's own */
	} errors[REFUSAL_KINDS] = {
		[REFUSAL_NO_KEY] = {NULL,
			"You didn't provide an API key. You need to provide your API key in an Authorization "
			"header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."},
		[REFUSAL_BAD_KEY] = {"invalid_api_key", "Incorrect API key provided."},
		[REFUSAL_SCOPE] = {"insufficient_permissions",
			"You have insufficient permissions for this operation."},
		[REFUSAL_RATE] = {"rate_limit_exceeded", "Rate limit reached for requests."},
		[REFUSAL_METHOD] = {"method_not_supported", NULL},
	};
	const char *message = errors[refusal->kind].message;

	error(request, reply, refusal_status(refusal->kind), errors[refusal->kind].code, NULL,
		message ? message : refusal->message);
	if (refusal->kind == REFUSAL_RATE) {
		reply_header_number(reply, "x-ratelimit-limit-requests", refusal->rate_limit);
		reply_header(reply, "x-ratelimit-remaining-requests", "0");
	}
	if (refusal->retry_after)
		reply_header_number(reply, "retry-after-ms", refusal->retry_after * 1000ULL);
}

/* ---- moderations ---- */

struct results {
	struct worker *worker;
	struct buffer *out;
	size_t n;
};

static moderato_status add_result(
	void *payload, const struct openai_input *input, moderato_error *err)
{
	struct results *results = payload;

	if (results->n++)
		buffer_add_char(results->out, ',');
	return openai_result(results->worker, input, results->out, err);
}

static void answer_failure(const struct request *request, struct reply *reply,
	moderato_status status, const struct openai_fault *fault, const moderato_error *err)
{
	char message[sizeof(err->message) + 64];

	switch (status) {
	case MODERATO_EFORMAT:
		snprintf(message, sizeof(message), "We could not parse the JSON body of your request (%s).",
			err->message);
		error(request, reply, 400, NULL, NULL, message);
		break;
	case MODERATO_EINVAL:
		error(request, reply, 400, fault->code, fault->param, err->message);
		break;
	default:
		error(request, reply, 500, NULL, NULL, err->message);
	}
}

static void moderations(struct worker *worker, struct request *request, struct reply *reply)
{
	struct results results = {worker, &reply->body, 0};
	struct openai_fault fault = {.code = NULL};
	struct openai_request wanted = {.text = {NULL, 0}};
	moderato_error err = {.message = ""};
	moderato_status status =
		openai_read(worker->json, request->arena, request->body, &wanted, &fault, &err);

	if (!status) {
		buffer_printf(&reply->body, "{\"id\":\"modr-%s\",\"model\":", request->id);
		json_write_string(&reply->body, wanted.model);
		buffer_add_str(&reply->body, ",\"results\":[");
		status = openai_inputs(
			worker->json, &wanted, &worker->scratch, &fault, add_result, &results, &err);
	}
	if (status) {
		answer_failure(request, reply, status, &fault, &err);
		return;
	}
	buffer_add_str(&reply->body, "]}\n");
	reply->content_type = JSON_TYPE;
	reply_header(reply, "x-request-id", request->id);
}

/* ---- models ---- */

/* All names stand for the bundle; clients ask for one that they know. Any other name is accepted
 * in a request, too. */
#define MODEL_OBJECT(name)                                                                         \
	"{\"id\":\"" name "\",\"object\":\"model\",\"created\":1727308800,\"owned_by\":\"moderato\"}"
#define MODEL_PATH "/v1/models/"
#define OMNI_DATED "omni-moderation-2024-09-26"
#define TEXT_LATEST "text-moderation-latest"
#define TEXT_STABLE "text-moderation-stable"

static void models(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	reply_text(reply, 200, JSON_TYPE,
		"{\"object\":\"list\",\"data\":[" MODEL_OBJECT(OPENAI_MODEL) "," MODEL_OBJECT(
			OMNI_DATED) "," MODEL_OBJECT(TEXT_LATEST) "," MODEL_OBJECT(TEXT_STABLE) "]}\n");
	reply_header(reply, "x-request-id", request->id);
}

static void model(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	reply->content_type = JSON_TYPE;
	buffer_printf(&reply->body,
		"{\"id\":\"%s\",\"object\":\"model\",\"created\":1727308800,\"owned_by\":\"moderato\"}\n",
		request->path + sizeof(MODEL_PATH) - 1);
	reply_header(reply, "x-request-id", request->id);
}

/* ---- the protocol ---- */

static moderato_str key(struct worker *worker, const struct request *request)
{
	(void)worker;
	return request_bearer(request);
}

static const struct route routes[] = {
	{"openai_moderations", "POST", "/v1/moderations", SCOPE_OPENAI, moderations, NULL},
	{"openai_models", "GET", "/v1/models", SCOPE_OPENAI, models, NULL},
	{"openai_model", "GET", MODEL_PATH OPENAI_MODEL, SCOPE_OPENAI, model, NULL},
	{"openai_model", "GET", MODEL_PATH OMNI_DATED, SCOPE_OPENAI, model, NULL},
	{"openai_model", "GET", MODEL_PATH TEXT_LATEST, SCOPE_OPENAI, model, NULL},
	{"openai_model", "GET", MODEL_PATH TEXT_STABLE, SCOPE_OPENAI, model, NULL},
};

const struct protocol protocol_openai = {
	.name = "openai",
	.routes = routes,
	.n_routes = sizeof(routes) / sizeof(routes[0]),
	.key = key,
	.refuse = refuse,
};
