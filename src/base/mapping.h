/* SPDX-License-Identifier: MIT */
#ifndef BASE_MAPPING_H
#define BASE_MAPPING_H
/* Whole files: maps them for reading, and writes them so that a reader sees either the old or the
 * new file, never a part. */
#include <stddef.h>

#include "moderato/comment.h"

/* Map a regular file. `bytes` is page-aligned; give it back to mapping_close(). An empty file is
 * {NULL, 0}. MODERATO_EIO; MODERATO_ELIMIT when it is longer than `max`. */
moderato_status mapping_open(
	const char *path, size_t max, moderato_str *bytes, moderato_error *err);
void mapping_close(moderato_str bytes);

/* Finds the only entry of the folder `path` that ends in `suffix`: `*found` receives its path
 * (malloc'ed), or NULL if `path` is not a folder. MODERATO_EIO: none, or several. */
moderato_status mapping_find_only(
	const char *path, const char *suffix, char **found, moderato_error *err);

/* Writes a file whole or not at all: to a temporary file beside it, which then takes its name. */
moderato_status mapping_write(const char *path, moderato_str bytes, moderato_error *err);

#endif
