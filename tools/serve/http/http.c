/* SPDX-License-Identifier: MIT */
#include "serve/http/http_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/ascii.h"
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
	thread->thread = pthread_self();
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

struct peer *peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static int socket_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

bool http_is_tls(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION) != NULL;
}

/* Returns whether the client of a connection that is being closed may still be sending a request.
 */
static bool sends_still(const struct peer *peer, int socket)
{
	const int state = atomic_load_explicit(&peer->state, memory_order_relaxed);
	char next;
	const ssize_t n = recv(socket, &next, 1, MSG_PEEK | MSG_DONTWAIT);

	return n > 0 || (n < 0 && errno == EAGAIN && state != PEER_IDLE);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
	enum MHD_ConnectionNotificationCode code)
{
	struct http *http = cls;
	const int socket = socket_of(connection);
	struct peer *peer = *socket_context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		if (!this_thread)
			this_thread = thread_new(http); /* without memory, when a request needs it */
		*socket_context = peer = peers_find(&http->peers, socket);
		atomic_fetch_add(&http->server->connections, 1);
		atomic_fetch_add(&http->begun, 1);
		if (http_is_tls(connection)) {
			struct tls_identity *since = tls_enter(); /* without a peer it is never given back */

			if (peer)
				peer->tls = since;
		}
		return;
	}
	atomic_fetch_sub(&http->server->connections, 1);
	if (peer && sends_still(peer, socket)) {
		const int copy = fcntl(socket, F_DUPFD_CLOEXEC, 0);

		if (copy >= 0)
			acceptor_linger(http->acceptor, copy);
	}
	early_leave(peer);
	if (peer)
		tls_leave(peer->tls);
	peers_remove(&http->peers, peer);
	*socket_context = NULL;
}

/* The first line of a request has come. */
static void *on_request_line(void *cls, const char *uri, struct MHD_Connection *connection)
{
	struct peer *peer = peer_of(connection);

	(void)cls;
	peer_set(peer, PEER_HEADER, server_now_ms());
	if (peer)
		peer->version = header_look_at_path(uri);
	early_enter(peer, connection, uri);
	return NULL;
}

static enum MHD_Result on_header(struct http *http, struct MHD_Connection *connection,
	const char *method, const char *path, const char *version, void **context)
{
	struct http_thread *thread;
	struct exchange *x;

	if (!header_leaves_room(connection)) {
		early_refuse(peer_of(connection));
		return MHD_NO;
	}
	thread = thread_of(http);
	x = thread ? exchange_begin(thread, connection, method, path, version) : NULL;

	*context = x;
	if (!x)
		return MHD_NO; /* no memory is left even for saying so: the connection is closed */
	early_leave(x->peer);
	atomic_fetch_add(&http->server->requests, 1);
	peer_set(x->peer, x->stream ? PEER_STREAM : PEER_BODY, x->began_us / 1000);
	if (!x->early)
		return MHD_YES;
	exchange_answer(thread, x);
	return send_reply(connection, x);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *path,
	const char *method, const char *version, const char *piece, size_t *piece_size, void **context)
{
	struct http *http = cls;
	struct exchange *x = *context;

	if (!x)
		return on_header(http, connection, method, path, version, context);
	/* While we work, the client has no deadline, and may have ended its side. */
	peer_set(x->peer, PEER_REPLY, UINT64_MAX);
	if (*piece_size) {
		exchange_body(x->thread, x, (moderato_str){piece, *piece_size});
		*piece_size = 0;
		peer_set(x->peer, x->stream ? PEER_STREAM : PEER_BODY,
			x->stream ? server_now_ms() : x->began_us / 1000);
		return exchange_too_much_to_read(x) ? MHD_NO : MHD_YES;
	}
	exchange_answer(x->thread, x);
	peer_set(x->peer, x->stream ? PEER_ANSWERS : PEER_REPLY, server_now_ms());
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
	if (x->request.key)
		count_key(counters, x->request.key->slot, sent ? x->reply.status : 0);
	count(&counters->bytes_out, x->reply_bytes);
	exchange_answered(x->thread, x);
	if (access_log_wanted(&http->server->log))
		http_log(http, x, sent ? x->reply.status : 0, now);
	if (!x->early) /* otherwise the client may be sending the body still */
		peer_set(x->peer, PEER_IDLE, now / 1000);
	exchange_end(x->thread, x);
	atomic_fetch_sub(&http->server->requests, 1);
	*context = NULL;
}

/* Decodes a path or a part of a query in place, all but "%00": a path that ends early would be that
 * of another route. */
static size_t on_unescape(void *cls, struct MHD_Connection *connection, char *text)
{
	const char *from = strchr(text, '%');
	char *to;

	(void)cls;
	(void)connection;
	early_decoded(text);
	if (!from)
		return strlen(text);
	to = text + (from - text);
	while (*from) {
		const int high = from[0] == '%' ? ascii_hex(from[1]) : -1;
		const int low = high >= 0 ? ascii_hex(from[2]) : -1;

		if (low >= 0 && (high || low)) {
			*to++ = (char)(high << 4 | low);
			from += 3;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
	return (size_t)(to - text);
}

/* ---- start and stop ---- */

/* Connections are limited where they are accepted, and their time is by peers_enforce(). */
static struct MHD_Daemon *start_daemon(struct http *http, bool tls)
{
	const struct config *config = &http->server->setup->config;
	const unsigned threads = (unsigned)config->threads;

	return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG |
								MHD_USE_NO_LISTEN_SOCKET | (tls ? MHD_USE_TLS : 0),
		0, NULL, NULL, on_request, http, MHD_OPTION_EXTERNAL_LOGGER, early_log, NULL,
		MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0, MHD_OPTION_CONNECTION_LIMIT,
		INT_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, http, MHD_OPTION_NOTIFY_CONNECTION,
		on_connection, http, MHD_OPTION_URI_LOG_CALLBACK, on_request_line, http,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, http,
		tls ? MHD_OPTION_HTTPS_PRIORITIES : MHD_OPTION_END, /* the rest is for TLS */
		tls_priorities, MHD_OPTION_HTTPS_CERT_CALLBACK, tls_callback(), MHD_OPTION_END);
}

static bool hand_on(void *payload, bool tls, int socket, const struct sockaddr *from, socklen_t len)
{
	struct http *http = payload;

	if (MHD_add_connection(tls ? http->secure : http->plain, socket, from, len) != MHD_YES)
		return false;
	atomic_fetch_add(&http->handed_on, 1);
	return true;
}

/* ---- threads that sleep over work ----
 *
 * libmicrohttpd 0.9.75 asks for 128 events at a time and, after as many, asks again with the same
 * time to wait, which is for ever. When just as many were ready, or a multiple, it sleeps, with
 * these requests unread, until something else happens. A signal ends that: it then looks first at
 * what it has. */

enum {
	EVENTS_AT_ONCE = 128, /* MAX_EVENTS in libmicrohttpd's daemon.c; one may be its own */
};

static void on_wake(int number)
{
	(void)number;
}

static void prepare_to_wake(void)
{
	struct sigaction action = {.sa_handler = on_wake, .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	sigaction(SIGURG, &action, NULL);
}

static void wake_threads(struct http *http)
{
	struct server *server = http->server;
	const struct http_thread *thread;

	if (peers_count(&http->peers) < EVENTS_AT_ONCE - 1)
		return;
	pthread_mutex_lock(&server->lock);
	for (thread = http->threads; thread; thread = thread->next)
		pthread_kill(thread->thread, SIGURG);
	pthread_mutex_unlock(&server->lock);
}

static bool any_tls(const struct listener *listeners, size_t n)
{
	while (n)
		if (listeners[--n].tls)
			return true;
	return false;
}

struct http *http_start(struct server *server, const struct listener *listeners, size_t n)
{
	struct http *http = calloc(1, sizeof(*http));
	bool started;

	if (!http || !peers_init(&http->peers)) {
		free(http);
		complain_memory();
		return NULL;
	}
	http->server = server;
	prepare_to_wake();
	http->plain = start_daemon(http, false);
	started = http->plain;
	if (started && any_tls(listeners, n)) {
		http->secure = start_daemon(http, true);
		started = http->secure;
	}
	if (started &&
		acceptor_start(&http->acceptor, server, &http->peers, listeners, n, hand_on, http))
		return http;
	complain("the HTTP server does not start");
	http_stop(http);
	return NULL;
}

void http_enforce_deadlines(struct http *http)
{
	peers_enforce(&http->peers, &http->server->setup->config, server_now_ms());
	wake_threads(http);
}

void http_quiesce(struct http *http)
{
	acceptor_close(http->acceptor);
}

size_t http_dismiss(struct http *http)
{
	peers_dismiss(&http->peers, server_now_ms());
	return peers_count(&http->peers);
}

static void free_thread(struct http_thread *thread)
{
	while (thread->spare) {
		struct exchange *x = thread->spare;

		thread->spare = x->next;
		exchange_free(x);
	}
	worker_free(thread->worker);
	free(thread);
}

/* Waits until libmicrohttpd's threads have taken up what they were given: when it is stopped
 * before, it frees these connections without its own lock. One that it had no memory for never
 * begins. */
static void await_begun(struct http *http)
{
	const struct timespec pause = {0, 1000000};
	int i;

	for (i = 0; i < 250 && atomic_load(&http->begun) < atomic_load(&http->handed_on); i++)
		nanosleep(&pause, NULL);
}

/* Ends what is still connected. When libmicrohttpd is stopped while it refuses a request by itself,
 * such as one without a version, it looks for the refusal that it did not keep, and crashes: a
 * flood of such requests did that to every other stop. A thread that is busy is not waited for
 * longer. */
static void end_connections(struct http *http)
{
	const struct timespec pause = {0, 1000000};
	int i;

	for (i = 0; i < 250 && peers_count(&http->peers); i++) {
		peers_end(&http->peers);
		wake_threads(http);
		nanosleep(&pause, NULL);
	}
}

void http_stop(struct http *http)
{
	await_begun(http);
	end_connections(http);
	if (http->plain)
		MHD_stop_daemon(http->plain);
	if (http->secure)
		MHD_stop_daemon(http->secure);
	acceptor_free(http->acceptor);
	while (http->threads) {
		struct http_thread *thread = http->threads;

		http->threads = thread->next;
		free_thread(thread);
	}
	peers_dispose(&http->peers);
	free(http);
}
