/* SPDX-License-Identifier: MIT */
/* Requests whose first line has come, but not their whole header. libmicrohttpd shows them to
 * nobody, yet 0.9.75 makes mistakes with them: it forgets that it has refused a Content-Length that
 * is no number, and sends the header of its reply twice; and it forgets that it has refused a query
 * with too many parameters, and sends nothing. Its complaints are the only sign of both. Here the
 * refusal is sent at that time, and nothing can be sent after it. */
#include <stdio.h>
#include <sys/socket.h>

#include "serve/http/http_internal.h"

/* Those of the calling thread. */
static _Thread_local struct peer *early;
/* Whose query is being taken apart, and where its path begins, which is decoded after it. */
static _Thread_local struct peer *in_query;
static _Thread_local const char *path_of_query;

/* What is answered in libmicrohttpd's place. */
struct early_refusal {
	const char *status;
	const char *text;
};

static const struct early_refusal no_number = {
	"400 Bad Request", "The Content-Length is not a number."};
static const struct early_refusal too_large = {
	"413 Content Too Large", "The Content-Length is too large."};
static const struct early_refusal header_too_large = {
	"431 Request Header Fields Too Large", "The header is too large."};
static const struct early_refusal too_many = {
	"431 Request Header Fields Too Large", "The query has too many parameters."};

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

static void send_refusal(int socket, const struct early_refusal *refusal)
{
	char reply[512];
	const int len = snprintf(reply, sizeof(reply),
		"HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: " TEXT_TYPE
		"\r\nContent-Length: %zu\r\n\r\n%s\n",
		refusal->status, strlen(refusal->text) + 1, refusal->text);

	if (len > 0 && (size_t)len < sizeof(reply))
		(void)!send(socket, reply, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void answer(struct peer *peer, const struct early_refusal *refusal)
{
	if (!peer)
		return;
	/* Over TLS nothing but the end can be said. */
	if (!MHD_get_connection_info(peer->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION))
		send_refusal(peer->socket, refusal);
	shutdown(peer->socket, SHUT_WR);
	peer_set(peer, PEER_HEADER, 0); /* its time is over */
}

void early_refuse(struct peer *peer)
{
	if (peer && peer->connection)
		answer(peer, &header_too_large);
}

void early_log(void *cls, const char *format, va_list arguments)
{
	(void)cls; /* what else clients do wrong is theirs to know; it would fill the log */
	(void)arguments;
	if (strstr(format, "Failed to parse `Content-Length'"))
		answer(current(), &no_number);
	else if (strstr(format, "Too large value of 'Content-Length'"))
		answer(current(), &too_large);
	else if (in_query && strstr(format, "Not enough memory in pool"))
		answer(in_query, &too_many);
}
