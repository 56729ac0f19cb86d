/* SPDX-License-Identifier: MIT */
#include "base/append_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/new_file.h"

static bool is_stream(const struct stat *st)
{
	return S_ISFIFO(st->st_mode) || S_ISCHR(st->st_mode);
}

/* Opens the pipe or device that a link leads to. It is looked at before it is opened, as opening
 * alone can do something to a device, and opened by what was looked at, as a link can change. */
static int open_by_link(const char *path, int flags)
{
	const int at = open(path, O_PATH | O_CLOEXEC);
	struct stat st;
	char name[32];
	int fd = -1;
	int number;

	if (at < 0)
		return -1;
	errno = ELOOP;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", at);
	if (!fstat(at, &st) && is_stream(&st))
		fd = open(name, flags);
	number = errno;
	close(at);
	errno = number;
	return fd;
}

/* Opens what is there, or makes a file, and says which. */
static int open_or_make(const char *path, int flags, mode_t mode, bool *made)
{
	const int plain = flags & ~O_CREAT;
	int fd = open(path, plain | O_NOFOLLOW);

	*made = false;
	if (fd < 0 && errno == ELOOP) {
		fd = open_by_link(path, plain);
		if (fd < 0 && errno == ENOENT) /* a link to nothing is not a free name */
			errno = ELOOP;
	} else if (fd < 0 && errno == ENOENT && flags & O_CREAT) {
		fd = open(path, flags | O_EXCL | O_NOFOLLOW, mode);
		*made = fd >= 0;
		if (fd < 0 && errno == EEXIST) /* somebody has been faster */
			fd = open(path, plain | O_NOFOLLOW);
	}
	return fd;
}

moderato_status append_file_open(
	const char *path, int flags, mode_t mode, int *fd, moderato_error *err)
{
	struct stat st;
	bool made;
	int number;

	*fd = open_or_make(path, flags | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, mode, &made);
	number = errno;
	if (*fd >= 0 && fstat(*fd, &st) == 0) {
		number = ELOOP;
		if (is_stream(&st) || (S_ISREG(st.st_mode) && st.st_nlink <= 1)) {
			if (!made || new_file_sync_folder(path))
				return MODERATO_OK;
			number = errno;
		}
	}
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	if (number == ELOOP)
		fail(err, MODERATO_EIO, "%s: is a link or no regular file; not written to", path);
	else
		fail(err, MODERATO_EIO, "%s: %s", path, strerror(number));
	errno = number;
	return MODERATO_EIO;
}

bool append_file_sync(int fd)
{
	return fdatasync(fd) == 0 || errno == EINVAL || errno == EROFS;
}
