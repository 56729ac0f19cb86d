/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_ADDRESSES_H
#define TOOLS_SERVE_ADDRESSES_H
/* How many connections each client's address has. Of an IPv6 address the first 64 bits count:
 * whoever has one address has all that begin alike. Not thread-safe. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

enum { ADDRESS_BUCKETS = 1024 };

struct addresses {
	struct address *buckets[ADDRESS_BUCKETS];
};

/* Counts one more connection of an address. `*address` is what addresses_leave() takes: NULL for an
 * address that is not counted, as a Unix socket's. False: the address has `limit` of them (0: no
 * limit), or memory is out. */
bool addresses_enter(struct addresses *addresses, const struct sockaddr *from, size_t limit,
	struct address **address);

/* Counts one less; NULL is fine. */
void addresses_leave(struct addresses *addresses, struct address *address);

#endif
