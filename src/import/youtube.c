/* SPDX-License-Identifier: MIT */
/*
 * Reads what YouTube's API answers for `commentThreads` and `comments`: lists, several of them one
 * after another or in an array, and their items alone. Also reads what youtube-comment-downloader
 * writes: a flat object for each comment, whose `time` is how long ago it was. The text is
 * `textOriginal`, which the API gives only to the author and for plain text, otherwise
 * `textDisplay`, which is HTML and stays HTML. The group is the video.
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	PARENT,
	ORIGINAL,
	DISPLAY,
	AUTHOR,
	AUTHOR_URL,
	TIME,
	VIDEO,
	STATUS,
	FLAT_ID,
	CHANNEL,
	TIME_AGO,
};

static const struct shape node;
static const struct member of_snippet[] = {KEEP("textOriginal", ORIGINAL),
	KEEP("textDisplay", DISPLAY), KEEP("authorDisplayName", AUTHOR),
	KEEP("authorChannelUrl", AUTHOR_URL), KEEP("publishedAt", TIME), KEEP("videoId", VIDEO),
	KEEP("parentId", PARENT), KEEP("moderationStatus", STATUS), INTO("topLevelComment", &node)};
static const struct shape snippet = {SHAPE_OF(of_snippet), NULL, false};
static const struct member of_replies[] = {INTO("comments", &node)};
static const struct shape replies = {SHAPE_OF(of_replies), NULL, false};
static const struct member members[] = {KEEP("id", ID), INTO("snippet", &snippet),
	INTO("replies", &replies), INTO("items", &node), INTO("comments", &node), KEEP("cid", FLAT_ID),
	KEEP("text", ORIGINAL), KEEP("author", AUTHOR), KEEP("channel", CHANNEL),
	KEEP("time", TIME_AGO), KEEP("time_parsed", TIME)};
static const struct shape node = {SHAPE_OF(members), NULL, true};

/* Returns the state for a moderationStatus, which only the channel's owner is told. */
static const char *state_of(moderato_str status)
{
	if (str_is(status, "heldForReview"))
		return "held";
	if (str_is(status, "likelySpam"))
		return "spam";
	return str_is(status, "rejected") ? "removed" : "published";
}

/* Sets the video. An answer that came without one has that of the thread around it. */
static void place(struct json_records *r, moderato_comment *comment)
{
	static const char watch[] = "https://www.youtube.com/watch?v=";

	comment->group = either(record_get(r, VIDEO), record_outer(r, VIDEO));
	if (comment->group.len)
		comment->url = record_join(r, str_of(watch), comment->group);
}

/* Fills in what only flat comments have. An answer's id begins with that of its thread. */
static void place_flat(struct json_records *r, moderato_comment *comment)
{
	static const char channels[] = "https://www.youtube.com/channel/";
	const moderato_str id = record_get(r, FLAT_ID);
	const char *point = memchr(id.ptr, '.', id.len);

	comment->id = id;
	if (point)
		comment->parent_id = str_part(id, 0, (size_t)(point - id.ptr));
	if (record_get(r, CHANNEL).len)
		comment->author_url = record_join(r, str_of(channels), record_get(r, CHANNEL));
	if (!comment->created.len)
		comment->created = filled(record_get(r, TIME_AGO));
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const unsigned text = record_get(r, ORIGINAL).len ? ORIGINAL : DISPLAY;

	if (!record_has(r, text) && !record_has(r, AUTHOR)) /* a list, or a thread */
		return NO_COMMENT;
	place(r, comment);
	comment->id = filled(record_get(r, ID));
	comment->parent_id = filled(record_get(r, PARENT));
	comment->author = filled(record_get(r, AUTHOR));
	comment->author_url = filled(record_get(r, AUTHOR_URL));
	comment->created = record_time(r, record_get(r, TIME));
	comment->state = str_of(state_of(record_get(r, STATUS)));
	if (record_get(r, FLAT_ID).len)
		place_flat(r, comment);
	return record_text(r, text, comment);
}

bool sniff_youtube(const struct sample *sample)
{
	const struct outline *o = sample->json;

	return o && (outline_has(o, "videoId", "topLevelComment") ||
					outline_has(o, "textDisplay", "authorDisplayName") ||
					outline_has(o, "kind items", "pageInfo") ||
					outline_has(o, "cid text author channel", "time"));
}

moderato_status open_youtube(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"YouTube", &node, &node, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
