/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_ACCEPTOR_H
#define TOOLS_SERVE_ACCEPTOR_H
/* The thread that accepts connections and hands them on to those that serve them. libmicrohttpd
 * could accept them itself, but then it would leave those over the limit unanswered, wait in a busy
 * loop when there are no descriptors left, and stopping to accept while it works would be a race.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "serve/http/listen.h"
#include "serve/http/peers.h"

struct server; /* serve/server.h */
struct acceptor;

/* Takes over a connection that was accepted and that `peers` has. False: it could not, and has
 * closed the socket. */
typedef bool acceptor_hand_on(
	void *payload, bool tls, int socket, const struct sockaddr *from, socklen_t len);

/* Starts to accept on listening sockets, which it takes over. `*out` is set before the first
 * connection is handed on, so that whoever serves it may look there. False: memory or descriptors
 * are out, `*out` is NULL, and the sockets are still the caller's. */
bool acceptor_start(struct acceptor **out, struct server *server, struct peers *peers,
	const struct listener *listeners, size_t n, acceptor_hand_on *hand_on, void *payload);

/* Closes the listening sockets: new connections are refused from when it returns. */
void acceptor_close(struct acceptor *acceptor);

/* Takes over a socket whose connection has ended for us, but whose client may still be sending. May
 * be called by every thread. */
void acceptor_linger(struct acceptor *acceptor, int socket);

/* Ends the thread, and frees. NULL is fine. */
void acceptor_free(struct acceptor *acceptor);

#endif
