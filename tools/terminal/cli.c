/* SPDX-License-Identifier: MIT */
#include "terminal/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminal/progress.h"

enum { WORD_MAX = 32 }; /* one more than the most letters of a command or an option */

static int output_errno; /* of the first failed write to the output */
static FILE *output;     /* NULL: standard output */
static const char *output_name;

static void complain_args(const char *format, va_list args)
{
	progress_hide();
	fputs("moderato: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	complain_args(format, args);
	va_end(args);
}

int usage_error(const char *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	complain_args(format, args);
	va_end(args);
	if (command)
		fprintf(stderr, "try 'moderato %s --help'\n", command);
	else
		fputs("try 'moderato --help'\n", stderr);
	return EXIT_USAGE;
}

int exit_of(moderato_status status)
{
	switch (status) {
	case MODERATO_OK:
	case MODERATO_END:
		return EXIT_DONE;
	case MODERATO_EINVAL:
		return EXIT_USAGE;
	case MODERATO_EFORMAT:
	case MODERATO_ELIMIT:
	case MODERATO_EMISMATCH:
		return EXIT_BAD_INPUT;
	case MODERATO_ENOMEM:
	case MODERATO_EIO:
		return EXIT_SYSTEM;
	}
	return EXIT_SYSTEM;
}

int complain_status(moderato_status status, const moderato_error *err)
{
	complain("%s", err->message[0] ? err->message : moderato_status_name(status));
	return exit_of(status);
}

int complain_memory(void)
{
	complain("out of memory");
	return EXIT_SYSTEM;
}

bool out_write(const char *ptr, size_t len)
{
	errno = 0;
	if (!output_errno && len && fwrite(ptr, 1, len, output ? output : stdout) != len)
		output_errno = errno ? errno : EIO;
	return !output_errno;
}

bool out_puts(const char *text)
{
	return out_write(text, strlen(text));
}

bool out_buf(const struct buffer *buf)
{
	return out_write(buf->data, buf->len);
}

int out_whole(struct buffer *buf)
{
	const int code = buf->failed ? complain_memory() : EXIT_DONE;

	if (!code)
		out_buf(buf);
	buffer_dispose(buf);
	return code;
}

int out_line(struct buffer *line, moderato_status status, const moderato_error *err)
{
	buffer_add_str(line, "\n");
	if (status != MODERATO_OK)
		return complain_status(status, err);
	if (line->failed)
		return complain_memory();
	return out_buf(line) ? EXIT_DONE : EXIT_SYSTEM;
}

moderato_status out_sink(void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)payload;
	(void)err;
	return out_write(data, len) ? MODERATO_OK : MODERATO_EIO;
}

bool out_flush(void)
{
	errno = 0;
	if (!output_errno && fflush(output ? output : stdout))
		output_errno = errno ? errno : EIO;
	return !output_errno;
}

bool out_to(FILE *file, const char *name)
{
	bool good = out_flush();

	if (!good && output)
		complain("%s: %s", output_name, strerror(output_errno));
	if (output)
		output_errno = 0;
	output = file;
	output_name = name;
	return good;
}

int finish_output(int code)
{
	out_flush();
	errno = 0;
	if (fclose(stdout) && !output_errno)
		output_errno = errno ? errno : EIO;
	if (!output_errno)
		return code;
	if (output_errno != EPIPE)
		complain("standard output: %s", strerror(output_errno));
	return EXIT_SYSTEM;
}

void guard_standard_files(void)
{
	/* Each is opened in the wrong mode on purpose, so that reading or writing it still fails. */
	static const int modes[3] = {O_WRONLY, O_RDONLY, O_WRONLY};
	struct sigaction ignore;
	int fd;

	for (fd = 0; fd < 3; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", modes[fd]) < 0)
			return;
	}
	memset(&ignore, 0, sizeof(ignore));
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &ignore, NULL);
}

/* Edits are insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
 * Words that are too long count as far apart. */
size_t edit_distance(const char *left, const char *right)
{
	size_t table[WORD_MAX][WORD_MAX];
	size_t m = strlen(left);
	size_t n = strlen(right);
	size_t i, j;

	if (m >= WORD_MAX || n >= WORD_MAX)
		return SIZE_MAX;
	for (i = 0; i <= m; i++) {
		for (j = 0; j <= n; j++) {
			size_t best = i && j ? table[i - 1][j - 1] + (left[i - 1] != right[j - 1]) : i + j;

			if (i && table[i - 1][j] + 1 < best)
				best = table[i - 1][j] + 1;
			if (j && table[i][j - 1] + 1 < best)
				best = table[i][j - 1] + 1;
			if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] &&
				table[i - 2][j - 2] + 1 < best)
				best = table[i - 2][j - 2] + 1;
			table[i][j] = best;
		}
	}
	return table[m][n];
}

int out_file_open(struct new_file *out, const char *path)
{
	moderato_error err = {.message = ""};
	const moderato_status status = new_file_open(out, path, &err);

	return status ? complain_status(status, &err) : EXIT_DONE;
}

int out_file_commit(struct new_file *out)
{
	moderato_error err = {.message = ""};
	const moderato_status status = new_file_commit(out, &err);

	return status ? complain_status(status, &err) : EXIT_DONE;
}

moderato_status read_whole(FILE *file, size_t max, struct buffer *text)
{
	char chunk[4096];
	size_t got;

	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		buffer_add(text, chunk, got);
		if (text->failed)
			return MODERATO_ENOMEM;
		if (text->len > max)
			return MODERATO_ELIMIT;
	}
	return ferror(file) ? MODERATO_EIO : MODERATO_OK;
}
