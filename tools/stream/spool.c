/* SPDX-License-Identifier: MIT */
#include "stream/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/new_file.h"
#include "terminal/cli.h"
#include "terminal/interrupt.h"

enum { BLOCK = 256 << 10 };

/* Reads what is available, or waits for it or for a signal. Returns 0 at the end and after a
 * signal. */
static ssize_t read_some(int fd, char *block)
{
	struct pollfd ready[2] = {
		{.fd = fd, .events = POLLIN}, {.fd = interrupt_descriptor(), .events = POLLIN}};
	ssize_t n;

	do {
		if (interrupt_signal())
			return 0;
		if (poll(ready, interrupt_descriptor() ? 2 : 1, -1) < 0) {
			n = -1;
			continue;
		}
		if (interrupt_signal())
			return 0;
		n = read(fd, block, BLOCK);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	return n;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		const ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno != EINTR)
			return false;
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* Copies all of `from`, which messages call `name`, to `to`. */
static int copy(int from, int to, const char *name)
{
	char *block = malloc(BLOCK);
	int code = block ? EXIT_DONE : complain_memory();
	ssize_t n = 1;

	while (!code && n) {
		n = read_some(from, block);
		if (n < 0) {
			complain("%s: %s", name, strerror(errno));
			code = EXIT_SYSTEM;
		} else if (!write_all(to, block, (size_t)n)) {
			complain("%s: the temporary copy: %s", name, strerror(errno));
			code = EXIT_SYSTEM;
		}
	}
	free(block);
	return code;
}

/* Returns whether the path can be read twice without a copy. Also true for a path that cannot be
 * opened, which the reader reports later. */
static bool can_be_reread(const char *path)
{
	struct stat st;
	const int bad = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(path, &st);

	return bad || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

static int copy_standard_input(int to)
{
	int code = copy(STDIN_FILENO, to, "standard input");

	if (!code && (lseek(to, 0, SEEK_SET) < 0 || dup2(to, STDIN_FILENO) < 0)) {
		complain("standard input: %s", strerror(errno));
		code = EXIT_SYSTEM;
	}
	close(to);
	return code;
}

/* Copies a path. The copy stays open, and is opened again by its descriptor's number. */
static int copy_path(const char *path, int to, char **out)
{
	/* Opening a FIFO would wait for its writer, whatever signals come; read_some() waits by poll().
	 */
	const int from = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char name[32];
	int code;

	if (from < 0) {
		complain("%s: %s", path, strerror(errno));
		close(to);
		return EXIT_SYSTEM;
	}
	snprintf(name, sizeof(name), "/dev/fd/%d", to);
	code = copy(from, to, path);
	close(from);
	*out = code ? NULL : strdup(name);
	if (!*out)
		close(to);
	return code || *out ? code : complain_memory();
}

static int copy_one(struct spool *spool, size_t i, char *path)
{
	int code;
	int to;

	if (can_be_reread(path))
		return EXIT_DONE;
	to = scratch_file_open(NULL);
	if (to < 0) {
		complain("a temporary file, to read %s twice: %s",
			strcmp(path, "-") == 0 ? "standard input" : path, strerror(errno));
		return EXIT_SYSTEM;
	}
	if (strcmp(path, "-") == 0)
		code = copy_standard_input(to);
	else
		code = copy_path(path, to, &spool->paths[i]);
	spool->copied[i] = !code;
	return code;
}

int spool_open(struct spool *spool, char *const *paths, size_t n)
{
	int code = EXIT_DONE;
	size_t i;

	*spool = (struct spool){.paths = calloc(n, sizeof(*spool->paths)),
		.copied = calloc(n, sizeof(*spool->copied)),
		.n = n};
	if (!spool->paths || !spool->copied)
		return complain_memory();
	for (i = 0; !code && i < n; i++) {
		spool->paths[i] = paths[i];
		code = copy_one(spool, i, paths[i]);
	}
	spool->begin = lseek(STDIN_FILENO, 0, SEEK_CUR);
	return code;
}

void spool_rewind(const struct spool *spool)
{
	if (spool->begin >= 0)
		lseek(STDIN_FILENO, spool->begin, SEEK_SET);
}

void spool_dispose(struct spool *spool)
{
	size_t i;

	for (i = 0; i < spool->n && spool->paths && spool->copied; i++) {
		if (!spool->copied[i] || strcmp(spool->paths[i], "-") == 0)
			continue;
		close((int)strtol(spool->paths[i] + strlen("/dev/fd/"), NULL, 10));
		free(spool->paths[i]);
	}
	free(spool->paths);
	free(spool->copied);
	*spool = (struct spool){.n = 0};
}
