/* SPDX-License-Identifier: MIT */
#include "serve/metrics/metrics_collect.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

/* ---- counters; the caller holds server->lock ---- */

static void sum_scores(const struct server *server, score_counts sum)
{
	const struct worker *w;
	size_t i;
	size_t k;

	for (w = server->workers; w; w = w->next)
		for (i = 0; i < server->attributes.n; i++)
			for (k = 0; k < SCORE_BUCKETS; k++)
				sum[i][k] += counted(&w->counters.scores[i][k]);
}

void metrics_number_keys(struct server *server, struct setup *setup)
{
	struct keys *keys = &setup->config.keys;
	size_t i;

	pthread_mutex_lock(&server->lock);
	for (i = 0; i < keys->n; i++)
		keys->v[i].slot = name_slot(&server->key_names, keys->v[i].name, KEY_SLOTS);
	pthread_mutex_unlock(&server->lock);
}

void metrics_setup_changed(struct server *server)
{
	score_counts now = {{0}};
	unsigned char slot[MODERATO_ATTRIBUTES_MAX];
	const moderato_bundle *bundle;
	size_t i;

	pthread_mutex_lock(&server->lock);
	bundle = server->setup->bundle;
	for (i = 0; i < moderato_bundle_n_attributes(bundle); i++)
		slot[i] = (unsigned char)name_slot(
			&server->attributes, moderato_bundle_attribute(bundle, i), ATTRIBUTE_SLOTS);
	sum_scores(server, now);
	drift_begin(&server->drift, bundle, slot, (const uint64_t(*)[SCORE_BUCKETS])now);
	pthread_mutex_unlock(&server->lock);
}

void metrics_watch(struct server *server)
{
	score_counts now = {{0}};

	pthread_mutex_lock(&server->lock);
	sum_scores(server, now);
	drift_look(&server->drift, (const uint64_t(*)[SCORE_BUCKETS])now);
	pthread_mutex_unlock(&server->lock);
}

/* ---- bundles ---- */

static void describe_bundle(
	struct metrics_bundle *to, const char *name, const moderato_bundle *bundle)
{
	size_t len = 0;
	size_t i;

	*to = (struct metrics_bundle){.name = name};
	if (!bundle)
		return;
	to->checksum = moderato_bundle_checksum(bundle);
	for (i = 0; i < moderato_bundle_n_attributes(bundle) && len < sizeof(to->attributes); i++)
		len += (size_t)snprintf(to->attributes + len, sizeof(to->attributes) - len, "%s%s",
			i ? "," : "", moderato_bundle_attribute(bundle, i));
}

/* ---- the process ---- */

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double count_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	double n = -3; /* ., .., and the folder's own descriptor */

	if (!folder)
		return -1;
	while (readdir(folder))
		n++;
	closedir(folder);
	return n;
}

static void measure_process(struct metrics_process *p, double started)
{
	struct rusage usage;
	struct rlimit limit;
	unsigned long pages;
	unsigned long resident;
	FILE *f = fopen("/proc/self/statm", "re");

	*p = (struct metrics_process){
		.cpu_seconds = -1,
		.start_time = started,
		.resident_bytes = -1,
		.virtual_bytes = -1,
		.open_files = count_files(),
		.files_max = -1,
	};
	if (!getrusage(RUSAGE_SELF, &usage))
		p->cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	if (f && fscanf(f, "%lu %lu", &pages, &resident) == 2) {
		p->virtual_bytes = (double)pages * (double)sysconf(_SC_PAGESIZE);
		p->resident_bytes = (double)resident * (double)sysconf(_SC_PAGESIZE);
	}
	if (f)
		fclose(f);
	if (!getrlimit(RLIMIT_NOFILE, &limit))
		p->files_max = (double)limit.rlim_cur;
}

/* ---- all ---- */

void metrics_collect(struct server *server, const struct setup *setup, struct metrics_view *view)
{
	const struct worker *w;
	size_t i;

	memset(view, 0, sizeof(*view));
	view->connections = atomic_load(&server->connections);
	view->connections_max = setup->config.limits.connections;
	for (i = 0; i < TURNED_KINDS; i++)
		view->turned_away[i] = counted(&server->turned_away[i]);
	view->requests = atomic_load(&server->requests);
	view->body_memory = atomic_load(&server->body_memory);
	view->body_memory_max = setup->config.limits.body_memory;
	view->threads = setup->config.threads;
	view->reloads = atomic_load(&server->reloads);
	view->reload_failures = atomic_load(&server->reload_failures);
	view->draining = atomic_load(&server->draining);
	pthread_mutex_lock(&server->lock);
	for (w = server->workers; w; w = w->next)
		counters_add(&view->counters, &w->counters);
	view->n_attributes = server->attributes.n;
	for (i = 0; i < view->n_attributes; i++)
		view->attributes[i] = server->attributes.name[i];
	view->n_keys = server->key_names.n;
	for (i = 0; i < view->n_keys; i++)
		view->keys[i] = server->key_names.name[i];
	view->drift = server->drift;
	pthread_mutex_unlock(&server->lock);
	describe_bundle(&view->bundle, setup->bundle_name, setup->bundle);
	describe_bundle(&view->shadow, setup->shadow_name, setup->shadow_bundle);
	measure_process(&view->process, server->started);
}
