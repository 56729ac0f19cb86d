/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_SOCKETS_H
#define TOOLS_SERVE_SOCKETS_H
/* All listening sockets of the daemon. */
#include "serve/config/config.h"
#include "serve/http/listen.h"

enum { SOCKETS_MAX = 64 };

struct sockets {
	struct listener v[SOCKETS_MAX];
	size_t n;
};

/* Takes the sockets that systemd hands over; without any, opens those of the configuration. False:
 * it has complained, and what was opened is still to be closed. */
bool sockets_open(struct sockets *sockets, const struct config *config);

/* Closes those that nobody has taken over, and removes the files of Unix sockets. */
void sockets_close(struct sockets *sockets);

/* Removes the files of Unix sockets. */
void sockets_remove_files(struct sockets *sockets);

/* Says where each listens. */
void sockets_announce(const struct sockets *sockets);

#endif
