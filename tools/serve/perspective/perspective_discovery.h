/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PERSPECTIVE_DISCOVERY_H
#define TOOLS_SERVE_PERSPECTIVE_DISCOVERY_H
/* The discovery document, from which Google's client libraries make their methods. Its addresses
 * are those by which the request came, so that the methods are called here. */
#include "base/buffer.h"
#include "serve/request.h"

/* Appends the document. Returns false if the request's Host is none that may be repeated. */
bool perspective_discovery_write(struct buffer *out, const struct request *request, bool compact);

#endif
