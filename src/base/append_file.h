/* SPDX-License-Identifier: MIT */
#ifndef BASE_APPEND_FILE_H
#define BASE_APPEND_FILE_H
/* Files that a daemon adds lines to while it runs, such as logs. Who may write to their folder must
 * not lead the daemon to other files: a regular file must have this name alone, and a link is only
 * followed to a pipe or a character device, as /dev/stdout is one. Other kinds are refused. */
#include <stdbool.h>
#include <sys/types.h>

#include "moderato/status.h"

/* Opens a file for appending. `flags`: O_WRONLY or O_RDWR, and O_CREAT, which makes a regular file
 * of access `mode` and brings its name to the disk. Neither opening nor writing waits for the
 * reader of a pipe. MODERATO_EIO, and *fd is -1; errno is ENOENT if there is none. */
moderato_status append_file_open(
	const char *path, int flags, mode_t mode, int *fd, moderato_error *err);

/* Brings the file's bytes to the disk, where it is on one. Returns false after a failure, which
 * errno says. Bytes written before it may then be lost. */
bool append_file_sync(int fd);

#endif
