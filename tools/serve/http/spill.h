/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_SPILL_H
#define TOOLS_SERVE_SPILL_H
/* The answers to a streamed body. libmicrohttpd sends a reply only after the whole request has
 * come, so they are kept until then: up to SPILL_MEMORY bytes in memory, further ones in a
 * temporary file that has no name. */
#include "base/buffer.h"
#include "moderato/status.h"

#define SPILL_MEMORY ((size_t)256 * 1024)

struct spill {
	struct buffer memory; /* what has not been written to the file */
	int file;             /* -1: none */
	size_t in_file;       /* bytes */
};

void spill_init(struct spill *spill);
void spill_dispose(struct spill *spill);

/* Moves what is in spill->memory to the file, if it is much or `all`. MODERATO_EIO: the disk is
 * full, say. */
moderato_status spill_settle(struct spill *spill, bool all, moderato_error *err);

#endif
