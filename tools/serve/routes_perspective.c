/* SPDX-License-Identifier: MIT */
/* Perspective, the "Comment Analyzer API" of Google, v1alpha1: AnalyzeComment, SuggestCommentScore
 * and the discovery document. What clients send and expect is in README.md. */
#include <string.h>

#include "base/codepoint.h"
#include "serve/crypto.h"
#include "serve/perspective/perspective_analysis.h"
#include "serve/perspective/perspective_discovery.h"
#include "serve/perspective/perspective_fields.h"
#include "serve/protocol.h"
#include "serve/server.h"

/* How the answer is written, by the query. */
struct form {
	bool compact; /* prettyPrint=false */
	bool v1;      /* $.xgafv=1: errors in the older form, too */
};

static struct form form_of(const struct request *request)
{
	const moderato_str pretty = request_query(request, "prettyPrint");
	const moderato_str version = request_query(request, "$.xgafv");

	return (struct form){
		str_is_nocase(pretty, "false") || str_is(pretty, "0"), str_is(version, "1")};
}

static void answer_error(
	const struct perspective_error *e, const struct form *form, struct reply *reply)
{
	reply->status = (unsigned)e->http;
	reply->content_type = JSON_TYPE;
	buffer_clear(&reply->body);
	perspective_error_write(&reply->body, e, form->compact, form->v1);
}

static void answer_other(
	int http, const char *message, const struct form *form, struct reply *reply)
{
	struct perspective_error e;

	perspective_error_other(&e, http, message);
	answer_error(&e, form, reply);
}

/* What is left is memory, and a bundle whose numbers overflow. */
static void answer_failure(const struct form *form, struct reply *reply)
{
	answer_other(500, "Internal error encountered.", form, reply);
}

/* Memory for relaxed JSON that is kept from request to request; few bodies need as much. */
#define KEEP_BYTES ((size_t)64 * 1024)

static bool read_request(struct worker *worker, const struct request *request,
	enum perspective_method method, struct perspective_request *out)
{
	const struct perspective_reading how = {
		method, worker->setup->config.perspective.refuse_unknown_fields};
	struct buffer *relaxed = &worker->scratch;
	const bool read = perspective_request_read(out, worker->json, relaxed, request->body, &how);

	if (relaxed->cap > KEEP_BYTES)
		buffer_dispose(relaxed);
	buffer_clear(relaxed);
	return read;
}

/* Refuses attributes that are not served, as Perspective does, or lets them go if the configuration
 * says so and there are others. */
static void check_attributes(struct worker *worker, struct perspective_request *q)
{
	const bool ignore = worker->setup->config.perspective.ignore_unknown_attributes;
	const struct perspective_asked *unknown = NULL;
	size_t served = 0;
	size_t i;

	for (i = 0; i < q->n_asked; i++) {
		const struct perspective_asked *asked = &q->asked[i];

		if (asked->attribute &&
			perspective_attribute_served(&worker->setup->perspective, asked->attribute))
			served++;
		else if (!unknown)
			unknown = asked;
	}
	if (unknown && (!ignore || !served))
		perspective_refuse(&q->error, "INVALID_REQUEST", "Unknown requested attribute: %.*s",
			(int)codepoint_cut(unknown->name.ptr, unknown->name.len, 100), unknown->name.ptr);
}

/* Reduces a good answer to the fields that the request's query names. */
static void select_fields(struct worker *worker, const struct request *request,
	const struct form *form, struct reply *reply)
{
	const moderato_str text = request_query(request, "fields");
	struct pretty_json out = pretty_json_of(&worker->scratch, form->compact);
	struct perspective_error error = {.http = 0};
	struct perspective_fields fields;
	struct buffer whole;

	if (!text.len || reply->status != 200)
		return;
	perspective_fields_read(&fields, text, &error);
	if (error.http) {
		answer_error(&error, form, reply);
		return;
	}
	buffer_clear(&worker->scratch);
	if (perspective_fields_write(&fields, worker->json, buffer_view(&reply->body), &out)) {
		answer_failure(form, reply);
		return;
	}
	whole = reply->body;
	reply->body = worker->scratch;
	worker->scratch = whole;
}

/* Answers, or leaves the error in the request; it may be about the languages. */
static moderato_status analyze_request(struct worker *worker, const struct request *request,
	struct perspective_request *q, struct perspective_languages *languages, const struct form *form,
	struct reply *reply)
{
	const struct config_texts *scored = &worker->setup->config.perspective.languages;
	struct pretty_json out = pretty_json_of(&reply->body, form->compact);
	moderato_status status;

	if (!read_request(worker, request, PERSPECTIVE_ANALYZE, q))
		return MODERATO_ENOMEM;
	check_attributes(worker, q);
	if (q->error.http)
		return MODERATO_OK;
	status = perspective_languages_find(languages, q, scored, NULL);
	if (status)
		return status;
	if (!worker->setup->config.perspective.score_any_language)
		perspective_languages_check(languages, q, scored);
	if (q->error.http)
		return MODERATO_OK;
	status = perspective_analysis_write(worker, q, languages, &out, NULL);
	pretty_json_end(&out);
	return status;
}

static void analyze(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct form form = form_of(request);
	struct perspective_languages languages;
	struct perspective_request q;

	reply->content_type = JSON_TYPE;
	if (analyze_request(worker, request, &q, &languages, &form, reply))
		answer_failure(&form, reply);
	else if (q.error.http)
		answer_error(&q.error, &form, reply);
	select_fields(worker, request, &form, reply);
}

/* ---- feedback ---- */

/* Collects what was said of moderato's attributes; a suggested score of a half or more is a yes. */
static size_t labels_of(const struct perspective_request *q, moderato_label *labels)
{
	size_t n = 0;
	size_t i;
	size_t k;

	for (i = 0; i < q->n_asked; i++) {
		const struct perspective_asked *asked = &q->asked[i];

		if (!asked->attribute || !asked->attribute->label || !asked->has_summary)
			continue;
		for (k = 0; k < n && !str_is(labels[k].attribute, asked->attribute->head); k++)
			;
		labels[k] = (moderato_label){str_of(asked->attribute->head), asked->summary >= 0.5};
		n += k == n;
	}
	return n;
}

/* Keeps a suggestion as a labelled comment. The client's token is its id, so that a client that
 * thinks again replaces what it said; without a token the text is. */
static bool keep(struct worker *worker, const struct perspective_request *q)
{
	moderato_label labels[PERSPECTIVE_ATTRIBUTES_MAX];
	struct buffer *extra = &worker->scratch;
	char id[sizeof("text-") + CRYPTO_ID_DIGITS] = "text-";
	const moderato_comment comment = {
		.id = q->client_token,
		.text = q->text,
		.lang = q->n_languages == 1 ? q->languages[0] : (moderato_str){NULL, 0},
		.source = str_of("perspective"),
		.labels = labels,
		.n_labels = labels_of(q, labels),
	};
	moderato_comment kept = comment;

	if (!kept.n_labels || q->do_not_store)
		return true;
	if (!kept.id.len) {
		if (!crypto_id(&q->text, 1, id + strlen(id)))
			return false;
		kept.id = str_of(id);
	}
	if (q->community_id.len) {
		buffer_clear(extra);
		buffer_add_str(extra, "\"community\":");
		json_write_string(extra, q->community_id);
		if (extra->failed)
			return false;
		kept.extra = buffer_view(extra);
	}
	return worker_feedback(worker, &kept) != FEEDBACK_FAILED;
}

static void write_suggested(struct pretty_json *out, const struct perspective_request *q,
	const struct perspective_languages *languages)
{
	pretty_json_open(out, '{');
	if (q->client_token.len)
		pretty_json_string(out, "clientToken", q->client_token);
	if (languages->n_detected)
		pretty_json_strings(out, "detectedLanguages", languages->detected, languages->n_detected);
	if (q->n_languages)
		pretty_json_strings(out, "requestedLanguages", q->languages, q->n_languages);
	pretty_json_close(out, '}');
	pretty_json_end(out);
}

static void suggest(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct form form = form_of(request);
	struct pretty_json out = pretty_json_of(&reply->body, form.compact);
	struct perspective_languages languages;
	struct perspective_request q;

	reply->content_type = JSON_TYPE;
	if (!read_request(worker, request, PERSPECTIVE_SUGGEST, &q)) {
		answer_failure(&form, reply);
		return;
	}
	check_attributes(worker, &q);
	if (q.error.http)
		answer_error(&q.error, &form, reply);
	else if (perspective_languages_find(
				 &languages, &q, &worker->setup->config.perspective.languages, NULL))
		answer_failure(&form, reply);
	else if (!keep(worker, &q))
		answer_other(
			503, "The suggestion could not be kept. Please try again later.", &form, reply);
	else
		write_suggested(&out, &q, &languages);
	select_fields(worker, request, &form, reply);
}

/* ---- discovery ---- */

static void discover(struct worker *worker, struct request *request, struct reply *reply)
{
	const moderato_str version = request_query(request, "version");
	const struct form form = form_of(request);

	(void)worker;
	reply->content_type = JSON_TYPE;
	if (version.len && !str_is(version, "v1alpha1"))
		answer_other(404, "The version of the API that is served is v1alpha1.", &form, reply);
	else if (!perspective_discovery_write(&reply->body, request, form.compact))
		answer_other(400, "The header Host is no host.", &form, reply);
}

/* ---- the protocol ---- */

static moderato_str key_of(struct worker *worker, const struct request *request)
{
	moderato_str key = request_query(request, "key");

	(void)worker;
	if (!key.len)
		key = request_header(request, "X-Goog-Api-Key");
	return key.len ? key : request_bearer(request);
}

static void refuse(
	const struct request *request, const struct refusal *refusal, struct reply *reply)
{
	const struct form form = form_of(request);
	struct perspective_error e;

	if (refusal->kind == REFUSAL_NO_KEY || refusal->kind == REFUSAL_BAD_KEY)
		perspective_error_key(&e, refusal->kind == REFUSAL_NO_KEY);
	else if (refusal->kind == REFUSAL_RATE)
		perspective_error_quota(&e, refusal->rate_limit);
	else
		perspective_error_other(&e, (int)refusal_status(refusal->kind), refusal->message);
	answer_error(&e, &form, reply);
}

#define V1 "/v1alpha1"

/* Without the version, because Coral appends the method to the path that it was given. */
static const struct route routes[] = {
	{"perspective_analyze", "POST", V1 "/comments:analyze", SCOPE_PERSPECTIVE, analyze, NULL},
	{"perspective_analyze_bare", "POST", "/comments:analyze", SCOPE_PERSPECTIVE, analyze, NULL},
	{"perspective_suggest", "POST", V1 "/comments:suggestscore", SCOPE_PERSPECTIVE, suggest, NULL},
	{"perspective_suggest_bare", "POST", "/comments:suggestscore", SCOPE_PERSPECTIVE, suggest,
		NULL},
	{"perspective_discovery", "GET", "/$discovery/rest", SCOPE_NONE, discover, NULL},
	{"perspective_discovery_index", "GET", "/discovery/v1/apis/commentanalyzer/v1alpha1/rest",
		SCOPE_NONE, discover, NULL},
};

const struct protocol protocol_perspective = {
	.name = "perspective",
	.routes = routes,
	.n_routes = sizeof(routes) / sizeof(routes[0]),
	.key = key_of,
	.refuse = refuse,
};
