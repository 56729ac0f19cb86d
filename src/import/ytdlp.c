/* SPDX-License-Identifier: MIT */
/*
 * Reads the comments in yt-dlp's `info.json`, of YouTube and of the other sites that it takes
 * comments from. It writes what it knows of the video before the comments, so reading once is
 * enough. All else in the file, most of it lists of formats, is skipped unread.
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	TITLE,
	PAGE,
	PARENT,
	TEXT,
	HTML,
	AUTHOR,
	AUTHOR_URL,
	TIME,
};

static const struct member of_comment[] = {KEEP("id", ID), KEEP("parent", PARENT),
	KEEP("text", TEXT), KEEP("html", HTML), KEEP("author", AUTHOR), KEEP("author_url", AUTHOR_URL),
	KEEP("timestamp", TIME)};
static const struct shape comments = {SHAPE_OF(of_comment), NULL, true};
static const struct member of_video[] = {
	KEEP("id", ID), KEEP("title", TITLE), KEEP("webpage_url", PAGE), INTO("comments", &comments)};
static const struct shape video = {SHAPE_OF(of_video), NULL, true};

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const moderato_str parent = record_get(r, PARENT);

	if (record_shape(r) == &video)
		return NO_COMMENT;
	comment->id = filled(record_get(r, ID));
	if (!str_is(parent, "root"))
		comment->parent_id = filled(parent);
	comment->author = filled(record_get(r, AUTHOR));
	comment->author_url = filled(record_get(r, AUTHOR_URL));
	comment->created = record_time(r, record_get(r, TIME));
	comment->group = record_parent(r, ID);
	comment->title = filled(record_parent(r, TITLE));
	comment->url = filled(record_parent(r, PAGE));
	comment->state = str_of("published");
	return record_text(r, record_has(r, TEXT) ? TEXT : HTML, comment);
}

/* The lists of formats may be longer than what is read to recognise the file, so it is also known
 * by what stands before and in them; one without formats and comments, by the video's members. */
bool sniff_ytdlp(const struct sample *sample)
{
	const struct outline *o = sample->json;

	return o && (outline_has(o, "id text author parent", "timestamp") ||
					(outline_has_at(o, "formats", 1) && outline_has(o, "url", "format_id")) ||
					outline_has(o, "id title extractor", "webpage_url") ||
					(outline_has_at(o, "upload_date", 1) &&
						outline_has(o, "id title upload_date", "channel_id")));
}

moderato_status open_ytdlp(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"yt-dlp", &video, &comments, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
