/* SPDX-License-Identifier: MIT */
/*
 * Reads the comments of Coral (formerly Talk): its comments collection as mongoexport writes it,
 * one per line or as an array (with `revisions`, of which the last counts, `storyID` and
 * `authorID`), the older form with `asset_id`, and answers of its GraphQL API (`nodes` or `edges`,
 * with `author` and `story` as objects).
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	BODY,
	STATUS,
	CREATED,
	AUTHOR_ID,
	AUTHOR,
	STORY,
	PAGE,
	TITLE,
	PARENT,
	DELETED,
};

static const struct member of_number[] = {KEEP("$numberLong", CREATED)};
static const struct shape number = {SHAPE_OF(of_number), NULL, false};
static const struct member of_date[] = {KEEP_OR_INTO("$date", CREATED, &number)};
static const struct shape date = {SHAPE_OF(of_date), NULL, false};
static const struct member of_deletion[] = {KEEP("$date", DELETED)};
static const struct shape deletion = {SHAPE_OF(of_deletion), NULL, false};
static const struct member of_revision[] = {KEEP("body", BODY)};
static const struct shape revision = {SHAPE_OF(of_revision), NULL, false};
static const struct member of_author[] = {KEEP("id", AUTHOR_ID), KEEP("username", AUTHOR)};
static const struct shape author = {SHAPE_OF(of_author), NULL, false};
static const struct member of_metadata[] = {KEEP("title", TITLE)};
static const struct shape metadata = {SHAPE_OF(of_metadata), NULL, false};
static const struct shape node;
static const struct member of_story[] = {
	KEEP("id", STORY), KEEP("url", PAGE), INTO("metadata", &metadata), INTO("comments", &node)};
static const struct shape story = {SHAPE_OF(of_story), NULL, false};
static const struct member of_parent[] = {KEEP("id", PARENT)};
static const struct shape parent = {SHAPE_OF(of_parent), NULL, false};
static const struct member members[] = {KEEP("id", ID), KEEP("body", BODY), KEEP("status", STATUS),
	KEEP_OR_INTO("createdAt", CREATED, &date), KEEP_OR_INTO("created_at", CREATED, &date),
	KEEP("authorID", AUTHOR_ID), KEEP("author_id", AUTHOR_ID), INTO("author", &author),
	KEEP("storyID", STORY), KEEP("asset_id", STORY), INTO("story", &story), INTO("asset", &story),
	KEEP("parentID", PARENT), KEEP("parent_id", PARENT), INTO("parent", &parent),
	INTO("revisions", &revision), INTO("revision", &revision),
	KEEP_OR_INTO("deletedAt", DELETED, &deletion), KEEP_OR_INTO("deleted_at", DELETED, &deletion),
	INTO("data", &node), INTO("comments", &node), INTO("nodes", &node), INTO("edges", &node),
	INTO("node", &node), INTO("replies", &node)};
static const struct shape node = {SHAPE_OF(members), NULL, true};

static const char *state_of(const struct json_records *r)
{
	static const struct {
		const char *status;
		const char *state;
	} states[] = {{"APPROVED", "published"}, {"ACCEPTED", "published"}, {"NONE", "published"},
		{"REJECTED", "removed"}, {"PREMOD", "held"}, {"SYSTEM_WITHHELD", "held"}};
	const moderato_str status = record_get(r, STATUS);
	size_t i;

	if (record_get(r, DELETED).len)
		return "deleted";
	for (i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (str_is(status, states[i].status))
			return states[i].state;
	return NULL;
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const char *state = state_of(r);

	if (!record_get(r, ID).ptr || !(record_get(r, STATUS).ptr || record_get(r, STORY).ptr ||
									  (record_has(r, BODY) && record_get(r, CREATED).ptr)))
		return NO_COMMENT;
	if (record_get(r, DELETED).len && !record_get(r, BODY).len)
		return WITHOUT_TEXT;
	comment->id = filled(record_get(r, ID));
	comment->author = either(record_get(r, AUTHOR), record_get(r, AUTHOR_ID));
	comment->parent_id = filled(record_get(r, PARENT));
	comment->group = either(record_get(r, STORY), record_outer(r, STORY));
	comment->url = either(record_get(r, PAGE), record_outer(r, PAGE));
	comment->title = either(record_get(r, TITLE), record_outer(r, TITLE));
	comment->created = record_time(r, record_get(r, CREATED));
	if (state)
		comment->state = str_of(state);
	return record_text(r, BODY, comment);
}

bool sniff_coral(const struct sample *sample)
{
	static const char *const signs[] = {"revisions", "actionCounts", "action_counts"};
	const struct outline *o = sample->json;
	size_t i;

	if (!o)
		return false;
	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (outline_has(o, "id status", signs[i]))
			return true;
	return outline_has(o, "id body createdAt status", "author") ||
		   outline_has(o, "id body status", "story") || outline_has(o, "id body", "storyID") ||
		   outline_has(o, "id storyID", "status") || outline_has(o, "id body asset_id", "status");
}

moderato_status open_coral(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Coral", &node, &node, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
