/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_CORS_H
#define TOOLS_SERVE_CORS_H
/* Lets pages of other origins read replies, where the configuration names these origins. Without
 * such a configuration nothing is different, and browsers show a page nothing. Cookies play no
 * part: a page shows a key like every other client. */
#include "serve/config/config.h"
#include "serve/reply.h"
#include "serve/request.h"

/* Returns whether the request is a browser's question whether a page of an allowed origin may send
 * another one. */
bool cors_is_preflight(const struct config_texts *origins, const struct request *request);

/* Answers it: yes, with these methods and the headers that it asks for. */
void cors_answer_preflight(const struct request *request, struct reply *reply);

/* Adds to any reply, also a refusal, what the browser needs to hand it to the page. */
void cors_headers(
	const struct config_texts *origins, const struct request *request, struct reply *reply);

/* ---- on texts, for tests ---- */

/* Returns the value of Access-Control-Allow-Origin for this origin, or NULL if it is not allowed;
 * it is the configuration's text, or "*". */
const char *cors_allowed(const struct config_texts *origins, moderato_str origin);

/* Returns whether this is a list of header names and nothing else. */
bool cors_is_header_list(moderato_str text);

#endif
