/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_HTTP_INTERNAL_H
#define TOOLS_SERVE_HTTP_INTERNAL_H
/* What the files http*.c share, which together are the only door to libmicrohttpd. */
#include <microhttpd.h>

#include "serve/http/acceptor.h"
#include "serve/http/http.h"
#include "serve/http/http_unpack.h"
#include "serve/http/peers.h"
#include "serve/protocol.h"
#include "serve/http/spill.h"

/* Of a connection: a request's header, a piece of its body at a time, and the reply's header. */
enum { CONNECTION_MEMORY = 16 * 1024 };

/* What one of libmicrohttpd's threads has. A connection stays with its thread. */
struct http_thread {
	pthread_t thread;
	struct worker *worker;
	struct exchange *spare; /* for reuse, linked by `next` */
	size_t n_spare;
	struct http_thread *next;
};

struct http {
	struct server *server;
	struct MHD_Daemon *plain;
	struct MHD_Daemon *secure; /* speaks TLS; NULL: no listener does */
	struct acceptor *acceptor;
	atomic_size_t handed_on; /* connections that libmicrohttpd was given */
	atomic_size_t begun;     /* of these, those that its threads have taken up */
	struct peers peers;
	struct http_thread *threads; /* under server->lock */
};

/* A request and its reply, from the end of the request's header to the last byte sent. */
struct exchange {
	struct request request;
	struct reply reply;
	struct buffer body; /* as it came, packed or not */
	struct buffer unpacked;
	size_t counted; /* bytes of `body` counted in server->body_memory */
	const struct route *route;
	const struct protocol *protocol;
	struct refusal refusal; /* decided before the body has come; it is read, but not kept */
	void *parsed;           /* request.parsed points here */
	bool gzip;
	struct http_unpacker *unpacker;   /* of a stream that is packed */
	const struct body_stream *stream; /* NULL: the body is collected */
	void *stream_state;
	struct spill spill;  /* what the stream has written so far */
	size_t body_bytes;   /* as it came */
	size_t stream_bytes; /* of a streamed body, unpacked */
	size_t reply_bytes;  /* of its body */
	struct notes notes;  /* the worker's, while it is busy with other requests */
	bool answered;
	uint64_t began_us;
	bool early;          /* the reply is sent before the body was read */
	bool close;          /* the connection ends with the reply, whatever the route says */
	struct setup *setup; /* the one that its key is of: it lives on until the request is over */
	struct http_thread *thread;
	struct peer *peer; /* NULL: memory was out */
	struct exchange *next;
};

/* ---- http.c ---- */

struct peer *peer_of(struct MHD_Connection *connection);
/* Returns whether a connection is over TLS. */
bool http_is_tls(struct MHD_Connection *connection);

/* ---- http_begin.c ---- */

/* Begins an exchange when the header has come. NULL: out of memory. */
struct exchange *exchange_begin(struct http_thread *thread, struct MHD_Connection *connection,
	const char *method, const char *path, const char *version);
/* Finds out whose request this is, and whether they may make it. */
void exchange_check_key(struct worker *worker, struct exchange *x);
void exchange_check_rate(struct exchange *x, uint64_t now_ms);
/* Returns whether so much has come of a refused body that its client will not be waited for. */
bool exchange_too_much_to_read(const struct exchange *x);

/* ---- http_early.c ---- */

/* The first line has come; its path and query follow each other. */
void early_enter(struct peer *peer, struct MHD_Connection *connection, const char *path);
/* A part of the query is being decoded, or the path. */
void early_decoded(const char *text);
/* The header has come, or the connection ends; NULL is fine, and whoever is not there. */
void early_leave(struct peer *peer);
/* Tells a client that its header is too large; the connection must be ended then. */
void early_refuse(struct peer *peer);
/* What libmicrohttpd complains of. */
void early_log(void *cls, const char *format, va_list arguments);

/* ---- http_exchange.c ---- */

/* Refuses a request; the first reason stays. */
void exchange_refuse(struct exchange *x, enum refusal_kind kind, const char *message);
/* Takes a piece of the body. */
void exchange_body(struct http_thread *thread, struct exchange *x, moderato_str piece);
/* The body is complete, or is not waited for: makes the reply. */
void exchange_answer(struct http_thread *thread, struct exchange *x);
/* Counts that it does not wait for more of its body. */
void exchange_answered(struct http_thread *thread, struct exchange *x);
/* Gives it back after the reply was sent, or after the client went away. */
void exchange_end(struct http_thread *thread, struct exchange *x);
void exchange_free(struct exchange *x);

/* ---- http_header.c ---- */

/* What the transport wants to know of a header. */
struct header {
	const char *fault; /* what makes it ambiguous or unacceptable, as a sentence; NULL: nothing */
	bool chunked;
	bool asks_first; /* "Expect: 100-continue" */
	moderato_str length;
	moderato_str packing;
	moderato_str host;
};

void header_read(struct header *header, struct MHD_Connection *connection, const char *method,
	const char *path, const char *version);
/* Returns whether a header leaves enough of the connection's memory for a reply. */
bool header_leaves_room(struct MHD_Connection *connection);
/* Looks at a path and query as they came. Returns where the version follows, or NULL if they have
 * bytes that do not belong there. */
const char *header_look_at_path(const char *uri);

/* ---- http_log.c ---- */

/* Writes the line of a request that has ended to the access log. */
void http_log(struct http *http, const struct exchange *x, unsigned status, uint64_t now_us);

/* ---- http_send.c ---- */

/* Sends the reply. */
enum MHD_Result send_reply(struct MHD_Connection *connection, struct exchange *x);

#endif
