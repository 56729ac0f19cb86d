/* SPDX-License-Identifier: MIT */
/* Requests whose first line has come, but not their whole header. libmicrohttpd shows them to
 * nobody, yet makes a mistake with them: since it forgets, after it refused a Content-Length that
 * is no number, that it did, it sends the header of its reply twice (0.9.75). Here the refusal is
 * sent before it does, and nothing can be sent after it. */
#include <sys/socket.h>

#include "serve/http_internal.h"

/* Those of the calling thread. */
static _Thread_local struct peer *early;

#define TEXT(reason) "The request has a Content-Length that is " reason ".\n"
#define REPLY(status, length, reason)                                                              \
	"HTTP/1.1 " status "\r\nConnection: close\r\nContent-Type: " TEXT_TYPE                         \
	"\r\nContent-Length: " length "\r\n\r\n" TEXT(reason)

static const char no_number[] = REPLY("400 Bad Request", "55", "not a number");
static const char too_large[] = REPLY("413 Content Too Large", "52", "too large");
_Static_assert(sizeof(TEXT("not a number")) - 1 == 55, "the length above");
_Static_assert(sizeof(TEXT("too large")) - 1 == 52, "the length above");

void early_enter(struct peer *peer, struct MHD_Connection *connection)
{
	if (!peer || peer->connection)
		return;
	peer->connection = connection;
	peer->early_next = early;
	peer->early_previous = NULL;
	if (early)
		early->early_previous = peer;
	early = peer;
}

void early_leave(struct peer *peer)
{
	if (!peer || !peer->connection)
		return;
	if (peer->early_previous)
		peer->early_previous->early_next = peer->early_next;
	else
		early = peer->early_next;
	if (peer->early_next)
		peer->early_next->early_previous = peer->early_previous;
	peer->connection = NULL;
}

/* Among those whose header is incomplete, the one whose header has just been completed is the one
 * that libmicrohttpd is working at. */
static struct peer *current(void)
{
	struct peer *peer = early;

	while (
		peer && !MHD_get_connection_info(peer->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE))
		peer = peer->early_next;
	return peer;
}

static void answer(const struct peer *peer, moderato_str reply)
{
	/* Over TLS nothing but the end can be said. */
	if (!MHD_get_connection_info(peer->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION))
		(void)!send(peer->socket, reply.ptr, reply.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	shutdown(peer->socket, SHUT_WR);
}

void early_log(void *cls, const char *format, va_list arguments)
{
	struct peer *peer;

	(void)cls; /* what else clients do wrong is theirs to know; it would fill the log */
	(void)arguments;
	if (!strstr(format, "Content-Length") || !strstr(format, "losing connection"))
		return;
	peer = current();
	if (peer)
		answer(peer, str_of(strstr(format, "Too large") ? too_large : no_number));
}
