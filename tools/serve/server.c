/* SPDX-License-Identifier: MIT */
#include "serve/server.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "serve/http.h"
#include "serve/listen.h"
#include "terminal/cli.h"

enum {
	TICK_MS = 250, /* how often deadlines are looked at */
	SOCKETS_MAX = 64,
	BACKLOG = 1024,
	OTHER_FILES = 128, /* descriptors that are not connections */
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

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur == RLIM_INFINITY ||
		limit.rlim_cur >= config->limits.connections + 2 * OTHER_FILES)
		return;
	config->limits.connections =
		limit.rlim_cur > 4 * OTHER_FILES ? (size_t)limit.rlim_cur - 2 * OTHER_FILES : OTHER_FILES;
	complain("at most %zu connections: this process may have only %llu files",
		config->limits.connections, (unsigned long long)limit.rlim_cur);
}

/* Reads the configuration anew, and opens what it names. */
static moderato_status open_setup(struct server *server, struct setup **out, moderato_error *err)
{
	struct config config;
	moderato_status status = config_make(&config, server->options, err);

	if (status)
		return status;
	if (!config.threads)
		config.threads = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
	fit_descriptors(&config);
	return setup_open(out, &config, err);
}

/* Puts another setup in the place of the current one; requests that have begun keep theirs. */
static void use_setup(struct server *server, struct setup *setup)
{
	struct setup *old;

	pthread_mutex_lock(&server->lock);
	old = server->setup;
	setup->generation = atomic_load(&server->generation) + 1;
	server->setup = setup;
	atomic_store_explicit(&server->generation, setup->generation, memory_order_release);
	pthread_mutex_unlock(&server->lock);
	setup_release(old);
}

static void reload(struct server *server)
{
	moderato_error err = {.message = ""};
	struct setup *setup;
	moderato_status status = open_setup(server, &setup, &err);

	if (status) {
		complain_status(status, &err);
		complain("the configuration was not reloaded; the old one stays in use");
		atomic_fetch_add(&server->reload_failures, 1);
		return;
	}
	use_setup(server, setup);
	atomic_fetch_add(&server->reloads, 1);
	if (!server->options->quiet)
		complain("reloaded");
}

/* ---- sockets ---- */

struct sockets {
	int fd[SOCKETS_MAX];
	bool tls[SOCKETS_MAX];
	size_t n;
};

static bool open_sockets(struct sockets *sockets, const struct config_texts *addresses, bool tls)
{
	size_t i;

	for (i = 0; i < addresses->n; i++) {
		int fd;

		if (sockets->n == SOCKETS_MAX) {
			complain("more than %d addresses to listen to", SOCKETS_MAX);
			return false;
		}
		fd = listen_open(addresses->items[i], BACKLOG);
		if (fd < 0)
			return false;
		sockets->fd[sockets->n] = fd;
		sockets->tls[sockets->n++] = tls;
	}
	return true;
}

static void close_sockets(struct sockets *sockets)
{
	while (sockets->n)
		close(sockets->fd[--sockets->n]);
}

static void announce(const struct sockets *sockets)
{
	char name[256];
	size_t i;

	for (i = 0; i < sockets->n; i++) {
		listen_name(sockets->fd[i], sockets->tls[i], name, sizeof(name));
		complain("listening on %s", name);
	}
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
	sigset_t set;

	signals_of_interest(&set);
	for (;;) {
		const int came = sigtimedwait(&set, NULL, &tick);

		if (came == SIGHUP)
			reload(server);
		else if (came > 0)
			return;
		http_enforce_deadlines(server->http);
	}
}

/* Lets the requests that have begun end, within the time that the configuration gives them. */
static void drain(struct server *server)
{
	const struct timespec pause = {0, 10 * 1000000L};
	const uint64_t end =
		server_now_ms() + server->setup->config.limits.drain_seconds * (uint64_t)1000;
	sigset_t set;

	signals_of_interest(&set);
	atomic_store(&server->draining, true);
	http_quiesce(server->http);
	while (atomic_load(&server->requests) && server_now_ms() < end) {
		if (sigtimedwait(&set, NULL, &pause) > 0)
			break; /* somebody is in a hurry */
		http_enforce_deadlines(server->http);
	}
}

static int serve(struct server *server)
{
	struct sockets sockets = {.n = 0};
	const struct config *config = &server->setup->config;

	if (!open_sockets(&sockets, &config->listen, false) ||
		!open_sockets(&sockets, &config->tls_listen, true)) {
		close_sockets(&sockets);
		return EXIT_SYSTEM;
	}
	if (!sockets.n)
		return usage_error("serve", "nothing to listen to: give --listen HOST:PORT");
	server->http = http_start(server, sockets.fd, sockets.tls, sockets.n);
	if (!server->http) {
		close_sockets(&sockets);
		return EXIT_SYSTEM;
	}
	announce(&sockets);
	attend(server);
	drain(server);
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

int server_run(const struct serve_options *options)
{
	struct server server = {.options = options};
	moderato_error err = {.message = ""};
	struct setup *setup;
	sigset_t set;
	moderato_status status;
	int code;

	keep_memory();
	pthread_mutex_init(&server.lock, NULL);
	signals_of_interest(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL); /* threads inherit it: only attend() sees signals */
	server.started_ms = server_now_ms();
	status = open_setup(&server, &setup, &err);
	if (status) {
		code = complain_status(status, &err);
	} else {
		use_setup(&server, setup);
		code = serve(&server);
		setup_release(server.setup);
	}
	pthread_mutex_destroy(&server.lock);
	return code;
}
