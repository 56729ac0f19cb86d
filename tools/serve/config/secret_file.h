/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_SECRET_FILE_H
#define TOOLS_SERVE_SECRET_FILE_H
/* Files that hold secrets: what was read of one is nowhere in memory after it was forgotten. */
#include "base/buffer.h"
#include "moderato/status.h"

/* Reads a file of at most `max` bytes, whose name in messages is `what`, such as "a PEM file". It
 * must be a regular one, so that nothing is waited for. MODERATO_EIO, MODERATO_EFORMAT (it is
 * something else, or larger), MODERATO_ENOMEM. `out`, which is empty at first, is to be forgotten
 * in any case. */
moderato_status secret_file_read(
	const char *path, size_t max, const char *what, struct buffer *out, moderato_error *err);

/* Overwrites what was read, and frees it. */
void secret_file_forget(struct buffer *text);

#endif
