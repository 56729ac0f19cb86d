/* SPDX-License-Identifier: MIT */
#ifndef POLICY_HOST_H
#define POLICY_HOST_H
/* Hosts as policies compare them: finds the host that a link leads to, and splits it into labels,
 * the last one first, so that a listed host is a prefix of its subdomains.
 *
 * The browser decides where a link leads, so its rules apply: what precedes an @ is a user's name
 * and no host. This matters most where a host is trusted. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* DNS allows 253 bytes, which are at most 127 labels. */
#define HOST_LABELS_MAX 127

struct host {
	uint64_t label[HOST_LABELS_MAX]; /* hashes of the labels, the last label first */
	size_t n;                        /* 0: the text is no host */
};

/* The part of a link that is its host, as it stands there; empty when the link has none. A bare
 * host counts as a link. `link` may extend beyond the end of the link. */
moderato_str host_of_link(moderato_str link);

/* Reads a host of at most MODERATO_COMMENT_BYTES_MAX bytes, in upper or lower case, with
 * international labels as people read them or as xn--…, with or without www. and a final dot.
 * Returns false when memory runs out. */
bool host_read(struct arena *arena, moderato_str name, struct host *out);

#endif
