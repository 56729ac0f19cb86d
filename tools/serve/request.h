/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_REQUEST_H
#define TOOLS_SERVE_REQUEST_H
/* A request as a route sees it. Everything in it is borrowed and lives until the reply is sent. */
#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct key; /* serve/keys.h */

struct request {
	const char *method;    /* "GET", "HEAD", "POST", … */
	const char *path;      /* decoded; without the query */
	moderato_str body;     /* whole and unpacked; empty while a body is streamed */
	bool tls;              /* it came over TLS */
	char id[25];           /* 24 hexadecimal digits, unique; also sent as X-Request-Id */
	const struct key *key; /* whose request it is; NULL: no key was asked for */
	struct arena *arena;   /* memory for this request */
	void *http;            /* http.c's own */
	void **parsed; /* where a protocol keeps what it made of the body; *parsed is NULL at first */
};

/* Returns a header's value, by its name in any case; absent: there is none. */
moderato_str request_header(const struct request *request, const char *name);

/* Returns a parameter of the query, decoded; absent: there is none. A parameter without a value is
 * empty, but not absent. */
moderato_str request_query(const struct request *request, const char *name);

/* Calls `each` for all parameters of the query, in order; false stops. */
void request_each_query(const struct request *request,
	bool (*each)(void *payload, moderato_str name, moderato_str value), void *payload);

/* Returns the key of "Authorization: Bearer KEY"; absent: there is none. */
moderato_str request_bearer(const struct request *request);

/* Returns whether the header Content-Type says this media type, whatever its parameters. */
bool request_content_is(const struct request *request, const char *media_type);

#endif
