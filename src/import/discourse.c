/* SPDX-License-Identifier: MIT */
/*
 * Discourse topics as its API gives them: `post_stream` with `posts`, and the topic's id and title
 * behind them, for which a file is read twice. `raw` is what the author wrote, `cooked` the HTML
 * that was made of it. Notes of the system's own (post_type 3) are no comments.
 */
#include "import/tree.h"

enum slot {
	NONE,
	ID,
	AUTHOR,
	CREATED,
	COOKED,
	RAW,
	NUMBER,
	ANSWERS,
	TOPIC,
	TITLE,
	PAGE,
	TYPE,
	HIDDEN,
	WITHHELD,
	DELETED,
	USER_DELETED,
};

static const struct member of_post[] = {KEEP("id", ID), KEEP("username", AUTHOR),
	KEEP("created_at", CREATED), KEEP("cooked", COOKED), KEEP("raw", RAW),
	KEEP("post_number", NUMBER), KEEP("reply_to_post_number", ANSWERS), KEEP("topic_id", TOPIC),
	KEEP("topic_title", TITLE), KEEP("post_url", PAGE), KEEP("post_type", TYPE),
	KEEP("hidden", HIDDEN), KEEP("cooked_hidden", WITHHELD), KEEP("deleted_at", DELETED),
	KEEP("user_deleted", USER_DELETED)};
static const struct shape post = {SHAPE_OF(of_post), NULL, true};
static const struct member of_stream[] = {INTO("posts", &post)};
static const struct shape stream = {SHAPE_OF(of_stream), NULL, false};
static const struct member of_topic[] = {INTO("post_stream", &stream), INTO("posts", &post),
	INTO("latest_posts", &post), KEEP("id", ID), KEEP("title", TITLE)};
static const struct shape topic = {SHAPE_OF(of_topic), NULL, true};

static moderato_str post_key(struct tree *t, moderato_str number)
{
	if (!number.len)
		return number;
	return tree_join(t, tree_join(t, tree_get(t, TOPIC), str_of("/")), number);
}

/* A post's id by its number, or a topic's title. */
static void remember(struct tree *t, moderato_str key, moderato_str value)
{
	const moderato_str values[NAMES_VALUES] = {value};

	if (!t->names_known)
		t->held.failed |= !names_add(&t->names, key, values);
}

static const char *state_of(const struct tree *t)
{
	if (tree_is_true(t, USER_DELETED))
		return "deleted";
	if (tree_get(t, DELETED).len)
		return "removed";
	return tree_is_true(t, HIDDEN) ? "held" : "published";
}

/* What stands in the place of a text that is not shown. */
static bool is_withheld(const struct tree *t)
{
	static const char notes[][64] = {"(post deleted by author)", "(post withdrawn by author",
		"(topic deleted by author)", "(topic withdrawn by author"};
	const moderato_str text = tree_get(t, COOKED);
	size_t i;

	if (tree_is_true(t, WITHHELD))
		return true;
	for (i = 0; i < sizeof(notes) / sizeof(*notes); i++)
		if (tree_is_true(t, USER_DELETED) && text.len && text.len < 256 &&
			memmem(text.ptr, text.len, notes[i], strlen(notes[i])))
			return true;
	return false;
}

static void place(struct tree *t, moderato_comment *comment)
{
	const struct name *parent = names_find(&t->names, post_key(t, tree_get(t, ANSWERS)));
	const struct name *title = names_find(&t->names, tree_get(t, TOPIC));

	comment->group = either(tree_get(t, TOPIC), tree_outer(t, ID));
	comment->title = either(tree_get(t, TITLE), title ? title->values[0] : tree_outer(t, TITLE));
	comment->parent_id = parent ? filled(parent->values[0]) : comment->parent_id;
	comment->url = filled(tree_get(t, PAGE));
}

static enum verdict finish(struct tree *t, moderato_comment *comment)
{
	const bool raw = tree_has(t, RAW);

	if (tree_shape(t) == &topic) {
		remember(t, tree_get(t, ID), tree_get(t, TITLE));
		return NO_COMMENT;
	}
	remember(t, post_key(t, tree_get(t, NUMBER)), tree_get(t, ID));
	if (is_text(tree_get(t, TYPE), "3"))
		return NO_COMMENT;
	if (!raw && is_withheld(t))
		return WITHOUT_TEXT;
	place(t, comment);
	comment->id = filled(tree_get(t, ID));
	comment->author = filled(tree_get(t, AUTHOR));
	comment->created = tree_time(t, tree_get(t, CREATED));
	comment->state = str_of(state_of(t));
	return tree_text(t, raw ? RAW : COOKED, comment);
}

bool sniff_discourse(const struct sample *sample)
{
	return sample->json && outline_has(sample->json, "username cooked", "post_number");
}

moderato_status open_discourse(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct tree_format format = {"Discourse", &topic, &post, true, finish};

	(void)options;
	return open_tree(out, in, &format, err);
}
