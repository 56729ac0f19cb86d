/* SPDX-License-Identifier: MIT */
#include "serve/config/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"

/* The buffer has its full size from the beginning: one that grows leaves copies behind. */
static moderato_status read_all(
	int fd, const char *path, size_t max, struct buffer *out, moderato_error *err)
{
	ssize_t got;

	if (!buffer_reserve(out, max + 1))
		return fail_no_memory(err);
	do {
		got = read(fd, out->data + out->len, max + 1 - out->len);
		if (got < 0 && errno != EINTR)
			return fail(err, MODERATO_EIO, "%s: %s", path, strerror(errno));
		out->len += got > 0 ? (size_t)got : 0;
	} while (got && out->len <= max);
	return MODERATO_OK;
}

moderato_status secret_file_read(
	const char *path, size_t max, const char *what, struct buffer *out, moderato_error *err)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	moderato_status status = MODERATO_OK;
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		status = fail(err, MODERATO_EIO, "%s: %s", path, strerror(errno));
	else if (S_ISREG(st.st_mode))
		status = read_all(fd, path, max, out, err);
	if (!status && (!S_ISREG(st.st_mode) || out->len > max))
		status =
			fail(err, MODERATO_EFORMAT, "%s: expected %s of at most %zu bytes", path, what, max);
	if (fd >= 0)
		close(fd);
	return status;
}

void secret_file_forget(struct buffer *text)
{
	if (text->data)
		explicit_bzero(text->data, text->cap);
	buffer_dispose(text);
}
