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

#include "base/shown.h"
#include "terminal/channel.h"
#include "terminal/progress.h"

enum { WORD_MAX = 32 }; /* one more than the most letters of a command or an option */

/* Writes what is for people. A message that nobody reads when a signal ends the program is lost. */
void say(const char *text, size_t len)
{
	static struct channel channel = CHANNEL_INIT(STDERR_FILENO);

	channel_write(&channel, text, len);
}

/* Writes a message and `more`. What the message says of files, rules and the like comes from
 * outside, so all of it is made safe, and at once, so that no message is torn by another. */
static void complain_form(enum shown_form form, const char *more, const char *format, va_list args)
{
	struct buffer text = BUFFER_INIT;
	struct buffer line = BUFFER_INIT;

	buffer_vprintf(&text, format, args);
	buffer_add_str(&line, "moderato: ");
	shown_add(&line, buffer_view(&text), form);
	buffer_add_str(&line, "\n");
	buffer_add_str(&line, more);
	progress_hide();
	if (text.failed || line.failed)
		say("moderato: out of memory\n", strlen("moderato: out of memory\n"));
	else
		say(line.data, line.len);
	buffer_dispose(&text);
	buffer_dispose(&line);
}

void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	complain_form(SHOWN_NAME, "", format, args);
	va_end(args);
}

void complain_lines(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	complain_form(SHOWN_LINES, "", format, args);
	va_end(args);
}

int usage_error(const char *command, const char *format, ...)
{
	char try[64];
	va_list args;

	snprintf(try, sizeof(try), "try 'moderato %s%s--help'\n", command ? command : "",
		command ? " " : "");
	va_start(args, format);
	complain_form(SHOWN_NAME, try, format, args);
	va_end(args);
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
