/* SPDX-License-Identifier: MIT */
#include "serve/metrics/access_log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/append_file.h"
#include "base/calendar.h"
#include "base/fail.h"
#include "base/json.h"

void access_log_init(struct access_log *log)
{
	atomic_init(&log->file, -1);
	atomic_init(&log->torn, false);
	atomic_init(&log->waits, false);
	log->opened = -1;
}

/* ---- the file ---- */

/* A pipe is opened so that neither opening nor writing waits for its reader: a request, and a
 * signal that ends the daemon, would wait with it. Standard output is shared with others, so it is
 * opened once more, where that can be done. */
static moderato_status open_file(const char *path, int *file, moderato_error *err)
{
	const int flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	struct stat st;

	if (strcmp(path, "-") != 0)
		return append_file_open(path, O_WRONLY | O_CREAT, 0640, file, err);
	*file =
		!fstat(STDOUT_FILENO, &st) && S_ISFIFO(st.st_mode) ? open("/proc/self/fd/1", flags) : -1;
	if (*file < 0)
		*file = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	return *file < 0 ? fail(err, MODERATO_EIO, "%s: %s", path, strerror(errno)) : MODERATO_OK;
}

/* Would writing wait for a reader that is behind? Standard output that could not be opened once
 * more is a socket, as systemd's journal gives one, or a terminal; its flags are others' too. */
static bool would_wait(int file)
{
	int flags = fcntl(file, F_GETFL);
	struct stat st;

	return flags >= 0 && !(flags & O_NONBLOCK) && !fstat(file, &st) && !S_ISREG(st.st_mode);
}

/* Writes a line. Where the reader is behind, the line is lost at once: whoever waited here would
 * keep the reply to a request from others. */
static ssize_t write_line(int file, bool waits, const struct buffer *line)
{
	struct pollfd ready = {.fd = file, .events = POLLOUT};
	ssize_t written = -1;

	if (waits) {
		written = send(file, line->data, line->len, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (written >= 0 || errno != ENOTSOCK)
			return written;
		if (poll(&ready, 1, 0) != 1) {
			errno = EAGAIN;
			return -1;
		}
	}
	do
		written = write(file, line->data, line->len);
	while (written < 0 && errno == EINTR);
	return written;
}

/* A thread may be about to write to the old descriptor, so its number goes on, with the new file
 * behind it: dup3() exchanges them at once. */
static int take_over(struct access_log *log, int file)
{
	int got;

	if (log->opened < 0) {
		log->opened = file;
		return 0;
	}
	got = dup3(file, log->opened, O_CLOEXEC);
	close(file);
	return got;
}

moderato_status access_log_open(
	struct access_log *log, const struct config *config, moderato_error *err)
{
	const char *path = config->log.access;
	moderato_status status;
	int file;

	if (!path && log->opened < 0)
		return MODERATO_OK;
	/* Without a path it lets a log go that is not wanted any more. */
	status = open_file(path ? path : "/dev/null", &file, err);
	if (status)
		return status;
	atomic_store(&log->waits, would_wait(file));
	if (take_over(log, file) < 0)
		return fail(err, MODERATO_EIO, "%s: %s", path ? path : "/dev/null", strerror(errno));
	atomic_store(&log->torn, false);
	atomic_store(&log->file, path ? log->opened : -1);
	return MODERATO_OK;
}

void access_log_close(struct access_log *log)
{
	if (log->opened >= 0)
		close(log->opened);
	access_log_init(log);
}

/* ---- a line ---- */

const char *access_method(const char *method)
{
	static const char *const known[] = {
		"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(method, known[i]) == 0)
			return known[i];
	return "other";
}

/* printf() would take most of the time that a line takes. */
static void add_number(struct buffer *out, const char *name, uint64_t number)
{
	char digits[20];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + number % 10);
	while (number /= 10);
	buffer_add_str(out, name);
	buffer_add(out, digits + i, sizeof(digits) - i);
}

static void add_text(struct buffer *out, const char *name, const char *text)
{
	buffer_add_str(out, name);
	buffer_add_str(out, text);
}

/* Adds a number with zeros before it. */
static void add_padded(struct buffer *out, unsigned number, size_t width, char end)
{
	char digits[8];
	size_t i;

	for (i = width; i; number /= 10)
		digits[--i] = (char)('0' + number % 10);
	digits[width] = end;
	buffer_add(out, digits, width + 1);
}

void add_utc(struct buffer *out, struct timespec time)
{
	const int64_t now = time.tv_sec > 0 ? time.tv_sec : 0; /* some clocks were never set */
	const unsigned second = (unsigned)(now % DAY_SECONDS);
	int year;
	int month;
	int day;

	calendar_date(now / DAY_SECONDS, &year, &month, &day);
	add_padded(out, (unsigned)year, 4, '-');
	add_padded(out, (unsigned)month, 2, '-');
	add_padded(out, (unsigned)day, 2, 'T');
	add_padded(out, second / 3600, 2, ':');
	add_padded(out, second / 60 % 60, 2, ':');
	add_padded(out, second % 60, 2, '.');
	add_padded(out, (unsigned)(time.tv_nsec / 1000000), 3, 'Z');
}

void access_line_json(struct buffer *out, const struct access_line *line)
{
	buffer_add_str(out, "{\"time\":\"");
	add_utc(out, line->time);
	add_text(out, "\",\"id\":\"", line->id);
	add_text(out, "\",\"protocol\":\"", line->protocol);
	add_text(out, "\",\"route\":\"", line->route);
	add_text(out, "\",\"method\":\"", line->method);
	add_number(out, "\",\"status\":", line->status);
	add_number(out, ",\"bytes_in\":", line->bytes_in);
	add_number(out, ",\"bytes_out\":", line->bytes_out);
	add_number(out, ",\"us\":", line->us);
	if (line->key) {
		buffer_add_str(out, ",\"key\":");
		json_write_string(out, str_of(line->key));
	}
	if (line->refusal) {
		add_text(out, ",\"refusal\":\"", line->refusal);
		buffer_add_char(out, '"');
	}
	if (line->comments)
		add_number(out, ",\"comments\":", line->comments);
	if (line->decision) {
		add_text(out, ",\"decision\":\"", line->decision);
		buffer_add_char(out, '"');
	}
	buffer_add_str(out, line->tls ? ",\"tls\":true}\n" : ",\"tls\":false}\n");
}

static bool needs_quotes(const char *text)
{
	return !*text || text[strcspn(text, " \"=\\")];
}

/* A name from the configuration, quoted where a reader could be misled by it. */
static void add_name(struct buffer *out, const char *name)
{
	const size_t begin = out->len;

	json_write_string(out, str_of(name));
	if (out->failed || needs_quotes(name) || out->len - begin != strlen(name) + 2)
		return;
	memmove(out->data + begin, out->data + begin + 1, strlen(name));
	out->len -= 2;
}

void access_line_text(struct buffer *out, const struct access_line *line)
{
	add_utc(out, line->time);
	add_text(out, " id=", line->id);
	add_text(out, " protocol=", line->protocol);
	add_text(out, " route=", line->route);
	add_text(out, " method=", line->method);
	add_number(out, " status=", line->status);
	add_number(out, " bytes_in=", line->bytes_in);
	add_number(out, " bytes_out=", line->bytes_out);
	add_number(out, " us=", line->us);
	if (line->key) {
		buffer_add_str(out, " key=");
		add_name(out, line->key);
	}
	if (line->refusal)
		add_text(out, " refusal=", line->refusal);
	if (line->comments)
		add_number(out, " comments=", line->comments);
	if (line->decision)
		add_text(out, " decision=", line->decision);
	buffer_add_str(out, line->tls ? " tls=yes\n" : " tls=no\n");
}

bool access_log_write(struct access_log *log, enum log_format format, struct buffer *scratch,
	const struct access_line *line)
{
	const int file = atomic_load_explicit(&log->file, memory_order_relaxed);
	bool torn;
	ssize_t written;

	if (file < 0)
		return true;
	buffer_clear(scratch);
	torn = atomic_load_explicit(&log->torn, memory_order_relaxed) &&
		   atomic_exchange(&log->torn, false);
	if (torn)
		buffer_add_char(scratch, '\n');
	if (format == LOG_TEXT)
		access_line_text(scratch, line);
	else
		access_line_json(scratch, line);
	written =
		scratch->failed
			? -1
			: write_line(file, atomic_load_explicit(&log->waits, memory_order_relaxed), scratch);
	if (written >= 0 && written == (ssize_t)scratch->len)
		return true;
	if (torn || written > 0) /* the disk, or a socket, was full in the middle of a line */
		atomic_store(&log->torn, true);
	return false;
}
