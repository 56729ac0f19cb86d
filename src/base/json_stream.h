/* SPDX-License-Identifier: MIT */
#ifndef BASE_JSON_STREAM_H
#define BASE_JSON_STREAM_H
/*
 * JSON of any length as a stream of tokens, over base/file. Memory depends on the longest string,
 * and one longer than JSON_STREAM_STRING_MAX is passed over.
 *
 * We have our own scanner because simdjson (base/json) and yajl need a document that is valid to
 * its end, and RapidJSON's reader stops for good at the first mistake. Real exports are cut off,
 * contain NaN or a half-written line: this scanner returns what is complete, reports a mistake
 * once, and goes on where the next record begins. It is strict where strictness finds damage
 * (commas, colons, brackets), and lenient where the meaning is clear: control characters in
 * strings, commas before an end, unknown escapes, NaN and the like (read as null). Bytes are passed
 * on unchanged, UTF-8 or not; escaped lone surrogates become U+FFFD.
 *
 * Several documents one after another, with a comma between them or not, are read as one.
 */
#include <stdbool.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"

enum json_token {
	TOKEN_END,    /* of the input */
	TOKEN_FAILED, /* reading failed for good: see stream.failure */
	TOKEN_BAD, /* malformed input: stream.problem, at json_stream_line(); call json_stream_resync()
				  next */
	TOKEN_OBJECT, /* begins */
	TOKEN_OBJECT_END,
	TOKEN_ARRAY,
	TOKEN_ARRAY_END,
	TOKEN_KEY,    /* of a member, whose value comes next: stream.text, unescaped */
	TOKEN_STRING, /* stream.text, unescaped */
	TOKEN_NUMBER, /* stream.text, as it is written; not checked */
	TOKEN_TRUE,
	TOKEN_FALSE,
	TOKEN_NULL,
	TOKEN_LONG, /* a string that is too long */
	TOKEN_DEEP, /* a container that is too deep */
};

struct json_stream {
	struct input *in;
	moderato_str view; /* the input's window */
	size_t at;         /* how much of it has been read */
	moderato_str text; /* borrows until the next call */
	const char *problem;
	moderato_status failure;
	moderato_error error; /* with TOKEN_FAILED */
	size_t depth;         /* the number of open containers */
	enum { WANT_ELEMENT, WANT_KEY, WANT_VALUE, WANT_COMMA } want;
	bool lost;    /* after a mistake: closing brackets may not fit */
	bool cut_off; /* it has been reported that the input ends too early */
	struct buffer unescaped;
	char open[JSON_STREAM_DEPTH_MAX]; /* { or [ */
};

void json_stream_init(struct json_stream *s, struct input *in);
void json_stream_dispose(struct json_stream *s); /* the caller keeps the input */

enum json_token json_stream_next(struct json_stream *s);

/* Skips the container after TOKEN_OBJECT or TOKEN_ARRAY, checking only its strings and brackets.
 * Returns TOKEN_OBJECT_END or TOKEN_ARRAY_END, or the token of a failure. With `keep` its whole
 * text is in `text`, or the result is TOKEN_LONG if it is longer than JSON_STREAM_STRING_MAX. */
enum json_token json_stream_skip(struct json_stream *s, bool keep);

/* Goes on, after TOKEN_BAD, at the next { "KEY": that follows a comma, an opening bracket or the
 * beginning of a line and whose key `begins` accepts; `depth` containers are open there. Returns
 * false if there is none or the input failed; the next token tells which. */
bool json_stream_resync(struct json_stream *s, size_t depth,
	bool (*begins)(void *payload, moderato_str key), void *payload);

/* Takes what has been read from the input: input_position() is then after the last token, and the
 * input's line is that of the next byte. */
void json_stream_take(struct json_stream *s);

#endif
