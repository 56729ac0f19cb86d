/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_REPLY_H
#define TOOLS_SERVE_REPLY_H
/* A reply in the making. Its buffers are reused by the next request of the thread. */
#include "base/buffer.h"

enum { REPLY_HEADERS_MAX = 24 };

struct reply {
	unsigned status;          /* 200 at first */
	const char *content_type; /* static; NULL: the reply has no body */
	struct buffer body;
	struct reply_header {
		const char *name; /* static */
		size_t value;     /* where its text begins in `values` */
	} headers[REPLY_HEADERS_MAX];
	size_t n_headers;
	struct buffer values; /* texts, each ended by a NUL */
	bool close;           /* close the connection after it */
};

#define JSON_TYPE "application/json; charset=UTF-8"
#define TEXT_TYPE "text/plain; charset=utf-8"

/* Empties a reply for the next request; its status is 200. */
void reply_clear(struct reply *reply);
void reply_dispose(struct reply *reply);

/* Adds a header. A control character in the value becomes '?', so that no value can begin another
 * header. Headers over REPLY_HEADERS_MAX are left out. */
void reply_header(struct reply *reply, const char *name, const char *value);
void reply_header_number(struct reply *reply, const char *name, unsigned long long value);

/* Sets the body to this text. */
void reply_text(struct reply *reply, unsigned status, const char *content_type, const char *text);

#endif
