/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CHANNEL_H
#define TOOLS_CHANNEL_H
/* Writes to a descriptor that may be a pipe, a socket or a terminal, and waits for whoever reads
 * there. A signal that interrupt_catch() notes ends the wait: a write(2) of our own would go on
 * waiting, because the handler restarts it. */
#include <stdbool.h>
#include <stddef.h>

struct channel {
	int fd;
	int own;      /* the same file, opened once more without blocking; -1: none */
	bool regular; /* a file, which is never waited for */
	bool ready;   /* the above are known */
};

#define CHANNEL_INIT(number)                                                                       \
	{                                                                                              \
		.fd = (number), .own = -1                                                                  \
	}

/* Returns whether the descriptor is a regular file. */
bool channel_is_regular(struct channel *channel);

/* Writes all. Returns false with errno: EINTR if a signal came while nobody read. */
bool channel_write(struct channel *channel, const char *data, size_t len);

void channel_close(struct channel *channel); /* leaves `fd` open */

/* Does the same as new_file_stream() (base/new_file.h), but a signal ends the wait for a reader of
 * a FIFO. */
int channel_open_path(const char *path);

#endif
