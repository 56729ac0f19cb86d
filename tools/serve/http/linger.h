/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_LINGER_H
#define TOOLS_SERVE_LINGER_H
/* Connections that are closed while their clients may still be sending. If they were simply closed,
 * the kernel would answer further bytes with a reset, and the client would lose the reply that says
 * why. So their sockets are kept for a little, and what comes is read and forgotten. */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { LINGER_MAX = 256 }; /* sockets; where there are more, the others are closed at once */

struct lingerers {
	pthread_mutex_t lock;
	int epoll; /* where their events come; borrowed */
	bool ended;
	size_t n;
	struct lingering {
		int socket;         /* -1: this place is free */
		moderato_str reply; /* to be sent when the client has sent something; static */
		uint64_t since_ms;
		uint64_t last_ms; /* when something came */
		size_t bytes;
	} places[LINGER_MAX];
};

void linger_init(struct lingerers *lingerers, int epoll);
void linger_dispose(struct lingerers *lingerers);

/* Takes a socket over. Without a reply to send, nothing more is sent on it. May be called by every
 * thread. */
void linger_add(struct lingerers *lingerers, int socket, moderato_str reply, uint64_t now_ms);

/* Something happened at the socket of this place, which is the event's data. */
void linger_event(struct lingerers *lingerers, uint64_t place, uint64_t now_ms);

/* Closes those that have been here for long enough. Returns whether any are left. */
bool linger_expire(struct lingerers *lingerers, uint64_t now_ms);

#endif
