/* SPDX-License-Identifier: MIT */
/* bare_http THREADS BYTES: the fastest server that libmicrohttpd makes, for `moderato serve` to be
 * measured against. It reads the request's body, forgets it, and answers with BYTES bytes that are
 * always the same. It serves until its standard input ends. */
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *body;
static size_t body_len;

static enum MHD_Result answer(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload, size_t *upload_size,
	void **context)
{
	static char begun;
	struct MHD_Response *response;
	enum MHD_Result result;

	(void)cls;
	(void)url;
	(void)method;
	(void)version;
	(void)upload;
	if (!*context || *upload_size) {
		*context = &begun;
		*upload_size = 0;
		return MHD_YES;
	}
	response = MHD_create_response_from_buffer(body_len, body, MHD_RESPMEM_PERSISTENT);
	if (!response)
		return MHD_NO;
	MHD_add_response_header(
		response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json; charset=UTF-8");
	result = MHD_queue_response(connection, MHD_HTTP_OK, response);
	MHD_destroy_response(response);
	return result;
}

int main(int argc, char **argv)
{
	const unsigned threads = argc == 3 ? (unsigned)atoi(argv[1]) : 0;
	struct sockaddr_in address = {.sin_family = AF_INET};
	struct MHD_Daemon *daemon;
	char ignored;

	body_len = argc == 3 ? (size_t)atoi(argv[2]) : 0;
	body = malloc(body_len + 1);
	if (!threads || !body) {
		fprintf(stderr, "usage: bare_http THREADS BYTES\n");
		return 2;
	}
	memset(body, 'x', body_len);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, NULL,
		MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)&address, MHD_OPTION_THREAD_POOL_SIZE,
		threads > 1 ? threads : 0, MHD_OPTION_END);
	if (!daemon) {
		fprintf(stderr, "bare_http: the server does not start\n");
		return 1;
	}
	printf("http://127.0.0.1:%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	while (read(STDIN_FILENO, &ignored, 1) > 0)
		continue;
	MHD_stop_daemon(daemon);
	free(body);
	return 0;
}
