/* SPDX-License-Identifier: MIT */
/*
 * Reads Ghost's comments as its APIs give them: to members those of a post, to staff those of the
 * site. The text is HTML, and is withheld where the comment was deleted or, from members, hidden.
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	PARENT,
	ANSWERS,
	HTML,
	STATUS,
	TIME,
	AUTHOR,
	EMAIL,
	POST,
	TITLE,
	PAGE,
};

static const struct member of_member[] = {KEEP("name", AUTHOR), KEEP("email", EMAIL)};
static const struct shape member = {SHAPE_OF(of_member), NULL, false};
static const struct member of_post[] = {KEEP("id", POST), KEEP("title", TITLE), KEEP("url", PAGE)};
static const struct shape post = {SHAPE_OF(of_post), NULL, false};
static const struct shape node;
static const struct member members[] = {KEEP("id", ID), KEEP("parent_id", PARENT),
	KEEP("in_reply_to_id", ANSWERS), KEEP("html", HTML), KEEP("status", STATUS),
	KEEP("created_at", TIME), KEEP("post_id", POST), INTO("member", &member), INTO("post", &post),
	INTO("comments", &node), INTO("replies", &node)};
static const struct shape node = {SHAPE_OF(members), NULL, true};

static const char *state_of(const struct json_records *r)
{
	const moderato_str status = record_get(r, STATUS);

	if (str_is(status, "hidden"))
		return "removed";
	return str_is(status, "deleted") ? "deleted" : "published";
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const moderato_str status = record_get(r, STATUS);

	if (!record_get(r, ID).ptr || (!record_has(r, HTML) && !status.ptr))
		return NO_COMMENT;
	if (!record_has(r, HTML) && !str_is(status, "published"))
		return WITHOUT_TEXT;
	comment->id = filled(record_get(r, ID));
	comment->parent_id =
		either(either(record_get(r, ANSWERS), record_get(r, PARENT)), record_parent(r, ID));
	comment->group = either(record_get(r, POST), record_outer(r, POST));
	comment->title = either(record_get(r, TITLE), record_outer(r, TITLE));
	comment->url = either(record_get(r, PAGE), record_outer(r, PAGE));
	comment->author = filled(record_get(r, AUTHOR));
	comment->author_email = filled(record_get(r, EMAIL));
	comment->created = record_time(r, record_get(r, TIME));
	comment->state = str_of(state_of(r));
	return record_text(r, HTML, comment);
}

bool sniff_ghost(const struct sample *sample)
{
	static const char *const signs[] = {"in_reply_to_id", "replies", "liked", "count"};
	const struct outline *o = sample->json;
	size_t i;

	for (i = 0; o && i < sizeof(signs) / sizeof(*signs); i++)
		if (outline_has(o, "id html status created_at member", signs[i]))
			return true;
	return false;
}

moderato_status open_ghost(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Ghost", &node, &node, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
