/* SPDX-License-Identifier: MIT */
#ifndef BASE_FILE_H
#define BASE_FILE_H
/* Input in blocks: a window over a file, a pipe or memory, whose front can be looked at and taken.
 * Compressed input is unpacked while it is read (base/unpack.h); after input_recode() it is also
 * converted to UTF-8 (base/charset.h). A pipe is read like a file; only input_skip_to() seeks, if
 * the input can. Results borrow from the window until the next call. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"
#include "moderato/status.h"

#define INPUT_BLOCK ((size_t)256 * 1024) /* bytes that one read asks for */
#define INPUT_HEAD 64                    /* bytes kept of a line that is too long */

struct input {
	char *name; /* for messages */
	int fd;     /* -1: memory */
	int stop;   /* when this descriptor becomes readable, waiting for a pipe ends; 0: none */
	bool owned; /* the descriptor is closed with it */
	bool regular;
	bool fifo;                 /* waited for, by poll(), before the first read */
	bool ended;                /* nothing more can be read after the window */
	bool cr_ends;              /* CRs are handed out as line feeds */
	bool sniffed;              /* true once it is known whether the input is compressed */
	struct unpacker *unpacker; /* NULL: the input is not compressed */
	moderato_str packed;       /* compressed memory: the part not read yet */
	const char *charset;       /* from charset_find(), by a mark or an option; NULL: unknown */
	struct recoder *recoder;   /* NULL: bytes are handed out as they are */
	struct input *under;       /* the input being converted, instead of fd, unpacker and memory */
	size_t recoded_from;       /* in->taken when conversion began */
	char *block;               /* NULL for memory */
	size_t cap;                /* of block */
	const char *data;          /* the window is data[begin, end) */
	size_t begin;
	size_t end;
	size_t taken;          /* bytes before the window */
	size_t size;           /* size of a regular file or memory, before unpacking; 0: unknown */
	size_t line;           /* number of the line at the window's front, from 1 */
	size_t line_taken;     /* number of the line that input_line() took last */
	char head[INPUT_HEAD]; /* the beginning of a line that was too long */
	size_t head_len;
};

/* Names a descriptor that ends the waiting of every input without a `stop` of its own, for a
 * program that takes signals by itself; 0: none. */
void input_stop_all(int descriptor);

/* For what reads by itself. The first opens a path without waiting for the writer of a FIFO, so
 * that the descriptor does not block; -1: errno says why. The second waits for input; false: it was
 * stopped. */
int input_descriptor(const char *path);
bool input_await(int fd);

/* Open a file; "-" is standard input, which is not closed. At its end a file must be
 * as long as it was here: otherwise reading fails with MODERATO_EIO. MODERATO_EIO, MODERATO_ENOMEM.
 */
moderato_status input_open(struct input *in, const char *path, moderato_error *err);
moderato_status input_open_memory(
	struct input *in, const char *name, moderato_str bytes, moderato_error *err);
void input_close(struct input *in);

/* Opens the same input once more, from its beginning. MODERATO_EIO: it can be read only once. */
moderato_status input_again(struct input *again, const struct input *in, moderato_error *err);

/* From here on converts the input to UTF-8 from `charset`, a charset_find() result; what cannot be
 * converted becomes U+FFFD. Does nothing if a character set is known already: a byte order mark or
 * an option takes precedence over a document's declaration. With "UTF-8" only invalid bytes are
 * replaced. MODERATO_EINVAL: this system cannot convert from it; MODERATO_ENOMEM, MODERATO_EIO.
 */
moderato_status input_recode(struct input *in, const char *charset, moderato_error *err);
size_t input_replaced(const struct input *in); /* the number of U+FFFD written so far */

/* From here on hands out each CR as a line feed, as in files of old Macs. MODERATO_ENOMEM. */
moderato_status input_cr_ends(struct input *in, moderato_error *err);

/* Returns how many bytes of the file everything taken so far needs. The steps are whole blocks if
 * the file is compressed (then compressed bytes are counted) or converted. The result is the same
 * for the same file, however it is read. */
size_t input_position(const struct input *in);

/* Reads on until the window holds `want` bytes or the input ends; *view is the whole window. */
moderato_status input_peek(struct input *in, size_t want, moderato_str *view, moderato_error *err);

/* Returns true if the window holds no whole line and nothing can be read without waiting. */
bool input_waits(const struct input *in);

/* Take `len` bytes of the window; they stay readable until the next call that reads. */
void input_take(struct input *in, size_t len);

/* Moves forward to an earlier value of in->taken, which is the beginning of line `line`. A pipe is
 * read up to there. MODERATO_EIO: the input ends before. */
moderato_status input_skip_to(struct input *in, size_t taken, size_t line, moderato_error *err);

/* Skips the whole lines that end at or before this input_position(). */
moderato_status input_skip_lines(struct input *in, size_t position, moderato_error *err);

/* Take the next line, without its LF or CRLF. MODERATO_END; MODERATO_ELIMIT: it is longer than
 * `max` bytes and was skipped (its first bytes are in in->head); the next call reads on. */
moderato_status input_line(struct input *in, size_t max, moderato_str *line, moderato_error *err);

#endif
