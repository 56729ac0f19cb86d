/* SPDX-License-Identifier: MIT */
#include "stream/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/new_file.h"
#include "terminal/channel.h"
#include "terminal/cli.h"
#include "terminal/interrupt.h"
#include "terminal/progress.h"

enum {
	NUMBERS = sizeof(struct checkpoint) / sizeof(unsigned long long),
	LINE_MAX_BYTES = 1024,
	LOCKS_TRIED = 100, /* each time another run has finished between opening and locking */
};

/* ---- lines ---- */

static void end_line(struct buffer *line)
{
	buffer_printf(line, " #%016llx\n", (unsigned long long)hash_fnv1a(0, line->data, line->len));
}

static void header_line(struct buffer *line, const struct fingerprint *f)
{
	buffer_printf(line,
		"moderato journal 1 bundle %016llx policy %016llx options %016llx input %016llx", f->bundle,
		f->policy, f->options, f->input);
	end_line(line);
}

static void note_line(struct buffer *line, const struct checkpoint *at)
{
	unsigned long long numbers[NUMBERS];
	size_t i;

	memcpy(numbers, at, sizeof(numbers));
	for (i = 0; i < NUMBERS; i++)
		buffer_printf(line, "%s%llu", i ? " " : "", numbers[i]);
	end_line(line);
}

/* Reads the next line without its checksum and ends it with a NUL. Returns false if there is no
 * complete line. */
static bool read_line(FILE *file, char line[LINE_MAX_BYTES])
{
	unsigned long long sum;
	char *mark;

	if (!fgets(line, LINE_MAX_BYTES, file) || !strchr(line, '\n') || !(mark = strstr(line, " #")))
		return false;
	sum = strtoull(mark + 2, NULL, 16);
	*mark = '\0';
	return sum == hash_fnv1a(0, line, strlen(line));
}

static bool parse_note(const char *line, struct checkpoint *at)
{
	unsigned long long numbers[NUMBERS] = {0};
	size_t i;

	for (i = 0; i < NUMBERS; i++) {
		char *end;

		numbers[i] = strtoull(line, &end, 10);
		if (end == line)
			return false;
		line = end;
	}
	memcpy(at, numbers, sizeof(numbers));
	return true;
}

static int refuse(const struct journal *journal, const char *line, const struct fingerprint *f)
{
	unsigned long long b = 0, p = 0, o = 0;
	const char *what = "another format";

	if (sscanf(line, "moderato journal 1 bundle %llx policy %llx options %llx", &b, &p, &o) == 3)
		what = b != f->bundle    ? "another bundle"
			   : p != f->policy  ? "another policy"
			   : o != f->options ? "other options"
								 : "other input";
	complain(
		"%s: was written by a run with %s, so --resume cannot continue it; without it everything "
		"is done anew",
		journal->progress, what);
	return EXIT_BAD_INPUT;
}

/* Opens the journal for reading. There is none if *file is NULL and all is well. */
static int open_progress(const struct journal *journal, FILE **file)
{
	moderato_error err = {.message = ""};
	int fd;
	moderato_status status = own_file_open(journal->progress, O_RDONLY, 0, &fd, &err);

	*file = status ? NULL : fdopen(fd, "rb");
	if (*file || (status && errno == ENOENT))
		return EXIT_DONE;
	if (status)
		return complain_status(status, &err);
	close(fd);
	return complain_memory();
}

/* Reads the journal: finds the last note whose output exists, and the bytes up to its end. */
static int read_journal(const struct journal *journal, const struct fingerprint *fingerprint,
	unsigned long long out_size, bool all, struct checkpoint *at, long *end)
{
	FILE *file = NULL;
	char line[LINE_MAX_BYTES];
	struct buffer header = {0};
	const char *expected;
	struct checkpoint next;
	int code = open_progress(journal, &file);

	if (!file)
		return code;
	header_line(&header, fingerprint);
	expected = buffer_cstr(&header);
	if (!header.failed && read_line(file, line)) {
		if (strncmp(line, expected, strlen(line)) != 0 || expected[strlen(line)] != ' ')
			code = refuse(journal, line, fingerprint);
		*end = ftell(file);
		while (!code && read_line(file, line) && parse_note(line, &next) &&
			   (all || next.out_bytes <= out_size)) {
			*at = next;
			*end = ftell(file);
		}
	}
	buffer_dispose(&header);
	fclose(file);
	return code;
}

/* ---- files ---- */

static int complain_of(const char *path)
{
	complain("%s: %s", path, strerror(errno));
	return EXIT_SYSTEM;
}

static char *joined(const char *path, const char *end)
{
	size_t size = strlen(path) + strlen(end) + 1;
	char *name = malloc(size);

	if (name)
		snprintf(name, size, "%s%s", path, end);
	return name;
}

static bool write_line(int fd, const struct buffer *line)
{
	errno = EIO;
	return !line->failed && write(fd, line->data, line->len) == (ssize_t)line->len &&
		   (!fdatasync(fd) || errno == EINVAL || errno == EROFS);
}

/* Opens a file and locks it. Returns an exit code, after complaining of a failure.
 *
 * A run renames FILE.partial, or removes FILE.progress, while it holds the lock. So who gets the
 * lock may hold what is FILE by then, and must not touch it: the name is asked again. */
static int open_locked(const struct journal *journal, const char *path, int flags, int *fd)
{
	const mode_t access = new_file_access(journal->real);
	moderato_error err = {.message = ""};
	int i;

	for (i = 0; i < LOCKS_TRIED; i++) {
		const moderato_status status = own_file_open(path, flags | O_CREAT, access, fd, &err);
		bool busy;

		if (status)
			return complain_status(status, &err);
		busy = flock(*fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
		if (!busy && own_file_is_at(*fd, path))
			return EXIT_DONE;
		close(*fd);
		*fd = -1;
		if (busy)
			break;
	}
	complain("%s: another run is writing it", path);
	return EXIT_SYSTEM;
}

/* Cuts both files back to *at. The journal comes first, because a journal that claims too little is
 * still true, but one that claims too much is not. */
static int begin(struct journal *journal, int out, const struct fingerprint *fingerprint,
	const struct checkpoint *at, long end)
{
	struct buffer header = {0};
	bool bad = ftruncate(journal->fd, end) != 0;

	if (!bad && !end) {
		header_line(&header, fingerprint);
		bad = !write_line(journal->fd, &header);
		buffer_dispose(&header);
	}
	if (bad)
		return complain_of(journal->progress);
	if (ftruncate(out, (off_t)at->out_bytes) || lseek(out, 0, SEEK_END) < 0)
		return complain_of(journal->partial);
	return new_file_sync_folder(journal->real) ? EXIT_DONE : complain_of(journal->real);
}

/* Returns whether FILE exists and is complete, and no partial output is left. */
static bool is_done(const struct journal *journal, const struct checkpoint *at)
{
	struct stat st;

	return at->done && lstat(journal->partial, &st) && errno == ENOENT &&
		   !lstat(journal->real, &st) && S_ISREG(st.st_mode) &&
		   (unsigned long long)st.st_size == at->out_bytes;
}

/* Opens the journal and takes both files to the last note that is true. */
static int go_on(struct journal *journal, int out, bool resume,
	const struct fingerprint *fingerprint, struct checkpoint *at)
{
	struct stat st = {.st_size = 0};
	long end = 0;
	int code = open_locked(journal, journal->progress, O_WRONLY | O_APPEND, &journal->fd);

	if (code)
		return code;
	*at = (struct checkpoint){0};
	fstat(out, &st);
	if (resume)
		code = read_journal(journal, fingerprint, (unsigned long long)st.st_size, false, at, &end);
	return code ? code : begin(journal, out, fingerprint, at, end);
}

/* Removes what this run made and has nothing in it. Both files are locked. */
static void remove_empty(const struct journal *journal, int out)
{
	struct stat st;

	if (fstat(out, &st) || st.st_size)
		return;
	unlink(journal->partial);
	if (journal->fd >= 0)
		unlink(journal->progress);
}

static int open_files(struct journal *journal, bool resume, const struct fingerprint *fingerprint,
	struct checkpoint *at)
{
	long end = 0;
	int code = EXIT_DONE;
	int out;

	if (resume)
		code = read_journal(journal, fingerprint, 0, true, at, &end);
	if (code)
		return code;
	if (is_done(journal, at))
		return JOURNAL_DONE;
	code = open_locked(journal, journal->partial, O_RDWR, &out);
	if (code)
		return code;
	code = go_on(journal, out, resume, fingerprint, at);
	journal->lock = code ? -1 : fcntl(out, F_DUPFD_CLOEXEC, 3);
	if (!code && journal->lock < 0)
		code = complain_of(journal->partial);
	journal->out = code ? NULL : fdopen(out, "wb");
	if (journal->out)
		return EXIT_DONE;
	if (code != EXIT_BAD_INPUT)
		remove_empty(journal, out);
	close(out);
	return code ? code : complain_memory();
}

static int open_stream(struct journal *journal)
{
	const int fd = channel_open_path(journal->path);

	journal->out = fd < 0 ? NULL : fdopen(fd, "wb");
	if (journal->out)
		return EXIT_DONE;
	if (fd >= 0)
		close(fd);
	if (!interrupt_signal())
		return complain_of(journal->path);
	complain("stopped by %s", interrupt_name());
	return 128 + interrupt_signal();
}

int journal_open(struct journal *journal, const char *path, bool resume, double seconds,
	const struct fingerprint *fingerprint, struct checkpoint *at)
{
	moderato_error err = {.message = ""};
	moderato_status status;
	int code;

	*journal =
		(struct journal){.path = path, .fd = -1, .lock = -1, .keep = resume, .seconds = seconds};
	*at = (struct checkpoint){0};
	journal->next = seconds_now() + seconds;
	status = new_file_place(path, &journal->real, &err);
	if (status)
		return complain_status(status, &err);
	if (!journal->real)
		return open_stream(journal);
	journal->partial = joined(journal->real, ".partial");
	journal->progress = joined(journal->real, ".progress");
	if (!journal->partial || !journal->progress)
		code = complain_memory();
	else
		code = open_files(journal, resume, fingerprint, at);
	if (code)
		journal_close(journal);
	return code;
}

bool journal_is_due(const struct journal *journal)
{
	return journal->partial && seconds_now() >= journal->next;
}

int journal_note(struct journal *journal, struct checkpoint *at)
{
	struct buffer line = {0};
	double begun = seconds_now();
	double took;
	bool bad;

	if (!journal->partial)
		return EXIT_DONE;
	if (fflush(journal->out) || fdatasync(fileno(journal->out)))
		return complain_of(journal->partial);
	at->out_bytes = (unsigned long long)ftello(journal->out);
	note_line(&line, at);
	bad = !write_line(journal->fd, &line);
	buffer_dispose(&line);
	if (bad)
		return complain_of(journal->progress);
	took = seconds_now() - begun; /* on a slow disk, notes take at most a twentieth of the time */
	journal->next = begun + took + (journal->seconds > 20 * took ? journal->seconds : 20 * took);
	if (journal->seconds <= 0)
		journal->next = 0;
	return EXIT_DONE;
}

/* Gives the output its name, while it is locked, so that no other run takes it for a partial one.
 * Returns an exit code, after complaining of a failure. */
static int appear(const struct journal *journal)
{
	errno = new_file_obstacle(journal->real);
	if (errno || rename(journal->partial, journal->real))
		return complain_of(journal->path);
	if (!journal->keep)
		unlink(journal->progress);
	return new_file_sync_folder(journal->real) ? EXIT_DONE : complain_of(journal->path);
}

int journal_commit(struct journal *journal, struct checkpoint *at)
{
	int code;
	bool bad;

	at->done = 1;
	code = journal_note(journal, at);
	bad = fclose(journal->out) != 0;
	if (bad && !code)
		code = complain_of(journal->path);
	journal->out = NULL;
	if (!code && journal->partial)
		code = appear(journal);
	journal_close(journal);
	return code;
}

void journal_close(struct journal *journal)
{
	if (journal->out)
		fclose(journal->out);
	if (journal->fd >= 0)
		close(journal->fd);
	if (journal->lock >= 0)
		close(journal->lock);
	free(journal->partial);
	free(journal->progress);
	free(journal->real);
	*journal = (struct journal){.fd = -1, .lock = -1};
}
