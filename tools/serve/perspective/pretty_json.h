/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PRETTY_JSON_H
#define TOOLS_SERVE_PRETTY_JSON_H
/* Writes JSON into a buffer, indented by two blanks as Google's services answer, or compact. The
 * caller opens and closes; commas, line ends and indents come by themselves. */
#include "base/json.h"
#include "base/number.h"

#define PRETTY_JSON_DEPTH_MAX 12

struct pretty_json {
	struct buffer *out;
	bool compact;
	bool empty; /* nothing has been written since the last opening bracket */
	unsigned depth;
};

static inline struct pretty_json pretty_json_of(struct buffer *out, bool compact)
{
	return (struct pretty_json){out, compact, true, 0};
}

/* The bytes that the functions below write at most besides what they are given. */
#define PRETTY_JSON_SPARE (2 * PRETTY_JSON_DEPTH_MAX + 8)

/* Ends a line and indents the next. There must be room for it. */
static inline char *pretty_json_line(const struct pretty_json *p, char *at)
{
	static const char blanks[2 * PRETTY_JSON_DEPTH_MAX + 1] = "\n                        ";

	if (p->compact)
		return at;
	memcpy(at, blanks, sizeof(blanks)); /* a length that the compiler knows */
	return at + 1 + 2 * p->depth;
}

static inline void pretty_json_end_at(struct pretty_json *p, const char *at)
{
	p->out->len = (size_t)(at - p->out->data);
}

/* Writes what stands before a value or a key. */
static inline char *pretty_json_begin(struct pretty_json *p, char *at)
{
	if (!p->empty)
		*at++ = ',';
	p->empty = false;
	return pretty_json_line(p, at);
}

/* Begins an element of an array; keys do it themselves. */
static inline void pretty_json_item(struct pretty_json *p)
{
	if (buffer_reserve(p->out, PRETTY_JSON_SPARE))
		pretty_json_end_at(p, pretty_json_begin(p, p->out->data + p->out->len));
}

static inline void pretty_json_open(struct pretty_json *p, char bracket)
{
	buffer_add_char(p->out, bracket);
	p->depth++;
	p->empty = true;
}

static inline void pretty_json_close(struct pretty_json *p, char bracket)
{
	char *at;

	p->depth--;
	if (!buffer_reserve(p->out, PRETTY_JSON_SPARE))
		return;
	at = p->out->data + p->out->len;
	if (!p->empty)
		at = pretty_json_line(p, at);
	*at++ = bracket;
	pretty_json_end_at(p, at);
	p->empty = false;
}

static inline void pretty_json_colon(struct pretty_json *p)
{
	buffer_add(p->out, ": ", p->compact ? 1 : 2);
}

/* A key of the code's own: it needs no escapes. Inlined, so that its length is a number. */
static inline __attribute__((always_inline)) void pretty_json_key(
	struct pretty_json *p, const char *key)
{
	const size_t len = strlen(key);
	char *at;

	if (!buffer_reserve(p->out, len + PRETTY_JSON_SPARE))
		return;
	at = pretty_json_begin(p, p->out->data + p->out->len);
	*at++ = '"';
	memcpy(at, key, len);
	memcpy(at + len, "\": ", 3);
	pretty_json_end_at(p, at + len + (p->compact ? 2 : 3));
}

/* A key of the request's. */
static inline void pretty_json_foreign_key(struct pretty_json *p, moderato_str key)
{
	pretty_json_item(p);
	json_write_string(p->out, key);
	pretty_json_colon(p);
}

/* A text of the code's own. */
static inline __attribute__((always_inline)) void pretty_json_literal(
	struct pretty_json *p, const char *key, const char *value)
{
	pretty_json_key(p, key);
	buffer_add_char(p->out, '"');
	buffer_add(p->out, value, strlen(value));
	buffer_add_char(p->out, '"');
}

static inline void pretty_json_string(struct pretty_json *p, const char *key, moderato_str value)
{
	pretty_json_key(p, key);
	json_write_string(p->out, value);
}

static inline void pretty_json_number(struct pretty_json *p, const char *key, double value)
{
	pretty_json_key(p, key);
	buffer_add_number(p->out, value);
}

static inline void pretty_json_count(struct pretty_json *p, const char *key, size_t value)
{
	char digits[20];
	size_t n = sizeof(digits);

	pretty_json_key(p, key);
	do
		digits[--n] = (char)('0' + value % 10);
	while (value /= 10);
	buffer_add(p->out, digits + n, sizeof(digits) - n);
}

static inline void pretty_json_strings(
	struct pretty_json *p, const char *key, const moderato_str *values, size_t n)
{
	size_t i;

	pretty_json_key(p, key);
	pretty_json_open(p, '[');
	for (i = 0; i < n; i++) {
		pretty_json_item(p);
		json_write_string(p->out, values[i]);
	}
	pretty_json_close(p, ']');
}

/* Ends the whole text, as Google does. */
static inline void pretty_json_end(struct pretty_json *p)
{
	if (!p->compact)
		buffer_add_char(p->out, '\n');
}

#endif
