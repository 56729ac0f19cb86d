/* SPDX-License-Identifier: MIT */
#ifndef BASE_NEW_FILE_H
#define BASE_NEW_FILE_H
/* The one writer of files: a file that appears under its name when it is complete, or not at all.
 *
 * Bytes go to a file without a name in the folder of the new one. A commit brings them to the disk,
 * gives them the name, and brings the folder to the disk. Until then an older file of that name is
 * untouched, and after a failure nothing is left behind. Where the file system knows no files
 * without names, a new one of a name that nobody can foretell stands in.
 *
 * The name must be free or a regular file's. A link is followed to the regular file that it names,
 * which is replaced where it is, while the link stays; a link to nothing is refused, because
 * somebody else may have put it there. A pipe and a character device (a terminal, /dev/null) are
 * written directly, never replaced. Folders, sockets and disks are refused. What others
 * may not do with the older file they may not do with the new one. */
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "moderato/comment.h"

struct new_file {
	FILE *file;       /* where the caller writes; a commit finds write errors */
	const char *path; /* borrowed from the caller; NULL: nothing is open */
	char *real;       /* where it appears; NULL: a pipe or a device is written directly */
	char *temporary;  /* the name until then; NULL: it has none */
	int folder;
};

/* Starts a file. MODERATO_EIO or MODERATO_ENOMEM; there is nothing to discard then. */
moderato_status new_file_open(struct new_file *out, const char *path, moderato_error *err);

/* Makes the file appear. After a failure an older file is still there, unless the message is about
 * the folder: then the new file is there, but the system could not bring its name to the disk. */
moderato_status new_file_commit(struct new_file *out, moderato_error *err);

/* Forgets what was written. Does nothing after a commit, and for a struct of zeros. */
void new_file_discard(struct new_file *out);

/* Writes a whole file. */
moderato_status new_file_write(const char *path, moderato_str bytes, moderato_error *err);

/* Finds where a file of this name is to appear: *real receives the path (malloc'ed), which differs
 * from `path` if that is a link, or NULL if a pipe or a device is to be written directly. */
moderato_status new_file_place(const char *path, char **real, moderato_error *err);

/* Returns the access to create a file with that is to appear at `path`: that of the older file, if
 * there is one. The umask is still to be taken off. */
mode_t new_file_access(const char *path);

/* Opens such a pipe or device for writing. Returns -1 after a failure, which errno says. */
int new_file_stream(const char *path);

/* Returns an error number for what is at `path` now if a file must not be renamed over it, or 0. */
int new_file_obstacle(const char *path);

/* Brings the folder of a path to the disk: a name that was made, changed or removed is there only
 * after that. Returns false after a failure, which errno says. */
bool new_file_sync_folder(const char *path);

/* Opens a file that keeps its name while it is written, and is read or created by later runs, such
 * as a journal. It must be regular and have no other name: a link is not followed, nothing is
 * waited for, and nothing but such a file is touched. `flags` and `access` as for open().
 * MODERATO_EIO, and *fd is -1; errno is ENOENT if there is none. */
moderato_status own_file_open(
	const char *path, int flags, mode_t access, int *fd, moderato_error *err);

/* Returns whether the descriptor's file still is the one that the path names. After a lock was
 * taken this must be asked: who held it before may have renamed or removed the file. */
bool own_file_is_at(int fd, const char *path);

/* Opens a file without a name, to be written and read again, in the folder `folder`. NULL: in
 * TMPDIR or /tmp. Returns -1 after a failure, which errno says. */
int scratch_file_open(const char *folder);

/* Does the same in the folder of a new file. */
int scratch_file_beside(const struct new_file *out);

#endif
