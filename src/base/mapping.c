/* SPDX-License-Identifier: MIT */
#include "base/mapping.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"

static moderato_status fail_errno(moderato_error *err, const char *path)
{
	const char *why = strerror(errno);

	return fail(err, errno == ENOMEM ? MODERATO_ENOMEM : MODERATO_EIO, "%s: %s", path, why);
}

moderato_status mapping_open(const char *path, size_t max, moderato_str *bytes, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	struct stat st;
	void *p;
	int fd;

	*bytes = (moderato_str){NULL, 0};
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_errno(err, path);
	if (fstat(fd, &st) < 0) {
		status = fail_errno(err, path);
	} else if (!S_ISREG(st.st_mode)) {
		status = fail(err, MODERATO_EIO, "%s: not a regular file", path);
	} else if ((unsigned long long)st.st_size > max) {
		status = fail(err, MODERATO_ELIMIT, "%s: longer than %zu bytes", path, max);
	} else if (st.st_size > 0) {
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p == MAP_FAILED)
			status = fail_errno(err, path);
		else
			*bytes = (moderato_str){p, (size_t)st.st_size};
	}
	close(fd);
	return status;
}

void mapping_close(moderato_str bytes)
{
	if (bytes.ptr)
		munmap((void *)(size_t)bytes.ptr, bytes.len);
}

static int ends_in(const char *name, const char *suffix)
{
	const size_t n = strlen(name);
	const size_t m = strlen(suffix);

	return n > m && strcmp(name + n - m, suffix) == 0;
}

moderato_status mapping_find_only(
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

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		const ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

moderato_status mapping_write(const char *path, moderato_str bytes, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	char *temporary = NULL;
	mode_t mask;
	int fd;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		return fail_no_memory(err);
	fd = mkstemp(temporary);
	if (fd < 0) {
		status = fail_errno(err, path);
		free(temporary);
		return status;
	}
	mask = umask(0);
	umask(mask);
	if (write_all(fd, bytes.ptr, bytes.len) < 0 || fchmod(fd, 0666 & ~mask) < 0 || fsync(fd) < 0)
		status = fail_errno(err, path);
	if (close(fd) < 0 && !status)
		status = fail_errno(err, path);
	if (!status && rename(temporary, path) < 0)
		status = fail_errno(err, path);
	if (status)
		unlink(temporary);
	free(temporary);
	return status;
}
