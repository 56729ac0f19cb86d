/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_LISTEN_H
#define TOOLS_SERVE_LISTEN_H
/* Listening sockets: HOST:PORT, [ADDRESS]:PORT, *:PORT, unix:PATH. */
#include <stdbool.h>

#include "moderato/comment.h"

/* Returns whether a text has one of these forms. */
bool listen_is_address(moderato_str text);

/* Opens a listening socket. Returns its descriptor, or -1 after complaining. A socket file that
 * nobody listens to any more is replaced. */
int listen_open(const char *address, int backlog);

/* Writes where a socket listens, such as "http://127.0.0.1:8080" or "unix:/run/x.sock". */
void listen_name(int socket, bool tls, char *out, unsigned long size);

#endif
