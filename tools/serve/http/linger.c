/* SPDX-License-Identifier: MIT */
#include "serve/http/linger.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINGER_BYTES ((size_t)256 << 20)

enum {
	LINGER_MS = 30000, /* in all */
	SILENCE_MS = 2000, /* after which nothing more is expected */
	PIECES = 16,       /* that are read of one before the others have their turn */
};

void linger_init(struct lingerers *lingerers, int epoll)
{
	size_t i;

	pthread_mutex_init(&lingerers->lock, NULL);
	lingerers->epoll = epoll;
	lingerers->ended = false;
	lingerers->n = 0;
	for (i = 0; i < LINGER_MAX; i++)
		lingerers->places[i].socket = -1;
}

static void leave(struct lingerers *lingerers, struct lingering *l)
{
	close(l->socket);
	l->socket = -1;
	lingerers->n--;
}

void linger_dispose(struct lingerers *lingerers)
{
	size_t i;

	pthread_mutex_lock(&lingerers->lock);
	lingerers->ended = true;
	for (i = 0; i < LINGER_MAX; i++)
		if (lingerers->places[i].socket >= 0)
			leave(lingerers, &lingerers->places[i]);
	pthread_mutex_unlock(&lingerers->lock);
	pthread_mutex_destroy(&lingerers->lock);
}

/* Sends what there is to be said; a new connection has room for it. */
static void speak(struct lingering *l)
{
	if (l->reply.len && send(l->socket, l->reply.ptr, l->reply.len, MSG_NOSIGNAL) < 0)
		l->bytes = LINGER_BYTES;
	l->reply.len = 0;
	shutdown(l->socket, SHUT_WR);
}

static bool settle(struct lingerers *lingerers, struct lingering *l)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP};

	event.data.u64 = (uint64_t)(l - lingerers->places);
	return !epoll_ctl(lingerers->epoll, EPOLL_CTL_ADD, l->socket, &event);
}

static bool add(struct lingerers *lingerers, int socket, moderato_str reply, uint64_t now_ms)
{
	struct lingering *l = lingerers->places;

	if (lingerers->ended || lingerers->n == LINGER_MAX)
		return false;
	while (l->socket >= 0)
		l++;
	*l = (struct lingering){socket, reply, now_ms, now_ms, 0};
	lingerers->n++;
	if (!settle(lingerers, l)) {
		l->socket = -1;
		lingerers->n--;
		return false;
	}
	return true;
}

void linger_add(struct lingerers *lingerers, int socket, moderato_str reply, uint64_t now_ms)
{
	struct lingering brief = {.socket = socket, .reply = reply};
	bool taken;

	if (!reply.len)
		shutdown(socket, SHUT_WR);
	pthread_mutex_lock(&lingerers->lock);
	taken = add(lingerers, socket, reply, now_ms);
	pthread_mutex_unlock(&lingerers->lock);
	if (taken)
		return;
	speak(&brief);
	close(socket);
}

/* Reads some of what has come; the event comes again if there is more. Returns whether more may
 * come. */
static bool swallow(struct lingering *l)
{
	char bytes[16384];
	ssize_t n;
	int pieces = 0;

	do {
		n = recv(l->socket, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (n > 0)
			l->bytes += (size_t)n;
	} while (n == sizeof(bytes) && ++pieces < PIECES);
	return l->bytes < LINGER_BYTES && (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)));
}

void linger_event(struct lingerers *lingerers, uint64_t place, uint64_t now_ms)
{
	struct lingering *l = &lingerers->places[place];

	pthread_mutex_lock(&lingerers->lock);
	if (l->socket >= 0) {
		l->last_ms = now_ms;
		if (l->reply.len)
			speak(l);
		if (!swallow(l))
			leave(lingerers, l);
	}
	pthread_mutex_unlock(&lingerers->lock);
}

bool linger_expire(struct lingerers *lingerers, uint64_t now_ms)
{
	bool left;
	size_t i;

	pthread_mutex_lock(&lingerers->lock);
	for (i = 0; lingerers->n && i < LINGER_MAX; i++) {
		struct lingering *l = &lingerers->places[i];

		if (l->socket >= 0 &&
			(now_ms > l->since_ms + LINGER_MS || now_ms > l->last_ms + SILENCE_MS))
			leave(lingerers, l);
	}
	left = lingerers->n > 0;
	pthread_mutex_unlock(&lingerers->lock);
	return left;
}
