/* SPDX-License-Identifier: MIT */
#include "serve/sockets.h"

#include <unistd.h>

#include "serve/systemd.h"
#include "terminal/cli.h"

enum { BACKLOG = 4096 }; /* the kernel may have a lower limit of its own */

static bool open_addresses(
	struct sockets *sockets, const struct config_texts *addresses, bool tls, unsigned mode)
{
	size_t i;

	for (i = 0; i < addresses->n; i++) {
		struct listener *listener = &sockets->v[sockets->n];

		if (sockets->n == SOCKETS_MAX) {
			complain("more than %d addresses to listen to", SOCKETS_MAX);
			return false;
		}
		if (!listen_open(listener, addresses->items[i], mode, BACKLOG))
			return false;
		listener->tls = tls;
		sockets->n++;
	}
	return true;
}

bool sockets_open(struct sockets *sockets, const struct config *config)
{
	int fds[SOCKETS_MAX];
	bool tls[SOCKETS_MAX];
	const int given = systemd_sockets(fds, tls, SOCKETS_MAX);
	int i;

	for (i = 0; i < given; i++) {
		sockets->v[sockets->n++] = (struct listener){.fd = fds[i], .tls = tls[i]};
		if (tls[i] && !config->certificate) {
			complain("systemd has opened a socket for TLS: set tls.certificate and tls.key");
			return false;
		}
	}
	if (given)
		return given > 0;
	return open_addresses(sockets, &config->listen, false, config->unix_mode) &&
		   open_addresses(sockets, &config->tls_listen, true, config->unix_mode);
}

void sockets_close(struct sockets *sockets)
{
	while (sockets->n) {
		struct listener *listener = &sockets->v[--sockets->n];

		listen_remove(listener);
		close(listener->fd);
	}
}

void sockets_remove_files(struct sockets *sockets)
{
	size_t i;

	for (i = 0; i < sockets->n; i++)
		listen_remove(&sockets->v[i]);
}

void sockets_announce(const struct sockets *sockets)
{
	char name[256];
	size_t i;

	for (i = 0; i < sockets->n; i++) {
		listen_name(sockets->v[i].fd, sockets->v[i].tls, name, sizeof(name));
		complain("listening on %s", name);
	}
}
