/* SPDX-License-Identifier: MIT */
#include "serve/http_internal.h"

#include <stdlib.h>
#include <unistd.h>

#include "serve/tls.h"
#include "terminal/cli.h"

/* A thread that libmicrohttpd started; there is one server in a process. */
static _Thread_local struct http_thread *this_thread;

static struct http_thread *thread_new(struct http *http)
{
	struct server *server = http->server;
	struct http_thread *thread = calloc(1, sizeof(*thread));

	if (!thread)
		return NULL;
	thread->worker = worker_new(server);
	if (!thread->worker) {
		free(thread);
		return NULL;
	}
	pthread_mutex_lock(&server->lock);
	thread->next = http->threads;
	http->threads = thread;
	thread->worker->next = server->workers;
	server->workers = thread->worker;
	pthread_mutex_unlock(&server->lock);
	return thread;
}

/* Returns the calling thread's own, with a worker that is up to date. NULL: out of memory. */
static struct http_thread *thread_of(struct http *http)
{
	if (!this_thread)
		this_thread = thread_new(http);
	if (!this_thread || !worker_refresh(this_thread->worker))
		return NULL;
	return this_thread;
}

/* ---- what libmicrohttpd calls ---- */

static struct peer *peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

bool http_is_tls(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION) != NULL;
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
	enum MHD_ConnectionNotificationCode code)
{
	struct http *http = cls;
	struct peer *peer;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const int socket =
			MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;

		atomic_fetch_add(&http->server->connections, 1);
		*socket_context = peer = peers_add(&http->peers, socket, server_now_ms());
		if (http_is_tls(connection)) {
			struct tls_identity *since = tls_enter(); /* without a peer it is never given back */

			if (peer)
				peer->tls = since;
		}
		return;
	}
	atomic_fetch_sub(&http->server->connections, 1);
	peer = *socket_context;
	if (peer) {
		tls_leave(peer->tls);
		peers_remove(&http->peers, peer);
	}
	*socket_context = NULL;
}

/* The first line of a request has come. */
static void *on_request_line(void *cls, const char *uri, struct MHD_Connection *connection)
{
	(void)cls;
	(void)uri;
	peer_set(peer_of(connection), PEER_HEADER, server_now_ms());
	return NULL;
}

static enum MHD_Result on_header(struct http *http, struct MHD_Connection *connection,
	const char *method, const char *path, const char *version, void **context)
{
	struct http_thread *thread = thread_of(http);
	const uint64_t now = server_now_us();
	struct exchange *x = thread ? exchange_begin(thread, connection, method, path, version) : NULL;

	if (!x)
		return MHD_NO; /* no memory is left even for saying so: the connection is closed */
	x->began_us = now;
	x->thread = thread;
	x->peer = peer_of(connection);
	atomic_fetch_add(&http->server->requests, 1);
	peer_set(x->peer, x->stream ? PEER_STREAM : PEER_BODY, now / 1000);
	*context = x;
	if (x->reply.close) { /* the body is not worth reading */
		exchange_answer(thread, x);
		return send_reply(connection, x);
	}
	return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *path,
	const char *method, const char *version, const char *piece, size_t *piece_size, void **context)
{
	struct http *http = cls;
	struct exchange *x = *context;

	if (!x)
		return on_header(http, connection, method, path, version, context);
	if (*piece_size) {
		exchange_body(x->thread, x, (moderato_str){piece, *piece_size});
		*piece_size = 0;
		return x->refusal.kind != REFUSAL_NONE && x->reply.close ? MHD_NO : MHD_YES;
	}
	exchange_answer(x->thread, x);
	peer_set(x->peer, PEER_REPLY, server_now_ms());
	return send_reply(connection, x);
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
	enum MHD_RequestTerminationCode code)
{
	struct http *http = cls;
	struct exchange *x = *context;
	const uint64_t now = server_now_us();
	const bool sent = code == MHD_REQUEST_TERMINATED_COMPLETED_OK;
	struct counters *counters;

	(void)connection;
	if (!x)
		return;
	counters = &x->thread->worker->counters;
	if (!sent)
		x->reply_bytes = 0;
	count_request(counters, routes_number(x->route), sent ? x->reply.status : 0, now - x->began_us);
	count(&counters->bytes_out, x->reply_bytes);
	exchange_answered(x->thread, x);
	if (access_log_wanted(&http->server->log))
		http_log(http, x, sent ? x->reply.status : 0, now);
	peer_set(x->peer, PEER_IDLE, now / 1000);
	exchange_end(x->thread, x);
	atomic_fetch_sub(&http->server->requests, 1);
	*context = NULL;
}

static void on_log(void *cls, const char *format, va_list arguments)
{
	(void)cls; /* what clients do wrong is theirs to know; it would fill the log */
	(void)format;
	(void)arguments;
}

/* ---- start and stop ---- */

enum {
	CONNECTION_MEMORY = 32 * 1024, /* for a request's header, and a piece of its body at a time */
	SPARE_CONNECTIONS = 256,       /* over the limit, to say that it is reached */
};

static struct MHD_Daemon *start_daemon(struct http *http, int socket, bool tls)
{
	const struct config *config = &http->server->setup->config;
	const unsigned threads = (unsigned)config->threads;
	const unsigned connections = (unsigned)config->limits.connections + SPARE_CONNECTIONS;

	return MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG | (tls ? MHD_USE_TLS : 0),
		0, NULL, NULL, on_request, http, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
		MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
		MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		(unsigned)config->limits.connections_per_address, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, config->limits.idle_seconds,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_CONNECTION, on_connection, http,
		MHD_OPTION_URI_LOG_CALLBACK, on_request_line, http, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, http,
		tls ? MHD_OPTION_HTTPS_PRIORITIES : MHD_OPTION_END, /* the rest is for TLS */
		tls_priorities, MHD_OPTION_HTTPS_CERT_CALLBACK, tls_callback(), MHD_OPTION_END);
}

struct http *http_start(struct server *server, const int *sockets, const bool *tls, size_t n)
{
	struct http *http = calloc(1, sizeof(*http));
	size_t i;

	if (!http || !(http->daemons = calloc(n, sizeof(*http->daemons)))) {
		free(http);
		complain_memory();
		return NULL;
	}
	http->server = server;
	peers_init(&http->peers);
	for (i = 0; i < n; i++) {
		http->daemons[i] = start_daemon(http, sockets[i], tls[i]);
		if (!http->daemons[i]) {
			complain("the HTTP server does not start");
			http_stop(http);
			return NULL;
		}
		http->n++;
	}
	return http;
}

void http_enforce_deadlines(struct http *http)
{
	peers_enforce(&http->peers, &http->server->setup->config, server_now_ms());
}

void http_quiesce(struct http *http)
{
	size_t i;

	for (i = 0; i < http->n; i++) {
		const int socket = MHD_quiesce_daemon(http->daemons[i]);

		if (socket >= 0)
			close(socket);
	}
}

void http_stop(struct http *http)
{
	size_t i;

	for (i = 0; i < http->n; i++)
		MHD_stop_daemon(http->daemons[i]);
	while (http->threads) {
		struct http_thread *thread = http->threads;

		http->threads = thread->next;
		while (thread->spare) {
			struct exchange *x = thread->spare;

			thread->spare = x->next;
			exchange_free(x);
		}
		worker_free(thread->worker);
		free(thread);
	}
	peers_dispose(&http->peers);
	free(http->daemons);
	free(http);
}
