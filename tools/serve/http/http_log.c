/* SPDX-License-Identifier: MIT */
/* What the access log says of a request. */
#include "serve/http/http_internal.h"
#include "serve/metrics/metrics_text.h"

/* A request may be for several comments, of which there is no single decision. */
static const char *decision_of(const struct notes *notes)
{
	return notes->decided == 1 && notes->comments == 1 ? moderato_decision_name(notes->decision)
													   : NULL;
}

void http_log(struct http *http, const struct exchange *x, unsigned status, uint64_t now_us)
{
	struct worker *worker = x->thread->worker;
	struct access_line line = {
		.id = x->request.id,
		.protocol = x->protocol->name,
		.route = routes_name(routes_number(x->route)),
		.method = access_method(x->request.method),
		.status = status,
		.bytes_in = x->body_bytes,
		.bytes_out = x->reply_bytes,
		.us = now_us - x->began_us,
		.key = x->request.key ? x->request.key->name : NULL,
		.refusal = x->refusal.kind == REFUSAL_NONE ? NULL : refusal_name(x->refusal.kind),
		.comments = x->notes.comments,
		.decision = decision_of(&x->notes),
		.tls = x->request.tls,
	};

	clock_gettime(CLOCK_REALTIME, &line.time);
	if (!access_log_write(
			&http->server->log, worker->setup->config.log.format, &worker->line, &line))
		count(&worker->counters.log_lost, 1);
}
