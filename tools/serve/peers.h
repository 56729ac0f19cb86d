/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PEERS_H
#define TOOLS_SERVE_PEERS_H
/* The open connections and what each is doing since when, so that slow ones can be ended. A client
 * that sends one byte a second is never idle; only a limit on the whole request stops it. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "serve/config.h"

enum peer_state {
	PEER_NEW,    /* nothing has come yet */
	PEER_IDLE,   /* between requests */
	PEER_HEADER, /* a request's first line has come */
	PEER_BODY,
	PEER_STREAM, /* a body without a limit; only silence ends it */
	PEER_REPLY,  /* the reply is being sent */
};

struct peer {
	int socket;
	struct tls_identity *tls; /* what tls_enter() gave; NULL: no TLS */
	atomic_int state;
	atomic_uint_least64_t since_ms;
	struct peer *previous;
	struct peer *next;
};

struct peers {
	pthread_mutex_t lock;
	struct peer *first;
};

void peers_init(struct peers *peers);
void peers_dispose(struct peers *peers);

struct peer *peers_add(struct peers *peers, int socket, uint64_t now_ms); /* NULL: no memory */
void peers_remove(struct peers *peers, struct peer *peer);

void peer_set(struct peer *peer, enum peer_state state, uint64_t now_ms);

/* Shuts the connections down that have been in a state for longer than the limits allow. */
void peers_enforce(struct peers *peers, const struct config *config, uint64_t now_ms);

#endif
