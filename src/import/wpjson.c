/* SPDX-License-Identifier: MIT */
/*
 * Reads WordPress's comments as JSON: what its REST API answers (`/wp/v2/comments`, with the post's
 * title where `_embed` was asked for), what WordPress.com's own API answers, what `wp comment list
 * --format=json` prints if its --fields name comment_content, and the table `wp_comments` as
 * phpMyAdmin exports it. The text is `raw`, which the API gives to editors only, otherwise
 * `rendered`; both are HTML. The group is the post.
 */
#include "base/str.h"
#include "import/json_records.h"
#include "corpus/wordpress.h"

enum slot {
	NONE,
	ID,
	ROW_ID, /* `comment_ID`, as in the table */
	PARENT,
	POST,
	PAGE,
	TITLE,
	AUTHOR,
	EMAIL,
	AUTHOR_URL,
	IP,
	AGENT,
	DATE,
	DATE_GMT,
	RAW,
	RENDERED,
	STATUS,
	TYPE,
};

static const struct member of_content[] = {KEEP("raw", RAW), KEEP("rendered", RENDERED)};
static const struct shape content = {SHAPE_OF(of_content), NULL, false};
static const struct member of_title[] = {KEEP("rendered", TITLE)};
static const struct shape title = {SHAPE_OF(of_title), NULL, false};
static const struct member of_com_author[] = {
	KEEP("name", AUTHOR), KEEP("email", EMAIL), KEEP("URL", AUTHOR_URL)};
static const struct shape com_author = {SHAPE_OF(of_com_author), NULL, false};
static const struct member of_com_post[] = {KEEP("ID", POST), KEEP("title", TITLE)};
static const struct shape com_post = {SHAPE_OF(of_com_post), NULL, false};
static const struct member of_com_parent[] = {KEEP("ID", PARENT)};
static const struct shape com_parent = {SHAPE_OF(of_com_parent), NULL, false};
static const struct member of_post[] = {INTO("title", &title)};
static const struct shape post = {SHAPE_OF(of_post), NULL, false};
static const struct member of_embedded[] = {INTO("up", &post)};
static const struct shape embedded = {SHAPE_OF(of_embedded), NULL, false};
static const struct shape node;
static const struct member members[] = {KEEP("id", ID), KEEP("ID", ID), KEEP("comment_ID", ROW_ID),
	KEEP_OR_INTO("parent", PARENT, &com_parent), KEEP("comment_parent", PARENT),
	KEEP_OR_INTO("post", POST, &com_post), INTO("author", &com_author),
	KEEP("comment_post_ID", POST), KEEP("link", PAGE), KEEP("url", PAGE), KEEP("URL", PAGE),
	KEEP("author_name", AUTHOR), KEEP("comment_author", AUTHOR), KEEP("author_email", EMAIL),
	KEEP("comment_author_email", EMAIL), KEEP("author_url", AUTHOR_URL),
	KEEP("comment_author_url", AUTHOR_URL), KEEP("author_ip", IP), KEEP("comment_author_IP", IP),
	KEEP("author_user_agent", AGENT), KEEP("comment_agent", AGENT), KEEP("date", DATE),
	KEEP("comment_date", DATE), KEEP("date_gmt", DATE_GMT), KEEP("comment_date_gmt", DATE_GMT),
	KEEP_OR_INTO("content", RENDERED, &content), KEEP("raw_content", RAW),
	KEEP("comment_content", RAW), KEEP("status", STATUS), KEEP("comment_approved", STATUS),
	KEEP("type", TYPE), KEEP("comment_type", TYPE), INTO("_embedded", &embedded),
	INTO("data", &node), INTO("comments", &node)};
static const struct shape node = {SHAPE_OF(members), NULL, true};

/* Returns the time, which is UTC only if the site gave it so: otherwise it stays without a zone, as
 * in what is read of WXR. */
static moderato_str time_of(struct json_records *r)
{
	const moderato_str gmt = record_get(r, DATE_GMT);
	const moderato_str date = record_get(r, DATE);
	moderato_str local;

	if (gmt.len && !str_begins(gmt, "0000"))
		return record_time(r, gmt);
	local = record_time(r, date);
	if (local.len && str_ends(local, "Z") && date.len == sizeof("0000-00-00 00:00:00") - 1)
		local.len--;
	return local;
}

static void place(struct json_records *r, moderato_comment *comment)
{
	const moderato_str parent = record_get(r, PARENT);

	comment->group = filled(record_get(r, POST));
	comment->url = without_anchor(record_get(r, PAGE));
	comment->title = filled(record_get(r, TITLE));
	if (!str_is(parent, "0"))
		comment->parent_id = filled(parent);
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const unsigned text = record_has(r, RAW) ? RAW : RENDERED;
	const moderato_str id = either(record_get(r, ID), record_get(r, ROW_ID));
	const moderato_str type = record_get(r, TYPE);
	enum verdict verdict;

	if (!id.len || (!record_has(r, text) && !record_has(r, POST)))
		return NO_COMMENT;
	place(r, comment);
	comment->id = id;
	comment->author = filled(record_get(r, AUTHOR));
	comment->author_email = filled(record_get(r, EMAIL));
	comment->author_url = filled(record_get(r, AUTHOR_URL));
	comment->ip = filled(record_get(r, IP));
	comment->user_agent = filled(record_get(r, AGENT));
	comment->created = time_of(r);
	if (!str_is(type, "comment"))
		comment->type = filled(type);
	comment->state = wordpress_state(record_get(r, STATUS), type);
	verdict = record_text(r, text, comment);
	if (!record_has(r, text) && record_has(r, ROW_ID))
		r->problem = "the comment has no text: wp comment list needs --fields with comment_content";
	return verdict;
}

bool sniff_wpjson(const struct sample *sample)
{
	const struct outline *o = sample->json;

	return o && (outline_has(o, "id post parent author_name", "content") ||
					outline_has(o, "ID post author content", "status") ||
					outline_has(o, "comment_ID", "comment_content") ||
					outline_has(o, "comment_ID comment_post_ID", "comment_approved"));
}

moderato_status open_wpjson(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"WordPress", &node, &node, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
