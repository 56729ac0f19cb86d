/* SPDX-License-Identifier: MIT */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H
/* Character sets: which one a name means, which one bytes look like, and a stream that is converted
 * to UTF-8 on the way. charset.c is the only door to iconv. What cannot be converted becomes U+FFFD
 * and is counted; memory is bounded. Readers use it through input_recode() of base/file.h. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"
#include "moderato/status.h"

/* The character set that a label means, as iconv names it; static. NULL: unknown. As browsers have
 * it (encoding.spec.whatwg.org), with superset for subset: what says ISO-8859-1 is windows-1252. A
 * file may name what it likes, so only these are handed to iconv, never the rest that it knows. */
const char *charset_find(moderato_str label);

/* By a byte order mark: "UTF-8", "UTF-16LE", …; NULL: there is none. *len: its bytes. */
const char *charset_of_mark(moderato_str head, size_t *len);

/* UTF-16 without such a mark, betrayed by the NUL in every other byte; NULL: it is not. */
const char *charset_of_nuls(moderato_str head);

/* For text that says nothing: what is valid UTF-8 is that, all else is taken for windows-1252.
 * `cut`: the bytes are the beginning of more and may end within a character. */
const char *charset_guess(moderato_str bytes, bool cut);

#define RECODE_BLOCK ((size_t)64 * 1024) /* bytes that are converted at a time */
#define RECODE_ROOM ((size_t)64)         /* bytes of room that recode_block() needs at least */

/* Where bytes come from: a window that is looked into and taken from at its front. */
struct recode_from {
	/* Read until the window holds `want` bytes or the input ends. */
	moderato_status (*peek)(void *payload, size_t want, moderato_str *view, moderato_error *err);
	void (*take)(void *payload, size_t len);
	size_t (*position)(void *payload, size_t ahead); /* in the file, of the byte `ahead` of it */
	void *payload;
	bool whole_blocks; /* it is no live pipe: better wait than convert less than a block */
};

struct recoder; /* opaque */

/* `charset` is one of charset_find()'s. A byte order mark of it at the front is stepped over.
 * MODERATO_EINVAL: this system cannot convert from it; MODERATO_ENOMEM. */
moderato_status recode_new(
	struct recoder **out, const char *charset, struct recode_from from, moderato_error *err);
void recode_free(struct recoder *r); /* NULL is fine */

/* Convert up to `room` bytes of UTF-8 into `out`; *n of them. MODERATO_END; what from.peek() failed
 * with. */
moderato_status recode_block(
	struct recoder *r, char *out, size_t room, size_t *n, moderato_error *err);

/* from.position() after which the first `offset` bytes of UTF-8 are complete, in steps of a block:
 * the same for the same file, however it is read. Exact for the last 256 blocks. */
size_t recode_position(const struct recoder *r, size_t offset);

/* Characters or bytes so far that became U+FFFD. */
size_t recode_replaced(const struct recoder *r);

#endif
