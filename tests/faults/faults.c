/* SPDX-License-Identifier: MIT */
/* A library to be preloaded (LD_PRELOAD), which lets one call of a program on files fail, end the
 * program or wait. The calls of the first process are counted; children's are let through.
 *
 *   FAULT_COUNT=FILE   notes in FILE how many calls there were, and at which it happened
 *   FAULT_AT=N         what happens to the N-th call
 *   FAULT_HOW=HOW      EIO, ENOSPC, EMFILE: it fails; KILL, TERM: a signal comes before it;
 *                      SHORT: a write writes half and the next fails
 *   FAULT_CALL=NAME    only calls of this name count
 *   FAULT_WAIT=FIFO    the call waits until somebody has opened FIFO for writing
 *   FAULT_NAMED=1      files without a name are not to be had, as on some file systems
 *
 * The C library calls its own functions in private, so that fclose() and the like stand for the
 * calls that they would make. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;
static atomic_bool half_written;
static int half_of = -1; /* the descriptor of which half was written */
static long at = -1;
static pid_t first;
static const char *how = "";
static const char *only;
static const char *waits;
static const char *note;

/* What a function is without this library. */
#define REAL(name) (__extension__(__typeof__(&(name))) real(#name))

static void *real(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void begin(void)
{
	const char *number = getenv("FAULT_AT");

	first = getpid();
	at = number ? atol(number) : -1;
	how = getenv("FAULT_HOW") ? getenv("FAULT_HOW") : "EIO";
	only = getenv("FAULT_CALL");
	waits = getenv("FAULT_WAIT");
	note = getenv("FAULT_COUNT");
}

static void tell(const char *name, long n)
{
	char line[128];
	const int len = snprintf(line, sizeof(line), "%ld %s\n", n, name);
	const int fd = note ? REAL(open)(note, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;

	if (fd >= 0 && REAL(write)(fd, line, (size_t)len) == len)
		REAL(close)(fd);
}

static int error_of(void)
{
	return strcmp(how, "ENOSPC") == 0 || strcmp(how, "SHORT") == 0 ? ENOSPC
		   : strcmp(how, "EMFILE") == 0                            ? EMFILE
																   : EIO;
}

static bool is(const char *what)
{
	return strcmp(how, what) == 0;
}

/* Returns whether this call fails. errno is set then. */
static bool faulty(const char *name)
{
	const int saved = errno;
	long n;

	if (getpid() != first || (only && strcmp(name, only) != 0))
		return false;
	n = ++calls;
	if (at < 0)
		tell(name, n);
	if (n != at)
		return false;
	tell(name, n);
	if (waits) {
		const int fd = REAL(open)(waits, O_RDONLY | O_CLOEXEC);

		if (fd >= 0)
			REAL(close)(fd);
		errno = saved;
		return false;
	}
	if (is("KILL") || is("TERM")) {
		kill(first, is("KILL") ? SIGKILL : SIGTERM);
		errno = saved;
		return false;
	}
	if (is("SHORT") && strcmp(name, "write") == 0) {
		half_written = true;
		errno = saved;
		return false;
	}
	errno = error_of();
	return true;
}

static mode_t mode_of(int flags, va_list args)
{
	return flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY)) ? va_arg(args, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	return faulty("open") ? -1 : REAL(open)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	if (getenv("FAULT_NAMED") && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return faulty("openat") ? -1 : REAL(openat)(folder, path, flags, mode);
}

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
	return open(path, flags);
}

int __openat_2(int folder, const char *path, int flags);
int __openat_2(int folder, const char *path, int flags)
{
	return openat(folder, path, flags);
}

FILE *fopen(const char *path, const char *mode)
{
	return faulty("fopen") ? NULL : REAL(fopen)(path, mode);
}

FILE *fdopen(int fd, const char *mode)
{
	return faulty("fdopen") ? NULL : REAL(fdopen)(fd, mode);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	if (half_written && fd == half_of) {
		errno = ENOSPC;
		return -1;
	}
	if (faulty("write"))
		return -1;
	if (!half_written || half_of >= 0)
		return REAL(write)(fd, bytes, len);
	half_of = fd;
	return REAL(write)(fd, bytes, len / 2);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
	return faulty("pwrite") ? -1 : REAL(pwrite)(fd, bytes, len, offset);
}

/* Marks the stream as one that has failed, as the C library does. */
static void mark(FILE *file)
{
	file->_flags |= 0x20; /* _IO_ERR_SEEN */
}

size_t fwrite(const void *bytes, size_t size, size_t n, FILE *file)
{
	if (file != stderr && faulty("fwrite")) {
		mark(file);
		return 0;
	}
	return REAL(fwrite)(bytes, size, n, file);
}

int fflush(FILE *file)
{
	if (file && file != stderr && faulty("fflush")) {
		mark(file);
		return EOF;
	}
	return REAL(fflush)(file);
}

int fclose(FILE *file)
{
	if (faulty("fclose")) {
		const int saved = errno;

		REAL(fclose)(file);
		errno = saved;
		return EOF;
	}
	return REAL(fclose)(file);
}

int close(int fd)
{
	if (faulty("close")) {
		const int saved = errno;

		REAL(close)(fd);
		errno = saved;
		return -1;
	}
	return REAL(close)(fd);
}

int fsync(int fd)
{
	return faulty("fsync") ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
	return faulty("fdatasync") ? -1 : REAL(fdatasync)(fd);
}

int ftruncate(int fd, off_t len)
{
	return faulty("ftruncate") ? -1 : REAL(ftruncate)(fd, len);
}

off_t lseek(int fd, off_t offset, int whence)
{
	return faulty("lseek") ? -1 : REAL(lseek)(fd, offset, whence);
}

int rename(const char *from, const char *to)
{
	return faulty("rename") ? -1 : REAL(rename)(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return faulty("renameat") ? -1 : REAL(renameat)(from_folder, from, to_folder, to);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	return faulty("linkat") ? -1 : REAL(linkat)(from_folder, from, to_folder, to, flags);
}

int fcntl(int fd, int command, ...)
{
	va_list args;
	void *argument;

	va_start(args, command);
	argument = va_arg(args, void *);
	va_end(args);
	return command == F_DUPFD_CLOEXEC && faulty("fcntl") ? -1 : REAL(fcntl)(fd, command, argument);
}

int flock(int fd, int operation)
{
	return faulty("flock") ? -1 : REAL(flock)(fd, operation);
}

int mkstemp(char *name)
{
	return faulty("mkstemp") ? -1 : REAL(mkstemp)(name);
}

int mkostemp(char *name, int flags)
{
	return faulty("mkostemp") ? -1 : REAL(mkostemp)(name, flags);
}

ssize_t getrandom(void *bytes, size_t len, unsigned flags)
{
	return faulty("getrandom") ? -1 : REAL(getrandom)(bytes, len, flags);
}
