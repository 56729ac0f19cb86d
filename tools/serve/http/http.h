/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_HTTP_H
#define TOOLS_SERVE_HTTP_H
/* The door to libmicrohttpd: threads that wait for connections, read requests and send replies.
 * What a request means is decided in the routes. */
#include "serve/http/acceptor.h"
#include "serve/server.h"

/* Starts to serve on listening sockets, which it takes over. Returns NULL after complaining, and
 * the sockets are still the caller's. */
struct http *http_start(struct server *server, const struct listener *listeners, size_t n);

/* Ends requests and connections that take longer than the limits allow; to be called every so
 * often. */
void http_enforce_deadlines(struct http *http);

/* Accepts no connection any more; those that are open may finish. */
void http_quiesce(struct http *http);

/* To be called every so often after that: ends the connections without a request. Returns how many
 * are left. */
size_t http_dismiss(struct http *http);

/* Closes what is still open, ends the threads, and frees. */
void http_stop(struct http *http);

#endif
