/* SPDX-License-Identifier: MIT */
#include "serve/metrics_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/number.h"
#include "moderato/version.h"

static const char *const class_names[STATUS_CLASSES] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

const char *refusal_name(enum refusal_kind kind)
{
	static const char *const names[REFUSAL_KINDS] = {
		[REFUSAL_NONE] = "none",
		[REFUSAL_MALFORMED] = "malformed",
		[REFUSAL_NO_KEY] = "no_key",
		[REFUSAL_BAD_KEY] = "bad_key",
		[REFUSAL_SCOPE] = "scope",
		[REFUSAL_RATE] = "rate",
		[REFUSAL_NOT_FOUND] = "not_found",
		[REFUSAL_METHOD] = "method",
		[REFUSAL_TOO_LARGE] = "too_large",
		[REFUSAL_PACKING] = "packing",
		[REFUSAL_OVERLOADED] = "overloaded",
		[REFUSAL_INTERNAL] = "internal",
	};

	return names[kind];
}

/* ---- the format ---- */

static void family(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void end_with_number(struct buffer *out, double value)
{
	buffer_add_char(out, ' ');
	buffer_add_double(out, value);
	buffer_add_char(out, '\n');
}

static void plain(
	struct buffer *out, const char *name, const char *type, const char *help, uint64_t value)
{
	family(out, name, type, help);
	buffer_printf(out, "%s %" PRIu64 "\n", name, value);
}

/* Left out where the value is not known. */
static void plain_number(
	struct buffer *out, const char *name, const char *type, const char *help, double value)
{
	if (value < 0)
		return;
	family(out, name, type, help);
	buffer_add_str(out, name);
	end_with_number(out, value);
}

/* Appends NAME="VALUE", escaped. */
static void add_label(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, "%s=\"", name);
	for (; *value; value++)
		if (*value == '\n') {
			buffer_add_str(out, "\\n");
		} else {
			if (*value == '"' || *value == '\\')
				buffer_add_char(out, '\\');
			buffer_add_char(out, *value);
		}
	buffer_add_char(out, '"');
}

static void labelled(
	struct buffer *out, const char *name, const char *label, const char *value, uint64_t n)
{
	buffer_printf(out, "%s{", name);
	add_label(out, label, value);
	buffer_printf(out, "} %" PRIu64 "\n", n);
}

/* ---- requests ---- */

static uint64_t latency_count(const struct latency_counters *c)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < LATENCY_BUCKETS; i++)
		n += counted(&c->bucket[i]);
	return n;
}

static void write_requests(struct buffer *out, const struct counters *c)
{
	static const char name[] = "moderato_http_requests_total";
	size_t route;
	size_t class;

	family(out, name, "counter",
		"Requests that have ended, by route and class of their status; none: the client went "
		"away.");
	for (route = 0; route <= routes_count() && route < ROUTES_MAX; route++)
		for (class = 0; class < STATUS_CLASSES; class ++) {
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
	end_with_number(out, (double)counted(&c->us) / 1e6);
	buffer_printf(out, "%s_count{route=\"%s\",code=\"%s\"} %" PRIu64 "\n", name, route, class, n);
}

static void write_latency(struct buffer *out, const struct counters *c)
{
	size_t route;
	size_t class;

	family(out, "moderato_http_request_duration_seconds", "histogram",
		"From the end of a request's header to the last byte of its reply.");
	for (route = 0; route <= routes_count() && route < ROUTES_MAX; route++)
		for (class = 0; class < STATUS_CLASSES; class ++)
			if (latency_count(&c->routes[route][class]))
				write_latency_of(
					out, &c->routes[route][class], routes_name(route), class_names[class]);
}

static void write_refusals(struct buffer *out, const struct counters *c)
{
	size_t i;

	family(out, "moderato_http_refusals_total", "counter",
		"Requests that were refused before their route saw them, by reason.");
	for (i = REFUSAL_NONE + 1; i < REFUSAL_KINDS; i++)
		labelled(out, "moderato_http_refusals_total", "reason", refusal_name((enum refusal_kind)i),
			counted(&c->refused[i]));
}

static void write_http(struct buffer *out, const struct metrics_view *view)
{
	const struct counters *c = &view->counters;
	const uint64_t begun = counted(&c->begun);
	const uint64_t answered = counted(&c->answered);

	write_requests(out, c);
	write_latency(out, c);
	write_refusals(out, c);
	plain(out, "moderato_http_received_bytes_total", "counter", "Bytes of requests' bodies.",
		counted(&c->bytes_in));
	plain(out, "moderato_http_sent_bytes_total", "counter", "Bytes of replies' bodies.",
		counted(&c->bytes_out));
	plain(out, "moderato_http_connections", "gauge", "Open connections.", view->connections);
	plain(out, "moderato_http_connections_limit", "gauge", "Open connections that are served.",
		view->connections_max);
	plain(out, "moderato_http_requests_in_flight", "gauge",
		"Requests whose header has come and whose reply is not sent.", view->requests);
	plain(out, "moderato_http_requests_waiting", "gauge",
		"Of those, the ones whose body has not come whole: nothing else makes a request wait.",
		begun > answered ? begun - answered : 0);
	plain(out, "moderato_http_body_memory_bytes", "gauge",
		"Memory of bodies over 4 KiB that are being received or answered.", view->body_memory);
	plain(out, "moderato_http_body_memory_limit_bytes", "gauge",
		"Memory of bodies at which further ones are refused.", view->body_memory_max);
	plain(out, "moderato_access_log_lost_total", "counter",
		"Lines of the access log that could not be written.", counted(&c->log_lost));
}

/* ---- comments ---- */

static void write_score_of(
	struct buffer *out, const counter bucket[SCORE_BUCKETS], uint64_t sum, const char *attribute)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i <= SCORE_BUCKETS; i++) {
		buffer_add_str(out, "moderato_score_bucket{");
		add_label(out, "attribute", attribute);
		if (i < SCORE_BUCKETS) {
			n += counted(&bucket[i]);
			buffer_add_str(out, ",le=\"");
			buffer_add_double(out, (double)(i + 1) / SCORE_BUCKETS);
		} else {
			buffer_add_str(out, ",le=\"+Inf");
		}
		buffer_printf(out, "\"} %" PRIu64 "\n", n);
	}
	buffer_add_str(out, "moderato_score_sum{");
	add_label(out, "attribute", attribute);
	buffer_add_char(out, '}');
	end_with_number(out, (double)sum / 1e6);
	labelled(out, "moderato_score_count", "attribute", attribute, n);
}

static void write_comments(struct buffer *out, const struct metrics_view *view)
{
	const struct counters *c = &view->counters;
	size_t i;

	plain(out, "moderato_comments_scored_total", "counter", "Comments that were scored.",
		counted(&c->comments));
	plain(out, "moderato_comments_failed_total", "counter",
		"Comments that could not be scored, as too long ones cannot.", counted(&c->failures));
	family(out, "moderato_decisions_total", "counter",
		"Decisions that clients were told; not all protocols ask for one.");
	for (i = 0; i < DECISIONS; i++)
		labelled(out, "moderato_decisions_total", "decision",
			moderato_decision_name((moderato_decision)i), counted(&c->decisions[i]));
	family(out, "moderato_score", "histogram", "Scores of comments, by attribute.");
	for (i = 0; i < view->n_attributes; i++)
		write_score_of(out, c->scores[i], counted(&c->score_millionths[i]), view->attributes[i]);
}

/* ---- drift ---- */

static double rounded(double x)
{
	return round(x * 1e6) / 1e6;
}

static void drift_labels(
	struct buffer *out, const char *name, const struct metrics_view *view, size_t i)
{
	buffer_printf(out, "%s{", name);
	add_label(out, "attribute", view->attributes[i]);
}

static void write_drift_index(struct buffer *out, const struct metrics_view *view)
{
	size_t i;

	family(out, "moderato_score_drift", "gauge",
		"Population stability index of the last 2000 scores or more against the reference: below "
		"0.1 nothing has changed, above 0.25 the scores are distributed differently. Absent until "
		"there are as many.");
	for (i = 0; i < view->n_attributes; i++) {
		const struct drift_attribute *a = &view->drift.attributes[i];

		if (!a->n)
			continue;
		drift_labels(out, "moderato_score_drift", view, i);
		buffer_printf(out, ",reference=\"%s\"}", *a->reference.source ? "card" : "first");
		end_with_number(out, rounded(a->index));
	}
	family(out, "moderato_score_reference_comments", "gauge",
		"Comments of the drift's reference: a file that the bundle's card has figures of, or the "
		"first that were scored with this bundle.");
	for (i = 0; i < view->n_attributes; i++) {
		const struct drift_reference *reference = &view->drift.attributes[i].reference;

		if (!reference->n)
			continue;
		drift_labels(out, "moderato_score_reference_comments", view, i);
		buffer_printf(out, ",reference=\"%s\",", *reference->source ? "card" : "first");
		add_label(out, "file", reference->source);
		buffer_printf(out, "} %zu\n", reference->n);
	}
}

static void write_share(struct buffer *out, const struct metrics_view *view, size_t i,
	const char *of, size_t end, double share)
{
	drift_labels(out, "moderato_score_share_above", view, i);
	buffer_printf(out, ",of=\"%s\",score=\"", of);
	buffer_add_double(out, (double)end / SCORE_BUCKETS);
	buffer_add_str(out, "\"}");
	end_with_number(out, rounded(share));
}

/* The thresholds that policies have, as numbers that need no explanation. */
static void write_shares(struct buffer *out, const struct metrics_view *view)
{
	static const size_t ends[] = {10, 14, 16, 18, 19};
	size_t i;
	size_t k;

	family(out, "moderato_score_share_above", "gauge",
		"Share of the comments with a higher score than this, of the drift's reference and of its "
		"last full window.");
	for (i = 0; i < view->n_attributes; i++) {
		const struct drift_attribute *a = &view->drift.attributes[i];

		for (k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
			const double known =
				a->reference.n ? drift_reference_above(&a->reference, ends[k]) : -1;

			if (known >= 0)
				write_share(out, view, i, "reference", ends[k], known);
			if (a->n)
				write_share(
					out, view, i, "window", ends[k], drift_counts_above(a->window, ends[k]));
		}
	}
}

/* ---- the shadow ---- */

static void write_shadow_decisions(struct buffer *out, const struct counters *c)
{
	size_t i;
	size_t k;

	family(out, "moderato_shadow_decisions_total", "counter",
		"Comments by the decision and by that of the shadow.");
	for (i = 0; i < DECISIONS; i++)
		for (k = 0; k < DECISIONS; k++)
			buffer_printf(out,
				"moderato_shadow_decisions_total{decision=\"%s\",shadow=\"%s\"} %" PRIu64 "\n",
				moderato_decision_name((moderato_decision)i),
				moderato_decision_name((moderato_decision)k), counted(&c->shadow_decisions[i][k]));
}

static void write_shadow_differences(struct buffer *out, const struct metrics_view *view)
{
	static const char name[] = "moderato_shadow_score_difference";
	const struct counters *c = &view->counters;
	size_t i;

	family(out, name, "summary",
		"Absolute differences between scores and the shadow's; sum / count is their mean.");
	for (i = 0; i < view->n_attributes; i++) {
		if (!counted(&c->shadow_compared[i]))
			continue;
		buffer_printf(out, "%s_sum{", name);
		add_label(out, "attribute", view->attributes[i]);
		buffer_add_char(out, '}');
		end_with_number(out, (double)counted(&c->shadow_millionths[i]) / 1e6);
		labelled(out, "moderato_shadow_score_difference_count", "attribute", view->attributes[i],
			counted(&c->shadow_compared[i]));
	}
}

/* Written as long as there is a shadow. */
static void write_shadow(struct buffer *out, const struct metrics_view *view)
{
	static const char *const fates[SAMPLE_FATES] = {
		[SAMPLE_WRITTEN] = "written",
		[SAMPLE_SKIPPED] = "skipped",
		[SAMPLE_PRIVATE] = "private",
		[SAMPLE_FULL] = "full",
		[SAMPLE_FAILED] = "failed",
	};
	size_t i;

	if (!view->shadow.name)
		return;
	write_shadow_decisions(out, &view->counters);
	write_shadow_differences(out, view);
	plain(out, "moderato_shadow_failures_total", "counter",
		"Comments that only the shadow could not score.", counted(&view->counters.shadow_failures));
	family(out, "moderato_shadow_samples_total", "counter",
		"Comments that the shadow decides differently, by what became of their sample.");
	for (i = 0; i < SAMPLE_FATES; i++)
		labelled(out, "moderato_shadow_samples_total", "result", fates[i],
			counted(&view->counters.samples[i]));
}

/* ---- the daemon ---- */

static void write_bundle(struct buffer *out, const char *role, const struct metrics_bundle *bundle)
{
	if (!bundle->name)
		return;
	buffer_printf(out, "moderato_bundle_info{role=\"%s\",", role);
	add_label(out, "name", bundle->name);
	buffer_printf(out, ",checksum=\"%016" PRIx64 "\",", bundle->checksum);
	add_label(out, "attributes", bundle->attributes);
	buffer_add_str(out, "} 1\n");
}

static void write_infos(struct buffer *out, const struct metrics_view *view)
{
	family(out, "moderato_build_info", "gauge", "The program, its libraries and the processor.");
	buffer_printf(out, "moderato_build_info{version=\"%d.%d.%d\",", MODERATO_VERSION_MAJOR,
		MODERATO_VERSION_MINOR, MODERATO_VERSION_PATCH);
	add_label(out, "library", moderato_version());
	buffer_add_char(out, ',');
	add_label(out, "simd", moderato_simd());
	buffer_add_str(out, "} 1\n");
	family(out, "moderato_bundle_info", "gauge", "The bundles in use.");
	write_bundle(out, "main", &view->bundle);
	write_bundle(out, "shadow", &view->shadow);
}

static void write_daemon(struct buffer *out, const struct metrics_view *view)
{
	const struct metrics_process *p = &view->process;

	write_infos(out, view);
	plain(out, "moderato_ready", "gauge", "1, and 0 while requests are only finished.",
		!view->draining);
	plain(out, "moderato_threads", "gauge", "Threads that serve requests.", view->threads);
	family(out, "moderato_reloads_total", "counter",
		"SIGHUPs by their result; after a failure the old configuration stays in use.");
	labelled(out, "moderato_reloads_total", "result", "success", view->reloads);
	labelled(out, "moderato_reloads_total", "result", "failure", view->reload_failures);
	plain_number(out, "process_cpu_seconds_total", "counter", "Processor time.", p->cpu_seconds);
	plain_number(out, "process_start_time_seconds", "gauge",
		"When the process started, in seconds since 1970.", p->start_time);
	plain_number(out, "process_resident_memory_bytes", "gauge",
		"Memory in use, with the pages of bundles that are mapped.", p->resident_bytes);
	plain_number(
		out, "process_virtual_memory_bytes", "gauge", "Addresses in use.", p->virtual_bytes);
	plain_number(out, "process_open_fds", "gauge", "Open file descriptors.", p->open_files);
	plain_number(
		out, "process_max_fds", "gauge", "File descriptors that may be open.", p->files_max);
}

void metrics_write(struct buffer *out, const struct metrics_view *view)
{
	write_http(out, view);
	write_comments(out, view);
	write_drift_index(out, view);
	write_shares(out, view);
	write_shadow(out, view);
	write_daemon(out, view);
}
