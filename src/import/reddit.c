/* SPDX-License-Identifier: MIT */
/*
 * Reddit: the API's listings (kind and data: t1 is a comment, t3 a post, `replies` holds another
 * listing), the monthly dumps (a comment's data on each line), and posts and comments in objects by
 * their ids, with `comments` and `replies`. Ids are without the kind before them. A comment whose
 * text is [removed] or [deleted] has none.
 */
#include "import/tree.h"

enum slot {
	NONE,
	KIND,
	ID,
	NAME,
	AUTHOR,
	BODY,
	CREATED,
	PARENT,
	LINK,
	TITLE,
	LINK_TITLE,
	URL,
	LINK_URL,
	PERMALINK,
	REMOVED,
	REMOVED_BY,
	BANNED_BY,
	SPAM,
};

static const struct shape thing;
static const struct shape data;
static const struct member members[] = {KEEP("kind", KIND), INTO("data", &data), KEEP("id", ID),
	KEEP("name", NAME), KEEP("author", AUTHOR), KEEP("body", BODY), KEEP("created_utc", CREATED),
	KEEP("parent_id", PARENT), KEEP("link_id", LINK), KEEP("title", TITLE),
	KEEP("link_title", LINK_TITLE), KEEP("url", URL), KEEP("link_permalink", LINK_URL),
	KEEP("permalink", PERMALINK), KEEP("removed", REMOVED), KEEP("removed_by_category", REMOVED_BY),
	KEEP("removal_reason", REMOVED_BY), KEEP("banned_by", BANNED_BY), KEEP("spam", SPAM),
	INTO("replies", &thing), INTO("children", &thing), INTO("comments", &thing)};
static const struct shape thing = {SHAPE_OF(members), &thing, true};
static const struct shape data = {SHAPE_OF(members), NULL, false};

/* "t1_abc" is a comment's id, "t3_abc" a post's. */
static moderato_str bare(moderato_str id)
{
	if (id.len > 3 && id.ptr[0] == 't' && id.ptr[2] == '_')
		return (moderato_str){id.ptr + 3, id.len - 3};
	return filled(id);
}

static bool same(moderato_str a, moderato_str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len));
}

static moderato_str url_of(struct tree *t, moderato_str url)
{
	if (url.len && *url.ptr == '/')
		return tree_join(t, str_of("https://www.reddit.com"), url);
	return filled(url);
}

static moderato_str own_id(const struct tree *t)
{
	return either(bare(either(tree_get(t, ID), tree_get(t, NAME))), tree_get(t, SLOT_KEY));
}

/* A post, for the comments behind it. */
static void remember(struct tree *t)
{
	const moderato_str values[NAMES_VALUES] = {
		tree_get(t, TITLE), url_of(t, either(tree_get(t, PERMALINK), tree_get(t, URL)))};

	t->held.failed |= !names_add(&t->names, own_id(t), values);
}

static void place(struct tree *t, moderato_comment *comment)
{
	const moderato_str parent = tree_get(t, PARENT);
	const struct name *post;

	comment->group = either(bare(tree_get(t, LINK)), tree_outer(t, SLOT_KEY));
	post = names_find(&t->names, comment->group);
	comment->title =
		either(either(tree_get(t, LINK_TITLE), post ? post->values[0] : tree_get(t, NONE)),
			tree_outer(t, TITLE));
	comment->url = either(url_of(t, tree_get(t, LINK_URL)),
		post ? post->values[1]
			 : either(url_of(t, tree_get(t, PERMALINK)), url_of(t, tree_outer(t, URL))));
	comment->parent_id = either(bare(parent), tree_parent(t, SLOT_KEY));
	if ((parent.len > 3 && !memcmp(parent.ptr, "t3_", 3)) ||
		same(comment->parent_id, comment->group))
		comment->parent_id = (moderato_str){NULL, 0};
}

static const char *state_of(const struct tree *t)
{
	if (tree_is_true(t, SPAM))
		return "spam";
	if (tree_is_true(t, REMOVED) || tree_get(t, REMOVED_BY).len || tree_get(t, BANNED_BY).len ||
		tree_is_true(t, BANNED_BY))
		return "removed";
	return "published";
}

static bool is_gone(moderato_str body)
{
	return is_text(body, "[removed]") || is_text(body, "[deleted]") ||
		   is_text(body, "[ Removed by Reddit ]");
}

static enum verdict finish(struct tree *t, moderato_comment *comment)
{
	const moderato_str kind = tree_get(t, KIND);
	const moderato_str body = tree_get(t, BODY);

	if (tree_get(t, TITLE).ptr && !tree_get(t, LINK).ptr) {
		remember(t);
		return NO_COMMENT;
	}
	if (kind.ptr ? !is_text(kind, "t1") : !tree_has(t, BODY) || !tree_get(t, AUTHOR).ptr)
		return NO_COMMENT;
	if (is_gone(body))
		return WITHOUT_TEXT;
	place(t, comment);
	comment->id = own_id(t);
	comment->author = filled(tree_get(t, AUTHOR));
	if (is_text(comment->author, "[deleted]"))
		comment->author = (moderato_str){NULL, 0};
	comment->created = tree_time(t, tree_get(t, CREATED));
	comment->state = str_of(state_of(t));
	return tree_text(t, BODY, comment);
}

bool sniff_reddit(const struct sample *sample)
{
	const struct outline *o = sample->json;

	return o && (outline_has(o, "body author", "subreddit") ||
					outline_has(o, "body author", "link_id") ||
					outline_has(o, "body author", "replies") ||
					(outline_has(o, "kind", "data") && outline_has(o, "children", "after")));
}

moderato_status open_reddit(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct tree_format format = {"Reddit", &thing, &thing, false, finish};

	(void)options;
	return open_tree(out, in, &format, err);
}
