/* SPDX-License-Identifier: MIT */
/* What the metrics say of requests. */
#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "serve/metrics/metrics_format.h"

static uint64_t latency_count(const struct latency_counters *c)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < LATENCY_BUCKETS; i++)
		n += counted(&c->bucket[i]);
	return n;
}

static const char *const class_names[STATUS_CLASSES] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

/* Returns the first route of the same name: a path that has two methods is two routes. */
static size_t namesake(size_t route)
{
	const char *name = routes_name(route);
	size_t i = 0;

	while (strcmp(routes_name(i), name) != 0)
		i++;
	return i;
}

static size_t route_end(void)
{
	const size_t n = routes_count() + 1;

	return n < ROUTES_MAX ? n : ROUTES_MAX;
}

/* Adds what was counted of routes to the first of their name. */
static void join_namesakes(struct counters *c)
{
	size_t route;
	size_t class;
	size_t i;

	for (route = 0; route < route_end(); route++)
		for (class = 0; class < STATUS_CLASSES && namesake(route) != route; class ++) {
			struct latency_counters *to = &c->routes[namesake(route)][class];
			const struct latency_counters *from = &c->routes[route][class];

			for (i = 0; i < LATENCY_BUCKETS; i++)
				count(&to->bucket[i], counted(&from->bucket[i]));
			count(&to->us, counted(&from->us));
		}
}

static void write_requests(struct buffer *out, const struct counters *c)
{
	static const char name[] = "moderato_http_requests_total";
	size_t route;
	size_t class;

	metrics_family(out, name, "counter",
		"Requests that have ended, by route and class of their status; none: the client went "
		"away.");
	for (route = 0; route < route_end(); route++)
		for (class = 0; class < STATUS_CLASSES && namesake(route) == route; class ++) {
			const uint64_t n = latency_count(&c->routes[route][class]);

			if (n || class == 2)
				buffer_printf(out, "%s{route=\"%s\",code=\"%s\"} %" PRIu64 "\n", name,
					routes_name(route), class_names[class], n);
		}
}

static void write_latency_of(
	struct buffer *out, const struct latency_counters *c, const char *route, const char *class)
{
	static const char name[] = "moderato_http_request_duration_seconds";
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < LATENCY_BUCKETS; i++) {
		n += counted(&c->bucket[i]);
		buffer_printf(out, "%s_bucket{route=\"%s\",code=\"%s\",le=\"", name, route, class);
		if (i < LATENCY_BUCKETS - 1)
			buffer_add_double(out, latency_bound_us[i] / 1e6);
		else
			buffer_add_str(out, "+Inf");
		buffer_printf(out, "\"} %" PRIu64 "\n", n);
	}
	buffer_printf(out, "%s_sum{route=\"%s\",code=\"%s\"}", name, route, class);
	metrics_end(out, (double)counted(&c->us) / 1e6);
	buffer_printf(out, "%s_count{route=\"%s\",code=\"%s\"} %" PRIu64 "\n", name, route, class, n);
}

static void write_latency(struct buffer *out, const struct counters *c)
{
	size_t route;
	size_t class;

	metrics_family(out, "moderato_http_request_duration_seconds", "histogram",
		"From the end of a request's header to the last byte of its reply.");
	for (route = 0; route < route_end(); route++)
		for (class = 0; class < STATUS_CLASSES && namesake(route) == route; class ++)
			if (latency_count(&c->routes[route][class]))
				write_latency_of(
					out, &c->routes[route][class], routes_name(route), class_names[class]);
}

static void write_refusals(struct buffer *out, const struct counters *c)
{
	size_t i;

	metrics_family(out, "moderato_http_refusals_total", "counter",
		"Requests that were refused before their route saw them, by reason.");
	for (i = REFUSAL_NONE + 1; i < REFUSAL_KINDS; i++)
		metrics_labelled(out, "moderato_http_refusals_total", "reason",
			refusal_name((enum refusal_kind)i), counted(&c->refused[i]));
}

static void write_keys(struct buffer *out, const struct metrics_view *view)
{
	static const char name[] = "moderato_key_requests_total";
	size_t slot;
	size_t class;

	metrics_family(out, name, "counter",
		"Requests by the name of their key and class of their status; keys after the first 64 are "
		"counted as (others).");
	for (slot = 0; slot <= KEY_SLOTS; slot++)
		for (class = 0; class < STATUS_CLASSES; class ++) {
			const uint64_t n = counted(&view->counters.keys[slot][class]);

			if (!n && (class != 2 || slot >= view->n_keys))
				continue;
			buffer_printf(out, "%s{", name);
			metrics_label(out, "key", slot < view->n_keys ? view->keys[slot] : "(others)");
			buffer_printf(out, ",code=\"%s\"} %" PRIu64 "\n", class_names[class], n);
		}
}

static void write_turned_away(struct buffer *out, const struct metrics_view *view)
{
	static const char *const reasons[TURNED_KINDS] = {
		[TURNED_CONNECTIONS] = "limit",
		[TURNED_ADDRESS] = "address",
		[TURNED_FILES] = "files",
	};
	size_t i;

	metrics_family(out, "moderato_http_connections_refused_total", "counter",
		"Connections that were not taken, because of the limit of all, of those of one address, or "
		"of file descriptors.");
	for (i = 0; i < TURNED_KINDS; i++)
		metrics_labelled(out, "moderato_http_connections_refused_total", "reason", reasons[i],
			view->turned_away[i]);
}

void metrics_write_http(struct buffer *out, struct metrics_view *view)
{
	const struct counters *c = &view->counters;
	const uint64_t begun = counted(&c->begun);
	const uint64_t answered = counted(&c->answered);

	join_namesakes(&view->counters);
	write_requests(out, c);
	write_latency(out, c);
	write_keys(out, view);
	write_refusals(out, c);
	write_turned_away(out, view);
	metrics_plain(out, "moderato_http_received_bytes_total", "counter",
		"Bytes of requests' bodies.", counted(&c->bytes_in));
	metrics_plain(out, "moderato_http_sent_bytes_total", "counter", "Bytes of replies' bodies.",
		counted(&c->bytes_out));
	metrics_plain(
		out, "moderato_http_connections", "gauge", "Open connections.", view->connections);
	metrics_plain(out, "moderato_http_connections_limit", "gauge",
		"Open connections that are served.", view->connections_max);
	metrics_plain(out, "moderato_http_requests_in_flight", "gauge",
		"Requests whose header has come and whose reply is not sent.", view->requests);
	metrics_plain(out, "moderato_http_requests_waiting", "gauge",
		"Of those, the ones whose body has not come whole: nothing else makes a request wait.",
		begun > answered ? begun - answered : 0);
	metrics_plain(out, "moderato_http_body_memory_bytes", "gauge",
		"Memory of bodies over 4 KiB that are being received or answered.", view->body_memory);
	metrics_plain(out, "moderato_http_body_memory_limit_bytes", "gauge",
		"Memory of bodies at which further ones are refused.", view->body_memory_max);
	metrics_plain(out, "moderato_access_log_lost_total", "counter",
		"Lines of the access log that could not be written.", counted(&c->log_lost));
}
