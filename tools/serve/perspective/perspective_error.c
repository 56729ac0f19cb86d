/* SPDX-License-Identifier: MIT */
/* Messages and details after those that Perspective and Google's front end were seen to send. Texts
 * of the request that a message repeats are cut to TEXT_SHOWN bytes. */
#include "serve/perspective/perspective_error.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/codepoint.h"
#include "serve/perspective/pretty_json.h"

#define TEXT_SHOWN ((size_t)100)
#define SERVICE "commentanalyzer.googleapis.com"

/* Google's code for an HTTP status, and the older reason. */
static const struct {
	int http;
	const char *status;
	const char *reason;
} statuses[] = {
	{400, "INVALID_ARGUMENT", "badRequest"},
	{401, "UNAUTHENTICATED", "unauthorized"},
	{403, "PERMISSION_DENIED", "forbidden"},
	{404, "NOT_FOUND", "notFound"},
	{405, "UNIMPLEMENTED", "httpMethodNotAllowed"},
	{408, "DEADLINE_EXCEEDED", "requestTimeout"},
	{413, "INVALID_ARGUMENT", "uploadTooLarge"},
	{415, "INVALID_ARGUMENT", "unsupportedMediaProtocol"},
	{429, "RESOURCE_EXHAUSTED", "rateLimitExceeded"},
	{500, "INTERNAL", "backendError"},
	{503, "UNAVAILABLE", "backendError"},
};

static size_t status_of(int http)
{
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].http == http)
			return i;
	return http < 500 ? 0 : i - 2;
}

static void set(struct perspective_error *e, int http, enum perspective_detail detail)
{
	memset(e, 0, sizeof(*e));
	e->http = http;
	e->status = statuses[status_of(http)].status;
	e->detail = detail;
}

/* vsnprintf() may cut inside a character, which json_write_string() mends. */
static void __attribute__((format(printf, 2, 0)))
say(struct perspective_error *e, const char *format, va_list args)
{
	vsnprintf(e->message, sizeof(e->message), format, args);
}

void perspective_refuse(
	struct perspective_error *e, const char *error_type, const char *format, ...)
{
	va_list args;

	if (e->http)
		return;
	set(e, 400, PERSPECTIVE_ERROR_TYPE);
	e->error_type = error_type;
	va_start(args, format);
	say(e, format, args);
	va_end(args);
}

void perspective_refuse_field(
	struct perspective_error *e, const char *field, const char *format, ...)
{
	va_list args;

	if (e->http)
		return;
	set(e, 400, field ? PERSPECTIVE_FIELD : PERSPECTIVE_NO_DETAIL);
	if (field)
		snprintf(e->field, sizeof(e->field), "%s", field);
	va_start(args, format);
	say(e, format, args);
	va_end(args);
}

void perspective_refuse_languages(struct perspective_error *e, moderato_str attribute,
	const moderato_str *languages, size_t n, bool detected)
{
	static const moderato_str unknown[] = {{"und", 3}};
	size_t at;
	size_t i;

	if (e->http)
		return;
	set(e, 400, PERSPECTIVE_LANGUAGE);
	e->error_type = "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE";
	e->attribute = str_part(attribute, 0, codepoint_cut(attribute.ptr, attribute.len, TEXT_SHOWN));
	e->languages = n ? languages : unknown;
	e->n_languages = n ? n : 1;
	e->detected = detected;
	at = (size_t)snprintf(e->message, sizeof(e->message),
		"Attribute %.*s does not support request languages:", (int)e->attribute.len,
		e->attribute.ptr);
	for (i = 0; i < e->n_languages && at < sizeof(e->message); i++)
		at += (size_t)snprintf(e->message + at, sizeof(e->message) - at, "%s %.*s", i ? "," : "",
			(int)(e->languages[i].len < TEXT_SHOWN ? e->languages[i].len : TEXT_SHOWN),
			e->languages[i].ptr);
}

void perspective_error_key(struct perspective_error *e, bool missing)
{
	set(e, missing ? 403 : 400, missing ? PERSPECTIVE_NO_DETAIL : PERSPECTIVE_KEY);
	snprintf(e->message, sizeof(e->message), "%s",
		missing ? "Method doesn't allow unregistered callers (callers without established "
				  "identity). Please use API Key or other form of API consumer identity to call "
				  "this API."
				: "API key not valid. Please pass a valid API key.");
}

void perspective_error_quota(struct perspective_error *e, unsigned limit)
{
	set(e, 429, PERSPECTIVE_QUOTA);
	e->limit = limit;
	snprintf(e->message, sizeof(e->message),
		"Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)' and limit 'Analysis "
		"requests (AnalyzeComment) per minute' of service '" SERVICE
		"' for consumer 'project_number:0'.");
}

void perspective_error_other(struct perspective_error *e, int http, const char *message)
{
	set(e, http, PERSPECTIVE_NO_DETAIL);
	snprintf(e->message, sizeof(e->message), "%s", message);
}

static void text(struct pretty_json *p, const char *key, const char *value)
{
	pretty_json_string(p, key, str_of(value));
}

static void write_error_type(struct pretty_json *p, const struct perspective_error *e)
{
	text(p, "@type", "type.googleapis.com/google.commentanalyzer.v1alpha1.Error");
	text(p, "errorType", e->error_type);
	if (e->detail != PERSPECTIVE_LANGUAGE)
		return;
	pretty_json_key(p, "languageNotSupportedByAttributeError");
	pretty_json_open(p, '{');
	pretty_json_strings(
		p, e->detected ? "detectedLanguages" : "requestedLanguages", e->languages, e->n_languages);
	pretty_json_string(p, "attribute", e->attribute);
	pretty_json_close(p, '}');
}

static void write_field(struct pretty_json *p, const struct perspective_error *e)
{
	text(p, "@type", "type.googleapis.com/google.rpc.BadRequest");
	pretty_json_key(p, "fieldViolations");
	pretty_json_open(p, '[');
	pretty_json_item(p);
	pretty_json_open(p, '{');
	if (e->field[0])
		text(p, "field", e->field);
	text(p, "description", e->message);
	pretty_json_close(p, '}');
	pretty_json_close(p, ']');
}

static void write_quota(struct pretty_json *p, const struct perspective_error *e)
{
	char limit[20];

	text(p, "quota_metric", "CommentAnalyzerService/analyze_requests");
	text(p, "quota_location", "global");
	text(p, "quota_limit", "AnalyzeRequestsPerMinutePerProject");
	if (e->limit) {
		snprintf(limit, sizeof(limit), "%u", e->limit);
		text(p, "quota_limit_value", limit);
	}
	text(p, "consumer", "projects/0");
}

static void write_error_info(struct pretty_json *p, const struct perspective_error *e)
{
	const bool quota = e->detail == PERSPECTIVE_QUOTA;

	text(p, "@type", "type.googleapis.com/google.rpc.ErrorInfo");
	text(p, "reason", quota ? "RATE_LIMIT_EXCEEDED" : "API_KEY_INVALID");
	text(p, "domain", "googleapis.com");
	pretty_json_key(p, "metadata");
	pretty_json_open(p, '{');
	if (quota)
		write_quota(p, e);
	text(p, "service", SERVICE);
	pretty_json_close(p, '}');
}

/* Google's second detail of this error says where to ask for more. */
static void write_help(struct pretty_json *p)
{
	pretty_json_item(p);
	pretty_json_open(p, '{');
	text(p, "@type", "type.googleapis.com/google.rpc.Help");
	pretty_json_key(p, "links");
	pretty_json_open(p, '[');
	pretty_json_item(p);
	pretty_json_open(p, '{');
	text(
		p, "description", "Who runs this moderato sets the rate of each key in its configuration.");
	pretty_json_close(p, '}');
	pretty_json_close(p, ']');
	pretty_json_close(p, '}');
}

static void write_details(struct pretty_json *p, const struct perspective_error *e)
{
	pretty_json_key(p, "details");
	pretty_json_open(p, '[');
	pretty_json_item(p);
	pretty_json_open(p, '{');
	switch (e->detail) {
	case PERSPECTIVE_ERROR_TYPE:
	case PERSPECTIVE_LANGUAGE:
		write_error_type(p, e);
		break;
	case PERSPECTIVE_FIELD:
		write_field(p, e);
		break;
	case PERSPECTIVE_KEY:
	case PERSPECTIVE_QUOTA:
		write_error_info(p, e);
		break;
	case PERSPECTIVE_NO_DETAIL:
		break;
	}
	pretty_json_close(p, '}');
	if (e->detail == PERSPECTIVE_QUOTA)
		write_help(p);
	pretty_json_close(p, ']');
}

static void write_v1(struct pretty_json *p, const struct perspective_error *e)
{
	pretty_json_key(p, "errors");
	pretty_json_open(p, '[');
	pretty_json_item(p);
	pretty_json_open(p, '{');
	text(p, "message", e->message);
	text(p, "domain", "global");
	text(p, "reason", statuses[status_of(e->http)].reason);
	pretty_json_close(p, '}');
	pretty_json_close(p, ']');
}

void perspective_error_write(
	struct buffer *out, const struct perspective_error *e, bool compact, bool v1)
{
	struct pretty_json p = pretty_json_of(out, compact);

	pretty_json_open(&p, '{');
	pretty_json_key(&p, "error");
	pretty_json_open(&p, '{');
	pretty_json_count(&p, "code", (size_t)e->http);
	text(&p, "message", e->message);
	if (v1)
		write_v1(&p, e);
	text(&p, "status", e->status);
	if (e->detail != PERSPECTIVE_NO_DETAIL)
		write_details(&p, e);
	pretty_json_close(&p, '}');
	pretty_json_close(&p, '}');
	pretty_json_end(&p);
}
