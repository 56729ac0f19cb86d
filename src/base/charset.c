/* SPDX-License-Identifier: MIT */
#include "base/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/utf8.h"

enum {
	PLACES = 256, /* blocks whose place is remembered: more than a record needs */
	UNIT_MAX = 16 /* no character set here has a longer character */
};

#define REPLACEMENT "\xef\xbf\xbd"

/* A block of the input, and where its text begins. */
struct place {
	size_t begin;    /* UTF-8 bytes before it */
	size_t position; /* where its block ends in the file */
};

struct recoder {
	struct recode_from from;
	iconv_t iconv; /* (iconv_t)-1: the input is UTF-8, which is only repaired */
	size_t unit; /* size of the smallest character: this many bytes are skipped if none is valid */
	size_t left; /* bytes to the end of the block */
	size_t held; /* how many of these begin a character that the next block completes */
	bool last;   /* the input ends with this block */
	size_t written;
	size_t replaced;
	struct place places[PLACES];
	size_t n_places; /* blocks so far; the places of the last PLACES are kept */
	size_t start;    /* position of the first byte */
	bool flushed;    /* the input has ended and iconv gave what it held back */
};

static moderato_status open_iconv(struct recoder *r, const char *charset, moderato_error *err)
{
	r->unit = !strncmp(charset, "UTF-16", 6) ? 2 : !strncmp(charset, "UTF-32", 6) ? 4 : 1;
	if (!strcmp(charset, "UTF-8"))
		return MODERATO_OK;
	r->iconv = iconv_open("UTF-8", charset);
	if (r->iconv != (iconv_t)-1)
		return MODERATO_OK;
	if (errno == ENOMEM)
		return fail_no_memory(err);
	return fail(err, MODERATO_EINVAL, "this system cannot convert from %s", charset);
}

static moderato_status skip_mark(struct recoder *r, const char *charset, moderato_error *err)
{
	moderato_str view;
	size_t len;
	moderato_status status = r->from.peek(r->from.payload, 4, &view, err);
	const char *marked = status ? NULL : charset_of_mark(view, &len);

	if (marked && !strcmp(marked, charset))
		r->from.take(r->from.payload, len);
	r->start = r->from.position(r->from.payload, 0);
	return status;
}

moderato_status recode_new(
	struct recoder **out, const char *charset, struct recode_from from, moderato_error *err)
{
	struct recoder *r = calloc(1, sizeof(*r));
	moderato_status status;

	*out = NULL;
	if (!r)
		return fail_no_memory(err);
	r->from = from;
	r->iconv = (iconv_t)-1;
	status = open_iconv(r, charset, err);
	if (!status && strncmp(charset, "UTF", 3) == 0)
		status = skip_mark(r, charset, err);
	else if (!status)
		r->start = from.position(from.payload, 0);
	if (status) {
		recode_free(r);
		return status;
	}
	*out = r;
	return MODERATO_OK;
}

void recode_free(struct recoder *r)
{
	if (!r)
		return;
	if (r->iconv != (iconv_t)-1)
		iconv_close(r->iconv);
	free(r);
}

/* Does what iconv() does, from UTF-8 to UTF-8. */
static size_t copy_utf8(char **from, size_t *from_left, char **to, size_t *to_left)
{
	size_t room = *from_left < *to_left ? *from_left : *to_left;
	size_t used = 0;
	size_t len = room;
	bool valid = true;

	if (utf8_valid(*from, room))
		used = room;
	else
		while (used < *from_left && valid) {
			len = utf8_next(*from + used, *from_left - used, &valid);
			if (!valid || used + len > room)
				break;
			used += len;
		}
	memcpy(*to, *from, used);
	*from += used;
	*from_left -= used;
	*to += used;
	*to_left -= used;
	if (!*from_left)
		return 0;
	errno = valid ? E2BIG : len == *from_left ? EINVAL : EILSEQ; /* more may follow */
	return (size_t)-1;
}

/* Returns how many bytes, which cannot be converted, one U+FFFD stands for. */
static size_t bad_len(const struct recoder *r, const char *from, size_t left)
{
	bool valid;

	if (r->iconv == (iconv_t)-1)
		return utf8_next(from, left, &valid);
	return r->unit < left ? r->unit : left;
}

/* Converts as much of the block's front as there is room for, and takes it from the input. */
static void convert(struct recoder *r, const char *bytes, char **to, size_t *room)
{
	char *from = (char *)(uintptr_t)bytes; /* iconv() only reads it */
	size_t left = r->left;

	r->held = 0;
	while (left) {
		size_t result = r->iconv == (iconv_t)-1 ? copy_utf8(&from, &left, to, room)
												: iconv(r->iconv, &from, &left, to, room);
		size_t len;

		if (result != (size_t)-1 || errno == E2BIG)
			break;
		if (errno == EINVAL && !r->last && left < UNIT_MAX) {
			r->held = left;
			break;
		}
		if (*room < sizeof(REPLACEMENT))
			break;
		len = bad_len(r, from, left);
		from += len;
		left -= len;
		memcpy(*to, REPLACEMENT, sizeof(REPLACEMENT) - 1);
		*to += sizeof(REPLACEMENT) - 1;
		*room -= sizeof(REPLACEMENT) - 1;
		r->replaced++;
	}
	r->from.take(r->from.payload, r->left - left);
	r->left = left;
}

/* Writes what iconv held back until it saw the next character, such as a letter that may take an
 * accent. */
static void flush(struct recoder *r, char **to, size_t *room)
{
	if (r->iconv != (iconv_t)-1)
		iconv(r->iconv, NULL, NULL, to, room);
	r->flushed = true;
}

/* Begins the block at the front of the window: finds how long it is and where it ends. */
static moderato_status begin_block(struct recoder *r, moderato_str *view, moderato_error *err)
{
	size_t want = r->from.whole_blocks ? RECODE_BLOCK : r->held + 1;
	moderato_status status = r->from.peek(r->from.payload, want, view, err);

	if (status && view->len <= r->held)
		return status; /* otherwise reported after what has been read is converted */
	r->last = !status && view->len < want;
	r->left = view->len < RECODE_BLOCK ? view->len : RECODE_BLOCK;
	r->places[r->n_places++ % PLACES] =
		(struct place){r->written, r->from.position(r->from.payload, r->left)};
	return MODERATO_OK;
}

moderato_status recode_block(
	struct recoder *r, char *out, size_t room, size_t *n, moderato_error *err)
{
	char *to = out;

	*n = 0;
	while (to == out && !r->flushed) {
		bool within = r->left > r->held;
		moderato_str view;
		moderato_status status = within ? r->from.peek(r->from.payload, r->left, &view, err)
										: begin_block(r, &view, err);

		if (status)
			return status;
		convert(r, view.ptr, &to, &room);
		if (r->last && !r->left && room >= UNIT_MAX)
			flush(r, &to, &room);
	}
	*n = (size_t)(to - out);
	r->written += *n;
	return *n ? MODERATO_OK : MODERATO_END;
}

size_t recode_position(const struct recoder *r, size_t offset)
{
	size_t i = r->n_places;

	while (i && r->n_places - i < PLACES) {
		const struct place *place = &r->places[--i % PLACES];

		if (place->begin < offset)
			return place->position;
	}
	return r->start;
}

size_t recode_replaced(const struct recoder *r)
{
	return r->replaced;
}
