/* SPDX-License-Identifier: MIT */
#include "serve/metrics/metrics_text.h"

#include <inttypes.h>

#include "moderato/version.h"
#include "serve/metrics/metrics_format.h"

/* ---- the daemon ---- */

static void write_bundle(struct buffer *out, const char *role, const struct metrics_bundle *bundle)
{
	if (!bundle->name)
		return;
	buffer_printf(out, "moderato_bundle_info{role=\"%s\",", role);
	metrics_label(out, "name", bundle->name);
	buffer_printf(out, ",checksum=\"%016" PRIx64 "\",", bundle->checksum);
	metrics_label(out, "attributes", bundle->attributes);
	buffer_add_str(out, "} 1\n");
}

static void write_infos(struct buffer *out, const struct metrics_view *view)
{
	metrics_family(
		out, "moderato_build_info", "gauge", "The program, its libraries and the processor.");
	buffer_printf(out, "moderato_build_info{version=\"%d.%d.%d\",", MODERATO_VERSION_MAJOR,
		MODERATO_VERSION_MINOR, MODERATO_VERSION_PATCH);
	metrics_label(out, "library", moderato_version());
	buffer_add_char(out, ',');
	metrics_label(out, "simd", moderato_simd());
	buffer_add_str(out, "} 1\n");
	metrics_family(out, "moderato_bundle_info", "gauge", "The bundles in use.");
	write_bundle(out, "main", &view->bundle);
	write_bundle(out, "shadow", &view->shadow);
}

static void write_daemon(struct buffer *out, const struct metrics_view *view)
{
	const struct metrics_process *p = &view->process;

	write_infos(out, view);
	metrics_plain(out, "moderato_ready", "gauge", "1, and 0 while requests are only finished.",
		!view->draining);
	metrics_plain(out, "moderato_threads", "gauge", "Threads that serve requests.", view->threads);
	metrics_family(out, "moderato_reloads_total", "counter",
		"SIGHUPs by their result; after a failure the old configuration stays in use.");
	metrics_labelled(out, "moderato_reloads_total", "result", "success", view->reloads);
	metrics_labelled(out, "moderato_reloads_total", "result", "failure", view->reload_failures);
	metrics_number(out, "process_cpu_seconds_total", "counter", "Processor time.", p->cpu_seconds);
	metrics_number(out, "process_start_time_seconds", "gauge",
		"When the process started, in seconds since 1970.", p->start_time);
	metrics_number(out, "process_resident_memory_bytes", "gauge",
		"Memory in use, with the bundles, which are in it as long as their files.",
		p->resident_bytes);
	metrics_number(
		out, "process_virtual_memory_bytes", "gauge", "Addresses in use.", p->virtual_bytes);
	metrics_number(out, "process_open_fds", "gauge", "Open file descriptors.", p->open_files);
	metrics_number(
		out, "process_max_fds", "gauge", "File descriptors that may be open.", p->files_max);
}

void metrics_write(struct buffer *out, struct metrics_view *view)
{
	metrics_write_http(out, view);
	metrics_write_comments(out, view);
	metrics_write_feedback(out, &view->counters);
	metrics_write_drift(out, view);
	metrics_write_shadow(out, view);
	write_daemon(out, view);
}
