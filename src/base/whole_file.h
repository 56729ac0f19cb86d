/* SPDX-License-Identifier: MIT */
#ifndef BASE_WHOLE_FILE_H
#define BASE_WHOLE_FILE_H
/* Whole files in memory of their own: what somebody does to the file afterwards changes nothing. A
 * file is therefore never mapped, since it could be cut or overwritten behind what was checked. */
#include <stddef.h>

#include "moderato/comment.h"

/* Reads a file; a pipe is read to its end. `bytes` begin at a multiple of 64; give them back to
 * whole_file_free(). An empty file is {NULL, 0}. MODERATO_EIO, also when a regular file grows,
 * shrinks or is written to meanwhile; MODERATO_ELIMIT when it is longer than `max`. */
moderato_status whole_file_read(
	const char *path, size_t max, moderato_str *bytes, moderato_error *err);
void whole_file_free(moderato_str bytes);

/* Gives the memory of a part back that is not read any more, but for less than a page at its ends.
 */
void whole_file_forget(moderato_str part);

/* Computes hash_bytes() of a regular file's content without keeping that in memory. *len receives
 * its length. MODERATO_EIO as above; MODERATO_ENOMEM. */
moderato_status whole_file_hash(
	const char *path, unsigned long long *hash, size_t *len, moderato_error *err);

/* Finds the only entry of the folder `path` that ends in `suffix`: `*found` receives its path
 * (malloc'ed), or NULL if `path` is not a folder. MODERATO_EIO: none, or several. */
moderato_status whole_file_find_only(
	const char *path, const char *suffix, char **found, moderato_error *err);

#endif
