/* SPDX-License-Identifier: MIT */
/* The life of a request after its header: its body, its answer, its end. */
#include <stdlib.h>

#include "base/fail.h"
#include "serve/http/cors.h"
#include "serve/http/http_internal.h"

enum {
	SPARE_MAX = 64,           /* exchanges that a thread keeps for reuse */
	KEEP_BYTES = 64 * 1024,   /* of a buffer, likewise */
	COUNT_BYTES = 4096,       /* buffers above this are counted in the memory of all bodies */
	REPLY_BYTES = 256 * 1024, /* replies above this are not sent where that is too much */
	RATIO_MAX = 100,          /* a streamed body may unpack to as many times its size, */
	RATIO_BYTES = 1 << 20,    /* and to this in any case */
};

void exchange_refuse(struct exchange *x, enum refusal_kind kind, const char *message)
{
	if (x->refusal.kind == REFUSAL_NONE)
		x->refusal = (struct refusal){.kind = kind, .message = message};
}

/* ---- the body ---- */

static size_t weight(const struct buffer *buffer)
{
	return buffer->cap > COUNT_BYTES ? buffer->cap : 0;
}

/* Counts what the request's buffers take, if it is more than most need. False: all requests
 * together take more than they may. */
static bool count_memory(struct worker *worker, struct exchange *x)
{
	const size_t now = weight(&x->body) + weight(&x->unpacked) + weight(&x->reply.body) +
					   weight(&x->spill.memory) + (x->unpacker ? HTTP_UNPACKER_BYTES : 0) +
					   (x->stream && x->stream_state ? x->stream->memory(x->stream_state) : 0);
	size_t all;

	if (now == x->counted)
		return true;
	all = atomic_fetch_add(&worker->server->body_memory, now - x->counted) + now - x->counted;
	x->counted = now;
	return all <= worker->setup->config.limits.body_memory;
}

static void overloaded(struct exchange *x)
{
	exchange_refuse(x, REFUSAL_OVERLOADED, "Too much is being sent at the same time.");
	x->refusal.retry_after = 1;
}

/* Frees what a stream has kept and answered so far. */
static void drop_stream(struct exchange *x)
{
	if (x->stream_state)
		x->stream->free(x->stream_state);
	x->stream_state = NULL;
	spill_dispose(&x->spill);
}

static void collect(struct worker *worker, struct exchange *x, moderato_str piece)
{
	/* A reload may have lowered the limit below what has come. */
	if (x->body.len + piece.len > worker->setup->config.limits.body) {
		exchange_refuse(x, REFUSAL_TOO_LARGE, "The body is too large.");
	} else {
		buffer_add(&x->body, piece.ptr, piece.len);
		if (x->body.failed)
			exchange_refuse(x, REFUSAL_INTERNAL, "Out of memory.");
		else if (count_memory(worker, x))
			return;
		overloaded(x);
	}
	buffer_dispose(&x->body);
	count_memory(worker, x);
}

/* A stream has no limit, so that a few bytes that unpack to very many would keep the thread from
 * everybody else, and fill the disk with answers. */
static moderato_status feed_plain(void *payload, moderato_str bytes, moderato_error *err)
{
	struct exchange *x = payload;
	moderato_status status;

	x->stream_bytes += bytes.len;
	if (x->stream_bytes > RATIO_BYTES && x->stream_bytes / RATIO_MAX > x->body_bytes)
		return fail(
			err, MODERATO_ELIMIT, "the body unpacks to more than %d times its size", RATIO_MAX);
	status = x->stream->feed(x->thread->worker, x->stream_state, bytes, &x->spill.memory, err);
	return status ? status : spill_settle(&x->spill, false, err);
}

static void feed_stream(struct worker *worker, struct exchange *x, moderato_str piece)
{
	moderato_error err = {.message = ""};
	bool damaged = false;
	moderato_status status =
		x->unpacker ? http_unpack_piece(x->unpacker, piece, feed_plain, x, &damaged, &err)
					: feed_plain(x, piece, &err);

	if (damaged)
		exchange_refuse(x, REFUSAL_MALFORMED, "The body is not valid gzip.");
	else if (status == MODERATO_ELIMIT)
		exchange_refuse(
			x, REFUSAL_TOO_LARGE, "The body unpacks to more than a hundred times its size.");
	else if (status == MODERATO_EIO)
		exchange_refuse(x, REFUSAL_INTERNAL, "There is no room for the answers.");
	else if (status)
		exchange_refuse(x, REFUSAL_INTERNAL, "Out of memory.");
	else if (!count_memory(worker, x))
		overloaded(x);
	if (x->refusal.kind == REFUSAL_NONE)
		return;
	drop_stream(x);
	count_memory(worker, x);
}

void exchange_body(struct http_thread *thread, struct exchange *x, moderato_str piece)
{
	x->body_bytes += piece.len;
	count(&thread->worker->counters.bytes_in, piece.len);
	if (x->refusal.kind != REFUSAL_NONE)
		return;
	if (!worker_refresh(thread->worker)) {
		exchange_refuse(x, REFUSAL_INTERNAL, "Out of memory.");
	} else if (x->stream) {
		thread->worker->notes = x->notes;
		feed_stream(thread->worker, x, piece);
		x->notes = thread->worker->notes;
	} else {
		collect(thread->worker, x, piece);
	}
}

/* ---- the answer ---- */

static void unpack_body(struct worker *worker, struct exchange *x)
{
	moderato_status status;

	x->request.body = buffer_view(&x->body);
	if (!x->gzip || !x->body.len || x->refusal.kind != REFUSAL_NONE)
		return;
	status = http_unpack(x->request.body, worker->setup->config.limits.body, &x->unpacked);
	if (status == MODERATO_ELIMIT)
		exchange_refuse(x, REFUSAL_TOO_LARGE, "The body is too large.");
	else if (status == MODERATO_ENOMEM)
		exchange_refuse(x, REFUSAL_INTERNAL, "Out of memory.");
	else if (status)
		exchange_refuse(x, REFUSAL_MALFORMED, "The body is not valid gzip.");
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
		exchange_refuse(x, REFUSAL_INTERNAL,
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
	if (x->unpacker && !http_unpacker_may_end(x->unpacker))
		exchange_refuse(x, REFUSAL_MALFORMED, "The body is not valid gzip.");
	else if (x->stream)
		end_stream(worker, x);
	else
		x->route->answer(worker, &x->request, &x->reply);
	if (x->reply.body.failed || x->reply.values.failed)
		exchange_refuse(x, REFUSAL_INTERNAL, "Out of memory.");
}

/* A refusal replaces what an answer has begun. */
static void word_refusal(struct worker *worker, struct exchange *x)
{
	count(&worker->counters.refused[x->refusal.kind], 1);
	drop_stream(x);
	x->stream = NULL;
	reply_clear(&x->reply);
	x->protocol->refuse(&x->request, &x->refusal, &x->reply);
	if (x->refusal.retry_after)
		reply_header_number(&x->reply, "Retry-After", x->refusal.retry_after);
	if (x->refusal.kind == REFUSAL_METHOD)
		reply_header(&x->reply, "Allow", routes_allow(x->request.path));
}

void exchange_answered(struct http_thread *thread, struct exchange *x)
{
	if (!x->answered)
		count(&thread->worker->counters.answered, 1);
	x->answered = true;
}

/* While the client takes its time to read the reply, only the reply is kept. False: even that is
 * more than there may be. */
static bool release_body(struct worker *worker, struct exchange *x)
{
	x->request.body = (moderato_str){NULL, 0};
	if (x->body.cap > KEEP_BYTES)
		buffer_dispose(&x->body);
	if (x->unpacked.cap > KEEP_BYTES)
		buffer_dispose(&x->unpacked);
	http_unpacker_free(x->unpacker);
	x->unpacker = NULL;
	return count_memory(worker, x) || x->reply.body.len <= REPLY_BYTES;
}

void exchange_answer(struct http_thread *thread, struct exchange *x)
{
	struct worker *worker = thread->worker;

	if (!worker_refresh(worker))
		exchange_refuse(x, REFUSAL_INTERNAL, "Out of memory.");
	arena_reset(&worker->arena);
	buffer_clear(&worker->scratch);
	worker->notes = x->notes;
	worker->keep_nothing = false;
	exchange_answered(thread, x);
	unpack_body(worker, x);
	if (x->protocol->key_in_body && x->refusal.kind == REFUSAL_NONE) {
		exchange_check_key(worker, x);
		exchange_check_rate(x, server_now_ms());
	}
	if (x->refusal.kind == REFUSAL_NONE)
		make_answer(worker, x);
	if (!release_body(worker, x) && x->refusal.kind == REFUSAL_NONE)
		overloaded(x);
	if (x->refusal.kind != REFUSAL_NONE)
		word_refusal(worker, x);
	cors_headers(&worker->setup->config.cors_origins, &x->request, &x->reply);
	if (x->close || atomic_load_explicit(&worker->server->draining, memory_order_relaxed))
		x->reply.close = true;
	x->notes = worker->notes;
	x->reply_bytes = x->stream && x->spill.file >= 0 ? x->spill.in_file : x->reply.body.len;
	if (strcmp(x->request.method, "HEAD") == 0)
		x->reply_bytes = 0;
	count_memory(worker, x);
}

/* ---- the end ---- */

static void reset(struct worker *worker, struct exchange *x)
{
	drop_stream(x);
	http_unpacker_free(x->unpacker);
	x->unpacker = NULL;
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
	x->gzip = false;
	x->early = false;
	x->close = false;
	x->body_bytes = 0;
	x->stream_bytes = 0;
	x->reply_bytes = 0;
	x->notes = (struct notes){0};
	x->answered = false;
	worker_leave(worker, x->setup);
	x->setup = NULL;
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
