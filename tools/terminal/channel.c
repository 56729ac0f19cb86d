/* SPDX-License-Identifier: MIT */
#include "terminal/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/new_file.h"
#include "terminal/interrupt.h"

enum { TICK_MS = 20 };

/* Our descriptor is shared with whoever started us, so it must stay blocking. A pipe or a terminal
 * can be opened once more, for us alone; a socket cannot. */
static int open_again(int fd)
{
	const int mode = fcntl(fd, F_GETFL);
	char path[32];

	if (mode < 0 || (mode & O_ACCMODE) == O_RDONLY)
		return -1; /* a standard output that was closed, see guard_standard_files() */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | O_APPEND);
}

static void look(struct channel *channel)
{
	struct stat st;

	if (channel->ready && (channel->own >= 0 || channel->regular || !interrupt_descriptor()))
		return;
	channel->regular = !fstat(channel->fd, &st) && S_ISREG(st.st_mode);
	channel->own = -1;
	if (interrupt_descriptor() && !channel->regular)
		channel->own = open_again(channel->fd);
	channel->ready = true;
}

bool channel_is_regular(struct channel *channel)
{
	look(channel);
	return channel->regular;
}

/* Waits until something can be written. Returns false if a signal came first. */
static bool wait_for_room(int fd)
{
	struct pollfd ready[2] = {
		{.fd = fd, .events = POLLOUT}, {.fd = interrupt_descriptor(), .events = POLLIN}};
	const bool stops = interrupt_descriptor() > 0;

	for (;;) {
		ready[0].revents = 0;
		if (poll(ready, stops ? 2 : 1, interrupt_signal() ? 0 : -1) < 0 && errno != EINTR)
			return true; /* write() will say what is wrong */
		if (ready[0].revents)
			return true;
		if (interrupt_signal())
			return false;
	}
}

static ssize_t write_some(const struct channel *channel, const char *data, size_t len)
{
	const bool stops = interrupt_descriptor() > 0 && !channel->regular;

	if (channel->own >= 0)
		return write(channel->own, data, len);
	if (stops && !wait_for_room(channel->fd)) {
		errno = EAGAIN;
		return -1;
	}
	/* Where poll() has said that there is room, this much does not block. */
	return write(channel->fd, data, stops && len > PIPE_BUF ? PIPE_BUF : len);
}

bool channel_write(struct channel *channel, const char *data, size_t len)
{
	look(channel);
	while (len) {
		const ssize_t n = write_some(channel, data, len);

		if (n >= 0) {
			data += n;
			len -= (size_t)n;
		} else if (errno == EAGAIN) {
			if (!wait_for_room(channel->own >= 0 ? channel->own : channel->fd)) {
				errno = EINTR;
				return false;
			}
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

void channel_close(struct channel *channel)
{
	if (channel->own >= 0)
		close(channel->own);
	channel->own = -1;
	channel->ready = false;
}

int channel_open_path(const char *path)
{
	struct pollfd stop = {.fd = interrupt_descriptor(), .events = POLLIN};
	struct stat st;

	/* Opening a FIFO for writing waits until somebody reads it, and no signal would end that. */
	while (interrupt_descriptor() && !stat(path, &st) && S_ISFIFO(st.st_mode)) {
		const int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

		if (fd >= 0 && !fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK))
			return fd;
		if (fd >= 0)
			close(fd);
		if (fd >= 0 || errno != ENXIO)
			return -1;
		if (poll(&stop, 1, TICK_MS) > 0 || interrupt_signal()) {
			errno = EINTR;
			return -1;
		}
	}
	return new_file_stream(path);
}
