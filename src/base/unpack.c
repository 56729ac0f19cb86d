/* SPDX-License-Identifier: MIT */
#include "base/unpack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/fail.h"

/* The number of blocks whose place in the packed input is remembered: more than a window ever
 * holds. */
enum { PLACES = 256 };

struct unpacker {
	enum packing packing;
	const char *name;
	struct unpack_from from;
	z_stream gzip;
	ZSTD_DStream *zstd;
	char packed[UNPACK_BLOCK];
	size_t begin, end;     /* the bytes read but not yet unpacked */
	size_t read;           /* packed bytes so far */
	size_t written;        /* unpacked bytes so far */
	size_t places[PLACES]; /* packed bytes that were used when block i was complete */
	bool read_all;
	bool flushing; /* more may come out without more going in */
	bool between;  /* no member or frame is open */
	bool padding;  /* zeros followed the last member, as tapes have them */
	moderato_status ended;
	moderato_error fault;
};

static const char *word_of(enum packing packing)
{
	return packing == PACKING_GZIP ? "gzip" : "zstd";
}

/* Compares the bytes with the magic number, as far as both go. */
static enum packing begins_as(moderato_str head, const char *magic, size_t len, enum packing yes)
{
	if (memcmp(head.ptr, magic, head.len < len ? head.len : len) != 0)
		return PACKING_NONE;
	return head.len < len ? PACKING_DOUBT : yes;
}

enum packing unpack_sniff(moderato_str head)
{
	enum packing found;

	if (!head.len)
		return PACKING_DOUBT;
	found = begins_as(head, "\x1f\x8b", 2, PACKING_GZIP);
	if (!found)
		found = begins_as(head, "\x28\xb5\x2f\xfd", 4, PACKING_ZSTD);
	if (!found && ((unsigned char)*head.ptr & 0xf0) == 0x50) /* a frame to skip comes first */
		found =
			begins_as((moderato_str){head.ptr + 1, head.len - 1}, "\x2a\x4d\x18", 3, PACKING_ZSTD);
	return found;
}

static bool start(struct unpacker *u)
{
	if (u->packing == PACKING_GZIP)
		return inflateInit2(&u->gzip, 16 + MAX_WBITS) == Z_OK;
	u->zstd = ZSTD_createDStream();
	return u->zstd &&
		   !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, u->from.window_log));
}

struct unpacker *unpack_new(
	enum packing packing, const char *name, moderato_str head, struct unpack_from from)
{
	struct unpacker *u = calloc(1, sizeof(*u));

	if (!u)
		return NULL;
	u->packing = packing;
	u->name = name;
	u->from = from;
	u->between = true;
	memcpy(u->packed, head.ptr, head.len);
	u->end = head.len;
	u->read = head.len;
	if (!start(u)) {
		unpack_free(u);
		return NULL;
	}
	return u;
}

void unpack_free(struct unpacker *u)
{
	if (!u)
		return;
	if (u->packing == PACKING_GZIP)
		inflateEnd(&u->gzip);
	ZSTD_freeDStream(u->zstd);
	free(u);
}

void unpack_move(struct unpacker *u, void *payload)
{
	u->from.payload = payload;
}

/* Returns the number of packed bytes used so far. */
static size_t used(const struct unpacker *u)
{
	return u->read - (u->end - u->begin);
}

static moderato_status damaged(struct unpacker *u, const char *why, moderato_error *err)
{
	return fail(err, MODERATO_EIO, "%s: the %s data is damaged at byte %zu (%s)", u->name,
		word_of(u->packing), used(u), why ? why : "bad data");
}

/* Skips bytes that may stand between two members. Returns false if no more bytes are there yet. */
static bool next_member(struct unpacker *u)
{
	while (u->begin < u->end && !u->packed[u->begin]) {
		u->padding = true;
		u->begin++;
	}
	return u->begin < u->end;
}

static moderato_status step_gzip(
	struct unpacker *u, char *out, size_t room, size_t *n, moderato_error *err)
{
	int code;

	if (u->between) {
		if (!next_member(u))
			return MODERATO_OK;
		if (u->padding)
			return damaged(u, "zeros and then more", err);
		inflateReset(&u->gzip);
		u->between = false;
	}
	u->gzip.next_in = (unsigned char *)u->packed + u->begin;
	u->gzip.avail_in = (unsigned)(u->end - u->begin);
	u->gzip.next_out = (unsigned char *)out;
	u->gzip.avail_out = (unsigned)room;
	code = inflate(&u->gzip, Z_NO_FLUSH);
	u->begin = u->end - u->gzip.avail_in;
	*n = room - u->gzip.avail_out;
	if (code == Z_MEM_ERROR)
		return fail_no_memory(err);
	if (code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END)
		return damaged(u, u->gzip.msg, err);
	u->between = code == Z_STREAM_END;
	return MODERATO_OK;
}

static moderato_status step_zstd(
	struct unpacker *u, char *out, size_t room, size_t *n, moderato_error *err)
{
	ZSTD_inBuffer from = {u->packed, u->end, u->begin};
	ZSTD_outBuffer to = {out, room, 0};
	size_t code;

	if (u->between && u->begin == u->end)
		return MODERATO_OK;
	code = ZSTD_decompressStream(u->zstd, &to, &from);
	u->begin = from.pos;
	*n = to.pos;
	if (!ZSTD_isError(code)) {
		u->between = code == 0;
		return MODERATO_OK;
	}
	if (ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation)
		return fail_no_memory(err);
	if (ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge)
		return fail(err, MODERATO_EIO,
			"%s: the zstd data needs a larger window than the limit of %zu bytes: name the file "
			"itself, or unpack it outside, as in zstd -dc --long=31 FILE |",
			u->name, (size_t)1 << u->from.window_log);
	return damaged(u, ZSTD_getErrorName(code), err);
}

static moderato_status read_more(struct unpacker *u, moderato_error *err)
{
	moderato_status status;
	size_t n = 0;

	u->begin = 0;
	u->end = 0;
	do {
		status = u->from.read(u->from.payload, u->packed + u->end, UNPACK_BLOCK - u->end, &n, err);
		u->end += status ? 0 : n;
		u->read += status ? 0 : n;
		u->read_all = !status && !n;
	} while (!status && n && u->from.whole_blocks && u->end < UNPACK_BLOCK);
	return status;
}

/* Unpacks into the rest of a block. MODERATO_END: no more data will come. */
static moderato_status step(
	struct unpacker *u, char *out, size_t room, size_t *n, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	if (u->begin == u->end && !u->flushing && !u->read_all)
		status = read_more(u, err);
	if (status)
		return status;
	status = u->packing == PACKING_GZIP ? step_gzip(u, out, room, n, err)
										: step_zstd(u, out, room, n, err);
	u->flushing = *n == room;
	if (status || *n || u->begin < u->end || !u->read_all)
		return status;
	if (u->between)
		return MODERATO_END;
	return fail(err, MODERATO_EIO, "%s: the %s data ends too early, at byte %zu", u->name,
		word_of(u->packing), u->read);
}

moderato_status unpack_block(struct unpacker *u, char *out, size_t *n, moderato_error *err)
{
	*n = 0;
	while (!u->ended && *n < UNPACK_BLOCK) {
		size_t got = 0;

		if (*n && !u->from.whole_blocks && u->begin == u->end && !u->flushing)
			break; /* a live pipe: do not wait for more */
		u->ended = step(u, out + *n, UNPACK_BLOCK - *n, &got, &u->fault);
		*n += got;
	}
	if (*n) {
		u->places[u->written / UNPACK_BLOCK % PLACES] = used(u);
		u->written += *n;
		return MODERATO_OK;
	}
	if (err && u->ended < 0)
		*err = u->fault;
	return u->ended;
}

size_t unpack_put(struct unpacker *u, moderato_str bytes)
{
	size_t n;

	if (u->begin == u->end) {
		u->begin = 0;
		u->end = 0;
	}
	n = bytes.len < UNPACK_BLOCK - u->end ? bytes.len : UNPACK_BLOCK - u->end;
	memcpy(u->packed + u->end, bytes.ptr, n);
	u->end += n;
	u->read += n;
	return n;
}

moderato_status unpack_take(struct unpacker *u, char *out, size_t *n, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	*n = 0;
	while (!status && !*n && (u->begin < u->end || u->flushing)) {
		status = step_gzip(u, out, UNPACK_BLOCK, n, err);
		u->flushing = *n == UNPACK_BLOCK;
	}
	return status;
}

bool unpack_may_end(const struct unpacker *u)
{
	return u->between && u->begin == u->end;
}

size_t unpack_position(const struct unpacker *u, size_t offset)
{
	if (!u->from.whole_blocks)
		return used(u);
	return offset ? u->places[(offset - 1) / UNPACK_BLOCK % PLACES] : 0;
}
