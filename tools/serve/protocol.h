/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PROTOCOL_H
#define TOOLS_SERVE_PROTOCOL_H
/* What a protocol is: its routes, where its requests carry their key, and how it words a refusal.
 * One routes_*.c defines one protocol and knows nothing of HTTP's transport; routes.c lists them
 * all; http.c calls them. */
#include <stdbool.h>

#include "serve/reply.h"
#include "serve/request.h"

struct worker; /* serve/worker.h */

/* What a key may ask for. A key without scopes in the configuration may ask for everything. */
enum scope {
	SCOPE_NONE = 0, /* of a route that asks for no key, or checks one itself */
	SCOPE_PERSPECTIVE = 1 << 0,
	SCOPE_AKISMET = 1 << 1,
	SCOPE_OPENAI = 1 << 2,
	SCOPE_SCORE = 1 << 3, /* moderato's own /v1/score, /v1/screen, /v1/explain */
	SCOPE_METRICS = 1 << 4,
	SCOPE_ALL = (1 << 5) - 1,
};

/* Why a request is refused before its route sees it. */
enum refusal_kind {
	REFUSAL_NONE,
	REFUSAL_MALFORMED,  /* the HTTP message is ambiguous, or the body cannot be unpacked */
	REFUSAL_NO_KEY,     /* the route asks for a key and there is none */
	REFUSAL_BAD_KEY,    /* nobody has this key */
	REFUSAL_SCOPE,      /* the key may not be used for this route */
	REFUSAL_RATE,       /* the key's rate is exceeded: refusal.retry_after */
	REFUSAL_NOT_FOUND,  /* there is no such path */
	REFUSAL_METHOD,     /* the path exists, but not for this method */
	REFUSAL_TOO_LARGE,  /* the body is over the limit */
	REFUSAL_PACKING,    /* a Content-Encoding other than gzip */
	REFUSAL_OVERLOADED, /* too many connections, or too many bytes of bodies in memory */
	REFUSAL_INTERNAL,   /* memory is out, or a system call failed */
	REFUSAL_KINDS
};

struct refusal {
	enum refusal_kind kind;
	const char *message;  /* one sentence for people, static */
	unsigned retry_after; /* seconds after which it is worth trying again; 0: unknown */
	unsigned rate_limit;  /* REFUSAL_RATE: requests that the key has a minute */
};

/* A word for metrics and logs, such as "too_large"; static. */
const char *refusal_name(enum refusal_kind kind);

/* The HTTP status that a refusal has where a protocol has no other. */
unsigned refusal_status(enum refusal_kind kind);

/* A body that is handed over while it arrives, so that its length has no limit. What is appended
 * to `out` is sent in the reply, after the request's end, and may be of any length, too: it is kept
 * in a temporary file (serve/spill.h). The functions are called on the same thread. */
struct body_stream {
	/* Returns the state of one request, in which errors are the reply's; NULL: out of memory. */
	void *(*begin)(struct worker *worker, struct request *request);
	/* The next bytes of the body, unpacked. */
	moderato_status (*feed)(struct worker *worker, void *state, moderato_str bytes,
		struct buffer *out, moderato_error *err);
	/* The body has ended. Sets the reply's status and content type; its body is what was appended
	 * to `out` in all. */
	moderato_status (*end)(struct worker *worker, void *state, struct buffer *out,
		struct reply *reply, moderato_error *err);
	void (*free)(void *state); /* also when the client went away */
	/* Returns how many bytes of what has come the state keeps: they count as a body's do. */
	size_t (*memory)(const void *state);
};

struct route {
	const char *name;   /* its label in metrics and logs, such as "perspective_analyze" */
	const char *method; /* "GET", which HEAD is answered by as well, or "POST" */
	const char *path;   /* the whole path, decoded */
	unsigned scope;     /* enum scope */
	/* Answers a request whose body is complete. The reply is empty, with status 200. */
	void (*answer)(struct worker *worker, struct request *request, struct reply *reply);
	/* Returns how the body of this request is streamed, or NULL if it is collected for `answer`.
	 * The member itself may be NULL: never streamed. */
	const struct body_stream *(*stream)(const struct request *request);
};

struct protocol {
	const char *name;
	const struct route *routes;
	size_t n_routes;
	bool key_in_body; /* the key may be in the body, so that it is looked for after it has come */
	/* Returns the key that the request carries; absent: none. */
	moderato_str (*key)(struct worker *worker, const struct request *request);
	/* Returns whether the configuration lets requests without a key be answered. NULL: never. */
	bool (*anonymous)(const struct worker *worker);
	/* Words a refusal as this protocol's server does. */
	void (*refuse)(
		const struct request *request, const struct refusal *refusal, struct reply *reply);
};

extern const struct protocol protocol_perspective;
extern const struct protocol protocol_akismet;
extern const struct protocol protocol_openai;
extern const struct protocol protocol_coral;
extern const struct protocol protocol_own;
extern const struct protocol protocol_operations;

/* Finds the route of a path and method. `*protocol` is then the one whose form a refusal has, also
 * if there is no such route: that of the path, otherwise protocol_own. Returns NULL, and sets
 * `*refusal` to REFUSAL_NOT_FOUND or REFUSAL_METHOD, if there is none. */
const struct route *routes_find(const char *method, const char *path,
	const struct protocol **protocol, enum refusal_kind *refusal);

/* What the header Allow says of a path that has routes for other methods; static. */
const char *routes_allow(const char *path);

/* Routes have numbers, from 0, for counting; ROUTES_MAX are enough for all. Number
 * routes_count() stands for requests that found no route. */
enum { ROUTES_MAX = 64 };
size_t routes_count(void);
size_t routes_number(const struct route *route); /* NULL: routes_count() */
const char *routes_name(size_t number);          /* "none" for routes_count() */

#endif
