/* SPDX-License-Identifier: MIT */
#include "serve/peers.h"

#include <stdlib.h>
#include <sys/socket.h>

void peers_init(struct peers *peers)
{
	pthread_mutex_init(&peers->lock, NULL);
	peers->first = NULL;
}

void peers_dispose(struct peers *peers)
{
	while (peers->first)
		peers_remove(peers, peers->first);
	pthread_mutex_destroy(&peers->lock);
}

struct peer *peers_add(struct peers *peers, int socket, uint64_t now_ms)
{
	struct peer *peer = calloc(1, sizeof(*peer));

	if (!peer)
		return NULL;
	peer->socket = socket;
	atomic_init(&peer->state, PEER_NEW);
	atomic_init(&peer->since_ms, now_ms);
	pthread_mutex_lock(&peers->lock);
	peer->next = peers->first;
	if (peer->next)
		peer->next->previous = peer;
	peers->first = peer;
	pthread_mutex_unlock(&peers->lock);
	return peer;
}

void peers_remove(struct peers *peers, struct peer *peer)
{
	pthread_mutex_lock(&peers->lock);
	if (peer->previous)
		peer->previous->next = peer->next;
	else
		peers->first = peer->next;
	if (peer->next)
		peer->next->previous = peer->previous;
	pthread_mutex_unlock(&peers->lock);
	free(peer);
}

void peer_set(struct peer *peer, enum peer_state state, uint64_t now_ms)
{
	if (!peer)
		return;
	atomic_store_explicit(&peer->since_ms, now_ms, memory_order_relaxed);
	atomic_store_explicit(&peer->state, state, memory_order_relaxed);
}

static unsigned limit_seconds(const struct config *config, enum peer_state state)
{
	switch (state) {
	case PEER_NEW:
	case PEER_HEADER:
		return config->limits.header_seconds;
	case PEER_IDLE:
		return config->limits.idle_seconds;
	case PEER_BODY:
	case PEER_REPLY:
		return config->limits.request_seconds;
	case PEER_STREAM:
		break;
	}
	return 0;
}

void peers_enforce(struct peers *peers, const struct config *config, uint64_t now_ms)
{
	struct peer *peer;

	pthread_mutex_lock(&peers->lock); /* a socket is closed only after its peer was removed */
	for (peer = peers->first; peer; peer = peer->next) {
		const unsigned limit = limit_seconds(config, (enum peer_state)atomic_load(&peer->state));
		const uint64_t since = atomic_load(&peer->since_ms);

		if (limit && now_ms > since && now_ms - since > limit * (uint64_t)1000)
			shutdown(peer->socket, SHUT_RDWR);
	}
	pthread_mutex_unlock(&peers->lock);
}
