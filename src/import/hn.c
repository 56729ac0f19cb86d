/* SPDX-License-Identifier: MIT */
/*
 * Reads Hacker News items as its API gives them: one, an array of them, one per line, or a tree in
 * which `kids` or `comments` hold the items themselves. Also reads what Algolia's search gives:
 * `hits`, or a tree of `children`. Stories, jobs and polls are not comments; if one comes before
 * its comments, they get its title and url. Text is HTML and stays HTML.
 */
#include "base/str.h"
#include "import/gone_threads.h"

#define TREE_HEAD ((size_t)1024) /* bytes in which a tree shows that it is one */

enum slot {
	NONE,
	ID,
	AUTHOR,
	TEXT,
	TIME,
	DATE,
	PARENT,
	STORY,
	TITLE,
	URL,
	TYPE,
	DEAD,
	DELETED,
};

static const struct shape item;
static const struct member members[] = {KEEP("id", ID), KEEP("objectID", ID), KEEP("by", AUTHOR),
	KEEP("author", AUTHOR), KEEP("text", TEXT), KEEP("comment_text", TEXT), KEEP("time", TIME),
	KEEP("created_at_i", TIME), KEEP("created_at", DATE), KEEP("parent", PARENT),
	KEEP("parent_id", PARENT), KEEP("story_id", STORY), KEEP("title", TITLE),
	KEEP("story_title", TITLE), KEEP("url", URL), KEEP("story_url", URL), KEEP("type", TYPE),
	KEEP("dead", DEAD), KEEP("deleted", DELETED), INTO("kids", &item), INTO("children", &item),
	INTO("comments", &item), INTO("hits", &item), INTO("items", &item), INTO("post", &item),
	INTO("story", &item)};
static const struct shape item = {SHAPE_OF(members), NULL, true};

/* Remembers under the item's id what is known of its story: the story's id, title and url. */
static void remember(struct json_records *r, moderato_str id, moderato_str story,
	moderato_str title, moderato_str url)
{
	const moderato_str values[NAME_VALUES] = {story, title, url};

	r->held.failed |= !name_table_add(&r->names, id, values);
}

/* Copies of Algolia's trees often lack the type. What answers something, or stands within it
 * without a title, is a comment; one that was deleted has neither text nor author. */
static bool is_comment(struct json_records *r)
{
	const moderato_str type = record_get(r, TYPE);

	if (type.ptr)
		return str_is(type, "comment");
	if (!record_get(r, ID).ptr)
		return false;
	if (!record_get(r, PARENT).ptr && (!record_parent(r, ID).len || record_has(r, TITLE)))
		return false;
	return record_get(r, TEXT).ptr || (!record_get(r, AUTHOR).len && record_get(r, DATE).ptr);
}

/* Returns whether the text is one of the API's own words for a missing text. */
static bool is_withheld(moderato_str text)
{
	return str_is(text, "[dead]") || str_is(text, "[flagged]") || str_is(text, "[deleted]");
}

/* Sets the comment's story: what the outermost comment answers, or the item around all
 * comments. */
static void place(struct json_records *r, moderato_comment *comment)
{
	const moderato_str parent = either(record_get(r, PARENT), record_parent(r, ID));
	const moderato_str top = either(record_outer(r, PARENT), parent);
	const struct name_entry *known = name_table_find(&r->names, top);
	const bool within = record_outer(r, ID).len || record_outer(r, PARENT).len;

	comment->group = record_get(r, STORY);
	if (!comment->group.len && (known || within))
		comment->group =
			known ? known->values[0] : either(record_outer(r, PARENT), record_outer(r, ID));
	comment->group = filled(comment->group);
	if (!known)
		known = name_table_find(&r->names, comment->group);
	comment->title =
		either(record_get(r, TITLE), known ? known->values[1] : record_outer(r, TITLE));
	comment->url = either(record_get(r, URL), known ? known->values[2] : record_outer(r, URL));
	if (!str_equal(parent, comment->group) || (!record_has(r, TYPE) && record_parent(r, ID).len))
		comment->parent_id = filled(parent);
}

static const char *state_of(const struct json_records *r)
{
	if (record_is_true(r, DELETED))
		return "deleted";
	return record_is_true(r, DEAD) ? "removed" : "published";
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const moderato_str id = record_get(r, ID);

	if (!is_comment(r)) {
		remember(r, id, id, record_get(r, TITLE), record_get(r, URL));
		if (strcmp(state_of(r), "published") != 0)
			thread_is_gone(r, id);
		return NO_COMMENT;
	}
	place(r, comment);
	if (comment->group.len)
		remember(r, id, comment->group, comment->title, comment->url);
	comment->id = filled(id);
	comment->author = filled(record_get(r, AUTHOR));
	comment->created = record_time(r, either(record_get(r, TIME), record_get(r, DATE)));
	comment->state = str_of(state_in_thread(r, comment->group, state_of(r)));
	comment->text = record_get(r, TEXT);
	if (!comment->text.ptr
			? record_is_true(r, DELETED) || record_is_true(r, DEAD) || !comment->author.len
			: is_withheld(comment->text))
		return WITHOUT_TEXT;
	return record_text(r, TEXT, comment);
}

bool sniff_hn(const struct sample *sample)
{
	static const char *const signs[] = {"by", "kids", "parent", "descendants", "deleted", "dead"};
	const struct outline *o = sample->json;
	size_t i;

	if (!o)
		return false;
	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (outline_has(o, "id time type", signs[i]))
			return true;
	return outline_has(o, "objectID author created_at_i", "comment_text") ||
		   outline_has(o, "objectID author created_at_i", "_tags") ||
		   outline_has(o, "id author created_at_i", "children") ||
		   outline_has(o, "id author created_at text parent_id", "children") ||
		   outline_has(o, "id author points", "children") ||
		   (outline_has(o, "id", "children") && outline_has(o, "id created_at_i", "text"));
}

/* Finds out whether the input is a tree of Algolia's, in which a story's title comes after its
 * comments, as the members are in the order of their names. */
static moderato_status begins_tree(struct input *in, bool *is_tree, moderato_error *err)
{
	static const char children[] = "\"children\"";
	moderato_str head;
	const moderato_status status = input_peek(in, TREE_HEAD, &head, err);

	if (status)
		return status;
	head.len = head.len < TREE_HEAD ? head.len : TREE_HEAD;
	*is_tree = str_begins(head, "{") && memmem(head.ptr, head.len, children, sizeof(children) - 1);
	return MODERATO_OK;
}

moderato_status open_hn(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Hacker News", &item, &item, false, finish};
	static const struct json_records_format tree = {"Hacker News", &item, &item, true, finish};
	bool is_tree;
	const moderato_status status = begins_tree(in, &is_tree, err);

	(void)options;
	return status ? status : open_json_records(out, in, is_tree ? &tree : &format, err);
}
