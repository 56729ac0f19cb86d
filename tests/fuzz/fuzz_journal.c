/* SPDX-License-Identifier: MIT */
/* Any bytes as the notes of --resume, beside an output of some size. What they say is believed only
 * as far as there is output, and what is written afterwards is found by the next run.
 *
 * The first byte's lowest bit says that the lines' checksums stay as they are: otherwise those that
 * have one get the right one. The others say how large the output is, in steps of four bytes. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "promise.h"
#include "stream/journal.h"

static char folder[64];
static char path[80];
static char partial[96];
static char progress[96];
static FILE *nowhere;

static void remove_files(void)
{
	unlink(path);
	unlink(partial);
	unlink(progress);
}

static void tidy_up(void)
{
	remove_files();
	rmdir(folder);
}

/* In memory where that is possible: each note is brought to the disk. */
static void set_up(void)
{
	if (nowhere)
		return;
	snprintf(folder, sizeof(folder), "%s/moderato-fuzz-journal-XXXXXX",
		access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	promise(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/o", folder);
	snprintf(partial, sizeof(partial), "%s.partial", path);
	snprintf(progress, sizeof(progress), "%s.progress", path);
	nowhere = fopen("/dev/null", "w");
	promise(nowhere && !atexit(tidy_up));
}

static void write_file(const char *name, const char *data, size_t len)
{
	const int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	promise(fd >= 0);
	promise(!len || write(fd, data, len) == (ssize_t)len);
	close(fd);
}

static size_t size_of(const char *name)
{
	struct stat st;

	return stat(name, &st) ? 0 : (size_t)st.st_size;
}

static void put_checksums_right(struct buffer *out, moderato_str notes)
{
	while (notes.len) {
		const char *newline = memchr(notes.ptr, '\n', notes.len);
		const size_t len = newline ? (size_t)(newline - notes.ptr) : notes.len;
		const char *mark = memmem(notes.ptr, len, " #", 2);
		const size_t said = mark ? (size_t)(mark - notes.ptr) : len;

		buffer_add(out, notes.ptr, said);
		if (mark)
			buffer_printf(out, " #%016llx", (unsigned long long)hash_fnv1a(0, notes.ptr, said));
		if (newline)
			buffer_add_char(out, '\n');
		notes = str_from(notes, len + (newline != NULL));
	}
}

/* What it complains of is not looked at. */
static int open_journal(struct journal *journal, struct checkpoint *at)
{
	static const struct fingerprint fingerprint;
	FILE *const said = stderr;
	int code;

	stderr = nowhere;
	code = journal_open(journal, path, true, 0, &fingerprint, at);
	stderr = said;
	return code;
}

static void promise_resumed(size_t out_len)
{
	struct checkpoint at;
	struct checkpoint again;
	struct journal journal;
	const int code = open_journal(&journal, &at);

	if (code) {
		promise(code > 0); /* there is no output yet */
		return;
	}
	promise(journal.out && at.out_bytes <= out_len && size_of(partial) == at.out_bytes);
	at.done = 0;
	promise(fputs("line\n", journal.out) >= 0 && !journal_note(&journal, &at));
	journal_close(&journal);
	promise(!open_journal(&journal, &again) && !memcmp(&at, &again, sizeof(at)));
	promise(!journal_commit(&journal, &again));
	promise(size_of(path) == at.out_bytes);
	promise(open_journal(&journal, &again) == JOURNAL_DONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char output[512];
	struct buffer notes = BUFFER_INIT;
	const size_t out_len = size ? 2 * (size_t)(data[0] & ~1u) : 0;

	if (!size)
		return 0;
	set_up();
	if (data[0] & 1)
		buffer_add(&notes, (const char *)data + 1, size - 1);
	else
		put_checksums_right(&notes, (moderato_str){(const char *)data + 1, size - 1});
	write_file(progress, notes.data, notes.len);
	write_file(partial, output, out_len);
	promise_resumed(out_len);
	remove_files();
	buffer_dispose(&notes);
	return 0;
}
