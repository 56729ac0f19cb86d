/* SPDX-License-Identifier: MIT */
#include "serve/http/cors.h"

#include "base/ascii.h"

const char *cors_allowed(const struct config_texts *origins, moderato_str origin)
{
	size_t i;

	for (i = 0; origin.len && i < origins->n; i++)
		if (strcmp(origins->items[i], "*") == 0 || str_is_nocase(origin, origins->items[i]))
			return origins->items[i];
	return NULL;
}

bool cors_is_header_list(moderato_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		const char c = text.ptr[i];

		if (!ascii_is_alnum(c) && (!c || !strchr("-_,. ", c)))
			return false;
	}
	return text.len > 0 && text.len <= 4096;
}

bool cors_is_preflight(const struct config_texts *origins, const struct request *request)
{
	return origins->n && strcmp(request->method, "OPTIONS") == 0 &&
		   request_header(request, "Access-Control-Request-Method").len &&
		   cors_allowed(origins, request_header(request, "Origin"));
}

/* Clients add headers of their own, as OpenAI's does with X-Stainless-*: all are allowed, as all
 * are ignored that are not known. */
void cors_answer_preflight(const struct request *request, struct reply *reply)
{
	const moderato_str asked = request_header(request, "Access-Control-Request-Headers");

	reply->status = 204;
	reply_header(reply, "Access-Control-Allow-Methods", "GET, HEAD, POST");
	reply_header(reply, "Access-Control-Max-Age", "7200"); /* no browser takes more */
	if (cors_is_header_list(asked))
		reply_header(reply, "Access-Control-Allow-Headers", asked.ptr);
}

void cors_headers(
	const struct config_texts *origins, const struct request *request, struct reply *reply)
{
	const char *allowed;

	if (!origins->n)
		return;
	allowed = cors_allowed(origins, request_header(request, "Origin"));
	if (allowed) {
		reply_header(reply, "Access-Control-Allow-Origin", allowed);
		reply_header(reply, "Access-Control-Expose-Headers",
			"Retry-After, X-Request-Id, X-Akismet-Pro-Tip, X-Akismet-Guid, X-Akismet-Debug-Help");
	}
	/* What is sent depends on who asks: a cache must not give one page another's. */
	reply_header(reply, "Vary", "Origin, Access-Control-Request-Headers");
}
