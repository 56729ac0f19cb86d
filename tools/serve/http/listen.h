/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_LISTEN_H
#define TOOLS_SERVE_LISTEN_H
/* Listening sockets: HOST:PORT, [ADDRESS]:PORT, *:PORT, unix:PATH. */
#include <stdbool.h>
#include <sys/types.h>

#include "moderato/comment.h"

/* Returns whether a text has one of these forms. */
bool listen_is_address(moderato_str text);

/* A listening socket. */
struct listener {
	int fd;
	bool tls;
	char path[108]; /* of a Unix socket that was made here; "": none */
	dev_t device;   /* of this file */
	ino_t inode;
};

/* Opens a listening socket at an address. `mode` is the access to a Unix
 * socket's file; one that nobody listens to any more is replaced. False: it has complained. */
bool listen_open(struct listener *listener, const char *address, unsigned mode, int backlog);

/* Removes the file of a Unix socket, unless another program has put its own there. */
void listen_remove(struct listener *listener);

/* Writes where a socket listens, such as "http://127.0.0.1:8080" or "unix:/run/x.sock". */
void listen_name(int socket, bool tls, char *out, unsigned long size);

#endif
