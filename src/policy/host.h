/* SPDX-License-Identifier: MIT */
#ifndef POLICY_HOST_H
#define POLICY_HOST_H
/* Hosts as policies compare them: which host a link leads to, and its labels from the last one on,
 * so that a listed host is the beginning of its subdomains.
 *
 * A browser decides where a link leads, so its rules hold here: what stands before an @ is a user's
 * name and no host, which matters most where a host is trusted. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* DNS allows 253 bytes. */
#define HOST_LABELS_MAX 127

struct host {
	uint64_t label[HOST_LABELS_MAX]; /* hashes, the last label first */
	size_t n;                        /* 0: it is no host */
};

/* The part of a link that is its host, as it stands there; empty where there is none. A bare host
 * is a link as well. `link` may go on after its end. */
moderato_str host_of_link(moderato_str link);

/* Read a host: in any case, with its IDN labels as they are read or as xn--…, with or without www.
 * and a final dot. `name.len` is at most MODERATO_COMMENT_BYTES_MAX. False: out of memory. */
bool host_read(struct arena *arena, moderato_str name, struct host *out);

#endif
