/* SPDX-License-Identifier: MIT */
#include "serve/server.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "serve/akismet/akismet_stats.h"
#include "serve/http/http.h"
#include "serve/metrics/metrics_collect.h"
#include "serve/sockets.h"
#include "serve/systemd.h"
#include "serve/tls.h"
#include "terminal/cli.h"
#include "terminal/interrupt.h"

enum {
	TICK_MS = 250,     /* how often deadlines are looked at */
	OTHER_FILES = 512, /* descriptors that are not connections, or those of ended ones */
};

uint64_t server_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

uint64_t server_now_ms(void)
{
	return server_now_us() / 1000;
}

/* ---- the setup ---- */

/* Each connection takes a descriptor. Where there are too few, fewer connections are accepted. */
static void fit_descriptors(struct config *config)
{
	struct rlimit limit;
	size_t others = OTHER_FILES;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur == RLIM_INFINITY ||
		limit.rlim_cur >= config->limits.connections + others)
		return;
	if (others > limit.rlim_cur / 2)
		others = (size_t)limit.rlim_cur / 2;
	config->limits.connections = (size_t)limit.rlim_cur - others;
	complain("at most %zu connections: this process may have only %llu files",
		config->limits.connections, (unsigned long long)limit.rlim_cur);
}

/* Says what is allowed, but is hardly what was meant. */
static void warn(const struct setup *setup)
{
	char warning[TLS_WARNING];

	if (setup->tls && tls_identity_warning(setup->tls, time(NULL), warning))
		complain("%s: %s", setup->config.certificate, warning);
	if (config_is_closed(&setup->config))
		complain("nobody can ask yet: there are no keys. 'moderato serve key new NAME' makes one "
				 "for the configuration; anonymous: true answers everybody");
}

/* Reads the configuration anew. */
static moderato_status read_config(
	struct config *config, const struct serve_options *options, moderato_error *err)
{
	moderato_status status = config_make(config, options, err);

	if (status)
		return status;
	if (!config->threads)
		config->threads = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
	status = config_check(config, err);
	if (status) {
		config_dispose(config);
		return status;
	}
	fit_descriptors(config);
	return MODERATO_OK;
}

/* The same, and opens what it names. */
static moderato_status open_setup(struct server *server, struct setup **out, moderato_error *err)
{
	struct config config;
	moderato_status status = read_config(&config, server->options, err);

	if (!status)
		status = setup_open(out, &config, err);
	if (!status)
		warn(*out);
	return status;
}

struct setup *server_hold_setup(struct server *server)
{
	struct setup *setup;

	pthread_mutex_lock(&server->lock);
	setup = server->setup;
	setup_hold(setup);
	pthread_mutex_unlock(&server->lock);
	return setup;
}

/* Puts another setup in the place of the current one; requests that have begun keep theirs. */
static void use_setup(struct server *server, struct setup *setup)
{
	struct setup *old;

	metrics_number_keys(server, setup);
	pthread_mutex_lock(&server->lock);
	old = server->setup;
	if (old)
		keys_inherit(&setup->config.keys, &old->config.keys);
	if (setup->tls)
		tls_use(setup->tls);
	setup->tls = NULL;
	setup->generation = atomic_load(&server->generation) + 1;
	server->setup = setup;
	atomic_store_explicit(&server->generation, setup->generation, memory_order_release);
	pthread_mutex_unlock(&server->lock);
	setup_release(old);
}

static void tell_restart(void *payload, const char *name)
{
	(void)payload;
	complain("%s has changed, which takes effect when the daemon is restarted", name);
}

/* Opens all anew; false: something is wrong, and all is as it was. */
static bool open_anew(struct server *server, struct setup **setup)
{
	moderato_error err = {.message = ""};
	moderato_status status = open_setup(server, setup, &err);

	if (!status) {
		status = access_log_open(&server->log, &(*setup)->config, &err);
		if (status)
			setup_release(*setup);
	}
	if (status) {
		complain_status(status, &err);
		/* Even so the log may have been renamed: SIGHUP is what those send who rename it. */
		access_log_open(&server->log, &server->setup->config, NULL);
	}
	return status == MODERATO_OK;
}

static void reload(struct server *server)
{
	struct setup *setup;

	systemd_reloading(server_now_us());
	if (open_anew(server, &setup)) {
		config_restart_needed(&server->setup->config, &setup->config, tell_restart, NULL);
		use_setup(server, setup);
		metrics_setup_changed(server);
		atomic_fetch_add(&server->reloads, 1);
		if (!server->options->quiet)
			complain("reloaded");
	} else {
		atomic_fetch_add(&server->reload_failures, 1);
		complain("the configuration was not reloaded; the old one stays in use");
	}
	systemd_ready();
}

/* ---- running ---- */

static void signals_of_interest(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
}

/* Waits for signals until one ends the daemon. */
static void attend(struct server *server)
{
	const struct timespec tick = {0, TICK_MS * 1000000L};
	uint64_t alive_us = 0;
	sigset_t set;

	signals_of_interest(&set);
	for (;;) {
		const int came = sigtimedwait(&set, NULL, &tick);

		if (came == SIGHUP)
			reload(server);
		else if (came > 0)
			return;
		http_enforce_deadlines(server->http);
		systemd_alive(server_now_us(), &alive_us);
		metrics_watch(server);
	}
}

/* Lets the requests that have begun end, within the time that the configuration gives them. */
static void drain(struct server *server, struct sockets *sockets)
{
	const struct timespec pause = {0, 10 * 1000000L};
	const uint64_t end =
		server_now_ms() + server->setup->config.limits.drain_seconds * (uint64_t)1000;
	sigset_t set;

	signals_of_interest(&set);
	atomic_store(&server->draining, true);
	http_quiesce(server->http);
	sockets_remove_files(sockets);
	while (http_dismiss(server->http) && server_now_ms() < end) {
		const int came = sigtimedwait(&set, NULL, &pause);

		if (came > 0 && came != SIGHUP)
			break; /* somebody is in a hurry */
		http_enforce_deadlines(server->http);
	}
}

static int serve(struct server *server)
{
	struct sockets sockets = {.n = 0};

	if (sockets_open(&sockets, &server->setup->config))
		server->http = http_start(server, sockets.v, sockets.n);
	if (!server->http) {
		sockets_close(&sockets);
		return EXIT_SYSTEM;
	}
	sockets_announce(&sockets);
	systemd_ready();
	attend(server);
	systemd_stopping();
	drain(server, &sockets);
	http_stop(server->http);
	return EXIT_DONE;
}

/* Keeps what is freed: the detector of languages takes and frees 60 KB for each text, and to give
 * those back to the kernel each time takes four times as long as to detect (20 µs against 5). */
static void keep_memory(void)
{
	mallopt(M_TRIM_THRESHOLD, 16 << 20);
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TOP_PAD, 256 << 10);
}

/* While a configuration is read, or a message waits for a reader, nobody takes signals: those that
 * end the daemon are told to who waits by a descriptor. */
static void watch_ends(void)
{
	sigset_t set;
	int descriptor;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (descriptor <= 0)
		return;
	interrupt_watch(descriptor);
	input_stop_all(descriptor);
}

int server_run(const struct serve_options *options)
{
	struct server server = {.options = options};
	moderato_error err = {.message = ""};
	struct setup *setup;
	struct timespec now;
	sigset_t set;
	moderato_status status;
	int code;

	keep_memory();
	pthread_mutex_init(&server.lock, NULL);
	signals_of_interest(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL); /* threads inherit it: only attend() sees signals */
	watch_ends();
	signal(SIGPIPE, SIG_IGN); /* a client or a log's reader has gone: write() says so */
	signal(SIGXFSZ, SIG_IGN); /* likewise for a file that may not grow */
	server.started_ms = server_now_ms();
	clock_gettime(CLOCK_REALTIME, &now);
	server.started = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
	access_log_init(&server.log);
	server.akismet = akismet_stats_new();
	status = server.akismet ? open_setup(&server, &setup, &err) : fail_no_memory(&err);
	if (!status) {
		use_setup(&server, setup);
		status = access_log_open(&server.log, &setup->config, &err);
	}
	if (status && interrupt_signal()) {
		complain("stopped by %s", interrupt_name());
		code = 128 + interrupt_signal();
	} else if (status) {
		code = complain_status(status, &err);
	} else {
		metrics_setup_changed(&server);
		code = serve(&server);
	}
	setup_release(server.setup);
	tls_dispose();
	access_log_close(&server.log);
	name_slots_dispose(&server.attributes);
	name_slots_dispose(&server.key_names);
	akismet_stats_free(server.akismet);
	pthread_mutex_destroy(&server.lock);
	return code;
}

/* ---- instead of running ---- */

/* Opens all that is read. What is written to is only looked at: a file that root made while looking
 * could not be written to by the user that the daemon runs as. */
static moderato_status open_to_check(
	struct setup **out, const struct serve_options *options, moderato_error *err)
{
	struct config config;
	moderato_status status = read_config(&config, options, err);

	if (status)
		return status;
	status = config_check_files(&config, err);
	if (status) {
		config_dispose(&config);
		return status;
	}
	config.feedback = NULL;
	config.shadow.samples = NULL;
	return setup_open(out, &config, err);
}

int server_check(const struct serve_options *options)
{
	moderato_error err = {.message = ""};
	struct setup *setup = NULL;
	moderato_status status = open_to_check(&setup, options, &err);

	if (status)
		return complain_status(status, &err);
	warn(setup);
	setup_release(setup);
	out_puts(options->config ? options->config : "options");
	out_puts(": ok\n");
	return EXIT_DONE;
}

int server_print_config(const struct serve_options *options)
{
	moderato_error err = {.message = ""};
	struct buffer out = BUFFER_INIT;
	struct config config;
	moderato_status status = config_make(&config, options, &err);

	if (status)
		return complain_status(status, &err);
	config_print(&config, &out);
	config_dispose(&config);
	return out_whole(&out);
}
