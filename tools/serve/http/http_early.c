/* SPDX-License-Identifier: MIT */
/* Requests whose first line has come, but not their whole header. libmicrohttpd shows them to
 * nobody, yet 0.9.75 makes mistakes with them: it forgets that it has refused a Content-Length that
 * is no number, and sends the header of its reply twice; and it forgets that it has refused a query
 * with too many parameters, and sends nothing. Its complaints are the only sign of both. Here the
 * refusal is sent at that time, and nothing can be sent after it. */
#include <sys/socket.h>

#include "serve/http/http_internal.h"

/* Those of the calling thread. */
static _Thread_local struct peer *early;
/* Whose query is being taken apart, and where its path begins, which is decoded after it. */
static _Thread_local struct peer *in_query;
static _Thread_local const char *path_of_query;

#define REPLY(status, length, text)                                                                \
	"HTTP/1.1 " status "\r\nConnection: close\r\nContent-Type: " TEXT_TYPE                         \
	"\r\nContent-Length: " length "\r\n\r\n" text "\n"

static const char no_number[] =
	REPLY("400 Bad Request", "36", "The Content-Length is not a number.");
static const char too_large[] =
	REPLY("413 Content Too Large", "33", "The Content-Length is too large.");
static const char header_too_large[] =
	REPLY("431 Request Header Fields Too Large", "25", "The header is too large.");
static const char too_many[] =
	REPLY("431 Request Header Fields Too Large", "35", "The query has too many parameters.");

void early_enter(struct peer *peer, struct MHD_Connection *connection, const char *path)
{
	in_query = peer;
	path_of_query = path;
	if (!peer || peer->connection)
		return;
	peer->connection = connection;
	peer->early_next = early;
	peer->early_previous = NULL;
	if (early)
		early->early_previous = peer;
	early = peer;
}

void early_decoded(const char *text)
{
	if (text == path_of_query)
		in_query = NULL;
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

static void answer(struct peer *peer, moderato_str reply)
{
	if (!peer)
		return;
	/* Over TLS nothing but the end can be said. */
	if (!MHD_get_connection_info(peer->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION))
		(void)!send(peer->socket, reply.ptr, reply.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	shutdown(peer->socket, SHUT_WR);
	peer_set(peer, PEER_HEADER, 0); /* its time is over */
}

void early_refuse(struct peer *peer)
{
	if (peer && peer->connection)
		answer(peer, str_of(header_too_large));
}

void early_log(void *cls, const char *format, va_list arguments)
{
	(void)cls; /* what else clients do wrong is theirs to know; it would fill the log */
	(void)arguments;
	if (strstr(format, "Failed to parse `Content-Length'"))
		answer(current(), str_of(no_number));
	else if (strstr(format, "Too large value of 'Content-Length'"))
		answer(current(), str_of(too_large));
	else if (in_query && strstr(format, "Not enough memory in pool"))
		answer(in_query, str_of(too_many));
}
