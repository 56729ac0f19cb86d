/* SPDX-License-Identifier: MIT */
/* Lines of the access log, and the origins that pages may have. */
#include "support.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/metrics/access_log.h"
#include "serve/http/cors.h"

/* ---- what the routes see of a request, which has no header here ---- */

moderato_str request_header(const struct request *request, const char *name)
{
	(void)request;
	(void)name;
	return (moderato_str){NULL, 0};
}

/* ---- lines ---- */

static const struct access_line plain = {
	.time = {1795916106, 7999999},
	.id = "0123456789ab000000000001",
	.protocol = "operations",
	.route = "healthz",
	.method = "GET",
	.status = 200,
	.bytes_in = 0,
	.bytes_out = 3,
	.us = 12,
};

static void access_line__a_plain_one__has_what_there_is(void **state)
{
	struct buffer out = BUFFER_INIT;

	(void)state;
	access_line_json(&out, &plain);
	assert_string_equal(buffer_cstr(&out),
		"{\"time\":\"2026-11-29T01:35:06.007Z\",\"id\":\"0123456789ab000000000001\","
		"\"protocol\":\"operations\",\"route\":\"healthz\",\"method\":\"GET\",\"status\":200,"
		"\"bytes_in\":0,\"bytes_out\":3,\"us\":12,\"tls\":false}\n");
	buffer_clear(&out);
	access_line_text(&out, &plain);
	assert_string_equal(buffer_cstr(&out),
		"2026-11-29T01:35:06.007Z id=0123456789ab000000000001 protocol=operations route=healthz "
		"method=GET status=200 bytes_in=0 bytes_out=3 us=12 tls=no\n");
	buffer_dispose(&out);
}

static void access_line__names_of_keys__cannot_mislead(void **state)
{
	static const struct {
		const char *name;
		const char *text;
		const char *json;
	} cases[] = {
		{"coral", " key=coral ", "\"key\":\"coral\""},
		{"a b", " key=\"a b\" ", "\"key\":\"a b\""},
		{"a\" status=200", " key=\"a\\\" status=200\" ", "\"key\":\"a\\\" status=200\""},
		{"a=b", " key=\"a=b\" ", "\"key\":\"a=b\""},
		{"a\nb", " key=\"a\\nb\" ", "\"key\":\"a\\nb\""},
		{"", " key=\"\" ", "\"key\":\"\""},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct access_line line = plain;

		line.key = cases[i].name;
		line.refusal = "rate";
		line.comments = 1;
		line.decision = "hold";
		line.tls = true;
		buffer_clear(&out);
		access_line_text(&out, &line);
		assert_non_null(strstr(buffer_cstr(&out), cases[i].text));
		assert_non_null(
			strstr(buffer_cstr(&out), " refusal=rate comments=1 decision=hold tls=yes\n"));
		buffer_clear(&out);
		access_line_json(&out, &line);
		assert_non_null(strstr(buffer_cstr(&out), cases[i].json));
		assert_ptr_equal(memchr(out.data, '\n', out.len), out.data + out.len - 1);
	}
	buffer_dispose(&out);
}

static void add_utc__times__are_of_the_calendar(void **state)
{
	static const struct {
		struct timespec time;
		const char *text;
	} cases[] = {
		{{0, 0}, "1970-01-01T00:00:00.000Z"}, {{951782399, 999999999}, "2000-02-28T23:59:59.999Z"},
		{{951782400, 1000000}, "2000-02-29T00:00:00.001Z"},
		{{4102444800, 0}, "2100-01-01T00:00:00.000Z"},
		{{-1, 0}, "1970-01-01T00:00:00.000Z"}, /* a clock that was never set */
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buffer_clear(&out);
		add_utc(&out, cases[i].time);
		assert_string_equal(buffer_cstr(&out), cases[i].text);
	}
	buffer_dispose(&out);
}

static void access_method__what_http_does_not_know__is_other(void **state)
{
	(void)state;
	assert_string_equal(access_method("POST"), "POST");
	assert_string_equal(access_method("post"), "other");
	assert_string_equal(access_method("GET\n"), "other");
	assert_string_equal(access_method(""), "other");
}

/* ---- the file ---- */

static void access_log_write__a_torn_line__is_ended_by_the_next(void **state)
{
	struct access_log log;
	struct config config = {.log = {.format = LOG_TEXT}};
	struct buffer scratch = BUFFER_INIT;
	struct buffer seen = BUFFER_INIT;
	moderato_error err;
	char path[128];

	(void)state;
	temporary(path, sizeof(path), "access.log");
	config.log.access = path;
	access_log_init(&log);
	assert_false(access_log_wanted(&log));
	must(access_log_open(&log, &config, &err), err);
	assert_true(access_log_wanted(&log));
	assert_true(access_log_write(&log, LOG_TEXT, &scratch, &plain));
	atomic_store(&log.torn, true);
	assert_true(access_log_write(&log, LOG_TEXT, &scratch, &plain));
	assert_true(access_log_write(&log, LOG_TEXT, &scratch, &plain));
	read_file(path, &seen);
	assert_ptr_equal(strstr(buffer_cstr(&seen), "tls=no\n\n2026-"),
		buffer_cstr(&seen) + seen.len / 3 - strlen("tls=no\n"));
	config.log.access = "/no/such/folder/access.log";
	assert_int_equal(access_log_open(&log, &config, &err), MODERATO_EIO);
	assert_true(access_log_wanted(&log));
	config.log.access = NULL;
	must(access_log_open(&log, &config, &err), err);
	assert_false(access_log_wanted(&log));
	access_log_close(&log);
	buffer_dispose(&seen);
	buffer_dispose(&scratch);
	remove_temporary(path);
}

/* Writes lines until one is lost, and then a hundred more, which must not take time. */
static void fill(struct access_log *log, struct buffer *scratch)
{
	struct timespec begin;
	struct timespec end;
	size_t n;

	for (n = 0; n < 100000 && access_log_write(log, LOG_TEXT, scratch, &plain); n++)
		;
	assert_in_range(n, 1, 99999);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (n = 0; n < 100; n++)
		assert_false(access_log_write(log, LOG_TEXT, scratch, &plain));
	clock_gettime(CLOCK_MONOTONIC, &end);
	assert_in_range(end.tv_sec - begin.tv_sec, 0, 3);
}

/* Reads what there is, and returns whether every line is whole, but for one that was cut. */
static bool drain(int from, struct buffer *seen)
{
	char piece[65536];
	ssize_t got;
	size_t cut = 0;
	const char *line;
	size_t len;

	buffer_clear(seen);
	while ((got = read(from, piece, sizeof(piece))) > 0)
		buffer_add(seen, piece, (size_t)got);
	for (line = buffer_cstr(seen); *line; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		cut += len != strlen("2026-11-29T01:35:06.007Z id=0123456789ab000000000001 "
							 "protocol=operations route=healthz method=GET status=200 bytes_in=0 "
							 "bytes_out=3 us=12 tls=no");
	}
	return cut <= 1;
}

static void access_log_write__a_full_pipe__loses_lines_at_once(void **state)
{
	struct access_log log;
	struct config config = {.log = {.format = LOG_TEXT}};
	struct buffer scratch = BUFFER_INIT;
	struct buffer seen = BUFFER_INIT;
	moderato_error err;
	char path[128];
	int reader;

	(void)state;
	temporary(path, sizeof(path), "pipe");
	assert_int_equal(mkfifo(path, 0600), 0);
	reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_true(reader >= 0);
	config.log.access = path;
	access_log_init(&log);
	must(access_log_open(&log, &config, &err), err);
	fill(&log, &scratch);
	assert_true(drain(reader, &seen));
	assert_true(access_log_write(&log, LOG_TEXT, &scratch, &plain));
	assert_true(drain(reader, &seen));
	assert_int_equal(seen.data[0], '2');
	access_log_close(&log);
	close(reader);
	buffer_dispose(&seen);
	buffer_dispose(&scratch);
	remove_temporary(path);
}

/* As under systemd, where standard output is a socket, whose writes wait. */
static void access_log_write__a_full_socket__loses_lines_at_once(void **state)
{
	struct access_log log;
	struct config config = {.log = {.access = "-", .format = LOG_TEXT}};
	struct buffer scratch = BUFFER_INIT;
	struct buffer seen = BUFFER_INIT;
	const int saved = dup(STDOUT_FILENO);
	moderato_error err;
	int pair[2];

	(void)state;
	fflush(stdout);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(fcntl(pair[0], F_SETFL, O_NONBLOCK), 0);
	assert_true(saved >= 0 && dup2(pair[1], STDOUT_FILENO) >= 0);
	access_log_init(&log);
	must(access_log_open(&log, &config, &err), err);
	dup2(saved, STDOUT_FILENO);
	fill(&log, &scratch);
	assert_true(drain(pair[0], &seen));
	assert_true(access_log_write(&log, LOG_TEXT, &scratch, &plain));
	assert_true(drain(pair[0], &seen));
	access_log_close(&log);
	close(pair[0]);
	close(pair[1]);
	close(saved);
	buffer_dispose(&seen);
	buffer_dispose(&scratch);
}

/* ---- origins ---- */

static void cors_allowed__an_origin__is_compared_whole(void **state)
{
	const char *list[] = {"https://news.example", "http://localhost:3000"};
	const char *all[] = {"*"};
	const struct config_texts some = {list, 2};
	const struct config_texts any = {all, 1};
	const struct config_texts none = {NULL, 0};
	static const char *const others[] = {"", "*", "null", "http://news.example",
		"https://news.example.evil.example", "https://news.example:443", "https://news.exampl",
		"https://news.example/", "http://localhost"};
	size_t i;

	(void)state;
	assert_string_equal(cors_allowed(&some, str("https://NEWS.example")), list[0]);
	assert_string_equal(cors_allowed(&some, str("http://localhost:3000")), list[1]);
	for (i = 0; i < COUNT(others); i++)
		assert_null(cors_allowed(&some, str(others[i])));
	assert_string_equal(cors_allowed(&any, str("null")), "*");
	assert_null(cors_allowed(&any, str(NULL)));
	assert_null(cors_allowed(&none, str("https://news.example")));
}

static void cors_is_header_list__names__are_told_from_others(void **state)
{
	(void)state;
	assert_true(cors_is_header_list(str("authorization, content-type,x_y.z")));
	assert_false(cors_is_header_list(str("")));
	assert_false(cors_is_header_list(str("a: b")));
	assert_false(cors_is_header_list(str("a\r\nb")));
	assert_false(cors_is_header_list((moderato_str){"a\0b", 3}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(access_line__a_plain_one__has_what_there_is),
		cmocka_unit_test(access_line__names_of_keys__cannot_mislead),
		cmocka_unit_test(add_utc__times__are_of_the_calendar),
		cmocka_unit_test(access_method__what_http_does_not_know__is_other),
		cmocka_unit_test(access_log_write__a_torn_line__is_ended_by_the_next),
		cmocka_unit_test(access_log_write__a_full_pipe__loses_lines_at_once),
		cmocka_unit_test(access_log_write__a_full_socket__loses_lines_at_once),
		cmocka_unit_test(cors_allowed__an_origin__is_compared_whole),
		cmocka_unit_test(cors_is_header_list__names__are_told_from_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
