/* SPDX-License-Identifier: MIT */
/*
 * Reads Staticman's entries, a file of JSON for each. A site chooses the names of its fields, so
 * those that its documentation and common themes use are known. The text is what was sent to the
 * form: plain text or Markdown.
 */
#include "import/staticman.h"

#include "base/str.h"
#include "import/json_records.h"

#define AS_MEMBER(name, slot) KEEP(name, slot),

static const struct member members[] = {STATICMAN_FIELDS(AS_MEMBER)};
static const struct shape entry = {SHAPE_OF(members), NULL, true};

bool staticman_is_id(moderato_str s)
{
	static const char pattern[] = "00000000-0000-0000-0000-000000000000";
	size_t i;

	if (s.len > 2 && strchr("'\"", *s.ptr))
		s = str_part(s, 1, s.len - 1);
	if (s.len != sizeof(pattern) - 1)
		return false;
	for (i = 0; i < s.len; i++)
		if (pattern[i] == '-' ? s.ptr[i] != '-' : ascii_hex(s.ptr[i]) < 0)
			return false;
	return true;
}

void staticman_fill(const moderato_str *fields, moderato_comment *comment)
{
	const moderato_str parent = fields[STATICMAN_PARENT];

	comment->id = filled(fields[STATICMAN_ID]);
	comment->author = filled(fields[STATICMAN_NAME]);
	if (fields[STATICMAN_EMAIL].len &&
		memchr(fields[STATICMAN_EMAIL].ptr, '@', fields[STATICMAN_EMAIL].len))
		comment->author_email = fields[STATICMAN_EMAIL]; /* otherwise it is only a hash */
	comment->author_url = filled(fields[STATICMAN_URL]);
	comment->parent_id = filled(fields[STATICMAN_ANSWERS]);
	if (staticman_is_id(parent))
		comment->parent_id = either(comment->parent_id, parent);
	else
		comment->group = filled(parent);
	comment->group = either(fields[STATICMAN_SLUG], comment->group);
	if (str_begins(parent, "http"))
		comment->url = parent;
	comment->state = str_of("published");
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	moderato_str fields[STATICMAN_SLOTS];
	unsigned i;

	for (i = 0; i < STATICMAN_SLOTS; i++)
		fields[i] = record_get(r, i);
	if (!record_has(r, STATICMAN_ID) && !record_has(r, STATICMAN_TEXT))
		return NO_COMMENT;
	staticman_fill(fields, comment);
	comment->created = record_time(r, fields[STATICMAN_DATE]);
	return record_text(r, STATICMAN_TEXT, comment);
}

bool sniff_staticman(const struct sample *sample)
{
	static const char *const signs[] = {"name", "email", "_parent", "date"};
	const struct outline *o = sample->json;
	size_t i;

	for (i = 0; o && i < sizeof(signs) / sizeof(*signs); i++)
		if (outline_has(o, "_id message", signs[i]) ||
			outline_has(o, "_id _parent body", signs[i]) ||
			outline_has(o, "_id comment name", signs[i]))
			return true;
	return false;
}

moderato_status open_staticman(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Staticman", &entry, &entry, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
