/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_MEMORY_FILE_H
#define FUZZ_MEMORY_FILE_H
/* A file in memory, for parsers that take a path. */
#include <sys/mman.h>
#include <unistd.h>

#include "base/buffer.h"
#include "promise.h"

/* Makes a file of these bytes and sets its path. Returns its descriptor: close() removes it. */
static inline int memory_file(moderato_str bytes, char path[40])
{
	const int fd = memfd_create("fuzz", 0);

	promise(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len);
	snprintf(path, 40, "/proc/self/fd/%d", fd);
	return fd;
}

#endif
