/* SPDX-License-Identifier: MIT */
/*
 * Reads Cusdis's comments: what its API answers to a page (approved ones only) and to the owner of
 * a site, its webhook, and rows of its table. `content` is Markdown, as its author wrote it.
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	PARENT,
	TEXT,
	AUTHOR,
	EMAIL,
	TIME,
	APPROVED,
	DELETED,
	PAGE_ID,
	SLUG,
	TITLE,
	URL,
};

static const struct member of_page[] = {
	KEEP("id", PAGE_ID), KEEP("slug", SLUG), KEEP("title", TITLE), KEEP("url", URL)};
static const struct shape page = {SHAPE_OF(of_page), NULL, false};
static const struct shape node;
static const struct member members[] = {KEEP("id", ID), KEEP("parentId", PARENT),
	KEEP("content", TEXT), KEEP("by_nickname", AUTHOR), KEEP("by_email", EMAIL),
	KEEP("createdAt", TIME), KEEP("created_at", TIME), KEEP("approved", APPROVED),
	KEEP("deletedAt", DELETED), KEEP("pageId", PAGE_ID), KEEP("page_id", SLUG),
	KEEP("page_title", TITLE), INTO("page", &page), INTO("comments", &node), INTO("data", &node),
	INTO("replies", &node)};
static const struct shape node = {SHAPE_OF(members), NULL, true};

static const char *state_of(const struct json_records *r)
{
	if (record_has(r, DELETED))
		return "deleted";
	return record_has(r, APPROVED) && !record_is_true(r, APPROVED) ? "held" : "published";
}

/* Sets the page. Answers come without one where they are nested. */
static void place(struct json_records *r, moderato_comment *comment)
{
	const moderato_str slug = either(record_get(r, SLUG), record_outer(r, SLUG));

	comment->group = either(slug, either(record_get(r, PAGE_ID), record_outer(r, PAGE_ID)));
	comment->title = either(record_get(r, TITLE), record_outer(r, TITLE));
	comment->url = either(record_get(r, URL), record_outer(r, URL));
	comment->parent_id = either(record_get(r, PARENT), record_parent(r, ID));
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	if (!record_has(r, AUTHOR) || !(record_has(r, TEXT) || record_has(r, DELETED)))
		return NO_COMMENT;
	if (record_has(r, DELETED) && !record_get(r, TEXT).len)
		return WITHOUT_TEXT;
	place(r, comment);
	comment->id = filled(record_get(r, ID));
	comment->author = filled(record_get(r, AUTHOR));
	comment->author_email = filled(record_get(r, EMAIL));
	comment->created = record_time(r, record_get(r, TIME));
	comment->state = str_of(state_of(r));
	return record_text(r, TEXT, comment);
}

bool sniff_cusdis(const struct sample *sample)
{
	return sample->json && (outline_has(sample->json, "content", "by_nickname") ||
							   outline_has(sample->json, "commentCount pageCount", "data"));
}

moderato_status open_cusdis(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Cusdis", &node, &node, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
