/* SPDX-License-Identifier: MIT */
#include "serve/http/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "terminal/cli.h"

/* ---- Unix sockets ---- */

/* Returns whether it is certain that nobody listens to a socket file any more. Other failures say
 * that somebody does: there is no room in the queue, it is no stream, or it is not for us. */
static bool is_left_behind(const struct sockaddr_un *address)
{
	const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	const bool refused = probe >= 0 &&
						 connect(probe, (const struct sockaddr *)address, sizeof(*address)) &&
						 errno == ECONNREFUSED;

	if (probe >= 0)
		close(probe);
	return refused;
}

enum { FOLDER_TRIES = 200, FOLDER_WAIT_MS = 10 };

/* Locks the folder of a socket's file, so that of two daemons that start at once neither takes the
 * file of the other for one that was left behind, between its bind() and its listen(). The lock is
 * held for a moment only; -1 if somebody keeps it, or the folder may not be read: nothing is locked
 * then. It goes with the descriptor. */
static int lock_folder(const char *path)
{
	const struct timespec wait = {0, FOLDER_WAIT_MS * 1000000L};
	const char *slash = strrchr(path, '/');
	char folder[sizeof(((struct sockaddr_un *)0)->sun_path) + 2] = ".";
	int fd;
	int i;

	if (slash) /* the folder of /x is / */
		snprintf(folder, sizeof(folder), "%.*s", slash == path ? 1 : (int)(slash - path), path);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (i = 0; fd >= 0 && flock(fd, LOCK_EX | LOCK_NB); i++) {
		if (i == FOLDER_TRIES || (errno != EWOULDBLOCK && errno != EINTR)) {
			close(fd);
			return -1;
		}
		nanosleep(&wait, NULL);
	}
	return fd;
}

/* Binds a socket to a new file, which has the access of the socket less the umask. So it has the
 * right one from the beginning, and is never changed by its name, which could mean another file by
 * then. No other thread runs yet. */
static int bind_unix(int fd, const struct sockaddr_un *address, unsigned mode)
{
	struct stat found;
	mode_t mask;
	int failed;

	if (lstat(address->sun_path, &found) == 0 && S_ISSOCK(found.st_mode) && is_left_behind(address))
		unlink(address->sun_path);
	if (fchmod(fd, mode))
		return -1;
	mask = umask(~(mode_t)mode & 0777);
	failed = bind(fd, (const struct sockaddr *)address, sizeof(*address));
	umask(mask);
	return failed;
}

static bool listen_unix(struct listener *listener, const char *path, unsigned mode, int backlog)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct stat made;
	int folder = -1;
	bool done = false;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
	} else if (fd >= 0) {
		strcpy(address.sun_path, path);
		folder = lock_folder(path);
		done = !bind_unix(fd, &address, mode) && !listen(fd, backlog) && !lstat(path, &made);
	}
	if (!done)
		complain("unix:%s: %s", path, strerror(errno));
	if (folder >= 0)
		close(folder);
	if (!done) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	listener->fd = fd;
	memcpy(listener->path, path, strlen(path) + 1); /* its length was checked */
	listener->device = made.st_dev;
	listener->inode = made.st_ino;
	return true;
}

void listen_remove(struct listener *listener)
{
	struct stat found;

	if (*listener->path && lstat(listener->path, &found) == 0 && found.st_dev == listener->device &&
		found.st_ino == listener->inode)
		unlink(listener->path);
	listener->path[0] = '\0';
}

/* ---- TCP ---- */

/* Splits HOST:PORT, [ADDRESS]:PORT or *:PORT. False: it is none of these. */
static bool split(const char *address, char host[256], const char **port)
{
	const char *colon = strrchr(address, ':');
	size_t len;

	if (!colon || !colon[1] || strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
		strlen(colon + 1) > 5 || atol(colon + 1) > 65535)
		return false;
	len = (size_t)(colon - address);
	if (len >= 2 && address[0] == '[' && address[len - 1] == ']') {
		address++;
		len -= 2;
	} else if (memchr(address, ':', len)) {
		return false; /* an IPv6 address needs brackets */
	}
	if (len >= 256)
		return false;
	memcpy(host, address, len);
	host[len] = '\0';
	*port = colon + 1;
	return true;
}

static int bind_tcp(const struct addrinfo *info, int backlog)
{
	const int on = 1;
	const int fd = socket(
		info->ai_family, info->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, info->ai_protocol);
	int saved;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, backlog) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static int listen_tcp(const char *address, int backlog)
{
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	const struct addrinfo *info;
	const char *port;
	char host[256];
	int fd = -1;
	int code;

	if (!split(address, host, &port)) {
		complain("%s: expected HOST:PORT, [ADDRESS]:PORT, *:PORT or unix:PATH", address);
		return -1;
	}
	code = getaddrinfo(*host && strcmp(host, "*") != 0 ? host : NULL, port, &hints, &found);
	if (code) {
		complain("%s: %s", address, gai_strerror(code));
		return -1;
	}
	for (info = found; info && fd < 0; info = info->ai_next)
		fd = bind_tcp(info, backlog);
	if (fd < 0)
		complain("%s: %s", address, strerror(errno));
	freeaddrinfo(found);
	return fd;
}

static const char unix_scheme[] = "unix:";

bool listen_is_address(moderato_str text)
{
	char address[512];
	char host[256];
	const char *port;

	if (str_begins(text, unix_scheme))
		return text.len > sizeof(unix_scheme) - 1;
	if (text.len >= sizeof(address))
		return false;
	memcpy(address, text.ptr, text.len);
	address[text.len] = '\0';
	return split(address, host, &port);
}

bool listen_open(struct listener *listener, const char *address, unsigned mode, int backlog)
{
	*listener = (struct listener){.fd = -1};
	if (str_begins(str_of(address), unix_scheme))
		return listen_unix(listener, address + sizeof(unix_scheme) - 1, mode, backlog);
	listener->fd = listen_tcp(address, backlog);
	return listener->fd >= 0;
}

void listen_name(int socket, bool tls, char *out, unsigned long size)
{
	struct sockaddr_storage address = {0};
	socklen_t len = sizeof(address);
	char host[128];
	char port[16];

	snprintf(out, size, "a socket");
	if (getsockname(socket, (struct sockaddr *)&address, &len))
		return;
	if (address.ss_family == AF_UNIX)
		snprintf(out, size, "unix:%s", ((const struct sockaddr_un *)&address)->sun_path);
	else if (!getnameinfo((const struct sockaddr *)&address, len, host, sizeof(host), port,
				 sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV))
		snprintf(out, size, address.ss_family == AF_INET6 ? "%s://[%s]:%s" : "%s://%s:%s",
			tls ? "https" : "http", host, port);
}
