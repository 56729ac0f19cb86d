/* SPDX-License-Identifier: MIT */
/* What those who run the daemon ask: is it alive, is it ready, how does it do. */
#include <stdio.h>

#include "serve/protocol.h"
#include "serve/server.h"

static void healthz(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	(void)request;
	reply_text(reply, 200, TEXT_TYPE, "ok\n");
}

static void readyz(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)request;
	if (atomic_load(&worker->server->draining))
		reply_text(reply, 503, TEXT_TYPE, "draining\n");
	else
		reply_text(reply, 200, TEXT_TYPE, "ready\n");
}

static moderato_str bearer(struct worker *worker, const struct request *request)
{
	(void)worker;
	return request_bearer(request);
}

static void refuse(
	const struct request *request, const struct refusal *refusal, struct reply *reply)
{
	static const unsigned status[REFUSAL_KINDS] = {
		[REFUSAL_MALFORMED] = 400,
		[REFUSAL_NO_KEY] = 401,
		[REFUSAL_BAD_KEY] = 401,
		[REFUSAL_SCOPE] = 403,
		[REFUSAL_RATE] = 429,
		[REFUSAL_NOT_FOUND] = 404,
		[REFUSAL_METHOD] = 405,
		[REFUSAL_TOO_LARGE] = 413,
		[REFUSAL_PACKING] = 415,
		[REFUSAL_OVERLOADED] = 503,
		[REFUSAL_INTERNAL] = 500,
	};

	(void)request;
	reply->status = status[refusal->kind];
	reply->content_type = TEXT_TYPE;
	buffer_clear(&reply->body);
	buffer_printf(&reply->body, "%s\n", refusal->message);
}

static const struct route routes[] = {
	{"healthz", "GET", "/healthz", SCOPE_NONE, healthz, NULL},
	{"readyz", "GET", "/readyz", SCOPE_NONE, readyz, NULL},
};

const struct protocol protocol_operations = {
	.name = "operations",
	.routes = routes,
	.n_routes = sizeof(routes) / sizeof(routes[0]),
	.key = bearer,
	.refuse = refuse,
};
