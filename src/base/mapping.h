/* SPDX-License-Identifier: MIT */
#ifndef BASE_MAPPING_H
#define BASE_MAPPING_H
/* Whole files: mapped for reading, written so that a reader sees the old or the new, never half. */
#include <stddef.h>

#include "moderato/comment.h"

/* Map a regular file. `bytes` is page-aligned; give it back to mapping_close(). An empty file is
 * {NULL, 0}. MODERATO_EIO; MODERATO_ELIMIT when it is longer than `max`. */
moderato_status mapping_open(
	const char *path, size_t max, moderato_str *bytes, moderato_error *err);
void mapping_close(moderato_str bytes);

/* When `path` is a folder, `*found` receives the path of the only entry that ends in `suffix`
 * (malloc'ed); for anything else it stays NULL. MODERATO_EIO: none, or several. */
moderato_status mapping_find_only(
	const char *path, const char *suffix, char **found, moderato_error *err);

/* Write a file whole or not at all: to a temporary file beside it, which then takes its name. */
moderato_status mapping_write(const char *path, moderato_str bytes, moderato_error *err);

#endif
