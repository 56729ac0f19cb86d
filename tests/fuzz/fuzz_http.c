/* SPDX-License-Identifier: MIT */
/* Any bytes as what a client sends to a daemon, which runs in this process: it answers with whole
 * HTTP messages or with none, ends the connection when the client has ended it, and goes on. The
 * first byte says in how large pieces the others are sent. */
#include <errno.h>
#include <linux/sockios.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "promise.h"
#include "serve/server.h"
#include "small_bundle.h"

enum { HANG_MS = 30000, PIECES = 64, ALIVE_EVERY = 64 };

static char folder[] = "/tmp/moderato-fuzz-http-XXXXXX";
static char socket_path[64];
static char bundle_path[64];

/* ---- the daemon ---- */

static void *serve(void *unused)
{
	static char address[80];
	static const char *const listen[] = {address};
	static const char *const keys[] = {"0123456789ab"};

	(void)unused;
	snprintf(address, sizeof(address), "unix:%s", socket_path);
	server_run(&(struct serve_options){.listen = listen,
		.n_listen = 1,
		.keys = keys,
		.n_keys = 1,
		.bundle = bundle_path,
		.quiet = true});
	fprintf(stderr, "the daemon has ended\n");
	abort();
}

static int dial(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	promise(fd >= 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", socket_path);
	if (!connect(fd, (const struct sockaddr *)&address, sizeof(address)))
		return fd;
	close(fd);
	return -1;
}

static void remove_files(void)
{
	unlink(socket_path);
	unlink(bundle_path);
	rmdir(folder);
}

static void start(void)
{
	struct buffer bundle = BUFFER_INIT;
	pthread_t thread;
	FILE *file;
	int fd;

	promise(mkdtemp(folder));
	snprintf(socket_path, sizeof(socket_path), "%s/s", folder);
	snprintf(bundle_path, sizeof(bundle_path), "%s/b.bundle", folder);
	small_bundle(SMALL_COMMENTS, &bundle);
	file = fopen(bundle_path, "wb");
	promise(file && fwrite(bundle.data, 1, bundle.len, file) == bundle.len && !fclose(file));
	buffer_dispose(&bundle);
	atexit(remove_files);
	promise(!pthread_create(&thread, NULL, serve, NULL));
	while ((fd = dial()) < 0)
		poll(NULL, 0, 1);
	close(fd);
}

/* ---- one client ---- */

/* Waits until the daemon has taken what was sent, or a millisecond if it does not want it. */
static void let_it_read(int fd)
{
	int i;

	for (i = 0; i < 20; i++) {
		int left = 0;

		if (ioctl(fd, SIOCOUTQ, &left) || !left)
			return;
		poll(NULL, 0, i > 10);
	}
}

static void send_in_pieces(int fd, const uint8_t *data, size_t size, size_t piece)
{
	if (piece < size / PIECES + 1)
		piece = size / PIECES + 1;
	while (size) {
		const size_t n = size < piece ? size : piece;

		if (send(fd, data, n, MSG_NOSIGNAL) != (ssize_t)n)
			return; /* it has ended the connection */
		let_it_read(fd);
		data += n;
		size -= n;
	}
}

static void receive(int fd, struct buffer *out)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	ssize_t n;
	int ready;

	do {
		promise(buffer_reserve(out, 65536));
		do
			ready = poll(&wait, 1, HANG_MS);
		while (ready < 0 && errno == EINTR); /* libFuzzer has a timer */
		promise(ready > 0);                  /* it hangs otherwise */
		n = recv(fd, out->data + out->len, 65536, 0);
		out->len += n > 0 ? (size_t)n : 0;
	} while (n > 0);
}

/* ---- what it answers ---- */

static size_t find(moderato_str s, const char *what)
{
	const char *at = s.len ? memmem(s.ptr, s.len, what, strlen(what)) : NULL;

	return at ? (size_t)(at - s.ptr) : s.len;
}

static size_t length_of(moderato_str header)
{
	static const char name[] = "\r\nContent-Length: ";
	const size_t at = find(header, name);
	size_t length = 0;
	size_t i;

	if (at == header.len)
		return 0;
	for (i = at + sizeof(name) - 1; i < header.len && ascii_is_digit(header.ptr[i]); i++)
		length = 10 * length + (size_t)(header.ptr[i] - '0');
	return length;
}

static void promise_header(moderato_str header)
{
	size_t i;

	promise(str_begins(header, "HTTP/1.1 ") && header.len > 12);
	for (i = 9; i < 12; i++)
		promise(ascii_is_digit(header.ptr[i]));
	for (i = 0; i < header.len; i++)
		promise((unsigned char)header.ptr[i] >= ' ' || header.ptr[i] == '\r' ||
				(header.ptr[i] == '\n' && header.ptr[i - 1] == '\r'));
}

/* An answer to HEAD has a length, but no body; so has one that is followed by another answer. */
static void promise_answers(moderato_str answers, bool maybe_head)
{
	while (answers.len) {
		const size_t end = find(answers, "\r\n\r\n");
		size_t length;

		promise(end < answers.len);
		promise_header(str_part(answers, 0, end));
		length = length_of(str_part(answers, 0, end));
		answers = str_from(answers, end + 4);
		if (maybe_head && (!answers.len || str_begins(answers, "HTTP/1.1 ")))
			continue;
		promise(length <= answers.len);
		answers = str_from(answers, length);
	}
}

static void ask(const uint8_t *data, size_t size, size_t piece)
{
	const moderato_str sent = {(const char *)data, size};
	struct buffer answers = BUFFER_INIT;
	const int fd = dial();

	promise(fd >= 0);
	send_in_pieces(fd, data, size, piece);
	shutdown(fd, SHUT_WR);
	receive(fd, &answers);
	close(fd);
	promise_answers(buffer_view(&answers), find(sent, "HEAD") < size);
	buffer_dispose(&answers);
}

static void promise_alive(void)
{
	static const char request[] = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
	struct buffer answer = BUFFER_INIT;
	const int fd = dial();

	promise(fd >= 0 && send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL) > 0);
	receive(fd, &answer);
	close(fd);
	promise(str_begins(buffer_view(&answer), "HTTP/1.1 200 "));
	buffer_dispose(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static unsigned long inputs;

	if (!inputs)
		start();
	if (inputs++ % ALIVE_EVERY == 0)
		promise_alive();
	if (size)
		ask(data + 1, size - 1, 1 + (size_t)data[0] * data[0]);
	return 0;
}
