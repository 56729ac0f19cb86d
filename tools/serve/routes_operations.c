/* SPDX-License-Identifier: MIT */
/* What those who run the daemon ask: is it alive, is it ready, how does it do. */
#include <stdlib.h>

#include "serve/http/cors.h"
#include "serve/metrics/metrics_collect.h"
#include "serve/protocol.h"

static void front_page(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	(void)request;
	reply_text(reply, 200, TEXT_TYPE,
		"This is moderato, which moderates comments. It answers as\n"
		"\n"
		"  Perspective          POST /v1alpha1/comments:analyze, comments:suggestscore\n"
		"                       GET /$discovery/rest?version=v1alpha1\n"
		"  Akismet              POST /1.1/verify-key, comment-check, submit-spam, submit-ham\n"
		"  OpenAI               POST /v1/moderations, GET /v1/models\n"
		"  Coral                POST /coral/moderate (external moderation phase)\n"
		"  moderato             POST /v1/score, /v1/screen, /v1/explain\n"
		"\n"
		"and for those who run it: GET /healthz, /readyz, /metrics. /openapi.yaml describes its\n"
		"own protocol. The rest is in share/doc/moderato/serve.md, which is\n"
		"tools/serve/README.md of the sources, and in 'moderato serve --help'.\n");
}

/* The process lives and answers, also while it ends. */
static void healthz(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	(void)request;
	reply_text(reply, 200, TEXT_TYPE, "ok\n");
}

/* Whether it should be sent requests. A worker without a bundle answers nothing at all. */
static void readyz(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct setup *setup = worker->setup;

	(void)request;
	if (atomic_load(&worker->server->draining)) {
		reply_text(reply, 503, TEXT_TYPE, "draining\n");
		return;
	}
	reply->content_type = TEXT_TYPE;
	buffer_printf(&reply->body, "ready\nbundle %s %016llx\n", setup->bundle_name,
		moderato_bundle_checksum(setup->bundle));
	if (setup->shadow_bundle)
		buffer_printf(&reply->body, "shadow %s %016llx\n", setup->shadow_name,
			moderato_bundle_checksum(setup->shadow_bundle));
}

/* They need a key, as they tell a site's traffic, unless the configuration makes them public. */
static void metrics(struct worker *worker, struct request *request, struct reply *reply)
{
	struct metrics_view *view = malloc(sizeof(*view));

	(void)request;
	if (!view) {
		reply->body.failed = true;
		return;
	}
	metrics_collect(worker->server, worker->setup, view);
	reply->content_type = METRICS_TYPE;
	metrics_write(&reply->body, view);
	free(view);
}

static void preflight(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	cors_answer_preflight(request, reply);
}

/* Prometheus sends "Authorization: Bearer KEY", or has ?key=KEY among its `params`. */
static moderato_str key_of(struct worker *worker, const struct request *request)
{
	const moderato_str bearer = request_bearer(request);

	(void)worker;
	return bearer.len ? bearer : request_query(request, "key");
}

static void refuse(
	const struct request *request, const struct refusal *refusal, struct reply *reply)
{
	(void)request;
	reply->status = refusal_status(refusal->kind);
	reply->content_type = TEXT_TYPE;
	buffer_clear(&reply->body);
	buffer_printf(&reply->body, "%s\n", refusal->message);
}

static const struct route routes[] = {
	{"front_page", "GET", "/", SCOPE_NONE, front_page, NULL},
	{"healthz", "GET", "/healthz", SCOPE_NONE, healthz, NULL},
	{"readyz", "GET", "/readyz", SCOPE_NONE, readyz, NULL},
	{"metrics", "GET", "/metrics", SCOPE_METRICS, metrics, NULL},
	{"preflight", "OPTIONS", "*", SCOPE_NONE, preflight, NULL}, /* of any path: see cors.h */
};

const struct protocol protocol_operations = {
	.name = "operations",
	.routes = routes,
	.n_routes = sizeof(routes) / sizeof(routes[0]),
	.key = key_of,
	.refuse = refuse,
};
