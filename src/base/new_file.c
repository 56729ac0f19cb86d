/* SPDX-License-Identifier: MIT */
#include "base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"

enum {
	NAME_BYTES = 40,  /* of a temporary name, which is short whatever the file's own is */
	NAMES_TRIED = 16, /* of 64 random bits each: a second one is hardly ever needed */
};

static moderato_status fail_errno(moderato_error *err, const char *path)
{
	const int number = errno;

	return fail(err, number == ENOMEM ? MODERATO_ENOMEM : MODERATO_EIO, "%s: %s", path,
		number ? strerror(number) : "write error");
}

/* ---- names ---- */

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Opens the folder of a path. It is read, not only named, so that it can be synced. */
static int open_folder(const char *path)
{
	char *folder = strdup(path);
	char *slash = folder ? strrchr(folder, '/') : NULL;
	int fd = -1;

	if (slash)
		slash[slash == folder] = '\0';
	if (folder)
		fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && folder && errno == EACCES) /* files may be made in it, but not listed */
		fd = open(slash ? folder : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	return fd;
}

/* Some file systems cannot sync folders, and one that may not be listed cannot be synced. */
static bool sync_folder(int fd)
{
	return fsync(fd) == 0 || errno == EINVAL || errno == EBADF || errno == EROFS;
}

bool new_file_sync_folder(const char *path)
{
	const int fd = open_folder(path);
	bool good = fd >= 0 && sync_folder(fd);

	if (fd >= 0)
		close(fd);
	return good;
}

static moderato_status place_found(const char *path, const struct stat *at,
	const struct stat *target, char **real, moderato_error *err)
{
	if (S_ISFIFO(target->st_mode) || S_ISCHR(target->st_mode))
		return MODERATO_OK;
	if (!S_ISREG(target->st_mode))
		return fail(err, MODERATO_EIO, "%s: %s", path,
			S_ISDIR(target->st_mode) ? strerror(EISDIR) : "is not a regular file; not replaced");
	errno = ENOMEM;
	*real = S_ISLNK(at->st_mode) ? realpath(path, NULL) : strdup(path);
	return *real ? MODERATO_OK : fail_errno(err, path);
}

moderato_status new_file_place(const char *path, char **real, moderato_error *err)
{
	struct stat at, target;

	*real = NULL;
	if (lstat(path, &at)) {
		if (errno != ENOENT || !*last_part(path))
			return fail_errno(err, path);
		*real = strdup(path);
		return *real ? MODERATO_OK : fail_no_memory(err);
	}
	if (stat(path, &target)) {
		if (errno == ENOENT)
			return fail(err, MODERATO_EIO, "%s: is a link to nothing; not written", path);
		return fail_errno(err, path);
	}
	return place_found(path, &at, &target, real, err);
}

mode_t new_file_access(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) ? (st.st_mode & 0777) | 0600 : 0666;
}

int new_file_stream(const char *path)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;

	if (fd >= 0 && (fstat(fd, &st) || (!S_ISFIFO(st.st_mode) && !S_ISCHR(st.st_mode)))) {
		close(fd); /* another file has taken the name since */
		errno = EBUSY;
		return -1;
	}
	return fd;
}

static int obstacle_at(int folder, const char *name)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : errno;
	return S_ISREG(st.st_mode) ? 0 : EEXIST;
}

int new_file_obstacle(const char *path)
{
	return obstacle_at(AT_FDCWD, path);
}

/* ---- files without a name ---- */

/* Makes up a name. Nobody who could put something there first can foretell it. */
static char *random_name(void)
{
	unsigned long long number;
	char *name = malloc(NAME_BYTES);

	if (name && getrandom(&number, sizeof(number), 0) != sizeof(number))
		number = (unsigned long long)getpid(); /* O_EXCL finds what is there already */
	if (name)
		snprintf(name, NAME_BYTES, ".moderato-%016llx.tmp", number);
	return name;
}

/* Opens a file without a name that can be given one later, which is done by way of /proc. Returns
 * -1 if the file system or the system cannot do that. */
static int open_nameless(int folder, int flags, mode_t mode)
{
	const int fd = openat(folder, ".", O_TMPFILE | O_CLOEXEC | flags, mode);
	char link[32];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if (fd < 0 || access(link, F_OK) == 0)
		return fd;
	close(fd);
	errno = EOPNOTSUPP;
	return -1;
}

/* Opens a new file of a name that is made up. */
static int open_named(int folder, int flags, mode_t mode, char **name)
{
	int fd = -1;
	int i;

	for (i = 0; i < NAMES_TRIED && fd < 0; i++) {
		*name = random_name();
		if (!*name)
			return -1;
		fd = openat(folder, *name, O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | flags, mode);
		if (fd < 0) {
			const int number = errno;

			free(*name);
			*name = NULL;
			errno = number;
			if (number != EEXIST)
				break;
		}
	}
	return fd;
}

/* Opens a file without a name, or else one with a name. What cannot be done for want of room or
 * rights is not tried twice. */
static int open_temporary(int folder, int flags, mode_t mode, char **name)
{
	const int fd = open_nameless(folder, flags, mode);

	*name = NULL;
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT))
		return fd;
	return open_named(folder, flags, mode, name);
}

static int scratch_in(int folder)
{
	char *name;
	int fd = open_temporary(folder, O_RDWR, 0600, &name);

	if (fd >= 0 && name)
		unlinkat(folder, name, 0);
	free(name);
	return fd;
}

int scratch_file_open(const char *folder)
{
	const char *path = folder ? folder : getenv("TMPDIR");
	int at;
	int fd;

	at = open(path && *path ? path : "/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (at < 0)
		return -1;
	fd = scratch_in(at);
	close(at);
	return fd;
}

int scratch_file_beside(const struct new_file *out)
{
	return out->real ? scratch_in(out->folder) : scratch_file_open(NULL);
}

/* ---- new files ---- */

static void dispose(struct new_file *out)
{
	if (out->file)
		fclose(out->file);
	if (out->real && out->folder >= 0) {
		if (out->temporary)
			unlinkat(out->folder, out->temporary, 0);
		close(out->folder);
	}
	free(out->temporary);
	free(out->real);
	*out = (struct new_file){.path = NULL};
}

/* Opens what is written until the commit. Returns a descriptor, or -1. */
static int open_out(struct new_file *out)
{
	if (!out->real)
		return new_file_stream(out->path);
	out->folder = open_folder(out->real);
	if (out->folder < 0)
		return -1;
	return open_temporary(out->folder, O_WRONLY, new_file_access(out->real), &out->temporary);
}

moderato_status new_file_open(struct new_file *out, const char *path, moderato_error *err)
{
	moderato_status status;
	int fd;

	*out = (struct new_file){.path = path, .folder = -1};
	status = new_file_place(path, &out->real, err);
	if (!status) {
		fd = open_out(out);
		out->file = fd < 0 ? NULL : fdopen(fd, "wb");
		if (!out->file) {
			status = fail_errno(err, path);
			if (fd >= 0)
				close(fd);
		}
	}
	if (status)
		dispose(out);
	return status;
}

/* Gives the file its name, in two steps: link() does not replace a file, and rename() needs a name.
 * Signals wait meanwhile, so that one that ends the program leaves no third name. Returns 0, or -1
 * after a failure, which errno says. */
static int appear(struct new_file *out, int fd)
{
	const char *name = last_part(out->real);
	sigset_t all, before;
	char link[32];
	int i, number;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	number = out->temporary ? 0 : EEXIST;
	for (i = 0; i < NAMES_TRIED && number == EEXIST; i++) {
		free(out->temporary);
		out->temporary = random_name();
		number = !out->temporary                                                          ? ENOMEM
				 : linkat(AT_FDCWD, link, out->folder, out->temporary, AT_SYMLINK_FOLLOW) ? errno
																						  : 0;
	}
	if (number) {
		free(out->temporary); /* the name was not given, or is another file's */
		out->temporary = NULL;
	} else {
		number = obstacle_at(out->folder, name);
		if (!number && renameat(out->folder, out->temporary, out->folder, name))
			number = errno;
		if (number)
			unlinkat(out->folder, out->temporary, 0);
		free(out->temporary);
		out->temporary = NULL;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = number;
	return number ? -1 : 0;
}

/* Brings the bytes to the disk and closes the file. Returns a second descriptor of it, by which it
 * can be given a name, or -1. */
static int settle(struct new_file *out)
{
	bool bad = ferror(out->file) != 0;
	FILE *file = out->file;
	int fd, number;

	errno = 0;
	bad = fflush(file) || bad;
	if (!bad && out->real && fsync(fileno(file)))
		bad = errno != EINVAL && errno != EROFS;
	fd = bad ? -1 : fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
	number = errno;
	out->file = NULL;
	if (fclose(file) && fd >= 0) {
		number = errno;
		close(fd);
		fd = -1;
	}
	errno = number;
	return fd;
}

moderato_status new_file_commit(struct new_file *out, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	const int fd = settle(out);

	if (fd < 0 || (out->real && appear(out, fd)))
		status = fail_errno(err, out->path);
	else if (out->real && !sync_folder(out->folder))
		status = fail(err, MODERATO_EIO, "%s: is written, but its folder was not synced: %s",
			out->path, strerror(errno));
	if (fd >= 0)
		close(fd);
	dispose(out);
	return status;
}

void new_file_discard(struct new_file *out)
{
	if (out->path)
		dispose(out);
}

moderato_status new_file_write(const char *path, moderato_str bytes, moderato_error *err)
{
	struct new_file file;
	const moderato_status status = new_file_open(&file, path, err);

	if (status)
		return status;
	if (bytes.len)
		fwrite(bytes.ptr, 1, bytes.len, file.file); /* the commit finds write errors */
	return new_file_commit(&file, err);
}

/* ---- files that keep their name ---- */

moderato_status own_file_open(
	const char *path, int flags, mode_t access, int *fd, moderato_error *err)
{
	struct stat st;
	int number;

	*fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, access);
	number = errno;
	if (*fd >= 0 && fstat(*fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink <= 1)
		return MODERATO_OK;
	if (*fd >= 0)
		close(*fd);
	if (*fd >= 0 || number == ELOOP || number == ENXIO) {
		*fd = -1;
		errno = EEXIST;
		return fail(err, MODERATO_EIO,
			"%s: is a link or no regular file, which this program did not make; not touched", path);
	}
	errno = number;
	fail_errno(err, path);
	errno = number;
	return number == ENOMEM ? MODERATO_ENOMEM : MODERATO_EIO;
}

bool own_file_is_at(int fd, const char *path)
{
	struct stat open_one, named;

	return !fstat(fd, &open_one) && !lstat(path, &named) && open_one.st_dev == named.st_dev &&
		   open_one.st_ino == named.st_ino;
}
