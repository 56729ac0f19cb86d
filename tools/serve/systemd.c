/* SPDX-License-Identifier: MIT */
#include "serve/systemd.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

#include "base/str.h"
#include "terminal/cli.h"

/* The name is FileDescriptorName= of the socket's unit, by default the name of the unit. */
static bool means_tls(moderato_str name)
{
	return str_is(name, "tls") || str_is(name, "https") || str_ends(name, "-tls.socket") ||
		   str_ends(name, "-https.socket");
}

/* Takes one; false: it is no socket that listens. */
static bool take(int socket)
{
	const int flags = fcntl(socket, F_GETFL);

	return sd_is_socket(socket, AF_UNSPEC, SOCK_STREAM, 1) > 0 && flags >= 0 &&
		   fcntl(socket, F_SETFL, flags | O_NONBLOCK) == 0;
}

int systemd_sockets(int *sockets, bool *tls, size_t max)
{
	char **names = NULL;
	const int n = sd_listen_fds_with_names(1, &names);
	bool good = n >= 0 && (size_t)n <= max;
	int i;

	for (i = 0; i < n; i++) {
		if (good) {
			sockets[i] = SD_LISTEN_FDS_START + i;
			tls[i] = means_tls(str_of(names[i]));
			good = take(sockets[i]);
		}
		free(names[i]);
	}
	free(names);
	if (good)
		return n;
	complain("systemd has handed over something else than at most %zu listening sockets", max);
	return -1;
}

void systemd_ready(void)
{
	sd_notify(0, "READY=1\nSTATUS=Answering requests");
}

void systemd_reloading(uint64_t now_us)
{
	sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%llu\nSTATUS=Reading the configuration",
		(unsigned long long)now_us);
}

void systemd_stopping(void)
{
	sd_notify(0, "STOPPING=1\nSTATUS=Letting the last requests end");
}

void systemd_alive(uint64_t now_us, uint64_t *told_us)
{
	uint64_t within_us;

	if (sd_watchdog_enabled(0, &within_us) <= 0 || now_us - *told_us < within_us / 2)
		return;
	*told_us = now_us;
	sd_notify(0, "WATCHDOG=1");
}
