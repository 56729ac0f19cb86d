/* SPDX-License-Identifier: MIT */
/* The beginning of a request: what its header says, and whether that is refused. */
#include <stdlib.h>

#include "serve/http/cors.h"
#include "serve/http/http_internal.h"

enum {
	/* Of a refused body that is read, so that the client sees why: many send all of it before they
	 * look. Longer ones are answered at once, and what comes is read by linger.c. */
	DRAIN_BYTES = 64 << 20,
};

static struct exchange *take_spare(struct http_thread *thread)
{
	struct exchange *x = thread->spare;

	if (!x) {
		x = calloc(1, sizeof(*x));
		if (x) {
			spill_init(&x->spill);
			reply_clear(&x->reply);
		}
		return x;
	}
	thread->spare = x->next;
	thread->n_spare--;
	return x;
}

/* Ids are unique among all threads and runs: random digits, and the request's number. */
static void set_id(struct worker *worker, char id[25])
{
	static const char digits[] = "0123456789abcdef";
	uint64_t number = worker->requests++;
	size_t i;

	memcpy(id, worker->id_base, 12);
	for (i = 24; i > 12; i--, number >>= 4)
		id[i - 1] = digits[number & 15];
	id[24] = '\0';
}

/* A client may name the whole address, as it does to a proxy; what stands before the path is then
 * the host, and must be the same as in the header. Returns the path, or NULL. */
static const char *path_of(const char *path, moderato_str host)
{
	const char *scheme = strstr(path, "://");
	const char *authority;
	size_t len;

	if (path[0] == '/' || !strcmp(path, "*"))
		return path;
	if (!scheme || (!str_is_nocase(str_part(str_of(path), 0, (size_t)(scheme - path)), "http") &&
					   !str_is_nocase(str_part(str_of(path), 0, (size_t)(scheme - path)), "https")))
		return NULL;
	authority = scheme + 3;
	len = strcspn(authority, "/");
	if (!str_equal_nocase((moderato_str){authority, len}, host))
		return NULL;
	return authority[len] ? authority + len : "/";
}

/* ---- whose request it is ---- */

/* Says what is wrong with a request that showed no key that is known. */
static void refuse_stranger(struct worker *worker, struct exchange *x, bool shown)
{
	if (worker->setup->config.anonymous)
		return;
	if (shown)
		exchange_refuse(x, REFUSAL_BAD_KEY, "The key is not valid.");
	else if (!x->protocol->anonymous || !x->protocol->anonymous(worker))
		exchange_refuse(x, REFUSAL_NO_KEY, "There is no key.");
}

void exchange_check_key(struct worker *worker, struct exchange *x)
{
	const struct route *route = x->route;
	const struct config *config = &worker->setup->config;
	moderato_str shown;

	if (!route || !route->scope || x->refusal.kind != REFUSAL_NONE)
		return;
	if (route->scope == SCOPE_METRICS && config->metrics_public)
		return;
	shown = x->protocol->key(worker, &x->request);
	if (shown.len)
		x->request.key = keys_find(&config->keys, shown);
	if (!x->request.key) {
		refuse_stranger(worker, x, shown.len > 0);
		return;
	}
	worker_leave(worker, x->setup);
	x->setup = worker_enter(worker);
	if (!(x->request.key->scopes & route->scope))
		exchange_refuse(x, REFUSAL_SCOPE, "The key may not be used for this.");
}

void exchange_check_rate(struct exchange *x, uint64_t now_ms)
{
	const struct key *key = x->request.key;
	unsigned wait;

	if (!key || x->refusal.kind != REFUSAL_NONE)
		return;
	wait = rate_take(key->rate, now_ms);
	if (!wait)
		return;
	exchange_refuse(x, REFUSAL_RATE, "The key's rate is exceeded.");
	x->refusal.retry_after = wait;
	x->refusal.rate_limit = rate_per_minute(key->rate);
}

/* ---- what the header says ---- */

static void check_packing(struct exchange *x, moderato_str packing)
{
	x->gzip = str_is_nocase(packing, "gzip") || str_is_nocase(packing, "x-gzip");
	if (packing.len && !x->gzip && !str_is_nocase(packing, "identity"))
		exchange_refuse(x, REFUSAL_PACKING, "Content-Encoding may only be gzip.");
}

/* libmicrohttpd has seen to it that it is a number. */
static size_t length_of(moderato_str text)
{
	size_t length = 0;
	size_t i;

	for (i = 0; i < text.len && length <= DRAIN_BYTES; i++)
		length = length * 10 + (size_t)(text.ptr[i] - '0');
	return length;
}

static void check_load(struct worker *worker, struct exchange *x)
{
	if (atomic_load_explicit(&worker->server->body_memory, memory_order_relaxed) <=
		worker->setup->config.limits.body_memory)
		return;
	exchange_refuse(x, REFUSAL_OVERLOADED, "Too much is being sent at the same time.");
	x->refusal.retry_after = 1;
}

static void begin_stream(struct worker *worker, struct exchange *x)
{
	if (x->refusal.kind != REFUSAL_NONE || !x->route->stream)
		return;
	x->stream = x->route->stream(&x->request);
	if (!x->stream)
		return;
	x->stream_state = x->stream->begin(worker, &x->request);
	if (!x->stream_state || (x->gzip && !(x->unpacker = http_unpacker_new())))
		exchange_refuse(x, REFUSAL_INTERNAL, "Out of memory.");
}

static void check_header(struct worker *worker, struct exchange *x, const struct header *header)
{
	size_t length;

	if (header->fault) {
		exchange_refuse(x, REFUSAL_MALFORMED, header->fault);
		x->early = true;
	}
	length = header->fault ? 0 : length_of(header->length);
	if (length || header->chunked)
		check_load(worker, x);
	check_packing(x, header->packing);
	if (!x->protocol->key_in_body) {
		exchange_check_key(worker, x);
		exchange_check_rate(x, x->began_us / 1000);
	}
	begin_stream(worker, x);
	if (!x->stream && length > worker->setup->config.limits.body)
		exchange_refuse(x, REFUSAL_TOO_LARGE, "The body is too large.");
	/* Who asks whether to send the body is told at once; others will send it in any case. */
	if (x->refusal.kind != REFUSAL_NONE && (header->asks_first || length > DRAIN_BYTES))
		x->early = true;
	/* In a chunked body libmicrohttpd takes a line feed alone for the end of a line, where other
	 * programs may read on. Whatever follows such a body is not believed to be a request. */
	x->close = x->early || header->chunked;
}

bool exchange_too_much_to_read(const struct exchange *x)
{
	return x->refusal.kind != REFUSAL_NONE && x->body_bytes > DRAIN_BYTES;
}

struct exchange *exchange_begin(struct http_thread *thread, struct MHD_Connection *connection,
	const char *method, const char *path, const char *version)
{
	struct worker *worker = thread->worker;
	struct exchange *x = take_spare(thread);
	struct header header;
	enum refusal_kind kind;

	if (!x)
		return NULL;
	x->began_us = server_now_us();
	x->thread = thread;
	x->setup = worker_enter(worker);
	header_read(&header, connection, method, path, version);
	x->peer = peer_of(connection);
	if (!x->peer || x->peer->version != version)
		header.fault = "The path has a character that does not belong there.";
	path = header.fault ? path : path_of(path, header.host);
	if (!path) {
		header.fault = "The address is not that of the header Host.";
		path = "";
	}
	x->request = (struct request){
		.method = method,
		.path = path,
		.arena = &worker->arena,
		.http = connection,
		.tls = http_is_tls(connection),
		.parsed = &x->parsed,
	};
	x->parsed = NULL;
	set_id(worker, x->request.id);
	x->route = routes_find(method, path, &x->protocol, &kind);
	if (kind == REFUSAL_METHOD &&
		cors_is_preflight(&worker->setup->config.cors_origins, &x->request))
		x->route = routes_find("OPTIONS", "*", &x->protocol, &kind);
	count(&worker->counters.begun, 1);
	if (!x->route && !header.fault)
		exchange_refuse(x, kind,
			kind == REFUSAL_METHOD ? "This path has another method." : "There is no such path.");
	check_header(worker, x, &header);
	return x;
}
