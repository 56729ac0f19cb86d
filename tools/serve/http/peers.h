/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PEERS_H
#define TOOLS_SERVE_PEERS_H
/* The open connections and what each is doing since when, so that slow ones can be ended. A client
 * that sends one byte a second is never idle; only a limit on the whole request stops it. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "serve/http/addresses.h"
#include "serve/config/config.h"

enum peer_state {
	PEER_NEW,    /* nothing has come yet */
	PEER_IDLE,   /* between requests */
	PEER_HEADER, /* a request's first line has come */
	PEER_BODY,
	PEER_REPLY,   /* the reply is being sent */
	PEER_STREAM,  /* a body without a limit: only silence ends it */
	PEER_ANSWERS, /* the answers to it: only a client that reads nothing ends it */
};

struct peer {
	int socket;
	struct tls_identity *tls; /* what tls_enter() gave; NULL: no TLS */
	atomic_int state;
	atomic_uint_least64_t since_ms;
	uint64_t looked_since_ms; /* peers_enforce()'s own, as are the next three */
	unsigned looks;
	unsigned ends; /* of these looks, the ones that found the client's end */
	int unsent;
	struct address *address;
	const char *version; /* where the first line's version is, if the line is as it should be */
	void *connection;    /* in http_early.c's list; NULL: it is not there */
	struct peer *early_previous;
	struct peer *early_next;
	struct peer *previous;
	struct peer *next;
};

struct peers {
	pthread_mutex_t lock;
	struct peer *first;
	size_t n;
	uint64_t crowded_ms; /* when there was one too many; 0: never */
	struct addresses addresses;
	struct peer **by_socket; /* [n_sockets] the last one that had it */
	size_t n_sockets;
};

/* False: out of memory. */
bool peers_init(struct peers *peers);
void peers_dispose(struct peers *peers);

enum peer_admission {
	PEER_ADMITTED,
	PEER_TOO_MANY,         /* there are as many connections as there may be */
	PEER_TOO_MANY_OF_THIS, /* or as many from this address */
};

/* Adds a connection, if there may be one more. */
enum peer_admission peers_add(struct peers *peers, int socket, const struct sockaddr *from,
	const struct config *config, uint64_t now_ms);
struct peer *peers_find(struct peers *peers, int socket);
void peers_remove(struct peers *peers, struct peer *peer); /* NULL is fine */
size_t peers_count(struct peers *peers);

void peer_set(struct peer *peer, enum peer_state state, uint64_t now_ms); /* NULL is fine */

/* Shuts the connections down that have been in a state for longer than the limits allow. When there
 * are too many, those that do nothing must make room for others soon. */
void peers_enforce(struct peers *peers, const struct config *config, uint64_t now_ms);

/* Ends the connections without a request, so that each ends when its requests have ended. What a
 * client has sent before is still read. To be called again and again. */
void peers_dismiss(struct peers *peers, uint64_t now_ms);

/* Shuts all connections down, whatever they are doing. */
void peers_end(struct peers *peers);

#endif
