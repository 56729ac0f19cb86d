/* SPDX-License-Identifier: MIT */
/*
 * Hacker News items as its API gives them: one, an array of them, one a line, or a tree in which
 * `kids` or `comments` hold the items themselves; and what the search of Algolia gives, `hits` or a
 * tree of `children`. Stories, jobs and polls are no comments; what comes before their comments
 * gives those a title and a url. Text is HTML and stays so.
 */
#include "import/tree.h"

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

/* What is known of the item's story, by the item's id: its id, title and url. */
static void remember(
	struct tree *t, moderato_str id, moderato_str story, moderato_str title, moderato_str url)
{
	const moderato_str values[NAMES_VALUES] = {story, title, url};

	t->held.failed |= !names_add(&t->names, id, values);
}

static bool is_comment(struct tree *t)
{
	const moderato_str type = tree_get(t, TYPE);

	if (type.ptr)
		return is_text(type, "comment");
	return tree_get(t, ID).ptr && tree_get(t, TEXT).ptr && tree_get(t, PARENT).ptr;
}

/* The API's own words where there is no text. */
static bool is_withheld(moderato_str text)
{
	return is_text(text, "[dead]") || is_text(text, "[flagged]") || is_text(text, "[deleted]");
}

static bool same(moderato_str a, moderato_str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len));
}

/* The story is what the outermost comment answers, or the item around all comments. */
static void place(struct tree *t, moderato_comment *comment)
{
	const moderato_str parent = either(tree_get(t, PARENT), tree_parent(t, ID));
	const moderato_str top = either(tree_outer(t, PARENT), parent);
	const struct name *known = names_find(&t->names, top);
	const bool within = tree_outer(t, ID).len || tree_outer(t, PARENT).len;

	comment->group = tree_get(t, STORY);
	if (!comment->group.len && (known || within))
		comment->group =
			known ? known->values[0] : either(tree_outer(t, PARENT), tree_outer(t, ID));
	comment->group = filled(comment->group);
	if (!known)
		known = names_find(&t->names, comment->group);
	comment->title = either(tree_get(t, TITLE), known ? known->values[1] : tree_outer(t, TITLE));
	comment->url = either(tree_get(t, URL), known ? known->values[2] : tree_outer(t, URL));
	if (!same(parent, comment->group))
		comment->parent_id = filled(parent);
}

static enum verdict finish(struct tree *t, moderato_comment *comment)
{
	const moderato_str id = tree_get(t, ID);

	if (!is_comment(t)) {
		remember(t, id, id, tree_get(t, TITLE), tree_get(t, URL));
		return NO_COMMENT;
	}
	place(t, comment);
	if (comment->group.len)
		remember(t, id, comment->group, comment->title, comment->url);
	comment->id = filled(id);
	comment->author = filled(tree_get(t, AUTHOR));
	comment->created = tree_time(t, either(tree_get(t, TIME), tree_get(t, DATE)));
	comment->state = str_of(tree_is_true(t, DELETED) ? "deleted"
							: tree_is_true(t, DEAD)  ? "removed"
													 : "published");
	comment->text = tree_get(t, TEXT);
	if (!comment->text.ptr
			? tree_is_true(t, DELETED) || tree_is_true(t, DEAD) || !comment->author.len
			: is_withheld(comment->text))
		return WITHOUT_TEXT;
	return tree_text(t, TEXT, comment);
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
		   outline_has(o, "id author created_at_i", "children");
}

moderato_status open_hn(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct tree_format format = {"Hacker News", &item, &item, false, finish};

	(void)options;
	return open_tree(out, in, &format, err);
}
