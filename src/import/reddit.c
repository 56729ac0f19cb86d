/* SPDX-License-Identifier: MIT */
/*
 * Reads Reddit's comments: listings of the API (with kind and data: t1 is a comment, t3 a post,
 * and `replies` holds another listing), the monthly dumps (one comment's data per line), and posts
 * and comments in objects by their ids, with `comments` and `replies`. Ids are given without the
 * kind before them. A comment whose text is [removed] or [deleted] has no text. Where `body` was
 * left out, `body_html` is the text, which the API gives escaped; where ids were, the comments are
 * numbered, and an answer is known by its place.
 */
#include <stdio.h>

#include "base/str.h"
#include "import/gone_threads.h"

enum slot {
	NONE,
	KIND,
	ID,
	NAME,
	AUTHOR,
	BODY,
	HTML,
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
static const struct shape answers;
static const struct shape data;
static const struct member members[] = {KEEP("kind", KIND), INTO("data", &data), KEEP("id", ID),
	KEEP("name", NAME), KEEP("author", AUTHOR), KEEP("body", BODY), KEEP("body_html", HTML),
	KEEP("created_utc", CREATED), KEEP("parent_id", PARENT), KEEP("link_id", LINK),
	KEEP("title", TITLE), KEEP("link_title", LINK_TITLE), KEEP("url", URL),
	KEEP("link_permalink", LINK_URL), KEEP("permalink", PERMALINK), KEEP("removed", REMOVED),
	KEEP("removed_by_category", REMOVED_BY), KEEP("removal_reason", REMOVED_BY),
	KEEP("banned_by", BANNED_BY), KEEP("spam", SPAM), INTO("replies", &answers),
	INTO("children", &thing), INTO("comments", &thing), INTO("json", &thing),
	INTO("things", &thing)};
static const struct shape thing = {SHAPE_OF(members), &thing, true};
static const struct shape answers = {SHAPE_OF(members), &thing, true};
static const struct shape data = {SHAPE_OF(members), NULL, false};

/* Returns the id without its kind: "t1_abc" is a comment's id, "t3_abc" a post's. */
static moderato_str bare(moderato_str id)
{
	if (id.len > 3 && id.ptr[0] == 't' && id.ptr[2] == '_')
		return (moderato_str){id.ptr + 3, id.len - 3};
	return filled(id);
}

static moderato_str url_of(struct json_records *r, moderato_str url)
{
	if (url.len && *url.ptr == '/')
		return record_join(r, str_of("https://www.reddit.com"), url);
	return filled(url);
}

/* Returns the id that a thing gives itself. */
static moderato_str own_id(const struct json_records *r)
{
	return either(bare(either(record_get(r, ID), record_get(r, NAME))), record_get(r, SLOT_KEY));
}

/* Returns the number of a thing in a listing of which the ids were left out. */
static moderato_str numbered(struct json_records *r, size_t record)
{
	char number[24];
	const int len = snprintf(number, sizeof(number), "%zu", record_number(r, record));

	return record_join(r, (moderato_str){number, (size_t)len}, (moderato_str){NULL, 0});
}

/* Returns the id of the comment in whose `replies` this one is, if it is in any: it is read before
 * them, or they have none either. */
static moderato_str answered_by_nesting(struct json_records *r)
{
	size_t i = r->record;
	moderato_str id;

	if (record_shape_at(r, i) != &answers) /* there is a listing between them */
		i = record_around(r, i);
	if (i == SIZE_MAX || record_shape_at(r, i) != &answers || record_around(r, i) == SIZE_MAX)
		return (moderato_str){NULL, 0};
	i = record_around(r, i);
	id = bare(either(record_get_at(r, i, ID), record_get_at(r, i, NAME)));
	id = either(id, record_get_at(r, i, SLOT_KEY));
	if (id.len)
		return id;
	r->ordinal = record_number(r, i); /* the last that was named when the comment itself ends */
	return numbered(r, i);
}

/* Remembers a post for the comments after it. */
static void remember(struct json_records *r)
{
	const moderato_str values[NAME_VALUES] = {
		record_get(r, TITLE), url_of(r, either(record_get(r, PERMALINK), record_get(r, URL)))};

	r->held.failed |= !name_table_add(&r->names, own_id(r), values);
}

static void place(struct json_records *r, moderato_comment *comment)
{
	const moderato_str parent = record_get(r, PARENT);
	const struct name_entry *post;

	comment->group = either(bare(record_get(r, LINK)), record_outer(r, SLOT_KEY));
	post = name_table_find(&r->names, comment->group);
	comment->title =
		either(either(record_get(r, LINK_TITLE), post ? post->values[0] : record_get(r, NONE)),
			record_outer(r, TITLE));
	comment->url = either(url_of(r, record_get(r, LINK_URL)),
		post ? post->values[1]
			 : either(url_of(r, record_get(r, PERMALINK)), url_of(r, record_outer(r, URL))));
	comment->parent_id = either(bare(parent), answered_by_nesting(r));
	if ((parent.len > 3 && !memcmp(parent.ptr, "t3_", 3)) ||
		str_equal(comment->parent_id, comment->group))
		comment->parent_id = (moderato_str){NULL, 0};
}

static const char *state_of(const struct json_records *r)
{
	if (record_is_true(r, SPAM))
		return "spam";
	if (record_is_true(r, REMOVED) || record_get(r, REMOVED_BY).len ||
		record_get(r, BANNED_BY).len || record_is_true(r, BANNED_BY))
		return "removed";
	return "published";
}

static bool is_gone(moderato_str body)
{
	return str_is(body, "[removed]") || str_is(body, "[deleted]") ||
		   str_is(body, "[ Removed by Reddit ]");
}

/* Returns the HTML without the escapes of the API, which a question with raw_json=1 does not get.
 */
static moderato_str unescape(struct json_records *r, moderato_str html)
{
	static const struct {
		const char *escape;
		char c;
	} escapes[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}};
	char *to = arena_alloc(&r->arena, html.len + 1);
	size_t len = 0;

	if (!to) {
		r->held.failed = true;
		return (moderato_str){NULL, 0};
	}
	while (html.len) {
		size_t i = 0;

		while (i < sizeof(escapes) / sizeof(*escapes) && !str_begins(html, escapes[i].escape))
			i++;
		to[len++] = i < sizeof(escapes) / sizeof(*escapes) ? escapes[i].c : *html.ptr;
		html =
			str_from(html, i < sizeof(escapes) / sizeof(*escapes) ? strlen(escapes[i].escape) : 1);
	}
	return (moderato_str){to, len};
}

/* Sets the text from the HTML. */
static enum verdict html_text(struct json_records *r, moderato_comment *comment)
{
	static const char *const gone[] = {"<p>[removed]</p>", "<p>[deleted]</p>"};
	const enum verdict verdict = record_text(r, HTML, comment);
	size_t i;

	if (verdict != COMMENT)
		return verdict;
	if (!str_begins(comment->text, "<"))
		comment->text = unescape(r, comment->text);
	for (i = 0; i < 2; i++)
		if (comment->text.len < 64 &&
			str_find_nocase(comment->text, str_of(gone[i])) < comment->text.len)
			return WITHOUT_TEXT;
	return COMMENT;
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const moderato_str kind = record_get(r, KIND);
	const moderato_str body = record_get(r, BODY);

	if (record_get(r, TITLE).ptr && !record_get(r, LINK).ptr) {
		remember(r);
		if (strcmp(state_of(r), "published") != 0)
			thread_is_gone(r, own_id(r));
		return NO_COMMENT;
	}
	if (kind.ptr ? !str_is(kind, "t1") : !record_has(r, BODY) || !record_get(r, AUTHOR).ptr)
		return NO_COMMENT;
	if (is_gone(body))
		return WITHOUT_TEXT;
	place(r, comment);
	comment->id = own_id(r);
	if (!comment->id.len &&
		(record_around(r, r->record) != SIZE_MAX || r->ordinal == record_number(r, r->record)))
		comment->id = numbered(r, r->record);
	comment->author = filled(record_get(r, AUTHOR));
	if (str_is(comment->author, "[deleted]"))
		comment->author = (moderato_str){NULL, 0};
	comment->created = record_time(r, record_get(r, CREATED));
	comment->state = str_of(state_in_thread(r, comment->group, state_of(r)));
	return record_has(r, BODY) || !record_has(r, HTML) ? record_text(r, BODY, comment)
													   : html_text(r, comment);
}

bool sniff_reddit(const struct sample *sample)
{
	const struct outline *o = sample->json;

	if (!o)
		return false;
	if (outline_has(o, "body author", "subreddit") || outline_has(o, "body author", "link_id"))
		return true;
	if (outline_has(o, "body author", "replies") && !outline_has(o, "body author", "createdAt"))
		return true; /* the other is Coral's */
	return outline_has(o, "kind", "data") &&
		   (outline_has(o, "children", "after") ||
			   (outline_has(o, "", "children") &&
				   (outline_has(o, "author score", "body") ||
					   outline_has(o, "author score", "body_html"))));
}

moderato_status open_reddit(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Reddit", &thing, &thing, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
