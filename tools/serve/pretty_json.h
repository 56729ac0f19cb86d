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

static inline void pretty_json_line(struct pretty_json *p)
{
	static const char blanks[2 * PRETTY_JSON_DEPTH_MAX + 2] = "\n                        ";

	if (!p->compact)
		buffer_add(p->out, blanks, 1 + 2 * p->depth);
}

/* Begins an element of an array; keys do it themselves. */
static inline void pretty_json_item(struct pretty_json *p)
{
	if (!p->empty)
		buffer_add_char(p->out, ',');
	p->empty = false;
	pretty_json_line(p);
}

static inline void pretty_json_open(struct pretty_json *p, char bracket)
{
	buffer_add_char(p->out, bracket);
	p->depth++;
	p->empty = true;
}

static inline void pretty_json_close(struct pretty_json *p, char bracket)
{
	p->depth--;
	if (!p->empty)
		pretty_json_line(p);
	p->empty = false;
	buffer_add_char(p->out, bracket);
}

static inline void pretty_json_colon(struct pretty_json *p)
{
	buffer_add(p->out, ": ", p->compact ? 1 : 2);
}

/* A key of the code's own: it needs no escapes. */
static inline void pretty_json_key(struct pretty_json *p, const char *key)
{
	pretty_json_item(p);
	buffer_add_char(p->out, '"');
	buffer_add_str(p->out, key);
	buffer_add_char(p->out, '"');
	pretty_json_colon(p);
}

/* A key of the request's. */
static inline void pretty_json_foreign_key(struct pretty_json *p, moderato_str key)
{
	pretty_json_item(p);
	json_write_string(p->out, key);
	pretty_json_colon(p);
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
