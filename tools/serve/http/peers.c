/* SPDX-License-Identifier: MIT */
#include "serve/http/peers.h"

#include <linux/sockios.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

enum {
	SOCKETS_MAX = 1 << 20,
	LOOKS = 10, /* at a connection after each change of what it does */
	ENDS = 2,   /* of these that must find that it has hung up */
	ENDS_OF_REQUEST = 8,
	CROWDED_MS = 1000,  /* for which a connection may do nothing when there are too many */
	CROWD_MS = 10000,   /* for which there are said to be too many, after the last was refused */
	DISMISSED_MS = 500, /* for which it has done nothing when it is ended before the daemon ends: a
						   client far away sends its next request that late */
};

bool peers_init(struct peers *peers)
{
	struct rlimit limit;

	*peers = (struct peers){.n_sockets = SOCKETS_MAX};
	if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < SOCKETS_MAX)
		peers->n_sockets = (size_t)limit.rlim_cur;
	peers->by_socket = calloc(peers->n_sockets, sizeof(struct peer *));
	if (!peers->by_socket)
		return false;
	pthread_mutex_init(&peers->lock, NULL);
	return true;
}

void peers_dispose(struct peers *peers)
{
	if (!peers->by_socket)
		return;
	while (peers->first)
		peers_remove(peers, peers->first);
	pthread_mutex_destroy(&peers->lock);
	free(peers->by_socket);
}

static void link_in(struct peers *peers, struct peer *peer)
{
	peer->next = peers->first;
	if (peer->next)
		peer->next->previous = peer;
	peers->first = peer;
	peers->by_socket[peer->socket] = peer;
	peers->n++;
}

static void unlink_and_free(struct peers *peers, struct peer *peer)
{
	if (peer->previous)
		peer->previous->next = peer->next;
	else
		peers->first = peer->next;
	if (peer->next)
		peer->next->previous = peer->previous;
	if (peers->by_socket[peer->socket] == peer)
		peers->by_socket[peer->socket] = NULL;
	peers->n--;
	addresses_leave(&peers->addresses, peer->address);
	free(peer);
}

static enum peer_admission admit(struct peers *peers, int socket, const struct sockaddr *from,
	const struct config *config, uint64_t now_ms)
{
	struct peer *peer;

	/* Whoever had this socket before has closed it without a word, for lack of memory. */
	if ((size_t)socket < peers->n_sockets && peers->by_socket[socket])
		unlink_and_free(peers, peers->by_socket[socket]);
	if ((size_t)socket >= peers->n_sockets || peers->n >= config->limits.connections) {
		peers->crowded_ms = now_ms;
		return PEER_TOO_MANY;
	}
	peer = calloc(1, sizeof(*peer));
	if (!peer)
		return PEER_TOO_MANY;
	if (!addresses_enter(
			&peers->addresses, from, config->limits.connections_per_address, &peer->address)) {
		free(peer);
		return PEER_TOO_MANY_OF_THIS;
	}
	peer->socket = socket;
	atomic_init(&peer->state, PEER_NEW);
	atomic_init(&peer->since_ms, now_ms);
	link_in(peers, peer);
	return PEER_ADMITTED;
}

enum peer_admission peers_add(struct peers *peers, int socket, const struct sockaddr *from,
	const struct config *config, uint64_t now_ms)
{
	enum peer_admission admission;

	pthread_mutex_lock(&peers->lock);
	admission = admit(peers, socket, from, config, now_ms);
	pthread_mutex_unlock(&peers->lock);
	return admission;
}

struct peer *peers_find(struct peers *peers, int socket)
{
	struct peer *peer = NULL;

	pthread_mutex_lock(&peers->lock);
	if ((size_t)socket < peers->n_sockets)
		peer = peers->by_socket[socket];
	pthread_mutex_unlock(&peers->lock);
	return peer;
}

void peers_remove(struct peers *peers, struct peer *peer)
{
	if (!peer)
		return;
	pthread_mutex_lock(&peers->lock);
	unlink_and_free(peers, peer);
	pthread_mutex_unlock(&peers->lock);
}

size_t peers_count(struct peers *peers)
{
	size_t n;

	pthread_mutex_lock(&peers->lock);
	n = peers->n;
	pthread_mutex_unlock(&peers->lock);
	return n;
}

void peer_set(struct peer *peer, enum peer_state state, uint64_t now_ms)
{
	if (!peer)
		return;
	atomic_store_explicit(&peer->since_ms, now_ms, memory_order_relaxed);
	atomic_store_explicit(&peer->state, state, memory_order_relaxed);
}

static uint64_t limit_ms(const struct config *config, enum peer_state state, bool crowded)
{
	uint64_t limit = 0;

	switch (state) {
	case PEER_NEW:
	case PEER_HEADER:
		limit = config->limits.header_seconds * (uint64_t)1000;
		break;
	case PEER_IDLE:
		limit = config->limits.idle_seconds * (uint64_t)1000;
		break;
	case PEER_BODY:
	case PEER_REPLY:
		return config->limits.request_seconds * (uint64_t)1000;
	case PEER_STREAM:
	case PEER_ANSWERS:
		return config->limits.idle_seconds * (uint64_t)1000;
	}
	return crowded && state != PEER_HEADER && limit > CROWDED_MS ? CROWDED_MS : limit;
}

/* libmicrohttpd does not notice a client that stops sending right after its last byte: the kernel
 * says both at once, and only once. So it is looked for, a few times after each change. Those bytes
 * may have been taken a moment ago, so that what they ask has not begun: one look is not enough,
 * and less so within a request, because its thread may have to wait for a processor. */
static bool has_hung_up(struct peer *peer, enum peer_state state, uint64_t since_ms)
{
	char next;

	if (since_ms != peer->looked_since_ms) {
		peer->looked_since_ms = since_ms;
		peer->looks = 0;
		peer->ends = 0;
	}
	if (state == PEER_REPLY || state == PEER_ANSWERS || peer->looks++ >= LOOKS ||
		recv(peer->socket, &next, 1, MSG_PEEK | MSG_DONTWAIT) != 0)
		return false;
	if (atomic_load(&peer->state) != (int)state)
		return false;
	return ++peer->ends >= (state == PEER_NEW || state == PEER_IDLE ? ENDS : ENDS_OF_REQUEST);
}

/* A client that reads makes room in the kernel's queue, which is filled again at once: it is never
 * found as full as before for long. */
static void look_at_progress(struct peer *peer, uint64_t now_ms)
{
	int unsent = 0;

	if (ioctl(peer->socket, SIOCOUTQ, &unsent) || unsent == peer->unsent)
		return;
	peer->unsent = unsent;
	atomic_store(&peer->since_ms, now_ms);
}

void peers_enforce(struct peers *peers, const struct config *config, uint64_t now_ms)
{
	struct peer *peer;
	bool crowded;

	pthread_mutex_lock(&peers->lock); /* a socket is closed only after its peer was removed */
	crowded = peers->crowded_ms && now_ms < peers->crowded_ms + CROWD_MS;
	for (peer = peers->first; peer; peer = peer->next) {
		const enum peer_state state = (enum peer_state)atomic_load(&peer->state);
		uint64_t since;

		if (state == PEER_ANSWERS)
			look_at_progress(peer, now_ms);
		since = atomic_load(&peer->since_ms);
		if ((now_ms > since && now_ms - since > limit_ms(config, state, crowded)) ||
			has_hung_up(peer, state, since))
			shutdown(peer->socket, SHUT_RDWR);
	}
	pthread_mutex_unlock(&peers->lock);
}

void peers_dismiss(struct peers *peers, uint64_t now_ms)
{
	struct peer *peer;

	pthread_mutex_lock(&peers->lock);
	for (peer = peers->first; peer; peer = peer->next) {
		const int state = atomic_load(&peer->state);
		const uint64_t since = atomic_load(&peer->since_ms);

		if ((state == PEER_NEW || state == PEER_IDLE) && now_ms > since + DISMISSED_MS)
			shutdown(peer->socket, SHUT_RD);
	}
	pthread_mutex_unlock(&peers->lock);
}

void peers_end(struct peers *peers)
{
	struct peer *peer;

	pthread_mutex_lock(&peers->lock);
	for (peer = peers->first; peer; peer = peer->next)
		shutdown(peer->socket, SHUT_RDWR);
	pthread_mutex_unlock(&peers->lock);
}
