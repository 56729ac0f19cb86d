/* SPDX-License-Identifier: MIT */
#include "serve/http/acceptor.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "serve/http/linger.h"
#include "serve/server.h"

enum {
	EVENTS = 64,
	SERIES = 64,   /* connections accepted of one socket before the others have their turn */
	LAST = 8192,   /* the same at the end: more than the queue may hold */
	TICK_MS = 250, /* how often lingering sockets are looked at */
	PAUSE_MS = 50, /* before trying again when the system has no room for a connection */
	OF_LISTENER = 1 << 16, /* events' data: a place in `linger`, or a listener's number and this, */
	OF_WAKE = 1 << 17,     /* or this */
};

struct acceptor {
	struct server *server;
	struct peers *peers;
	struct listener *listeners;
	size_t n;
	acceptor_hand_on *hand_on;
	void *payload;
	pthread_t thread;
	int epoll;
	int wake;  /* an eventfd: look at `close` and `end` */
	int spare; /* a descriptor for saying that there are none */
	atomic_bool close;
	atomic_bool end;
	sem_t closed;
	struct lingerers lingerers;
};

/* What a client reads that is one too many. It stands for every protocol: what it asks for is not
 * known yet. */
#define TOO_MANY_BODY                                                                              \
	"{\"error\":{\"code\":503,\"message\":\"There are too many connections.\","                    \
	"\"status\":\"UNAVAILABLE\"}}\n"
static const char too_many[] =
	"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
	"Content-Type: application/json; charset=UTF-8\r\nContent-Length: 90\r\n\r\n" TOO_MANY_BODY;
_Static_assert(sizeof(TOO_MANY_BODY) - 1 == 90, "the Content-Length above");

#define TOO_MANY_OF_YOURS_BODY                                                                     \
	"{\"error\":{\"code\":429,\"message\":\"This address has too many connections.\","             \
	"\"status\":\"RESOURCE_EXHAUSTED\"}}\n"
static const char too_many_of_yours[] =
	"HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nRetry-After: 1\r\n"
	"Content-Type: application/json; charset=UTF-8\r\nContent-Length: "
	"104\r\n\r\n" TOO_MANY_OF_YOURS_BODY;
_Static_assert(sizeof(TOO_MANY_OF_YOURS_BODY) - 1 == 104, "the Content-Length above");

/* ---- accepting ---- */

static void take(struct acceptor *a, const struct listener *listener, const struct config *config,
	int socket, const struct sockaddr *from, socklen_t len)
{
	const uint64_t now = server_now_ms();
	const enum peer_admission admission = peers_add(a->peers, socket, from, config, now);

	if (admission == PEER_ADMITTED) {
		if (!a->hand_on(a->payload, listener->tls, socket, from, len))
			peers_remove(a->peers, peers_find(a->peers, socket));
		return;
	}
	count(&a->server->turned_away[admission == PEER_TOO_MANY ? TURNED_CONNECTIONS : TURNED_ADDRESS],
		1);
	if (listener->tls) {
		close(socket); /* nothing can be said before the handshake */
	} else {
		linger_add(&a->lingerers, socket,
			str_of(admission == PEER_TOO_MANY ? too_many : too_many_of_yours), now);
	}
}

static int open_spare(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* There is no descriptor left: tells the next client so by means of the one that was kept. */
static bool refuse_one(struct acceptor *a, const struct listener *listener)
{
	int socket;

	if (a->spare < 0)
		return false;
	close(a->spare);
	socket = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (socket >= 0) {
		char ignored[4096];

		if (!listener->tls)
			(void)!send(socket, too_many, sizeof(too_many) - 1, MSG_NOSIGNAL);
		shutdown(socket, SHUT_WR);
		(void)!recv(socket, ignored, sizeof(ignored), MSG_DONTWAIT); /* so that it is not reset */
		close(socket);
		count(&a->server->turned_away[TURNED_FILES], 1);
	}
	a->spare = open_spare();
	return socket >= 0;
}

enum accepted { ACCEPTED, NOBODY, NO_ROOM };

static enum accepted accept_one(
	struct acceptor *a, const struct listener *listener, const struct config *config)
{
	struct sockaddr_storage from = {.ss_family = AF_UNSPEC};
	socklen_t len = sizeof(from);
	const int socket =
		accept4(listener->fd, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (socket >= 0) {
		take(a, listener, config, socket, (const struct sockaddr *)&from, len);
		return ACCEPTED;
	}
	switch (errno) {
	case EMFILE:
	case ENFILE:
		return refuse_one(a, listener) ? ACCEPTED : NO_ROOM;
	case ENOBUFS:
	case ENOMEM:
		return NO_ROOM;
	case EAGAIN:
	case EINVAL:
	case EBADF:
		return NOBODY;
	default: /* that client has gone away already */
		return ACCEPTED;
	}
}

/* Accepts those that wait, but no more than `most`. Returns false if the system has no room. */
static bool accept_series(struct acceptor *a, const struct listener *listener, int most)
{
	struct setup *setup = server_hold_setup(a->server);
	enum accepted last = ACCEPTED;

	while (last == ACCEPTED && most--)
		last = accept_one(a, listener, &setup->config);
	setup_release(setup);
	return last != NO_ROOM;
}

/* ---- the thread ---- */

static bool watch(struct acceptor *a, int fd, uint64_t data)
{
	struct epoll_event event = {.events = EPOLLIN};

	event.data.u64 = data;
	return !epoll_ctl(a->epoll, EPOLL_CTL_ADD, fd, &event);
}

static void stop_listening(struct acceptor *a)
{
	while (a->n) {
		const int socket = a->listeners[a->n - 1].fd;

		accept_series(a, &a->listeners[--a->n], LAST);    /* they have connected before the end */
		epoll_ctl(a->epoll, EPOLL_CTL_DEL, socket, NULL); /* others may have it open, too */
		close(socket);
	}
	sem_post(&a->closed);
}

static void attend(struct acceptor *a, const struct epoll_event *event)
{
	const struct timespec pause = {0, PAUSE_MS * 1000000L};
	const uint64_t data = event->data.u64;
	uint64_t ignored;

	if (data < LINGER_MAX)
		linger_event(&a->lingerers, data, server_now_ms());
	else if (data == OF_WAKE)
		(void)!read(a->wake, &ignored, sizeof(ignored));
	else if (data - OF_LISTENER < a->n &&
			 !accept_series(a, &a->listeners[data - OF_LISTENER], SERIES))
		nanosleep(&pause, NULL); /* there is nothing else to be done about it */
}

static void *run(void *payload)
{
	struct acceptor *a = payload;
	struct epoll_event events[EVENTS];
	bool listening = true;
	int n;
	int i;

	while (!atomic_load(&a->end)) {
		n = epoll_wait(a->epoll, events, EVENTS, TICK_MS);
		for (i = 0; i < n; i++)
			attend(a, &events[i]);
		linger_expire(&a->lingerers, server_now_ms());
		if (listening && atomic_load(&a->close)) {
			stop_listening(a);
			listening = false;
		}
	}
	return NULL;
}

static void wake(struct acceptor *a)
{
	const uint64_t one = 1;

	(void)!write(a->wake, &one, sizeof(one));
}

/* ---- start and stop ---- */

static bool prepare(struct acceptor *a, const struct listener *listeners, size_t n)
{
	size_t i;

	a->epoll = epoll_create1(EPOLL_CLOEXEC);
	a->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	a->spare = open_spare();
	a->listeners = calloc(n, sizeof(*a->listeners));
	if (a->epoll < 0 || a->wake < 0 || a->spare < 0 || !a->listeners)
		return false;
	for (i = 0; i < n; i++)
		a->listeners[i] = listeners[i];
	for (i = 0; i < n; i++)
		if (!watch(a, listeners[i].fd, OF_LISTENER + i))
			return false;
	return watch(a, a->wake, OF_WAKE);
}

static void dispose(struct acceptor *a)
{
	linger_dispose(&a->lingerers);
	if (a->epoll >= 0)
		close(a->epoll);
	if (a->wake >= 0)
		close(a->wake);
	if (a->spare >= 0)
		close(a->spare);
	sem_destroy(&a->closed);
	free(a->listeners);
	free(a);
}

bool acceptor_start(struct acceptor **out, struct server *server, struct peers *peers,
	const struct listener *listeners, size_t n, acceptor_hand_on *hand_on, void *payload)
{
	struct acceptor *a = calloc(1, sizeof(*a));
	bool ready;

	*out = a;
	if (!a)
		return false;
	a->server = server;
	a->peers = peers;
	a->hand_on = hand_on;
	a->payload = payload;
	sem_init(&a->closed, 0, 0);
	ready = prepare(a, listeners, n);
	linger_init(&a->lingerers, a->epoll);
	a->n = n;
	if (!ready || pthread_create(&a->thread, NULL, run, a)) {
		dispose(a);
		*out = NULL;
		return false;
	}
	return true;
}

void acceptor_close(struct acceptor *a)
{
	atomic_store(&a->close, true);
	wake(a);
	while (sem_wait(&a->closed) && errno == EINTR)
		continue;
}

void acceptor_linger(struct acceptor *a, int socket)
{
	linger_add(&a->lingerers, socket, (moderato_str){NULL, 0}, server_now_ms());
}

void acceptor_free(struct acceptor *a)
{
	if (!a)
		return;
	atomic_store(&a->end, true);
	wake(a);
	pthread_join(a->thread, NULL);
	while (a->n)
		close(a->listeners[--a->n].fd);
	dispose(a);
}
