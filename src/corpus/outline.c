/* SPDX-License-Identifier: MIT */
#include "corpus/outline.h"

#include <stdio.h>
#include <string.h>

#include "base/json_stream.h"
#include "corpus/source.h"

static void note_key(
	struct outline *o, const struct json_stream *s, moderato_str head, unsigned object)
{
	const moderato_str key = s->text;

	/* Ignores keys with escapes: no known format's keys contain any. */
	if (o->n == OUTLINE_KEYS || key.ptr < head.ptr || key.ptr >= head.ptr + head.len)
		return;
	o->keys[o->n].key = key;
	o->keys[o->n].object = object;
	o->keys[o->n].depth = (unsigned)s->depth;
	o->n++;
}

static bool any_key(void *payload, moderato_str key)
{
	(void)payload;
	return key.len > 0;
}

/* Returns whether a line of the sample ends before the place where reading has come to. The window
 * need not be a part of the sample: what is behind its end has a place of its own. */
static bool has_line_before(const struct json_stream *s, moderato_str head)
{
	const size_t read = s->in->taken + s->at;

	return memchr(head.ptr, '\n', read < head.len ? read : head.len) != NULL;
}

static void read_tokens(struct outline *o, struct json_stream *s, moderato_str head, bool one)
{
	unsigned objects[JSON_STREAM_DEPTH_MAX + 1]; /* the number of each object that is open */
	enum json_token token;
	unsigned n = 0;

	do {
		token = json_stream_next(s);
		if (token == TOKEN_OBJECT)
			objects[s->depth] = ++n;
		else if (token == TOKEN_KEY)
			note_key(o, s, head, objects[s->depth]);
		if (token == TOKEN_BAD && o->first == OUTLINE_OPEN && s->at + 1 < s->view.len)
			o->first = OUTLINE_WRONG;
		if (token == TOKEN_BAD && (one || !json_stream_resync(s, 0, any_key, NULL)))
			break;
		if (o->first == OUTLINE_OPEN && !s->depth && token != TOKEN_BAD && token != TOKEN_END) {
			o->first = OUTLINE_WHOLE;
			o->lines = has_line_before(s, head);
		}
	} while (token != TOKEN_END && token != TOKEN_FAILED && !(one && !s->depth));
	if (o->first == OUTLINE_OPEN)
		o->lines = memchr(head.ptr, '\n', head.len) != NULL;
}

bool outline_read(struct outline *o, moderato_str head, bool one)
{
	static const char name[] = "";
	struct json_stream stream;
	struct input in;
	moderato_error err;

	o->n = 0;
	o->first = OUTLINE_OPEN;
	o->lines = false;
	o->array = head.len && *head.ptr == '[';
	if (!head.len)
		return true;
	if (input_open_memory(&in, name, head, &err))
		return false;
	json_stream_init(&stream, &in);
	read_tokens(o, &stream, head, one);
	json_stream_dispose(&stream);
	input_close(&in);
	return stream.failure != MODERATO_ENOMEM;
}

static bool object_has(const struct outline *o, unsigned object, moderato_str key)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (o->keys[i].object == object && o->keys[i].key.len == key.len &&
			!memcmp(o->keys[i].key.ptr, key.ptr, key.len))
			return true;
	return false;
}

static bool object_has_all(const struct outline *o, unsigned object, const char *keys)
{
	while (*keys) {
		const size_t len = strcspn(keys, " ");

		if (!object_has(o, object, (moderato_str){keys, len}))
			return false;
		keys += len + (keys[len] == ' ');
	}
	return true;
}

bool outline_has(const struct outline *o, const char *others, const char *key)
{
	const size_t len = strlen(key);
	size_t i;

	for (i = 0; i < o->n; i++)
		if (o->keys[i].key.len == len && !memcmp(o->keys[i].key.ptr, key, len) &&
			object_has_all(o, o->keys[i].object, others))
			return true;
	return false;
}

bool outline_has_at(const struct outline *o, const char *key, unsigned depth)
{
	const size_t len = strlen(key);
	size_t i;

	for (i = 0; i < o->n; i++)
		if (o->keys[i].depth == depth && o->keys[i].key.len == len &&
			!memcmp(o->keys[i].key.ptr, key, len))
			return true;
	return false;
}

/* Whether an earlier object has key i as well: many objects of a file have the same ones. */
static bool is_repeated(const struct outline *o, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (o->keys[k].key.len == o->keys[i].key.len &&
			!memcmp(o->keys[k].key.ptr, o->keys[i].key.ptr, o->keys[i].key.len))
			return true;
	return false;
}

void outline_show(const struct outline *o, char out[OUTLINE_SHOWN])
{
	const char *dots = o->n ? "" : "none";
	size_t len = 0;
	size_t n = 0;
	size_t i;

	for (i = 0; i < o->n && !*dots; i++) {
		char name[SHOWN_MAX + 4];

		if (is_repeated(o, i))
			continue;
		shown(name, o->keys[i].key);
		if (n++ == 12 || len + strlen(name) + 8 > OUTLINE_SHOWN)
			dots = " ...";
		else
			len += (size_t)snprintf(
				out + len, OUTLINE_SHOWN - len, "%s\"%s\"", n > 1 ? ", " : "", name);
	}
	snprintf(out + len, OUTLINE_SHOWN - len, "%s", dots);
}
