/* SPDX-License-Identifier: MIT */
#include "base/whole_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/hash.h"

enum {
	LARGE_PAGE = 2 << 20,
	ALIGNMENT = 64,    /* a cache line, as the sections of a bundle have it */
	BLOCK = 256 << 10, /* of a pipe, or of a file that is only hashed */
};

static moderato_status fail_errno(moderato_error *err, const char *path)
{
	const char *why = strerror(errno);

	return fail(err, errno == ENOMEM ? MODERATO_ENOMEM : MODERATO_EIO, "%s: %s", path, why);
}

/* A file that is being read. */
struct whole {
	const char *path;
	int fd;
	struct stat before;
	moderato_error *err;
};

static moderato_status open_whole(struct whole *in, const char *path, moderato_error *err)
{
	*in = (struct whole){.path = path, .err = err};
	in->fd = input_descriptor(path);
	if (in->fd >= 0 && fstat(in->fd, &in->before) == 0)
		return MODERATO_OK;
	fail_errno(err, path);
	if (in->fd >= 0)
		close(in->fd);
	return MODERATO_EIO;
}

/* Reads `len` bytes, or less at the end. Returns -1 after a failure. */
static ssize_t read_full(int fd, char *to, size_t len)
{
	size_t got = 0;

	while (got < len) {
		const ssize_t n = input_await(fd) ? read(fd, to + got, len - got) : -2;

		if (n == -1 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return -1;
		if (!n)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

/* Checks that the file is what it was when it was opened and that all of it was read. */
static moderato_status check_unchanged(const struct whole *in, size_t got)
{
	struct stat now;
	char more;
	const ssize_t rest = read_full(in->fd, &more, 1);

	if (rest < 0 || fstat(in->fd, &now))
		return fail_errno(in->err, in->path);
	if (rest || (off_t)got != in->before.st_size || now.st_size != in->before.st_size ||
		now.st_mtim.tv_sec != in->before.st_mtim.tv_sec ||
		now.st_mtim.tv_nsec != in->before.st_mtim.tv_nsec)
		return fail(in->err, MODERATO_EIO, "%s: was changed while it was read", in->path);
	return MODERATO_OK;
}

/* ---- into memory ---- */

static moderato_status too_long(const struct whole *in, size_t max)
{
	return fail(in->err, MODERATO_ELIMIT, "%s: longer than %zu bytes", in->path, max);
}

/* Allocates for a whole file. Large pages, where the system gives them, make reading a bundle twice
 * as fast, because most of it is the system's work for each page. */
static char *aligned(size_t len)
{
	void *p;

	if (posix_memalign(&p, len < LARGE_PAGE ? ALIGNMENT : LARGE_PAGE, len))
		return NULL;
	if (len >= LARGE_PAGE)
		madvise(p, len, MADV_HUGEPAGE);
	return p;
}

static moderato_status read_regular(const struct whole *in, size_t max, moderato_str *bytes)
{
	const size_t len = (size_t)in->before.st_size;
	moderato_status status;
	ssize_t got;
	char *p;

	if ((unsigned long long)in->before.st_size > max)
		return too_long(in, max);
	p = aligned(len ? len : 1);
	if (!p)
		return fail_no_memory(in->err);
	got = read_full(in->fd, p, len);
	status = got < 0 ? fail_errno(in->err, in->path) : check_unchanged(in, (size_t)got);
	if (status || !len)
		free(p);
	else
		*bytes = (moderato_str){p, len};
	return status;
}

static moderato_status read_pipe(const struct whole *in, size_t max, moderato_str *bytes)
{
	struct buffer all = BUFFER_INIT;
	moderato_status status = MODERATO_OK;
	ssize_t got = 1;
	char *p;

	while (!status && got) {
		if (!buffer_reserve(&all, BLOCK))
			status = fail_no_memory(in->err);
		else if ((got = read_full(in->fd, all.data + all.len, BLOCK)) < 0)
			status = fail_errno(in->err, in->path);
		else if ((all.len += (size_t)got) > max)
			status = too_long(in, max);
	}
	if (!status && all.len) {
		p = aligned(all.len);
		if (p)
			*bytes = (moderato_str){memcpy(p, all.data, all.len), all.len};
		else
			status = fail_no_memory(in->err);
	}
	buffer_dispose(&all);
	return status;
}

moderato_status whole_file_read(
	const char *path, size_t max, moderato_str *bytes, moderato_error *err)
{
	struct whole in;
	moderato_status status = open_whole(&in, path, err);

	*bytes = (moderato_str){NULL, 0};
	if (status)
		return status;
	if (S_ISREG(in.before.st_mode))
		status = read_regular(&in, max, bytes);
	else if (S_ISFIFO(in.before.st_mode))
		status = read_pipe(&in, max, bytes);
	else
		status = fail(err, MODERATO_EIO, "%s: not a regular file, nor a pipe", path);
	close(in.fd);
	return status;
}

void whole_file_free(moderato_str bytes)
{
	free((void *)(uintptr_t)bytes.ptr);
}

void whole_file_forget(moderato_str part)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	const uintptr_t begin = ((uintptr_t)part.ptr + page - 1) / page * page;
	const uintptr_t end = ((uintptr_t)part.ptr + part.len) / page * page;

	if (begin < end)
		madvise((void *)begin, end - begin, MADV_DONTNEED);
}

/* ---- hashes ---- */

static moderato_status hash_blocks(const struct whole *in, unsigned long long *hash)
{
	char *block = malloc(BLOCK);
	uint64_t h = hash_begin((uint64_t)in->before.st_size, 0);
	moderato_status status = MODERATO_OK;
	size_t all = 0;
	ssize_t got;

	if (!block)
		return fail_no_memory(in->err);
	do {
		got = read_full(in->fd, block, BLOCK);
		if (got > 0) {
			h = hash_block(h, block, (size_t)got);
			all += (size_t)got;
		}
	} while (got == BLOCK && all <= (size_t)in->before.st_size);
	status = got < 0 ? fail_errno(in->err, in->path) : check_unchanged(in, all);
	if (!status)
		*hash = hash_end(h);
	free(block);
	return status;
}

moderato_status whole_file_hash(
	const char *path, unsigned long long *hash, size_t *len, moderato_error *err)
{
	struct whole in;
	moderato_status status = open_whole(&in, path, err);

	*hash = 0;
	*len = 0;
	if (status)
		return status;
	if (S_ISREG(in.before.st_mode))
		status = hash_blocks(&in, hash);
	else
		status = fail(err, MODERATO_EIO, "%s: not a regular file", path);
	if (!status)
		*len = (size_t)in.before.st_size;
	close(in.fd);
	return status;
}

/* ---- folders ---- */

static int ends_in(const char *name, const char *suffix)
{
	const size_t n = strlen(name);
	const size_t m = strlen(suffix);

	return n > m && strcmp(name + n - m, suffix) == 0;
}

moderato_status whole_file_find_only(
	const char *path, const char *suffix, char **found, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	struct dirent *entry;
	DIR *dir;

	*found = NULL;
	dir = opendir(path);
	if (!dir)
		return errno == ENOMEM ? fail_errno(err, path)
							   : MODERATO_OK; /* opening it will report the error */
	while (!status && (entry = readdir(dir))) {
		if (!ends_in(entry->d_name, suffix))
			continue;
		if (*found)
			status =
				fail(err, MODERATO_EIO, "%s: more than one *%s in it: name the file", path, suffix);
		else if (asprintf(found, "%s/%s", path, entry->d_name) < 0) {
			*found = NULL;
			status = fail_no_memory(err);
		}
	}
	closedir(dir);
	if (!status && !*found)
		status = fail(err, MODERATO_EIO, "%s: no *%s in this folder", path, suffix);
	if (status) {
		free(*found);
		*found = NULL;
	}
	return status;
}
