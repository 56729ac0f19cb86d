/* SPDX-License-Identifier: MIT */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H
/* Character sets: finds the one that a name means or that bytes look like, and converts a stream to
 * UTF-8 while it is read. Only charset.c calls iconv. What cannot be converted becomes U+FFFD and
 * is counted; memory is bounded. Readers use it through input_recode() of base/file.h.
 */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"
#include "moderato/status.h"

/* Returns iconv's name for the character set that a label means; static. NULL: unknown. Labels mean
 * what they mean to browsers (encoding.spec.whatwg.org), which read a subset as its superset:
 * ISO-8859-1 as windows-1252. A file's label is untrusted, so only these sets are handed to iconv,
 * never the others that it knows. */
const char *charset_find(moderato_str label);

/* Returns the character set of a byte order mark: "UTF-8", "UTF-16LE", …; NULL if there is none.
 * *len receives the mark's length in bytes. */
const char *charset_of_mark(moderato_str head, size_t *len);

/* Recognises UTF-16 without such a mark by the NUL in every other byte. Returns NULL for other
 * text. */
const char *charset_of_nuls(moderato_str head);

/* Guesses the character set of text that does not declare one: UTF-8 if it is valid UTF-8,
 * otherwise windows-1252.
 * `cut`: more bytes follow, so that these may end within a character. */
const char *charset_guess(moderato_str bytes, bool cut);

#define RECODE_BLOCK ((size_t)64 * 1024) /* bytes that are converted at a time */
#define RECODE_ROOM ((size_t)64)         /* bytes of room that recode_block() needs at least */

/* Where bytes come from: a window that can be looked at, and whose first bytes can be taken. */
struct recode_from {
	/* Reads until the window holds `want` bytes or the input ends. */
	moderato_status (*peek)(void *payload, size_t want, moderato_str *view, moderato_error *err);
	void (*take)(void *payload, size_t len);
	size_t (*position)(void *payload, size_t ahead); /* returns the position in the file of the byte
														`ahead` bytes after the window's front */
	void *payload;
	bool whole_blocks; /* true unless it is a live pipe: wait for a whole block before converting */
};

struct recoder; /* opaque */

/* Makes a recoder; free it with recode_free(). `charset` is a result of charset_find(). Its byte
 * order mark at the front, if any, is skipped. MODERATO_EINVAL: this system cannot convert from it;
 * MODERATO_ENOMEM. */
moderato_status recode_new(
	struct recoder **out, const char *charset, struct recode_from from, moderato_error *err);
void recode_free(struct recoder *r); /* NULL is fine */

/* Converts input to at most `room` bytes of UTF-8 in `out`; *n receives their number. Returns
 * MODERATO_END at the end, or the status with which from.peek() failed. */
moderato_status recode_block(
	struct recoder *r, char *out, size_t room, size_t *n, moderato_error *err);

/* Returns the from.position() up to which the file must be read to complete the first `offset`
 * bytes of UTF-8, in steps of a block. It is the same for the same file, however it is read, and
 * exact for the last 256 blocks. */
size_t recode_position(const struct recoder *r, size_t offset);

/* Returns how many characters or bytes have become U+FFFD so far. */
size_t recode_replaced(const struct recoder *r);

#endif
