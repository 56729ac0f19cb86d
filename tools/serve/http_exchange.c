/* SPDX-License-Identifier: MIT */
/* The life of a request: its header, its body, its answer. */
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "serve/http_internal.h"
#include "serve/http_unpack.h"

enum {
	SPARE_MAX = 64,         /* exchanges that a thread keeps for reuse */
	KEEP_BYTES = 64 * 1024, /* of a buffer, likewise */
	COUNT_BYTES = 4096,     /* bodies above this are counted in the memory of all bodies */
	DRAIN_BYTES = 8 << 20,  /* of a refused body that is read, so that the client sees why */
};

/* ---- beginning ---- */

static void refuse(struct exchange *x, enum refusal_kind kind, const char *message)
{
	if (x->refusal.kind == REFUSAL_NONE)
		x->refusal = (struct refusal){.kind = kind, .message = message};
}

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

/* Finds out whose request this is, and whether they may make it. */
static void check_key(struct worker *worker, struct exchange *x)
{
	moderato_str shown;

	if (!x->route || !x->route->scope || x->refusal.kind != REFUSAL_NONE)
		return;
	shown = x->protocol->key(worker, &x->request);
	if (!shown.len) {
		if (!x->protocol->anonymous || !x->protocol->anonymous(worker))
			refuse(x, REFUSAL_NO_KEY, "There is no key.");
		return;
	}
	x->request.key = keys_find(&worker->setup->config.keys, shown);
	if (!x->request.key)
		refuse(x, REFUSAL_BAD_KEY, "The key is not valid.");
	else if (!(x->request.key->scopes & x->route->scope))
		refuse(x, REFUSAL_SCOPE, "The key may not be used for this.");
}

static void check_rate(struct exchange *x)
{
	const struct key *key = x->request.key;
	unsigned wait;

	if (!key || x->refusal.kind != REFUSAL_NONE)
		return;
	wait = rate_take(key->rate, server_now_ms());
	if (!wait)
		return;
	refuse(x, REFUSAL_RATE, "The key's rate is exceeded.");
	x->refusal.retry_after = wait;
	x->refusal.rate_limit = key->rate->per_minute;
}

static void check_packing(struct exchange *x)
{
	const moderato_str packing = request_header(&x->request, "Content-Encoding");

	x->gzip = str_is_nocase(packing, "gzip") || str_is_nocase(packing, "x-gzip");
	if (packing.len && !x->gzip && !str_is_nocase(packing, "identity"))
		refuse(x, REFUSAL_PACKING, "Content-Encoding may only be gzip.");
}

/* A length that is announced and over the limit is refused before the body comes. If it is so long
 * that reading it only to answer would be a burden, the connection is closed at once. */
static void check_length(struct worker *worker, struct exchange *x)
{
	const moderato_str text = request_header(&x->request, "Content-Length");
	size_t length = 0;
	size_t i;

	if (x->stream)
		return;
	for (i = 0; i < text.len && length <= DRAIN_BYTES; i++)
		length = length * 10 + (size_t)(text.ptr[i] - '0');
	if (length <= worker->setup->config.limits.body)
		return;
	refuse(x, REFUSAL_TOO_LARGE, "The body is too large.");
	x->reply.close = length > DRAIN_BYTES;
}

static void check_load(struct worker *worker, struct exchange *x)
{
	if (atomic_load_explicit(&worker->server->connections, memory_order_relaxed) <=
		worker->setup->config.limits.connections)
		return;
	refuse(x, REFUSAL_OVERLOADED, "There are too many connections.");
	x->refusal.retry_after = 1;
	x->reply.close = true;
}

static void begin_stream(struct worker *worker, struct exchange *x)
{
	if (x->refusal.kind != REFUSAL_NONE || !x->route->stream)
		return;
	x->stream = x->route->stream(&x->request);
	if (!x->stream)
		return;
	x->stream_state = x->stream->begin(worker, &x->request);
	if (!x->stream_state)
		refuse(x, REFUSAL_INTERNAL, "Out of memory.");
}

struct exchange *exchange_begin(struct http_thread *thread, struct MHD_Connection *connection,
	const char *method, const char *path, const char *version)
{
	struct exchange *x = take_spare(thread);
	const char *ambiguous;
	enum refusal_kind kind;

	if (!x)
		return NULL;
	x->request = (struct request){
		.method = method,
		.path = path,
		.arena = &thread->worker->arena,
		.http = connection,
		.parsed = &x->parsed,
	};
	x->parsed = NULL;
	set_id(thread->worker, x->request.id);
	x->route = routes_find(method, path, &x->protocol, &kind);
	ambiguous = guard_header(connection, version);
	if (ambiguous) {
		refuse(x, REFUSAL_MALFORMED, ambiguous);
		x->reply.close = true;
	}
	check_load(thread->worker, x);
	if (!x->route)
		refuse(x, kind,
			kind == REFUSAL_METHOD ? "This path has another method." : "There is no such path.");
	check_packing(x);
	if (!x->protocol->key_in_body) {
		check_key(thread->worker, x);
		check_rate(x);
	}
	begin_stream(thread->worker, x);
	check_length(thread->worker, x);
	return x;
}

/* ---- the body ---- */

/* Counts what the body's buffer takes, if it is more than most bodies need. False: all bodies
 * together take more than they may. */
static bool count_memory(struct worker *worker, struct exchange *x)
{
	const size_t now = x->body.cap > COUNT_BYTES ? x->body.cap : 0;
	size_t all;

	if (now == x->counted)
		return true;
	all = atomic_fetch_add(&worker->server->body_memory, now - x->counted) + now - x->counted;
	x->counted = now;
	return all <= worker->setup->config.limits.body_memory;
}

static void forget_body(struct worker *worker, struct exchange *x)
{
	buffer_dispose(&x->body);
	count_memory(worker, x);
}

static void collect(struct worker *worker, struct exchange *x, moderato_str piece)
{
	if (piece.len > worker->setup->config.limits.body - x->body.len) {
		refuse(x, REFUSAL_TOO_LARGE, "The body is too large.");
	} else {
		buffer_add(&x->body, piece.ptr, piece.len);
		if (x->body.failed)
			refuse(x, REFUSAL_INTERNAL, "Out of memory.");
		else if (count_memory(worker, x))
			return;
		refuse(x, REFUSAL_OVERLOADED, "Too much is being sent at the same time.");
		x->refusal.retry_after = 1;
	}
	forget_body(worker, x);
}

static void feed_stream(struct worker *worker, struct exchange *x, moderato_str piece)
{
	moderato_error err = {.message = ""};
	moderato_status status =
		x->stream->feed(worker, x->stream_state, piece, &x->spill.memory, &err);

	if (!status)
		status = spill_settle(&x->spill, false, &err);
	if (status == MODERATO_EIO)
		refuse(x, REFUSAL_INTERNAL, "There is no room for the answers.");
	else if (status)
		refuse(x, REFUSAL_INTERNAL, "Out of memory.");
}

void exchange_body(struct http_thread *thread, struct exchange *x, moderato_str piece)
{
	x->body_bytes += piece.len;
	count(&thread->worker->counters.bytes_in, piece.len);
	if (x->refusal.kind != REFUSAL_NONE) {
		if (x->body_bytes > DRAIN_BYTES)
			x->reply.close = true;
		return;
	}
	if (!worker_refresh(thread->worker))
		refuse(x, REFUSAL_INTERNAL, "Out of memory.");
	else if (x->stream)
		feed_stream(thread->worker, x, piece);
	else
		collect(thread->worker, x, piece);
}

/* ---- the answer ---- */

static void unpack_body(struct worker *worker, struct exchange *x)
{
	moderato_status status;

	x->request.body = buffer_view(&x->body);
	if (!x->gzip || !x->body.len || x->refusal.kind != REFUSAL_NONE)
		return;
	status = http_unpack(x->request.body, worker->setup->config.limits.body, &x->unpacked, NULL);
	if (status == MODERATO_ELIMIT)
		refuse(x, REFUSAL_TOO_LARGE, "The body is too large.");
	else if (status == MODERATO_ENOMEM)
		refuse(x, REFUSAL_INTERNAL, "Out of memory.");
	else if (status)
		refuse(x, REFUSAL_MALFORMED, "The body is not valid gzip.");
	x->request.body = buffer_view(&x->unpacked);
}

static void end_stream(struct worker *worker, struct exchange *x)
{
	moderato_error err = {.message = ""};
	moderato_status status =
		x->stream->end(worker, x->stream_state, &x->spill.memory, &x->reply, &err);

	if (!status && x->spill.file >= 0)
		status = spill_settle(&x->spill, true, &err);
	if (status) {
		refuse(x, REFUSAL_INTERNAL,
			status == MODERATO_EIO ? "There is no room for the answers." : "Out of memory.");
		return;
	}
	if (x->spill.file < 0) {
		buffer_dispose(&x->reply.body);
		x->reply.body = x->spill.memory;
		x->spill.memory = (struct buffer)BUFFER_INIT;
	}
}

static void make_answer(struct worker *worker, struct exchange *x)
{
	if (x->stream)
		end_stream(worker, x);
	else
		x->route->answer(worker, &x->request, &x->reply);
	if (x->reply.body.failed || x->reply.values.failed)
		refuse(x, REFUSAL_INTERNAL, "Out of memory.");
}

/* A refusal replaces what an answer has begun. */
static void word_refusal(struct worker *worker, struct exchange *x)
{
	const bool close = x->reply.close;

	count(&worker->counters.refused[x->refusal.kind], 1);
	if (x->stream && x->stream_state)
		x->stream->free(x->stream_state);
	x->stream = NULL;
	reply_clear(&x->reply);
	x->reply.close = close;
	x->protocol->refuse(&x->request, &x->refusal, &x->reply);
	if (x->refusal.retry_after)
		reply_header_number(&x->reply, "Retry-After", x->refusal.retry_after);
	if (x->refusal.kind == REFUSAL_METHOD)
		reply_header(&x->reply, "Allow", "GET, HEAD, POST");
}

void exchange_answer(struct http_thread *thread, struct exchange *x)
{
	struct worker *worker = thread->worker;

	if (!worker_refresh(worker))
		refuse(x, REFUSAL_INTERNAL, "Out of memory.");
	arena_reset(&worker->arena);
	buffer_clear(&worker->scratch);
	unpack_body(worker, x);
	if (x->protocol->key_in_body && x->refusal.kind == REFUSAL_NONE) {
		check_key(worker, x);
		check_rate(x);
	}
	if (x->refusal.kind == REFUSAL_NONE)
		make_answer(worker, x);
	if (x->refusal.kind != REFUSAL_NONE)
		word_refusal(worker, x);
	if (atomic_load_explicit(&worker->server->draining, memory_order_relaxed))
		x->reply.close = true;
}

/* ---- the end ---- */

static void reset(struct worker *worker, struct exchange *x)
{
	if (x->stream && x->stream_state)
		x->stream->free(x->stream_state);
	spill_dispose(&x->spill);
	if (x->body.cap > KEEP_BYTES)
		buffer_dispose(&x->body);
	if (x->unpacked.cap > KEEP_BYTES)
		buffer_dispose(&x->unpacked);
	buffer_clear(&x->body);
	buffer_clear(&x->unpacked);
	reply_clear(&x->reply);
	if (x->counted)
		atomic_fetch_sub(&worker->server->body_memory, x->counted);
	x->counted = 0;
	x->stream = NULL;
	x->stream_state = NULL;
	x->gzip = false;
	x->body_bytes = 0;
	x->refusal = (struct refusal){.kind = REFUSAL_NONE};
}

void exchange_end(struct http_thread *thread, struct exchange *x)
{
	reset(thread->worker, x);
	if (thread->n_spare == SPARE_MAX) {
		exchange_free(x);
		return;
	}
	x->next = thread->spare;
	thread->spare = x;
	thread->n_spare++;
}

void exchange_free(struct exchange *x)
{
	buffer_dispose(&x->body);
	buffer_dispose(&x->unpacked);
	reply_dispose(&x->reply);
	free(x);
}
