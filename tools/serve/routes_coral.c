/* SPDX-License-Identifier: MIT */
/* Coral's external moderation phase: POST /coral/moderate. Coral shows no key but signs its
 * requests, and takes anything but an answer in its schema for no opinion, after which the comment
 * is published. */
#include <stdio.h>

#include "serve/coral/coral.h"
#include "serve/protocol.h"
#include "serve/worker.h"

static void error(struct reply *reply, unsigned status, const char *message)
{
	reply->status = status;
	reply->content_type = JSON_TYPE;
	buffer_clear(&reply->body);
	buffer_add_str(&reply->body, "{\"error\":");
	json_write_string(&reply->body, str_of(message));
	buffer_add_str(&reply->body, "}\n");
}

static void refuse(
	const struct request *request, const struct refusal *refusal, struct reply *reply)
{
	(void)request;
	error(reply, refusal_status(refusal->kind), refusal->message);
}

static void no_opinion(struct reply *reply)
{
	reply->status = 204;
}

/* A comment that is too long to be scored is for a person to read. */
static void too_long(struct reply *reply)
{
	reply_text(reply, 200, JSON_TYPE, "{\"actions\":[],\"status\":\"PREMOD\"}\n");
}

static void screen(struct worker *worker, const moderato_comment *comment, struct reply *reply)
{
	moderato_error err = {.message = ""};
	moderato_verdict verdict;
	moderato_status status = worker_screen(worker, comment, &verdict, &err);

	if (status == MODERATO_ELIMIT) {
		too_long(reply);
	} else if (status) {
		error(reply, 500, err.message);
	} else if (verdict.decision == MODERATO_PUBLISH) {
		no_opinion(reply);
	} else {
		reply->content_type = JSON_TYPE;
		coral_opinion(&reply->body, &verdict, moderato_bundle_find(worker->setup->bundle, "spam"));
	}
}

static void moderate(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct config_texts *secrets = &worker->setup->config.coral_secrets;
	struct coral_request wanted;
	moderato_error err = {.message = ""};
	moderato_status status;

	if (!coral_is_signed(secrets, request_header(request, "X-Coral-Signature"), request->body)) {
		error(reply, 401,
			secrets->n ? "The signature is not valid." : "No secret is configured for Coral.");
		return;
	}
	status = coral_read(worker->json, request->arena, request->body, &wanted, &err);
	if (status)
		error(reply, status == MODERATO_ENOMEM ? 500 : 400, err.message);
	else if (wanted.trusted)
		no_opinion(reply);
	else
		screen(worker, &wanted.comment, reply);
}

/* Never called: no route has a scope. */
static moderato_str key(struct worker *worker, const struct request *request)
{
	(void)worker;
	(void)request;
	return (moderato_str){NULL, 0};
}

static const struct route routes[] = {
	{"coral_moderate", "POST", "/coral/moderate", SCOPE_NONE, moderate, NULL},
};

const struct protocol protocol_coral = {
	.name = "coral",
	.routes = routes,
	.n_routes = sizeof(routes) / sizeof(routes[0]),
	.key = key,
	.refuse = refuse,
};
