/* SPDX-License-Identifier: MIT */
#ifndef BASE_FILE_H
#define BASE_FILE_H
/* Input in blocks: a window over a file, a pipe or memory, which is looked into and taken from at
 * its front. What is compressed (base/unpack.h) is unpacked on the way, and after input_recode() it
 * is converted to UTF-8 (base/charset.h). A pipe reads like a file; only input_skip_to() seeks,
 * where it can. What a call hands out borrows from the window until the next call. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"
#include "moderato/status.h"

#define INPUT_BLOCK ((size_t)256 * 1024) /* bytes that one read asks for */
#define INPUT_HEAD 64                    /* bytes kept of a line that is too long */

struct input {
	char *name; /* for messages */
	int fd;     /* -1: memory */
	int stop;   /* once this descriptor is readable, a pipe is not waited for; 0: none */
	bool owned; /* the descriptor is closed with it */
	bool regular;
	bool ended;                /* nothing more can be read after the window */
	bool sniffed;              /* whether it is compressed is known */
	struct unpacker *unpacker; /* NULL: it is not */
	moderato_str packed;       /* memory that is compressed: what is not read yet */
	const char *charset;     /* known from a mark or an option, a charset_find(); NULL: it is not */
	struct recoder *recoder; /* NULL: bytes are handed out as they are */
	struct input *under;     /* what is converted: takes the place of fd, unpacker and memory */
	size_t recoded_from;     /* in->taken when that began */
	char *block;             /* NULL for memory */
	size_t cap;              /* of block */
	const char *data;        /* the window is data[begin, end) */
	size_t begin;
	size_t end;
	size_t taken;          /* bytes before the window */
	size_t size;           /* of a regular file or memory, as it is packed; 0: unknown */
	size_t line;           /* number of the line at the window's front, from 1 */
	size_t line_taken;     /* number of the line that input_line() took last */
	char head[INPUT_HEAD]; /* the beginning of a line that was too long */
	size_t head_len;
};

/* Open a file; "-" is standard input, which is not closed. MODERATO_EIO, MODERATO_ENOMEM. */
moderato_status input_open(struct input *in, const char *path, moderato_error *err);
moderato_status input_open_memory(
	struct input *in, const char *name, moderato_str bytes, moderato_error *err);
void input_close(struct input *in);

/* Open the same once more, from its beginning. MODERATO_EIO: it can be read but once. */
moderato_status input_again(struct input *again, const struct input *in, moderato_error *err);

/* From here on hand out UTF-8, converted from `charset`, a charset_find(); what cannot be converted
 * becomes U+FFFD. A charset that is known already wins, and the second call does nothing: a
 * document's declaration loses against a byte order mark or an option. With "UTF-8" only what is
 * not valid is mended. MODERATO_EINVAL: this system cannot do that; MODERATO_ENOMEM, MODERATO_EIO.
 */
moderato_status input_recode(struct input *in, const char *charset, moderato_error *err);
size_t input_replaced(const struct input *in); /* so often so far */

/* Bytes of the file after which everything taken so far is complete: in steps of a block where the
 * file is compressed (of its compressed bytes) or converted. The same for the same file, however it
 * is read. */
size_t input_position(const struct input *in);

/* Read on until the window holds `want` bytes or the input ends; *view is the whole window. */
moderato_status input_peek(struct input *in, size_t want, moderato_str *view, moderato_error *err);

/* Is there no whole line in the window, and nothing to read just now? */
bool input_waits(const struct input *in);

/* Take `len` bytes of the window; they stay readable until the next call that reads. */
void input_take(struct input *in, size_t len);

/* Go forward to where in->taken stood once, at the beginning of line `line`. A pipe is read to
 * there. MODERATO_EIO: the input ends before. */
moderato_status input_skip_to(struct input *in, size_t taken, size_t line, moderato_error *err);

/* Pass over the whole lines that end at or before that input_position(). */
moderato_status input_skip_lines(struct input *in, size_t position, moderato_error *err);

/* Take the next line, without its LF or CRLF. MODERATO_END; MODERATO_ELIMIT: it is longer than
 * `max` bytes and was skipped (its first bytes are in in->head), the next call reads on. */
moderato_status input_line(struct input *in, size_t max, moderato_str *line, moderato_error *err);

#endif
