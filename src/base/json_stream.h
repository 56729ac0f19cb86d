/* SPDX-License-Identifier: MIT */
#ifndef BASE_JSON_STREAM_H
#define BASE_JSON_STREAM_H
/*
 * JSON of any length as a stream of tokens, over base/file. Memory depends on the longest string,
 * and one longer than JSON_STREAM_STRING_MAX is passed over.
 *
 * A scanner of our own: simdjson (base/json) and yajl want a document that is right to its end, and
 * RapidJSON's reader stops for good at the first mistake. Real exports are cut off, hold NaN or a
 * line that was half written: what is complete is handed out, a mistake is said once, and reading
 * goes on where the next record begins. Strict where strictness finds damage (commas, colons,
 * brackets), lenient where nothing is in doubt: control characters in strings, commas before an
 * end, unknown escapes, NaN and its like (null). Bytes are handed on as they are, UTF-8 or not;
 * escaped lone surrogates become U+FFFD.
 *
 * Several documents one after another, with a comma between them or not, are read as one.
 */
#include <stdbool.h>

#include "base/buffer.h"
#include "base/file.h"

/* Deeper containers are passed over: a bracket costs a byte here, but more to who calls. */
#define JSON_STREAM_DEPTH_MAX 2048
#define JSON_STREAM_STRING_MAX ((size_t)2 << 20)

enum json_token {
	TOKEN_END,    /* of the input */
	TOKEN_FAILED, /* to read: stream.failure, for good */
	TOKEN_BAD,    /* stream.problem, at json_stream_line(); call json_stream_resync() next */
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
	size_t at;         /* what has been read of it */
	moderato_str text; /* borrows until the next call */
	const char *problem;
	moderato_status failure;
	moderato_error error; /* with TOKEN_FAILED */
	size_t depth;         /* of what is open */
	enum { WANT_ELEMENT, WANT_KEY, WANT_VALUE, WANT_COMMA } want;
	bool lost;    /* after a mistake: closing brackets may not fit */
	bool cut_off; /* that the input ends too early has been said */
	struct buffer unescaped;
	char open[JSON_STREAM_DEPTH_MAX]; /* { or [ */
};

void json_stream_init(struct json_stream *s, struct input *in);
void json_stream_dispose(struct json_stream *s); /* the input stays the caller's */

enum json_token json_stream_next(struct json_stream *s);

/* After TOKEN_OBJECT or TOKEN_ARRAY: pass over it, to the place after its end, checking strings and
 * brackets only. Gives TOKEN_OBJECT_END or TOKEN_ARRAY_END, or what went wrong; with `keep` the
 * whole of it is in `text`, or the result is TOKEN_LONG if it is longer than
 * JSON_STREAM_STRING_MAX. */
enum json_token json_stream_skip(struct json_stream *s, bool keep);

/* After TOKEN_BAD: go on at the next { "KEY": after a comma, an opening bracket or a line's
 * beginning, for whose key `begins` says yes; `depth` containers are open there. false: there is
 * none, or the input failed; the next token says. */
bool json_stream_resync(struct json_stream *s, size_t depth,
	bool (*begins)(void *payload, moderato_str key), void *payload);

/* Give back what has been read: input_position() is after the last token, and the input's line is
 * that of the next byte. */
void json_stream_take(struct json_stream *s);

#endif
