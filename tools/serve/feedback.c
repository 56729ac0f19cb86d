/* SPDX-License-Identifier: MIT */
/* What was last written of an id is known by two hashes, under a key of this process so that nobody
 * can choose an id that passes for another: a table of fixed size, in which a new id
 * may replace an old one. What is forgotten is written once more, which does no harm. After a start
 * the table is filled from the end of the file. */
#include "serve/feedback.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/append_file.h"
#include "base/fail.h"
#include "base/hash_keyed.h"
#include "base/json.h"
#include "moderato/exporter.h"

enum {
	SLOTS = 1 << 16,      /* ids that are remembered, 1 MiB */
	PROBES = 8,           /* slots in which an id may be */
	TAIL_BYTES = 4 << 20, /* of the file that are read at a start */
};

struct last {
	uint64_t id; /* 0: free */
	uint64_t line;
};

struct feedback {
	pthread_mutex_t lock;
	int fd;
	bool torn; /* the file may end inside a line */
	char *path;
	struct last *last; /* [SLOTS] */
};

/* Finds the slot of an id, or the one that it will take. */
static struct last *slot_of(struct feedback *f, uint64_t id)
{
	struct last *free_slot = NULL;
	size_t i;

	for (i = 0; i < PROBES; i++) {
		struct last *slot = &f->last[(id + i) % SLOTS];

		if (slot->id == id)
			return slot;
		if (!slot->id && !free_slot)
			free_slot = slot;
	}
	return free_slot ? free_slot : &f->last[(id + id / SLOTS % PROBES) % SLOTS];
}

static uint64_t hash_of(moderato_str s)
{
	const uint64_t hash = hash_keyed(s.ptr, s.len);

	return hash + !hash;
}

/* ---- what is there already ---- */

static moderato_status find_id(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	uint64_t *id = payload;

	(void)err;
	if (str_is(key, "id") && value->type == JSON_STRING)
		*id = hash_of(value->string);
	return MODERATO_OK;
}

static void remember_lines(struct feedback *f, struct json_reader *reader, moderato_str text)
{
	size_t begin = 0;

	while (begin < text.len) {
		const char *nl = memchr(text.ptr + begin, '\n', text.len - begin);
		const size_t end = nl ? (size_t)(nl - text.ptr) : text.len;
		const moderato_str line = str_part(text, begin, end);
		uint64_t id = 0;

		if (nl && !json_read_object(reader, line, find_id, &id, NULL) && id)
			*slot_of(f, id) = (struct last){id, hash_of(line)};
		f->torn = !nl;
		begin = end + 1;
	}
}

/* Reads the file's last lines. If it cannot be read, some lines may be written twice. */
static moderato_status remember_file(struct feedback *f, moderato_error *err)
{
	struct json_reader *reader = json_reader_new();
	char *text = malloc(TAIL_BYTES);
	moderato_status status = MODERATO_OK;
	struct stat st;
	ssize_t n = 0;

	if (!reader || !text)
		status = fail_no_memory(err);
	else if (!fstat(f->fd, &st) && S_ISREG(st.st_mode))
		n = pread(f->fd, text, TAIL_BYTES, st.st_size > TAIL_BYTES ? st.st_size - TAIL_BYTES : 0);
	if (n > 0)
		remember_lines(f, reader, (moderato_str){text, (size_t)n});
	json_reader_free(reader);
	free(text);
	return status;
}

moderato_status feedback_open(struct feedback **out, const char *path, moderato_error *err)
{
	struct feedback *f = calloc(1, sizeof(*f));
	moderato_status status = MODERATO_OK;

	*out = NULL;
	if (!f)
		return fail_no_memory(err);
	pthread_mutex_init(&f->lock, NULL);
	f->path = strdup(path);
	f->last = calloc(SLOTS, sizeof(*f->last));
	f->fd = -1;
	if (!f->path || !f->last)
		status = fail_no_memory(err);
	else
		status = append_file_open(path, O_RDWR | O_CREAT, 0600, &f->fd, err);
	if (!status)
		status = remember_file(f, err);
	if (status) {
		feedback_close(f);
		return status;
	}
	*out = f;
	return MODERATO_OK;
}

void feedback_close(struct feedback *f)
{
	if (!f)
		return;
	if (f->fd >= 0)
		close(f->fd);
	pthread_mutex_destroy(&f->lock);
	free(f->path);
	free(f->last);
	free(f);
}

/* ---- a judgement ---- */

/* Writes a line, which begins with a line end that is only needed after a torn one. */
static moderato_status write_line(struct feedback *f, moderato_str line, moderato_error *err)
{
	const moderato_str piece = f->torn ? line : str_from(line, 1);
	ssize_t n;

	do
		n = write(f->fd, piece.ptr, piece.len);
	while (n < 0 && errno == EINTR);
	if (n == (ssize_t)piece.len) {
		f->torn = false;
		return MODERATO_OK;
	}
	f->torn = f->torn || n > 0;
	return fail(err, MODERATO_EIO, "%s: %s", f->path, strerror(n < 0 ? errno : ENOSPC));
}

static enum feedback_result keep_line(
	struct feedback *f, uint64_t id, moderato_str line, moderato_error *err)
{
	const uint64_t hash = hash_of(str_part(line, 1, line.len - 1));
	struct last *slot = slot_of(f, id);

	if (slot->id == id && slot->line == hash)
		return FEEDBACK_REPEATED;
	if (write_line(f, line, err))
		return FEEDBACK_FAILED;
	*slot = (struct last){id, hash};
	return FEEDBACK_WRITTEN;
}

/* Brings what was written to the disk, outside the lock, so that others can write meanwhile. A
 * repeat waits, too, as the line that it repeats may not be there yet. After a failure nobody
 * knows which bytes are lost: the line is forgotten, so that a client that tries again has it
 * written again. */
static enum feedback_result settle(
	struct feedback *f, uint64_t id, enum feedback_result result, moderato_error *err)
{
	struct last *slot;

	if (result == FEEDBACK_FAILED || append_file_sync(f->fd))
		return result;
	fail(err, MODERATO_EIO, "%s: %s", f->path, strerror(errno));
	pthread_mutex_lock(&f->lock);
	slot = slot_of(f, id);
	if (slot->id == id)
		slot->line = 0;
	pthread_mutex_unlock(&f->lock);
	return FEEDBACK_FAILED;
}

enum feedback_result feedback_keep(
	struct feedback *f, const moderato_comment *comment, moderato_error *err)
{
	enum feedback_result result = FEEDBACK_FAILED;
	struct buffer line = BUFFER_INIT;

	buffer_add_char(&line, '\n');
	if (line.failed || moderato_comment_json(comment, &line.data, &line.len, &line.cap, err)) {
		buffer_dispose(&line);
		fail_no_memory(err);
		return result;
	}
	buffer_add_char(&line, '\n');
	if (line.failed) {
		fail_no_memory(err);
	} else {
		const uint64_t id = hash_of(comment->id);

		pthread_mutex_lock(&f->lock);
		result = keep_line(f, id, buffer_view(&line), err);
		pthread_mutex_unlock(&f->lock);
		result = settle(f, id, result, err);
	}
	buffer_dispose(&line);
	return result;
}
