/* SPDX-License-Identifier: MIT */
/*
 * Reads Discourse topics as its API gives them: `post_stream` with `posts`, followed by the
 * topic's id and title, for which a file is read twice; also posts on their own. `raw` is what the
 * author wrote, `cooked` the HTML made from it. Notes by the system itself (post_type 3) are not
 * comments.
 */
#include "base/str.h"
#include "import/gone_threads.h"

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

#define OF_POST                                                                                    \
	KEEP("id", ID), KEEP("username", AUTHOR), KEEP("created_at", CREATED), KEEP("cooked", COOKED), \
		KEEP("raw", RAW), KEEP("post_number", NUMBER), KEEP("reply_to_post_number", ANSWERS),      \
		KEEP("topic_id", TOPIC), KEEP("topic_title", TITLE), KEEP("post_url", PAGE),               \
		KEEP("post_type", TYPE), KEEP("hidden", HIDDEN), KEEP("cooked_hidden", WITHHELD),          \
		KEEP("deleted_at", DELETED), KEEP("user_deleted", USER_DELETED)

static const struct member of_post[] = {OF_POST};
static const struct shape post = {SHAPE_OF(of_post), NULL, true};
static const struct member of_stream[] = {INTO("posts", &post)};
static const struct shape stream = {SHAPE_OF(of_stream), NULL, false};
static const struct member of_topic[] = {OF_POST, INTO("post_stream", &stream),
	INTO("posts", &post), INTO("latest_posts", &post), KEEP("title", TITLE)};
static const struct shape topic = {SHAPE_OF(of_topic), NULL, true};

static moderato_str post_key(struct json_records *r, moderato_str number)
{
	if (!number.len)
		return number;
	return record_join(r, record_join(r, record_get(r, TOPIC), str_of("/")), number);
}

/* Remembers a post's id by the post's number, or a topic's title. */
static void remember(struct json_records *r, moderato_str key, moderato_str value)
{
	const moderato_str values[NAME_VALUES] = {value};

	if (!r->names_known)
		r->held.failed |= !name_table_add(&r->names, key, values);
}

static const char *state_of(const struct json_records *r)
{
	if (record_is_true(r, USER_DELETED))
		return "deleted";
	if (record_get(r, DELETED).len)
		return "removed";
	return record_is_true(r, HIDDEN) ? "held" : "published";
}

/* Returns whether the text only stands in for one that is not shown. */
static bool is_withheld(const struct json_records *r)
{
	static const char notes[][64] = {"(post deleted by author)", "(post withdrawn by author",
		"(topic deleted by author)", "(topic withdrawn by author"};
	const moderato_str text = record_get(r, COOKED);
	size_t i;

	if (record_is_true(r, WITHHELD))
		return true;
	for (i = 0; i < sizeof(notes) / sizeof(*notes); i++)
		if (record_is_true(r, USER_DELETED) && text.len && text.len < 256 &&
			memmem(text.ptr, text.len, notes[i], strlen(notes[i])))
			return true;
	return false;
}

static void place(struct json_records *r, moderato_comment *comment)
{
	const struct name_entry *parent =
		name_table_find(&r->names, post_key(r, record_get(r, ANSWERS)));
	const struct name_entry *title = name_table_find(&r->names, record_get(r, TOPIC));

	comment->group = either(record_get(r, TOPIC), record_outer(r, ID));
	comment->title =
		either(record_get(r, TITLE), title ? title->values[0] : record_outer(r, TITLE));
	comment->parent_id = parent ? filled(parent->values[0]) : comment->parent_id;
	comment->url = filled(record_get(r, PAGE));
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const bool raw = record_has(r, RAW);

	if (record_shape(r) == &topic && !raw && !record_has(r, COOKED)) {
		remember(r, record_get(r, ID), record_get(r, TITLE));
		if (record_get(r, DELETED).len)
			thread_is_gone(r, record_get(r, ID));
		return NO_COMMENT;
	}
	remember(r, post_key(r, record_get(r, NUMBER)), record_get(r, ID));
	if (str_is(record_get(r, TYPE), "3"))
		return NO_COMMENT;
	if (!raw && is_withheld(r))
		return WITHOUT_TEXT;
	place(r, comment);
	comment->id = filled(record_get(r, ID));
	comment->author = filled(record_get(r, AUTHOR));
	comment->created = record_time(r, record_get(r, CREATED));
	comment->state = str_of(state_in_thread(r, comment->group, state_of(r)));
	return record_text(r, raw ? RAW : COOKED, comment);
}

bool sniff_discourse(const struct sample *sample)
{
	return sample->json && outline_has(sample->json, "username cooked", "post_number");
}

moderato_status open_discourse(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Discourse", &topic, &post, true, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
