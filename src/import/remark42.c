/* SPDX-License-Identifier: MIT */
/*
 * Reads remark42's comments: the tree that its API gives (`comment` and `replies`), lists of
 * comments, and its backup, where a line about users and posts precedes one comment per line.
 * `orig` is what the author wrote, `text` the HTML made from it. The user's ip is only a hash and
 * is left out.
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	PARENT,
	TEXT,
	ORIG,
	AUTHOR,
	PAGE,
	TIME,
	TITLE,
	DELETED,
};

static const struct member of_user[] = {KEEP("name", AUTHOR)};
static const struct shape user = {SHAPE_OF(of_user), NULL, false};
static const struct member of_locator[] = {KEEP("url", PAGE)};
static const struct shape locator = {SHAPE_OF(of_locator), NULL, false};
static const struct shape node;
static const struct member members[] = {KEEP("id", ID), KEEP("pid", PARENT), KEEP("text", TEXT),
	KEEP("orig", ORIG), INTO("user", &user), INTO("locator", &locator), KEEP("time", TIME),
	KEEP("title", TITLE), KEEP("delete", DELETED), KEEP("deleted", DELETED), INTO("comment", &node),
	INTO("comments", &node), INTO("replies", &node)};
static const struct shape node = {SHAPE_OF(members), NULL, true};

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const moderato_str text = either(record_get(r, ORIG), record_get(r, TEXT));

	if (!record_get(r, ID).ptr || (!record_has(r, PARENT) && !record_get(r, PAGE).ptr))
		return NO_COMMENT;
	if (record_is_true(r, DELETED) && !text.len)
		return WITHOUT_TEXT;
	comment->id = filled(record_get(r, ID));
	if (!str_is(record_get(r, PARENT), "root")) /* as it is in what came from Commento */
		comment->parent_id = filled(record_get(r, PARENT));
	comment->author = filled(record_get(r, AUTHOR));
	comment->url = filled(record_get(r, PAGE));
	comment->group = comment->url;
	comment->title = filled(record_get(r, TITLE));
	comment->created = record_time(r, record_get(r, TIME));
	comment->state = str_of(record_is_true(r, DELETED) ? "deleted" : "published");
	return record_text(r, record_get(r, ORIG).len ? ORIG : TEXT, comment);
}

bool sniff_remark42(const struct sample *sample)
{
	return sample->json && (outline_has(sample->json, "id pid user", "locator") ||
							   outline_has(sample->json, "version users", "posts"));
}

moderato_status open_remark42(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"remark42", &node, &node, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
